"""Did it settle after a session, how fast do activations go, and did something stay?"""

import math
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
#: And nothing of a time without a report so near to it, in hours: the model alone would always
#: say that it settled. Longarc's own starting rule, unsigned.
NEAR = 36.0
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
        within: for each of `LOOKS` hours after it, P(activation is within the tolerance, up and
            down); None before that time, with too few reports, or with none near that time.
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
    population: Population, events: list[Event], now: float, tolerance: float | None = None
) -> list[Settled]:
    """One statement for each session, in order of time.

    Args:
        events: reports and sessions, in any order.
        now: hours; nothing is said of a time that has not come.
        tolerance: the distance from the usual level that counts as settled, up or down (0-1
            scale); None: the person's own everyday swing.
    """
    past = with_looks(events, now)
    view = smoothed(closely(population, events), past)
    return statements(view, past, tolerance)


def with_looks(events: list[Event], now: float) -> list[Event]:
    """The events in order, with a look at each of `LOOKS` after each session that has come."""
    began = [event.t for event in events if event.y is None]
    looks = [Event(t + after, np.nan) for t in began for after in LOOKS if t + after <= now]
    return ordered([*events, *looks])


def statements(view: Past, past: list[Event], tolerance: float | None = None) -> list[Settled]:
    """One for each session of `past`, which has its looks (`with_looks`) and which `view` shows."""
    allowed = view.swing if tolerance is None else np.asarray(tolerance)
    told = np.array([event.t for event in past if _reported(event)])
    looks = {event.t: k for k, event in enumerate(past) if _look(event)}
    began = [k for k, event in enumerate(past) if event.y is None]
    return [_settled(view, k, told - past[k].t, looks, allowed) for k in began]


def _settled(
    view: Past, session: int, hours: Array, looks: dict[float, int], allowed: Array
) -> Settled:
    """Of one session; `hours` of each report after it, less than 0 before it."""
    after = hours[hours >= 0]
    reports = int((after <= LOOKS[-1]).sum())
    if reports < LEAST_REPORTS:
        return Settled(reports, (None,) * len(LOOKS), None)
    within = tuple(
        _within(view, looks.get(float(view.t[session]) + look), allowed)
        if np.any(np.abs(after - look) <= NEAR)
        else None
        for look in LOOKS
    )
    return Settled(reports, within, view.raised_by(session, LASTING))


def _reported(event: Event) -> bool:
    return event.y is not None and not _look(event)


def _look(event: Event) -> bool:
    return event.y is not None and math.isnan(event.y)


def _within(view: Past, k: int | None, allowed: Array) -> float | None:
    """P(the activation at look `k` is within the tolerance); None where its time has not come."""
    if k is None:
        return None
    x, sd = view.state.x[k], np.sqrt(np.maximum(view.state.pxx[k], 1e-18))
    inside = normal.cdf((allowed - x) / sd) - normal.cdf((-allowed - x) / sd)
    return float(view.weights @ inside)
