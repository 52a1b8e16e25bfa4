"""What one report costs with either likelihood, on 64 profiles; called by `window_ordinal.py`.

The compiled ordinal update is a trial for its time: the normal distribution by a polynomial
(Abramowitz & Stegun 7.1.26) whose exponential is also the density's, so that the loop over
profiles has no call in it and runs several at a time, as the product's does.
"""

import math
import time
from collections.abc import Callable

import numpy as np
from numba import njit
from ordinal import SEED

from longarc.analytics.kernels import compiled, ou
from longarc.analytics.kernels.cohort import prior
from longarc.analytics.kernels.population import launch, profiles

_exp = compiled._exp
_FAR = 26.0  # standard deviations; beyond it nothing is left


@njit(inline="always")
def _tail(z):
    """P(Z > z) for z >= 0, and the density; good to 1e-6 of itself."""
    density = _exp(-0.5 * z * z, 512.0, 9)
    t = 1 / (1 + 0.3275911 * 0.7071067811865476 * z)
    poly = 1.421413741 + t * (-1.453152027 + t * 1.061405429)
    above = 0.5 * t * (0.254829592 + t * (-0.284496736 + t * poly)) * density
    return above, 0.3989422804014327 * density


@njit(inline="always")
def _between(low, high, mean, inverse):
    """Chance, pull and cut of a report between two edges; `inverse` is 1 / variance."""
    root = math.sqrt(inverse)
    a = min(max((low - mean) * root, -_FAR), _FAR)
    b = min(max((high - mean) * root, -_FAR), _FAR)
    side = 1.0 if a + b > 0 else -1.0
    near, far = (a, b) if side > 0 else (-b, -a)  # now the interval lies above the mean, mostly
    above_near, f_near = _tail(abs(near))
    above_far, f_far = _tail(far)
    chance = (above_near if near > 0 else 1 - above_near) - above_far + 1e-300
    f_near, f_far = f_near / chance, f_far / chance
    off = f_near - f_far
    return chance, side * off * root, (off * off - (near * f_near - far * f_far)) * inverse


@njit(error_model="numpy", fastmath={"contract"})
def _see_row(state, low, high, r, tail, product):
    """The twin of `ou.see_row`, in place; the chance goes into `product` as a factor."""
    share, times2, wide2 = tail
    x, mu, pxx, pxm, pmm = state[0], state[1], state[2], state[3], state[4]
    for g in range(len(r)):
        cx, cm = pxx[g] + pxm[g], pxm[g] + pmm[g]
        var, mean = cx + cm + r[g] * r[g], x[g] + mu[g]
        inside, pull, cut = _between(low, high, mean, 1 / var)
        outside, pull_out, cut_out = _between(low, high, mean, 1 / (var * times2 + wide2))
        chance = (1 - share) * inside + share * outside
        out = share * outside / chance
        gap = pull_out - pull
        cut += out * (cut_out - cut) - out * (1 - out) * gap * gap
        pull += out * gap
        x[g] += cx * pull
        mu[g] += cm * pull
        pxx[g] -= cx * cx * cut
        pxm[g] -= cx * cm * cut
        pmm[g] -= cm * cm * cut
        product[g] *= chance


@njit(error_model="numpy")
def _many(low, high, gap, profile, level, level_var, tail):
    state, logs, product = np.empty((5, len(level))), np.zeros(len(level)), np.ones(len(level))
    compiled._begin(state, profile, level, level_var)
    for k in range(len(low)):
        compiled._step(state, gap if k else 0.0, profile)
        _see_row(state, low[k], high[k], profile[2], tail, product)
        if k % 8 == 7:
            logs += np.log(product)
            product[:] = 1.0
    return logs + np.log(product)


def micro(work: Callable[[], object], times: int, each: int = 1) -> float:
    """Least microseconds of five rounds."""
    work()
    walls = []
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(times):
            work()
        walls.append((time.perf_counter() - began) / times / each)
    return 1e6 * min(walls)


def costs(count: int = 2000, gap: float = 6.0) -> None:
    """Prints the microseconds for one report, NumPy (a request) and compiled (cohorts)."""
    grid, tail = profiles(launch(0.5)), launch().tail
    state = ou.step(ou.begin(grid.profile, grid.level, grid.level_var), gap, grid.profile)
    var, low, high = grid.profile.r**2, np.array(0.6), np.array(0.8)
    print("\none report, 64 profiles, one thread, microseconds")
    for name, each in (("no tail", ou.EXACT), ("tail", tail)):
        gaussian = micro(lambda w=each: ou.see(state, 0.7, var, w), 500)
        ordinal = micro(lambda w=each: ou.see_row(state, low, high, var, w), 500)
        print(f"  NumPy, {name:<10} gaussian {gaussian:6.1f}   ordinal {ordinal:6.1f}")
    row = np.clip(np.round(np.random.default_rng(SEED).normal(2, 0.6, count)), 0, 4)
    edges = np.array([-9.0, 0.2, 0.4, 0.6, 0.8, 9.0])
    lows, highs = edges[row.astype(int)], edges[row.astype(int) + 1]
    t, noise, starts, full = (
        np.arange(count) * gap,
        np.ones(count),
        np.array([0, count]),
        prior(launch(0.5)),
    )
    gaussian = micro(
        lambda: compiled.posteriors(t, (row + 0.5) / 5, noise, starts, *full), 3, count
    )
    rest = (full.profile, full.level, full.level_var, full.tail)
    ordinal = micro(lambda: _many(lows, highs, gap, *rest), 3, count)
    print(f"  compiled, tail     gaussian {gaussian:6.2f}   ordinal {ordinal:15.2f}")
    print(
        f"  (compiled against NumPy, 50 reports: {_off(lows, highs, gap, rest):.1e} nats at most)"
    )


def _off(lows: np.ndarray, highs: np.ndarray, gap: float, rest: tuple) -> float:
    grid = profiles(launch(0.5))
    state, total = ou.begin(grid.profile, grid.level, grid.level_var), np.zeros(64)
    for k in range(50):
        state = ou.step(state, gap if k else 0.0, grid.profile)
        state, seen = ou.see_row(state, lows[k], highs[k], grid.profile.r**2, launch().tail)
        total = total + seen.logp
    return float(np.abs(_many(lows[:50], highs[:50], gap, *rest) - total).max())
