"""What is known of people before anyone reports: one Gaussian over five numbers.

In order: the usual level (0-1 scale), log tau (hours), log s, log r (0-1 scale), log q (per
square root of an hour). They may go together: people near the floor of a scale, say, have
smaller swings. The launch values are those of the design, borrowed from studies with many
reports a day, not from clients of psychedelic therapy.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from longarc.analytics.kernels.ou import Profile, Push, Tail

Array = NDArray[np.float64]

HOURS_A_DAY = 24
NAMES = ("level", "log_tau", "log_s", "log_r", "log_q")
POINTS = 64

#: What a medicine session may do. Source: Longarc's own starting values, unsigned.
LAUNCH_PUSH = Push(a0=0.0, va=0.20**2, vd=0.10**2)
#: One report in ten is not like the others. Longarc's own starting rule, unsigned; chosen from
#: about eight round candidates on the Fried series. On a single case with long constant stretches
#: the plain Gaussian was better for two of five variables.
LAUNCH_TAIL = Tail(share=0.1, times=3.0, wide=0.05)
#: Nobody places themselves more finely than this (0-1 scale); it keeps a person who always gives
#: the same answer from being predicted with certainty.
ROUNDING = 0.01


class Medians(NamedTuple):
    """The person in the middle: `level`, `ups_and_downs` (s), `noise` (r) on 0-1, `tau` in hours.

    `drift` is the standard deviation of the usual level's move within one day.
    """

    level: float
    tau: float
    ups_and_downs: float
    noise: float
    drift: float


@dataclass(frozen=True, eq=False)
class Population:
    """A prior, with its version.

    Args:
        mean: the five numbers of `NAMES`.
        cov: their covariance between people, 5 x 5.
        push: what a session may do.
        tail: how often, and how far, a report is not like the others.
        version: shown with every reading that rests on it.
    """

    mean: Array
    cov: Array
    push: Push
    tail: Tail
    version: str

    @property
    def medians(self) -> Medians:
        tau, s, r, q = (float(part) for part in np.exp(self.mean[1:]))
        return Medians(float(self.mean[0]), tau, s, r, q * HOURS_A_DAY**0.5)

    def as_dict(self) -> dict[str, Any]:
        """Plain numbers, to be kept; `from_dict` gives the same population back."""
        return {
            "version": self.version,
            "mean": self.mean.tolist(),
            "cov": self.cov.tolist(),
            "push": list(self.push),
            "tail": list(self.tail),
        }


def from_dict(kept: dict[str, Any]) -> Population:
    """A population from what `as_dict` wrote."""
    mean, cov = np.array(kept["mean"], float), np.array(kept["cov"], float)
    push, tail = Push(*kept["push"]), Tail(*kept["tail"])
    return Population(mean, cov, push, tail, str(kept["version"]))


def launch(level: float = 0.35, version: str = "launch-1") -> Population:
    """The prior that Longarc begins with: 0.35 for scales from low to high, 0.5 for the ladder."""
    mean = [level, np.log(15.0), np.log(0.085), np.log(0.08), np.log(0.012 / np.sqrt(24))]
    sds = [0.20, np.log(4.0), np.log(1.65), np.log(1.65), np.log(2.0)]
    cov = np.diag(np.square(sds))
    return Population(np.array(mean), cov, LAUNCH_PUSH, LAUNCH_TAIL, version)


LADDER = launch(0.5, "launch-1-ladder")


@dataclass(frozen=True, eq=False)
class Profiles:
    """A small weighted grid of people: each point a way of moving, with its usual level.

    Args:
        theta: log tau, log s, log r, log q of each point (points x 4).
        log_weight: natural logs of the weights before any report; they need not be normalised.
        level, level_var: usual level at each point, and its variance, given theta.
    """

    theta: Array
    log_weight: Array
    level: Array
    level_var: Array

    @property
    def profile(self) -> Profile:
        tau, s, r, q = np.exp(np.moveaxis(self.theta, -1, 0))
        return Profile(tau, s, np.hypot(r, ROUNDING), q)


def profiles(population: Population, scores: Array | None = None) -> Profiles:
    """The population's grid: its own Gaussian laid over the shipped points."""
    z = normal_scores() if scores is None else scores
    theta = population.mean[1:] + z @ np.linalg.cholesky(population.cov[1:, 1:]).T
    level, var = level_given(population, theta)
    return Profiles(theta, np.zeros(len(theta)), level, var)


def level_given(population: Population, theta: Array) -> tuple[Array, Array]:
    """Mean and variance of the usual level of people who move like `theta` (... x 4)."""
    across = population.cov[0, 1:]
    slope = np.linalg.solve(population.cov[1:, 1:], across)
    level = population.mean[0] + (theta - population.mean[1:]) @ slope
    return level, np.full(level.shape, population.cov[0, 0] - slope @ across)


def log_prior(population: Population, theta: Array) -> Array:
    """Natural log of the density of theta (... x 4), up to a constant."""
    low = np.linalg.cholesky(population.cov[1:, 1:])
    z = np.linalg.solve(low, np.moveaxis(theta - population.mean[1:], -1, -2))
    return np.asarray(-0.5 * np.sum(z * z, axis=-2) - np.log(np.diag(low)).sum())


#: Half turns that keep a standard normal as it is: a rotation by the Hadamard matrix.
_TURN = np.array([[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]]) / 2


@cache
def more_scores() -> Array:
    """256 points with the same mean and covariance: the 64, turned, and all of these mirrored."""
    both = np.concatenate([normal_scores(), normal_scores() @ _TURN])
    scores = np.concatenate([both, -both])
    scores.setflags(write=False)
    return scores


@cache
def normal_scores() -> Array:
    """64 points that fill a four-dimensional standard normal evenly: mean 0, covariance 1.

    The file was written by `tools/make_profiles` (scrambled Sobol points).
    """
    text = resources.files("longarc.analytics").joinpath("data/profiles-64.json").read_text()
    scores = np.array(json.loads(text)["scores"])
    scores.setflags(write=False)
    return scores
