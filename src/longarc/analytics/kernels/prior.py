"""The population re-estimated from its people: what they share, what differs between them.

Expectation-maximisation. For each person the posterior of the four numbers and of the usual level
is held as a weighted Gaussian grid (laid anew around itself in every round), so no person has to
be fitted by an optimiser; the new population has the mean and the spread of all people, with the
launch prior as so many pseudo-people among them. Laird & Ware 1982, doi 10.2307/2529876.

256 points for each person, not the 64 of a forecast: what 64 miss of one person is small, but it
lies on the same side for all of them, and adds up over the rounds.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from longarc.analytics.kernels import ou
from longarc.analytics.kernels.population import Population, Profiles, more_scores, profiles
from longarc.analytics.kernels.relay import normalised, relaid

Array = NDArray[np.float64]

#: The launch prior counts as much as this many people. Longarc's own starting rule, unsigned.
PSEUDO_PEOPLE = 5.0
#: What reports say little of (tau, when swings are small) moves by a little in each round.
ROUNDS = 40

#: Told how many rounds of how many are done.
Told = Callable[[int, int], None]


def nobody(_done: int, _of: int) -> None:
    """Nobody wants to know how far it is."""


def stacked(series: Sequence[ou.Events]) -> ou.Events:
    """People of different lengths as one array (people x 1 x events); the ends report nothing."""
    longest = max((ev.t.shape[-1] for ev in series), default=0)
    more = [longest - ev.t.shape[-1] for ev in series]

    times = np.array(
        [np.pad(ev.t, (0, n), mode="edge") for ev, n in zip(series, more, strict=True)]
    )

    def column(rows: Sequence[Array], fill: float) -> Array:
        ends = zip(rows, more, strict=True)
        return np.array([np.pad(row, (0, n), constant_values=fill) for row, n in ends])[:, None]

    return ou.Events(
        times[:, None],
        column([ev.y for ev in series], np.nan),
        column([ev.noise for ev in series], 1.0),
        column([ev.push.astype(float) for ev in series], 0.0) > 0,
        column([ev.width for ev in series], 0.0),
    )


def reestimated(
    series: Sequence[ou.Events],
    launch: Population,
    version: str,
    *,
    pseudo_people: float = PSEUDO_PEOPLE,
    rounds: int = ROUNDS,
    told: Told = nobody,
) -> Population:
    """The population of these people; each series has at least one event.

    Args:
        series: one for each person (events along the only axis).
        launch: the prior to begin with, kept as `pseudo_people`.
        version: the new population's.
        told: called after each round.
    """
    ev, now, scores = stacked(series), launch, more_scores()
    base = profiles(launch, scores)
    grid = Profiles(*(np.broadcast_to(part, (len(series), *part.shape)) for part in _parts(base)))
    for done in range(rounds if len(series) else 0):
        known = _known(ev, grid, launch)
        now = _together(launch, *_person_moments(grid.theta, known), pseudo_people, version)
        grid = relaid(now, grid.theta, known.log_weight, scores)
        told(done + 1, rounds)
    return now


class _Known(NamedTuple):
    """After all reports: weights, and the usual level at the beginning, at each point."""

    log_weight: Array
    level: Array
    level_var: Array


def _known(ev: ou.Events, grid: Profiles, launch: Population) -> _Known:
    """One pass over everybody; the level at the beginning is carried along beside x and mu."""
    profile, log_weight = grid.profile, grid.log_weight
    start = ou.begin(profile, grid.level, grid.level_var)
    level, var = start.mu, start.pmm
    with_x, with_mu = np.zeros(var.shape), var
    hours = np.diff(ev.t, axis=-1, prepend=ev.t[..., :1])
    steps = ou.walk(ev, profile, start, launch.push, launch.tail)
    for k, (before, _, seen) in enumerate(steps):
        with_x = with_x * ou.kept(hours[..., k], profile.tau)
        c = with_x + with_mu
        level, var = level + c * seen.pull, var - c * c * seen.cut
        with_x = with_x - (before.pxx + before.pxm) * c * seen.cut
        with_mu = with_mu - (before.pxm + before.pmm) * c * seen.cut
        log_weight = log_weight + seen.logp
    return _Known(log_weight, level, var)


def _parts(grid: Profiles) -> tuple[Array, ...]:
    return grid.theta, grid.log_weight, grid.level, grid.level_var


def _person_moments(theta: Array, known: _Known) -> tuple[Array, Array]:
    """Each person's mean (people x 5) and second moment (people x 5 x 5)."""
    weights = normalised(known.log_weight)
    point = np.concatenate([known.level[..., None], theta], axis=-1)
    first = np.einsum("pg,pgi->pi", weights, point)
    second = np.einsum("pg,pgi,pgj->pij", weights, point, point)
    second[:, 0, 0] += (weights * known.level_var).sum(axis=-1)
    return first, second


def _together(
    launch: Population, first: Array, second: Array, pseudo: float, version: str
) -> Population:
    people = pseudo + len(first)
    mean = (pseudo * launch.mean + first.sum(axis=0)) / people
    own = second.sum(axis=0) + pseudo * (launch.cov + np.outer(launch.mean, launch.mean))
    cov = own / people - np.outer(mean, mean)
    return Population(mean, (cov + cov.T) / 2, launch.push, launch.tail, version)
