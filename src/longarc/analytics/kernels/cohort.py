"""What the compiled kernels want of a population, and of series of different lengths."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from longarc.analytics.kernels import ou
from longarc.analytics.kernels.population import Population, profiles

Array = NDArray[np.float64]


class Prior(NamedTuple):
    """The last arguments of `compiled.posteriors`, in their order."""

    profile: tuple[Array, ...]
    level: Array
    level_var: Array
    push: tuple[float, ...]
    tail: tuple[float, ...]


def prior(population: Population) -> Prior:
    """The population's grid as plain arrays and numbers."""
    grid, tail = profiles(population), population.tail
    squared = (tail.share, tail.times**2, tail.wide**2)
    return Prior(tuple(grid.profile), grid.level, grid.level_var, tuple(population.push), squared)


def flat(series: Sequence[ou.Events]) -> tuple[Array, Array, Array, NDArray[np.int64]]:
    """Times, values (NaN where a session begins), noise factors, and where each person begins."""
    starts = np.concatenate([[0], np.cumsum([len(ev.t) for ev in series], dtype=np.int64)])
    joined = (
        np.concatenate([np.empty(0), *rows])
        for rows in zip(*(ev[:3] for ev in series), strict=True)
    )
    t, y, noise = joined
    return t, y, noise, starts
