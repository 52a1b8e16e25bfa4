"""The standard normal distribution, for NumPy arrays."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

_erf = np.frompyfunc(math.erf, 1, 1)
_ROOT_2, _ROOT_2PI = math.sqrt(2), math.sqrt(2 * math.pi)
_LOG_ROOT_2PI = math.log(_ROOT_2PI)
#: Standard deviations beyond which the other side is nothing beside 1, and past which no edge is.
_ALL, _NO_EDGE = 12.0, 1e8
#: Natural log of a share of a density that is nothing beside it.
_NOTHING = -600.0


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


def mills(z: ArrayLike) -> Array:
    """P(Z > z) / density at z, for z of 0 or more; good to 5e-13 of itself.

    A polynomial in (z - c) / (z + c) for (z + c) times it, after M. M. Shepherd and J. G.
    Laframboise (Mathematics of Computation 36, 1981, 249-253); the numbers are a fit at 400
    Chebyshev nodes.
    """
    share = 1 / (np.asarray(z, float) + _CENTRE)
    at = 1 - 2 * _CENTRE * share
    total = _POLYNOMIAL[0] * at
    for number in _POLYNOMIAL[1:-1]:
        total += number
        total *= at
    return np.asarray((total + _POLYNOMIAL[-1]) * share)


_CENTRE = 4.5
_POLYNOMIAL = (
    1.0089725042930242e-07,
    -4.2624484160979185e-07,
    -1.1392892150704511e-06,
    4.537926753817649e-06,
    7.86962750493788e-06,
    -3.491146843933596e-05,
    -3.985564897500889e-05,
    0.00028041751084721255,
    1.5962773537081293e-05,
    -0.0023003050162226616,
    0.004383675600729799,
    0.010587001356991085,
    -0.08490282482315224,
    0.2791947684800659,
    -0.6345323931955055,
    1.1190905024353057,
    -1.6048882049020015,
    1.913135223978876,
)


class Between(NamedTuple):
    """N(mean, var) is known to lie between two edges.

    Args:
        logp: natural log of the chance of that.
        pull: the mean moves by var times this.
        cut: and the variance falls by var squared times this.
    """

    logp: Array
    pull: Array
    cut: Array


def between(low: Array | float, high: Array | float, mean: Array, var: Array) -> Between:
    """N(mean, var) between `low` and a higher `high`, of which one may be infinite; all broadcast.

    Worked out from the edge that is nearer to the mean, or beyond it, in units of the density
    there: nothing underflows, and nothing cancels that is not narrow.
    """
    sd = np.sqrt(var)
    above, under = (high - mean) / sd, (mean - low) / sd
    near = np.minimum(np.minimum(above, under), _ALL)
    far = np.minimum(np.maximum(above, under), _NO_EDGE)
    half = 0.5 * near * near
    drop = np.exp(np.maximum(half - 0.5 * far * far, _NOTHING))
    tail, tail_far = mills(np.array([np.abs(near), far]))
    whole = _ROOT_2PI * np.exp(np.where(near > 0, half, 0.0))
    chance = np.where(near > 0, whole - tail, tail) - tail_far * drop  # over the density at `near`
    at_near, at_far = 1 / chance, drop / chance
    off = at_near - at_far
    cut = off * off + near * at_near + far * at_far
    pull = np.where(under < above, off, -off) / sd
    logp = np.log(chance) - half - _LOG_ROOT_2PI
    return Between(logp, pull, np.minimum(np.maximum(cut, 0.0), 1.0) / var)
