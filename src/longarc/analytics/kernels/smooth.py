"""Looking back with everything known: the usual level and the activation at each past event.

The backward pass of Rauch, Tung & Striebel (1965, doi 10.2514/3.3166) under each profile of the
grid. Sessions are part of it: how far one moved the usual level for good is read off the states
on both sides of it.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from longarc.analytics.kernels import normal, ou
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
    """An event on the way back: the state, its covariance with the last mu, a session's shift."""

    state: ou.State
    x_last: Array
    mu_last: Array
    lasting: Array
    lasting_var: Array


def smoothed(known: Posterior, past: list[Event]) -> Past:
    """The past of a person; `past` holds the events of `known` in order, and looks.

    A look (y = NaN) asks for the state at its time and tells nothing: so a time between two
    reports, or after the last, can be seen. `past` is not empty.
    """
    ev, kept = as_arrays(past), np.flatnonzero(known.weights >= _SHOWN)
    now = begin(known.population, known.grid)
    profile = ou.Profile(*(part[kept] for part in now.profile))
    start = ou.State(*(part[kept] for part in now.state))
    push = known.population.push
    run = list(ou.walk(ev, profile, start, push, known.population.tail))
    hours = np.diff(ev.t, prepend=ev.t[:1])
    last = run[-1][1]
    place = _Place(last, last.pxm, last.pmm, *_moved(run[-1][0], last, push, ev.push[-1]))
    places = [place]
    for k in range(len(past) - 2, -1, -1):
        left = ou.kept(hours[k + 1], profile.tau)
        place = _back(run[k][1], left, run[k + 1][0], place)
        moved = _moved(run[k][0], place.state, push, ev.push[k])
        place = place._replace(lasting=moved[0], lasting_var=moved[1])
        places.append(place)
    weights = known.weights[kept] / known.weights[kept].sum()
    return _past(weights, known.swing[kept], ev.t, places[::-1])


def _past(weights: Array, swing: Array, t: Array, places: list[_Place]) -> Past:
    states = zip(*(place.state for place in places), strict=True)
    rest = (np.stack(column) for column in list(zip(*places, strict=True))[2:])
    return Past(weights, swing, t, ou.State(*(np.stack(part) for part in states)), *rest)


def _back(after: ou.State, left: Array, ahead: ou.State, later: _Place) -> _Place:
    """The state after an event, from that just before the next (`ahead`) and what is known there.

    The gain is cov(now, ahead) cov(ahead)^-1, with cov(now, ahead) = P diag(left, 1).
    """
    xx, xm, mx, mm = after.pxx * left, after.pxm, after.pxm * left, after.pmm
    i, j, m = _inverse(ahead)
    gxx, gxm = xx * i + xm * j, xx * j + xm * m
    gmx, gmm = mx * i + mm * j, mx * j + mm * m
    then = later.state
    dx, dm = then.x - ahead.x, then.mu - ahead.mu
    a, b, c = then.pxx - ahead.pxx, then.pxm - ahead.pxm, then.pmm - ahead.pmm
    state = ou.State(
        after.x + gxx * dx + gxm * dm,
        after.mu + gmx * dx + gmm * dm,
        after.pxx + gxx * gxx * a + 2 * gxx * gxm * b + gxm * gxm * c,
        after.pxm + gxx * gmx * a + (gxx * gmm + gxm * gmx) * b + gxm * gmm * c,
        after.pmm + gmx * gmx * a + 2 * gmx * gmm * b + gmm * gmm * c,
    )
    x_last = gxx * later.x_last + gxm * later.mu_last
    return _Place(state, x_last, gmx * later.x_last + gmm * later.mu_last, dx, dm)


def _moved(ahead: ou.State, later: ou.State, push: ou.Push, session: bool) -> tuple[Array, Array]:
    return _session(ahead, later, push) if session else _nothing(ahead)


def _session(ahead: ou.State, later: ou.State, push: ou.Push) -> tuple[Array, Array]:
    """Mean and variance of the lasting shift of a session, all reports known."""
    _, j, m = _inverse(ahead)
    dx, dm = later.x - ahead.x, later.mu - ahead.mu
    a, b, c = later.pxx - ahead.pxx, later.pxm - ahead.pxm, later.pmm - ahead.pmm
    gx, gm = push.vd * j, push.vd * m
    return gx * dx + gm * dm, push.vd + gx * gx * a + 2 * gx * gm * b + gm * gm * c


def _nothing(like: ou.State) -> tuple[Array, Array]:
    none = np.full(np.shape(like.x), np.nan)
    return none, none


def _inverse(state: ou.State) -> tuple[Array, Array, Array]:
    det = state.pxx * state.pmm - state.pxm**2
    return state.pmm / det, -state.pxm / det, state.pxx / det


def _at(state: ou.State, k: int) -> ou.State:
    return ou.State(*(part[k] for part in state))
