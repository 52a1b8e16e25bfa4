"""The same kernels for cohorts, compiled with Numba: thousands of people at once.

Never imported on a request's path: the first call of a process costs a second or two. People lie
one after another in flat arrays: person i has the places `starts[i]` to `starts[i + 1]`. Each
function equals its NumPy twin to 1e-10 (tests/analytics/test_compiled.py).
"""

import math
from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

Array = NDArray[np.float64]
Places = NDArray[np.int64]

_HALF_LOG_2PI = 0.5 * math.log(2 * math.pi)
_FORGOTTEN = 40.0


#: A report of the tail that is so much likelier (natural log) leaves no doubt: out is 1. Eight of
#: them in a row still fit into one number.
_CERTAIN = 70.0
_LOG_EVERY = 8


@njit(cache=True, inline="always")
def _exp(z, parts, halvings):  # type: ignore[no-untyped-def]
    """e^z for |z| / parts below 0.7, parts = 2^halvings: a series, then squared again and again.

    Good to about parts * 1e-16. Without a call in it, the loop over profiles runs four at a time.
    """
    w = z / parts
    e = 1 + w * (1 + w / 2 * (1 + w / 3 * (1 + w / 4 * (1 + w / 5 * (1 + w / 6 * (1 + w / 7 * (
        1 + w / 8 * (1 + w / 9 * (1 + w / 10 * (1 + w / 11 * (1 + w / 12 * (1 + w / 13)))))))))))
    )  # fmt: skip
    for _ in range(halvings):
        e *= e
    return e


@njit(cache=True, error_model="numpy")
def _alone(t, y, theta, level):  # type: ignore[no-untyped-def]
    """One person under one profile, without a tail: log density of all reports."""
    s2, r2, q2 = theta[1] ** 2, theta[2] ** 2, theta[3] ** 2
    x, mu, pxx, pxm, pmm = 0.0, level[0], s2, 0.0, level[1]
    logs, product = 0.0, 1.0
    for k in range(len(t)):
        hours = t[k] - t[k - 1] if k else 0.0
        left = math.exp(-min(hours / theta[0], _FORGOTTEN))
        x, pxx, pxm, pmm = left * x, left * left * (pxx - s2) + s2, left * pxm, pmm + q2 * hours
        cx, cm = pxx + pxm, pxm + pmm
        cut = 1 / (cx + cm + r2)
        miss = y[k] - x - mu
        pull = miss * cut
        x, mu = x + cx * pull, mu + cm * pull
        pxx, pxm, pmm = pxx - cx * cx * cut, pxm - cx * cm * cut, pmm - cm * cm * cut
        logs -= 0.5 * miss * pull
        product *= cut
        if k % 16 == 0:
            logs += 0.5 * math.log(product)
            product = 1.0
    return logs + 0.5 * math.log(product) - len(t) * _HALF_LOG_2PI


@njit(cache=True, parallel=True, error_model="numpy")
def log_likelihood(t: Array, y: Array, starts: Places, theta: Array, level: Array) -> Array:
    """Log density of each person's reports under a profile of their own, without a tail.

    Args:
        theta: tau, s, r, q; people x 4 (not logs).
        level: mean and variance of the usual level at the beginning; people x 2.
    """
    total = np.zeros(len(starts) - 1)
    for i in prange(len(starts) - 1):
        here = slice(starts[i], starts[i + 1])
        total[i] = _alone(t[here], y[here], theta[i], level[i])
    return total


@njit(cache=True, error_model="numpy", fastmath={"contract"})
def _step(state, hours, profile):  # type: ignore[no-untyped-def]
    """The twin of `ou.step`, in place; `state` is 5 x points."""
    tau, s, _, q = profile
    x, pxx, pxm, pmm = state[0], state[2], state[3], state[4]
    for g in range(len(tau)):
        left = _exp(-min(hours / tau[g], _FORGOTTEN), 64.0, 6)
        x[g] *= left
        pxx[g] = left * left * (pxx[g] - s[g] * s[g]) + s[g] * s[g]
        pxm[g] *= left
        pmm[g] += q[g] * q[g] * hours


