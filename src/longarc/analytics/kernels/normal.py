"""The standard normal distribution, for NumPy arrays."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

_erf = np.frompyfunc(math.erf, 1, 1)
_ROOT_2, _ROOT_2PI = math.sqrt(2), math.sqrt(2 * math.pi)


def cdf(z: ArrayLike) -> Array:
    """P(Z < z)."""
    return 0.5 + 0.5 * np.asarray(_erf(np.asarray(z, float) / _ROOT_2), dtype=float)


def pdf(z: ArrayLike) -> Array:
    """Density at z."""
    clipped = np.clip(z, -38.0, 38.0)  # beyond it the density is below the smallest number
    return np.asarray(np.exp(-0.5 * clipped * clipped) / _ROOT_2PI)


def mean_distance(mean: ArrayLike, sd: ArrayLike) -> Array:
    """E|X| of X ~ N(mean, sd^2)."""
    mu, spread = np.asarray(mean, float), np.asarray(sd, float)
    z = mu / spread
    return mu * (2 * cdf(z) - 1) + 2 * spread * pdf(z)
