"""One report after another: the exact filter of a swing around a usual level that may drift.

    y(t_k) = mu(t_k) + x(t_k) + e_k              e_k ~ N(0, (noise_k r)^2)
    dx     = -x / tau dt + s sqrt(2 / tau) dW    activation that comes and goes
    dmu    = q dB                                the usual level may drift
    at a session:  x += a, a ~ N(a0, va);   mu += d, d ~ N(0, vd)

Time is in hours, values are on a scale of 0 to 1. Any gap is one exact step, so reports may come
at any time, two in the same second included. Every function works on a leading axis of any
shape (people, grid points, both): the arrays only have to broadcast.

The step between two times is that of the integrated equations; the rest is the filter of
R. E. Kalman (1960). `tests/analytics/dense.py` computes the same from one big covariance.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Value = Array | float

LOG_2PI = float(np.log(2 * np.pi))
#: Beyond this many settling constants nothing of an activation is left (e^-40 = 4e-18).
_FORGOTTEN = 40.0


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
    """

    t: Array
    y: Array
    noise: Array
    push: NDArray[np.bool_]


class Run(NamedTuple):
    """A whole series: `seen` and the states stacked on the last axis, the state after the last."""

    seen: Seen
    before: State
    after: State
    last: State


def events(t: ArrayLike, y: ArrayLike, noise: ArrayLike = 1.0, push: ArrayLike = False) -> Events:
    """Arrays of one shape from lists; `noise` and `push` may be single values."""
    times, values = np.asarray(t, float), np.asarray(y, float)
    shape = np.broadcast_shapes(times.shape, values.shape)
    return Events(
        np.broadcast_to(times, shape),
        np.broadcast_to(values, shape),
        np.broadcast_to(np.asarray(noise, float), shape),
        np.broadcast_to(np.asarray(push, bool), shape),
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
        state, seen = see(state, values[..., k], (ev.noise[..., k] * profile.r) ** 2, tail)
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