@njit(cache=True, error_model="numpy", fastmath={"contract"})
def _see(state, y, noise, r, tail, logs, product):  # type: ignore[no-untyped-def]
    """The twin of `ou.see`, in place. The density goes into `logs` and, as a factor, `product`."""
    share, times2, wide2 = tail
    x, mu, pxx, pxm, pmm = state[0], state[1], state[2], state[3], state[4]
    even = share / (1 - share)
    for g in range(len(r)):
        cx, cm = pxx[g] + pxm[g], pxm[g] + pmm[g]
        var, miss = cx + cm + noise * noise * r[g] * r[g], y - x[g] - mu[g]
        square, inner = miss * miss, 1 / var
        outer = 1 / (var * times2 + wide2)
        power = 0.5 * square * (inner - outer)
        certain = power > _CERTAIN
        ratio = even * math.sqrt(outer * var)
        odds = ratio * _exp(0.0 if certain else power, 512.0, 9)
        out = 1.0 if certain else odds / (1 + odds)
        gap = outer - inner
        weight = inner + out * gap
        cut = weight - out * (1 - out) * gap * gap * square
        pull = weight * miss
        x[g] += cx * pull
        mu[g] += cm * pull
        pxx[g] -= cx * cx * cut
        pxm[g] -= cx * cm * cut
        pmm[g] -= cm * cm * cut
        logs[g] -= 0.5 * square * (outer if certain else inner)
        product[g] *= math.sqrt(inner) * (ratio if certain else 1 + odds)


@njit(cache=True, error_model="numpy")
def _begin(state, profile, level, level_var):  # type: ignore[no-untyped-def]
    state[0], state[1], state[3] = 0.0, level, 0.0
    state[2], state[4] = profile[1] * profile[1], level_var


@njit(cache=True, error_model="numpy")
def _push(state, push):  # type: ignore[no-untyped-def]
    state[0] += push[0]
    state[2] += push[1]
    state[4] += push[2]


@njit(cache=True, error_model="numpy")
def _one(t, y, noise, profile, level, level_var, push, tail, state, logs):  # type: ignore[no-untyped-def]
    """One person on a grid: fills `state` (5 x points) and `logs` (points)."""
    product = np.ones(len(level))
    _begin(state, profile, level, level_var)
    logs[:] = 0.0
    seen = 0
    for k in range(len(t)):
        _step(state, t[k] - t[k - 1] if k else 0.0, profile)
        if math.isnan(y[k]):
            _push(state, push)
            continue
        seen += 1
        _see(state, y[k], noise[k], profile[2], tail, logs, product)
        if seen % _LOG_EVERY == 0:
            logs += np.log(product)
            product[:] = 1.0
    logs += np.log(product) + seen * (math.log(1 - tail[0]) - _HALF_LOG_2PI)


@njit(cache=True, parallel=True, error_model="numpy")
def posteriors(t, y, noise, starts, profile, level, level_var, push, tail):  # type: ignore[no-untyped-def]
    """Every person on the population's grid: log likelihoods (people x points) and last states.

    Args:
        y: NaN where a session begins.
        profile: tau, s, r, q, each an array over the points.
        push: a0, va, vd.
        tail: share, times squared, wide squared.
    """
    people, points = len(starts) - 1, len(level)
    logs, states = np.empty((people, points)), np.empty((people, 5, points))
    for i in prange(people):
        here = slice(starts[i], starts[i + 1])
        _one(
            t[here], y[here], noise[here], profile, level, level_var, push, tail, states[i], logs[i]
        )
    return logs, states


class Rule(NamedTuple):
    """The rule of the watch, as `cusum` has it."""

    sizes: Array
    worth: Array
    pace: float
    doubt: float
    followed: float
    fades: float
    least_sd: float


@njit(cache=True, error_model="numpy")
def _clipped(value, bound):  # type: ignore[no-untyped-def]
    return min(max(value, -bound), bound)


@njit(cache=True, error_model="numpy")
def _gained(miss, sd, apart, way, weights, doubt):  # type: ignore[no-untyped-def]
    """What a report adds to the evidence for a move by `apart` (an array over the points)."""
    gained = 0.0
    for g in range(len(weights)):
        z = (way * miss[g] - apart[g] / 2) / sd[g]
        gained += weights[g] * _clipped(z, doubt) * apart[g] / sd[g]
    return gained


