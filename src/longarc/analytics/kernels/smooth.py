"""Looking back with everything known: the usual level and the activation at each past event.

The backward pass of Rauch, Tung & Striebel (1965, doi 10.2514/3.3166) under each profile of the
grid. Sessions are part of it: how far one moved the usual level for good is read off the states
on both sides of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from longarc.analytics.kernels import lanes, normal, ou
from longarc.analytics.kernels.grid import Event, Posterior, as_arrays, begin
from longarc.analytics.kernels.mixture import Mixture

Array = NDArray[np.float64]

#: Profiles that share less than this of the weight are left out of a picture.
_SHOWN = 1e-3


@dataclass(frozen=True, eq=False)
class Past:
    """What is known now of the past, at each event (first axis) under each profile (last axis).

    Args:
        weights: chances of the profiles; the few that hardly count are left out.
        swing: size of everyday ups and downs under each.
        t: hours of the events.
        state: of x and mu just after each event, all reports known.
        with_last: covariance of the usual level at each event with that at the last.
        lasting, lasting_var: for sessions, how far it moved the usual level; NaN for reports.
    """

    weights: Array
    swing: Array
    t: Array
    state: ou.State
    with_last: Array
    lasting: Array
    lasting_var: Array

    def level(self, k: int) -> Mixture:
        """The usual level at event `k`."""
        return Mixture(self.weights, self.state.mu[k], np.sqrt(self.state.pmm[k]))

    def whole(self, k: int) -> Mixture:
        """The usual level and the activation together, at event `k`."""
        mean, var = ou.expect(_at(self.state, k), 0.0)
        return Mixture(self.weights, mean, np.sqrt(var))

    def drift_since(self, k: int) -> Mixture:
        """How far the usual level has moved from event `k` to the last."""
        mu, var = self.state.mu, self.state.pmm
        spread = np.maximum(var[-1] + var[k] - 2 * self.with_last[k], 0.0)
        return Mixture(self.weights, mu[-1] - mu[k], np.sqrt(spread) + 1e-12)

    def raised_by(self, k: int, swings: float) -> float:
        """P(session `k` moved the usual level up by more than so many swings)."""
        z = (self.lasting[k] - swings * self.swing) / np.sqrt(self.lasting_var[k])
        return float(self.weights @ normal.cdf(z))


class _Place(NamedTuple):
    """An event on the way back: the state, and how its x and mu go along with those of the last.

    Within a stretch it is how far they follow the x and the mu at the stretch's end (first axis).
    """

    state: ou.State
    x_last: Array
    mu_last: Array


class _Gain(NamedTuple):
    """How far x and mu of one time follow those of a later one."""

    xx: Array
    xm: Array
    mx: Array
    mm: Array


def smoothed(known: Posterior, past: list[Event], places: Sequence[Posterior] = ()) -> Past:
    """The past of a person; `past` holds the events of `known` in order, and looks.

    A look (y = NaN) asks for the state at its time and tells nothing: so a time between two
    reports, or after the last, can be seen. `past` is not empty.

    Args:
        places: `Trail.places` of these events, on the grid of `known`; with them it is quick.
    """
    ev, kept = as_arrays(past), np.flatnonzero(known.weights >= _SHOWN)
    profile = ou.Profile(*(part[kept] for part in known.profile))
    starts = places or (begin(known.population, known.grid),)
    states = [_at(one.state, kept) for one in starts]
    before, after = lanes.forward(past, states, profile, known.population)
    left = ou.kept(np.diff(ev.t)[:, None], profile.tau)
    state, with_last = _backward(before, after, left)
    lasting = _lasting(before, state, known.population.push, ev.push)
    weights = known.weights[kept] / known.weights[kept].sum()
    return Past(weights, known.swing[kept], ev.t, state, with_last, *lasting)


def _backward(before: ou.State, after: ou.State, left: Array) -> tuple[ou.State, Array]:
    """The state at each event, all reports known, and how its mu goes along with the last mu."""
    if not len(left):
        return after, after.pmm
    spare, steps = lanes.backward(len(left))
    walked, ends = _walked(before, after, left, steps), _at(after, steps[-1] + 1)
    last = _at(after, -1)
    columns = [[*(part[None] for part in last), last.pmm[None]]]
    along = last.pxm, last.pmm
    for n in reversed(range(len(ends.x))):
        later = ou.State(*(part[0] for part in columns[-1][:-1]))
        whole = _carried(walked, n, _minus(later, _at(ends, n)), along)
        along = whole.x_last[0], whole.mu_last[0]
        columns.append([*whole.state, whole.mu_last])
    *state, with_last = (np.concatenate(part[::-1])[spare:] for part in zip(*columns, strict=True))
    return ou.State(*state), with_last


def _walked(before: ou.State, after: ou.State, left: Array, steps: lanes.Places) -> _Place:
    """Every stretch (third axis, or second) as if nothing were known after its end."""
    ends = _at(after, steps[-1] + 1)
    one, none = np.ones_like(ends.x), np.zeros_like(ends.x)
    place, walked = _Place(ends, np.stack([one, none]), np.stack([none, one])), []
    for k in steps[::-1]:
        place = _back(_at(after, k), left[k], _at(before, k + 1), place)
        walked.append(place)
    states, *rest = zip(*walked[::-1], strict=True)
    state = ou.State(*(np.stack(part) for part in zip(*states, strict=True)))
    return _Place(state, *(np.stack(part) for part in rest))


def _carried(walked: _Place, n: int, more: ou.State, along: tuple[Array, Array]) -> _Place:
    """Stretch `n` with what is known after its end: `more`, as a change of the state there."""
    gain = _Gain(
        *np.moveaxis(walked.x_last[:, :, n], 1, 0), *np.moveaxis(walked.mu_last[:, :, n], 1, 0)
    )
    return _through(ou.State(*(part[:, n] for part in walked.state)), gain, more, *along)


def _back(after: ou.State, left: Array, ahead: ou.State, later: _Place) -> _Place:
    """The state after an event, from that just before the next (`ahead`) and what is known there.

    The gain is cov(now, ahead) cov(ahead)^-1, with cov(now, ahead) = P diag(left, 1).
    """
    xx, xm, mx, mm = after.pxx * left, after.pxm, after.pxm * left, after.pmm
    i, j, m = _inverse(ahead)
    gain = _Gain(xx * i + xm * j, xx * j + xm * m, mx * i + mm * j, mx * j + mm * m)
    return _through(after, gain, _minus(later.state, ahead), later.x_last, later.mu_last)


def _through(state: ou.State, g: _Gain, more: ou.State, x_last: Array, mu_last: Array) -> _Place:
    """The state once it is known by how much a later one has changed (`more`)."""
    dx, dm, a, b, c = more
    known = ou.State(
        state.x + g.xx * dx + g.xm * dm,
        state.mu + g.mx * dx + g.mm * dm,
        state.pxx + g.xx * g.xx * a + 2 * g.xx * g.xm * b + g.xm * g.xm * c,
        state.pxm + g.xx * g.mx * a + (g.xx * g.mm + g.xm * g.mx) * b + g.xm * g.mm * c,
        state.pmm + g.mx * g.mx * a + 2 * g.mx * g.mm * b + g.mm * g.mm * c,
    )
    return _Place(known, g.xx * x_last + g.xm * mu_last, g.mx * x_last + g.mm * mu_last)


def _lasting(
    before: ou.State, state: ou.State, push: ou.Push, session: NDArray[np.bool_]
) -> tuple[Array, Array]:
    """Mean and variance of each session's lasting shift, all reports known; NaN for reports."""
    mean, var = np.full((2, *before.x.shape), np.nan)
    mean[session], var[session] = _session(_at(before, session), _at(state, session), push)
    return mean, var


def _session(ahead: ou.State, later: ou.State, push: ou.Push) -> tuple[Array, Array]:
    _, j, m = _inverse(ahead)
    dx, dm, a, b, c = _minus(later, ahead)
    gx, gm = push.vd * j, push.vd * m
    return gx * dx + gm * dm, push.vd + gx * gx * a + 2 * gx * gm * b + gm * gm * c


def _minus(one: ou.State, other: ou.State) -> ou.State:
    return ou.State(*(a - b for a, b in zip(one, other, strict=True)))


def _inverse(state: ou.State) -> tuple[Array, Array, Array]:
    det = state.pxx * state.pmm - state.pxm**2
    return state.pmm / det, -state.pxm / det, state.pxx / det


def _at(state: ou.State, k: int | NDArray[np.bool_] | lanes.Places) -> ou.State:
    return ou.State(*(part[k] for part in state))
