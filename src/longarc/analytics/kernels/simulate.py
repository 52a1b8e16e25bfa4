"""People of the window model, invented: for calibration, for tests, for the recovery of truth."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from longarc.analytics.kernels import ou
from longarc.analytics.kernels.population import Population

Array = NDArray[np.float64]
Random = np.random.Generator


@dataclass(frozen=True, eq=False)
class Truth:
    """How each invented person moves. Arrays over people.

    Args:
        profile: tau, s, r, q.
        level: usual level at the beginning.
    """

    profile: ou.Profile
    level: Array

    @property
    def swing(self) -> Array:
        return np.hypot(self.profile.s, self.profile.r)


def people(population: Population, count: int, random: Random) -> Truth:
    """`count` people drawn from the population."""
    drawn = random.multivariate_normal(population.mean, population.cov, count)
    return Truth(ou.Profile(*np.exp(drawn[:, 1:]).T), drawn[:, 0])


def schedule(
    days: float, per_week: float, count: int, random: Random, answered: float = 0.85
) -> tuple[Array, NDArray[np.int64]]:
    """Times of answered check-ins, people one after another, and where each begins.

    Check-ins lie evenly, moved by up to a quarter of the gap, and each is answered by chance.

    Returns:
        hours, and `count + 1` places as `compiled` takes them.
    """
    gap = 168.0 / per_week
    slots = np.arange(0, days * 24, gap)
    times = slots + random.uniform(-0.25, 0.25, (count, len(slots))) * gap
    there = random.random((count, len(slots))) < answered
    there[:, 0] = True
    starts = np.concatenate([[0], np.cumsum(there.sum(axis=1))])
    return np.sort(times, axis=1)[there], starts


def reports(
    hours: Array,
    truth: Truth,
    person: NDArray[np.int64],
    random: Random,
    tail: ou.Tail = ou.EXACT,
) -> Array:
    """Values at `hours` for people who are not touched by a session; not kept to 0-1.

    Args:
        hours: times, each person's in order, people one after another.
        person: the index of the person of each time.
        tail: how often a report is not like the others.
    """
    first = np.concatenate([[True], person[1:] != person[:-1]])
    gap = np.where(first, 0.0, np.diff(hours, prepend=hours[:1]))
    tau, s, r, q = (part[person] for part in truth.profile)
    left = ou.kept(gap, tau)
    new = np.where(first, s, s * np.sqrt(1 - left**2)) * random.standard_normal(len(hours))
    drift = q * np.sqrt(gap) * random.standard_normal(len(hours))
    noise = _noise(r, s, tail, random)
    return (
        truth.level[person]
        + _carried(new, np.where(first, 0, left))
        + _summed(drift, first)
        + noise
    )


def stepped(values: Array, hours: Array, at: ArrayLike, by: ArrayLike) -> Array:
    """The same values with the usual level moved for good: by `by` from the hour `at` on."""
    return values + np.where(hours >= np.asarray(at), by, 0.0)


def _noise(r: Array, s: Array, tail: ou.Tail, random: Random) -> Array:
    wide = np.sqrt(ou.tail_var(r**2 + s**2, tail) - s**2)
    spread = np.where(random.random(len(r)) < tail.share, wide, r)
    return spread * random.standard_normal(len(r))


def _carried(new: Array, left: Array) -> Array:
    """x_k = left_k x_(k-1) + new_k."""
    x = np.empty(len(new))
    last = 0.0
    for k in range(len(new)):
        last = left[k] * last + new[k]
        x[k] = last
    return x


def _summed(drift: Array, first: NDArray[np.bool_]) -> Array:
    total = np.cumsum(drift)
    began = np.maximum.accumulate(np.where(first, np.arange(len(drift)), 0))
    return total - total[began]
