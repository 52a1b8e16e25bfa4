"""One report after another: the exact filter of a swing around a usual level that may drift.

    y(t_k) = mu(t_k) + x(t_k) + e_k              e_k ~ N(0, (noise_k r)^2)
    dx     = -x / tau dt + s sqrt(2 / tau) dW    activation that comes and goes
    dmu    = q dB                                the usual level may drift
    at a session:  x += a, a ~ N(a0, va);   mu += d, d ~ N(0, vd)

Time is in hours, values are on a scale of 0 to 1. Any gap is one exact step, so reports may come
at any time, two in the same second included. Every function works on a leading axis of any
shape (people, grid points, both): the arrays only have to broadcast.

A report is a point of the scale, or one of a few rows of it. Of a row only this is known: that
level, activation and noise together lie between its edges (an ordinal likelihood, the cumulative
probit). The state is then the one Gaussian with the mean and covariance that this leaves.

The step between two times is that of the integrated equations; the rest is the filter of
R. E. Kalman (1960). `tests/analytics/dense.py` computes the same from one big covariance.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from longarc.analytics.kernels import normal

Array = NDArray[np.float64]
Value = Array | float

LOG_2PI = float(np.log(2 * np.pi))
#: Beyond this many settling constants nothing of an activation is left (e^-40 = 4e-18).
_FORGOTTEN = 40.0
#: What a person's r is once the rounding to one of five rows is told apart, as a share of it:
#: sqrt(0.08^2 - 0.2^2 / 12) / 0.08, from the launch prior.
UNROUNDED = 0.7
#: Where people who answer in rows stand beside others who do not, a point is worked out as a row
#: of this width too, and what comes of it is left.
_SOME_ROW = 0.2
#: A row that ends so near to an end of the scale, or beyond it, is an outer one.
_CLOSE = 1e-9


class Profile(NamedTuple):
    """How someone moves. Arrays that broadcast.

    Args:
        tau: hours after which an activation is down to 37 %.
        s: spread of the activation (0-1 scale).
        r: spread of what a report adds by itself (0-1 scale).
        q: drift of the usual level, per square root of an hour.
    """

    tau: Array
    s: Array
    r: Array
    q: Array


class Push(NamedTuple):
    """What a session may do: `a0`, `va` to the activation; `vd`, a variance, to the usual level."""

    a0: float
    va: float
    vd: float


class Tail(NamedTuple):
    """Now and then a report is not like the others: a slip, a bad hour, another mood.

    With chance `share` it comes from a Gaussian that is `times` as wide as expected, and `wide`
    (0-1 scale) wider still. `EXACT` has none of it: then the filter is the plain one.
    """

    share: float
    times: float
    wide: float


EXACT = Tail(0.0, 1.0, 0.0)


class State(NamedTuple):
    """What is known at one time: means of x and mu, and their variances and covariance."""

    x: Array
    mu: Array
    pxx: Array
    pxm: Array
    pmm: Array


class Seen(NamedTuple):
    """What a report was expected to be, before it was seen, and how well it was expected.

    Args:
        mean, var: of the report, its own noise included; of the Gaussian without the tail.
        logp: natural log of the density at the report, the tail included.
        pull: any quantity's mean moves by its covariance with the report, times this.
        cut: and its variance falls by that covariance squared, times this.
    """

    mean: Array
    var: Array
    logp: Array
    pull: Array
    cut: Array


class Events(NamedTuple):
    """What happened, in order of time, along the last axis; other axes broadcast with the profile.

    Args:
        t: hours, never falling.
        y: the report on the 0-1 scale; NaN where nothing was reported.
        noise: factor on `r` by the report's source.
        push: True where a session begins; it comes before the report of the same moment.
        width: of the row whose middle is `y`; 0 where the report is a point.
    """

    t: Array
    y: Array
    noise: Array
    push: NDArray[np.bool_]
    width: Array


class Run(NamedTuple):
    """A whole series: `seen` and the states stacked on the last axis, the state after the last."""

    seen: Seen
    before: State
    after: State
    last: State


def events(
    t: ArrayLike,
    y: ArrayLike,
    noise: ArrayLike = 1.0,
    push: ArrayLike = False,
    width: ArrayLike = 0.0,
) -> Events:
    """Arrays of one shape from lists; `noise`, `push` and `width` may be single values."""
    times, values = np.asarray(t, float), np.asarray(y, float)
    shape = np.broadcast_shapes(times.shape, values.shape)
    return Events(
        np.broadcast_to(times, shape),
        np.broadcast_to(values, shape),
        np.broadcast_to(np.asarray(noise, float), shape),
        np.broadcast_to(np.asarray(push, bool), shape),
        np.broadcast_to(np.asarray(width, float), shape),
    )


def begin(profile: Profile, level: Value, level_var: Value) -> State:
    """Before the first report: activation as it is in the long run, usual level ~ N(level, var)."""
    shape = np.broadcast_shapes(*(np.shape(part) for part in profile), np.shape(level))
    zero = np.zeros(shape)
    return State(zero, zero + level, zero + profile.s**2, zero, zero + level_var)


def kept(hours: Value, tau: Array) -> Array:
    """The share of an activation that is left after so many hours."""
    return np.asarray(np.exp(-np.minimum(np.asarray(hours) / tau, _FORGOTTEN)))


def step(state: State, hours: Value, profile: Profile) -> State:
    """The state `hours` later (0 or more), nothing having been reported in between."""
    left = kept(hours, profile.tau)
    square = left * left
    return State(
        left * state.x,
        state.mu,
        square * state.pxx + profile.s**2 * (1 - square),
        left * state.pxm,
        state.pmm + profile.q**2 * hours,
    )


def pushed(state: State, push: Push, here: ArrayLike = True) -> State:
    """The state just after a session that begins now, where `here` is true."""
    on = np.asarray(here, float)
    return state._replace(
        x=state.x + on * push.a0,
        pxx=state.pxx + on * push.va,
        pmm=state.pmm + on * push.vd,
    )


def expect(state: State, noise_var: Value) -> tuple[Array, Array]:
    """Mean and variance of a report made now."""
    return state.x + state.mu, state.pxx + 2 * state.pxm + state.pmm + noise_var


def tail_var(var: Value, tail: Tail) -> Array:
    """Variance of a report of the tail, where `var` was expected."""
    return np.asarray(var) * tail.times**2 + tail.wide**2


def see(
    state: State, y: Value, noise_var: Value, tail: Tail, pace: float = 1.0
) -> tuple[State, Seen]:
    """The state once the report `y` is known, and what it was expected to be.

    With a tail the state is the one Gaussian that has the mean and covariance of both readings of
    the report (it is like the others; it is not), each with its chance. With a `pace` below 1
    the usual level follows its reports by that much less than it could; the covariance is that
    of an estimate made in this way (Joseph's form).
    """
    mean, var = expect(state, noise_var)
    seen = Seen(mean, var, *(_weighed if tail.share else _plain)(y - mean, var, tail))
    return _moved(state, seen, pace), seen


def see_row(
    state: State, low: Value, high: Value, noise_var: Value, tail: Tail
) -> tuple[State, Seen]:
    """As `see`, for a report that only says between which edges it lies; `logp` is of a chance.

    Args:
        low, high: one of them may be infinite.
        noise_var: of the report before it was rounded to the row.
    """
    mean, var = expect(state, noise_var)
    seen = Seen(mean, var, *_within(low, high, mean, var, tail))
    return _moved(state, seen), seen


def row_edges(y: Value, width: Value) -> tuple[Array, Array]:
    """Between which values a row lies; an outer row has no outer edge."""
    low, high = np.asarray(y - 0.5 * width), np.asarray(y + 0.5 * width)
    return np.where(low < _CLOSE, -np.inf, low), np.where(high > 1 - _CLOSE, np.inf, high)


def told(state: State, y: Value, width: Value, noise: Value, tail: Tail) -> tuple[State, Seen]:
    """A report as it came: `see` where its width is 0, `see_row` where it is a row.

    Args:
        noise: standard deviation of the report, the rounding to a row included.
    """
    if not np.any(width):
        return see(state, y, noise**2, tail)
    row = np.asarray(width) > 0
    low, high = row_edges(y, np.where(row, width, _SOME_ROW))
    after, seen = see_row(state, low, high, (UNROUNDED * noise) ** 2, tail)
    if row.all():
        return after, seen
    _, point = see(state, y, noise**2, tail)
    seen = Seen(*(np.where(row, *both) for both in zip(seen, point, strict=True)))
    return _moved(state, seen), seen


def _within(
    low: Value, high: Value, mean: Array, var: Array, tail: Tail
) -> tuple[Array, Array, Array]:
    """Log chance, pull and cut of a report between the edges; with a tail, as `_weighed`."""
    if not tail.share:
        return normal.between(low, high, mean, var)
    both = normal.between(low, high, mean, np.array([var, tail_var(var, tail)]))
    log_in = both.logp[0] + np.log1p(-tail.share)
    log_out = both.logp[1] + np.log(tail.share)
    logp = np.logaddexp(log_in, log_out)
    out, apart = np.exp(log_out - logp), both.pull[1] - both.pull[0]
    cut = both.cut[0] + out * (both.cut[1] - both.cut[0]) - out * (1 - out) * apart * apart
    return logp, both.pull[0] + out * apart, cut


def _plain(miss: Array, var: Array, _: Tail) -> tuple[Array, Array, Array]:
    """Log density, pull and cut of a report that missed its expectation by `miss`."""
    pull = miss / var
    return -0.5 * (LOG_2PI + np.log(var) + miss * pull), pull, 1 / var


def _weighed(miss: Array, var: Array, tail: Tail) -> tuple[Array, Array, Array]:
    """The same with a tail: both readings, weighted by their chances."""
    inner, outer = 1 / var, 1 / tail_var(var, tail)
    square = miss * miss
    log_in = 0.5 * (np.log(inner) - square * inner) + np.log1p(-tail.share)
    log_out = 0.5 * (np.log(outer) - square * outer) + np.log(tail.share)
    logp = np.logaddexp(log_in, log_out)
    out = np.exp(log_out - logp)
    weight = inner + out * (outer - inner)
    spread = out * (1 - out) * (outer - inner) ** 2 * square
    return logp - 0.5 * LOG_2PI, weight * miss, weight - spread


def _moved(state: State, seen: Seen, pace: float = 1.0) -> State:
    cx, cm = state.pxx + state.pxm, state.pxm + state.pmm
    return State(
        state.x + cx * seen.pull,
        state.mu + pace * cm * seen.pull,
        state.pxx - cx * cx * seen.cut,
        state.pxm - cx * cm * seen.cut,
        state.pmm - pace * (2 - pace) * cm * cm * seen.cut,
    )


def walk(
    ev: Events, profile: Profile, state: State, push: Push, tail: Tail = EXACT
) -> Iterator[tuple[State, State, Seen]]:
    """For each event: the state before it (a session there counted), after it, and what was seen.

    Where `y` is NaN, `after` is `before`, and `logp`, `pull` and `cut` are 0.
    """
    hours = np.diff(ev.t, axis=-1, prepend=ev.t[..., :1])
    missing = np.isnan(ev.y)
    values, some_missing = np.where(missing, 0.0, ev.y), bool(missing.any())
    any_push = np.atleast_1d(ev.push.any(axis=tuple(range(ev.push.ndim - 1))))
    for k in range(ev.t.shape[-1]):
        state = step(state, hours[..., k], profile)
        if any_push[k]:
            state = pushed(state, push, ev.push[..., k])
        before = state
        noise = ev.noise[..., k] * profile.r
        state, seen = told(state, values[..., k], ev.width[..., k], noise, tail)
        if some_missing:
            seen = _nothing_where(missing[..., k], seen)
            state = _moved(before, seen)
        yield before, state, seen


def run(ev: Events, profile: Profile, start: State, push: Push, tail: Tail = EXACT) -> Run:
    """The whole series at once; arrays gain a last axis of one place an event."""
    steps = list(walk(ev, profile, start, push, tail))
    if not steps:
        nothing = np.empty((*np.shape(start.x), 0))
        return Run(Seen(*[nothing] * 5), State(*[nothing] * 5), State(*[nothing] * 5), start)
    before, after, seen = zip(*steps, strict=True)
    return Run(Seen(*_stack(seen)), State(*_stack(before)), State(*_stack(after)), after[-1])


def log_likelihood(
    ev: Events, profile: Profile, start: State, push: Push, tail: Tail = EXACT
) -> Array:
    """Natural log of the density of all reports together."""
    total = np.zeros(np.shape(start.x))
    for _, _, seen in walk(ev, profile, start, push, tail):
        total = total + seen.logp
    return total


def _nothing_where(missing: NDArray[np.bool_], seen: Seen) -> Seen:
    kept = (np.where(missing, 0.0, part) for part in (seen.logp, seen.pull, seen.cut))
    return Seen(seen.mean, seen.var, *kept)


def _stack(parts: tuple[tuple[Array, ...], ...]) -> list[Array]:
    return [np.stack(np.broadcast_arrays(*column), axis=-1) for column in zip(*parts, strict=True)]