@njit(cache=True, error_model="numpy")
def _followed(miss, sd, state, gaps, rule):  # type: ignore[no-untyped-def]
    """State and gaps (lanes x (x, mu) x points) once the report is known, in place."""
    x, mu, pxx, pxm, pmm = state[0], state[1], state[2], state[3], state[4]
    for g in range(len(x)):
        cx, cm, cut = pxx[g] + pxm[g], pxm[g] + pmm[g], 1 / sd[g] ** 2
        pull = _clipped(miss[g], rule.followed * sd[g]) * cut
        x[g] += cx * pull
        mu[g] += rule.pace * cm * pull
        for gap in gaps:
            share = (gap[0, g] + gap[1, g]) * cut
            gap[0, g] -= cx * share
            gap[1, g] -= rule.pace * cm * share
        pxx[g] -= cx * cx * cut
        pxm[g] -= cx * cm * cut
        pmm[g] -= rule.pace * (2 - rule.pace) * cm * cm * cut


@njit(cache=True, error_model="numpy")
def _reported(y, state, gaps, total, largest, noise_var, weights, rule):  # type: ignore[no-untyped-def]
    """One report, in place; the first half of the lanes look up, the others down."""
    miss, sd = y - state[0] - state[1], np.sqrt(state[2] + 2 * state[3] + state[4] + noise_var)
    for lane in range(len(gaps)):
        way = 1 if 2 * lane < len(gaps) else -1
        more = _gained(miss, sd, gaps[lane, 0] + gaps[lane, 1], way, weights, rule.doubt)
        total[lane] += more
        largest[lane] = max(largest[lane], more)
    _followed(miss, sd, state, gaps, rule)


@njit(cache=True, error_model="numpy")
def _restart(gaps, total, largest, fresh):  # type: ignore[no-untyped-def]
    """Lanes without evidence begin again with a move that happens now."""
    for lane in range(len(gaps)):
        if total[lane] <= 0:
            total[lane] = largest[lane] = 0.0
            gaps[lane, 0], gaps[lane, 1] = 0.0, fresh[lane]


@njit(cache=True, error_model="numpy")
def _watch(t, y, t0, profile, weights, state, push, rule, out):  # type: ignore[no-untyped-def]
    """One person's evidence for each side after each event (`out`: 2 x events)."""
    sizes, noise_var = len(rule.sizes), profile[2] ** 2 + rule.least_sd**2
    fresh = np.concatenate((rule.sizes, rule.sizes)).reshape(-1, 1) * np.sqrt(
        profile[1] ** 2 + profile[2] ** 2
    )
    gaps = np.zeros((2 * sizes, 2, len(weights)))
    total, largest = np.zeros(2 * sizes), np.zeros(2 * sizes)
    _restart(gaps, total, largest, fresh)
    for k in range(len(t)):
        hours = t[k] - t[k - 1] if k else t[k] - t0
        _step(state, hours, (profile[0], profile[1], profile[2], profile[3]))
        gaps[:, 0] *= np.exp(-np.minimum(hours / profile[0], _FORGOTTEN))
        total *= math.exp(-hours / rule.fades)
        largest *= math.exp(-hours / rule.fades)
        if math.isnan(y[k]):
            _push(state, (push[0], push[1], 0.0))  # as `cusum.then`: the level stays
        else:
            _reported(y[k], state, gaps, total, largest, noise_var, weights, rule)
            _restart(gaps, total, largest, fresh)
        evidence = (total - largest).reshape(2, sizes) * rule.worth
        out[0, k], out[1, k] = evidence[0].max(), evidence[1].max()


@njit(cache=True, parallel=True, error_model="numpy")
def watches(t, y, starts, t0, profile, weights, state, push, rule):  # type: ignore[no-untyped-def]
    """The evidence of `cusum` after each event of each person: 2 x events; rise first, then fall.

    Args:
        y: NaN where a session begins.
        t0: the last hour of each person's baseline.
        profile: tau, s, r, q over the points, 4 x points.
        weights, state: each person's at the end of the baseline; people x points, and
            people x 5 x points.
        push: a0, va, vd.
        rule: the numbers of `cusum`.
    """
    out = np.zeros((2, len(t)))
    for i in prange(len(starts) - 1):
        here = slice(starts[i], starts[i + 1])
        mine = out[:, here]
        _watch(t[here], y[here], t0[i], profile, weights[i], state[i].copy(), push, rule, mine)
    return out
