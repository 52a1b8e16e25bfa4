"""Did it settle after a session, how fast do activations go, and did something stay?"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from longarc.analytics.kernels import normal
from longarc.analytics.kernels.grid import Event, Posterior, closely, ordered
from longarc.analytics.kernels.population import Population
from longarc.analytics.kernels.smooth import Past, smoothed

Array = NDArray[np.float64]

#: Nothing is said of a session before so many reports after it (window-model.md).
LEAST_REPORTS = 3
#: A settling time is given only when the SD of log tau is below this (window-model.md).
CERTAIN_ENOUGH = 0.7
#: A raised level "persists" from this many swings on (window-model.md).
LASTING = 0.5
#: Looked at so long after the session, in hours: 72 hours and 7 days.
LOOKS = (72.0, 168.0)


class HalfTime(NamedTuple):
    """Hours after which an activation is down to half: middle, and the 80 % range."""

    hours: float
    low: float
    high: float


class Settled(NamedTuple):
    """What is known of one session.

    Args:
        reports: after it, and until the last look at the latest.
        within: for each of `LOOKS` hours after it, P(activation is within the tolerance);
            None before that time, or with too few reports.
        lasting: P(the usual level was moved up by more than half a swing); None as above.
    """

    reports: int
    within: tuple[float | None, ...]
    lasting: float | None


def half_time(known: Posterior) -> HalfTime | None:
    """tau ln 2; None where reports do not tell it ("not enough reports after sessions")."""
    log_tau, weights = known.grid.theta[:, 0], known.weights
    middle = weights @ log_tau
    sd = float(np.sqrt(weights @ (log_tau - middle) ** 2))
    if not sd < CERTAIN_ENOUGH:
        return None
    ends = np.exp(middle + sd * np.array([0.0, -1.2816, 1.2816])) * np.log(2)
    return HalfTime(*map(float, ends))


def sessions(
    population: Population, events: list[Event], tolerance: float, now: float
) -> list[Settled]:
    """One statement for each session, in order of time.

    Args:
        events: reports and sessions, in any order.
        tolerance: the agreed distance from the usual level that counts as settled (0-1 scale).
        now: hours; nothing is said of a time that has not come.
    """
    began = [event.t for event in ordered(events) if event.y is None]
    looks = [Event(t + hours, np.nan) for t in began for hours in LOOKS if t + hours <= now]
    known = closely(population, events)
    past = ordered([*events, *looks])
    view = smoothed(known, past)
    return [_settled(view, past, t, tolerance) for t in began]


def _settled(view: Past, past: list[Event], began: float, tolerance: float) -> Settled:
    session = next(k for k, event in enumerate(past) if event.y is None and event.t == began)
    last = began + LOOKS[-1]
    after = [event for event in past if event.y is not None and began <= event.t <= last]
    reports = sum(1 for event in after if not np.isnan(event.y or 0.0))
    if reports < LEAST_REPORTS:
        return Settled(reports, (None,) * len(LOOKS), None)
    within = tuple(_within(view, past, began + hours, tolerance) for hours in LOOKS)
    return Settled(reports, within, view.raised_by(session, LASTING))


def _within(view: Past, past: list[Event], at: float, tolerance: float) -> float | None:
    for k, event in enumerate(past):
        if event.t == at and event.y is not None and np.isnan(event.y):
            state = view.state
            sd = np.sqrt(np.maximum(state.pxx[k], 1e-18))
            return float(view.weights @ normal.cdf((tolerance - state.x[k]) / sd))
    return None
