"""Everything that the model says of one person, from all their reports: for one page.

`person` answers in one step whether a flag stands; this looks back over the whole arc with
everything known. With the trail of an earlier look it takes a tenth of a second for thousands of
reports, without it some seconds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from longarc.analytics.kernels import settle, smooth, window
from longarc.analytics.kernels import trail as trails
from longarc.analytics.kernels.grid import Event, Posterior, ordered
from longarc.analytics.kernels.mixture import Mixture
from longarc.analytics.kernels.population import Population
from longarc.analytics.person import MODEL, Happening, hours, on_scale
from longarc.care.arc import CheckIn, Resolution
from longarc.care.flags import Flag
from longarc.care.window import LEAST_REPORTS, Agreed, Picture, Place, Range, Settling

Array = NDArray[np.float64]
#: Points of the ribbon over the days shown.
PLACES = 60
#: Answers about getting back count for the estimated window for so long.
#: Source: Longarc's own starting rule, unsigned.
ANSWERS_COUNT = timedelta(days=180)
#: "Both at once" is counted against check-ins with a position over so long.
#: Source: Longarc's own starting rule, unsigned.
MIXED_COUNT = timedelta(days=90)
#: A drift is told after so long (window-model), against the newest medicine session that is so
#: far back, or else against so long ago. Source of the second: Longarc's own, unsigned.
LEAST_DRIFT, USUAL_DRIFT = timedelta(days=28), timedelta(days=84)


@dataclass(frozen=True)
class Known:
    """What the model is given.

    Args:
        check_ins: those that stand, with ease; in any order.
        sessions: when each medicine session began.
        begin: where the ribbon begins; None: with the first report.
        at: now.
        trail: of an earlier look, if there was one.
    """

    check_ins: Sequence[CheckIn]
    sessions: Sequence[datetime]
    happened: Sequence[Happening]
    agreed: Agreed
    population: Population
    thresholds: str
    flags: tuple[Flag, ...]
    begin: datetime | None
    at: datetime
    trail: trails.Trail | None = None

    def reports(self) -> list[datetime]:
        return sorted(one.at for one in self.happened if one.y is not None)


class Looked(NamedTuple):
    """A picture, and the trail to be kept for the next; None where it is too early for one."""

    picture: Picture
    trail: trails.Trail | None


def picture(known: Known) -> Picture:
    """The whole picture; "too early" before enough reports."""
    return looked(known).picture


def looked(known: Known) -> Looked:
    """The picture with its trail."""
    times = known.reports()
    said = Picture(
        too_early=len(times) < LEAST_REPORTS,
        reports=len(times),
        agreed=known.agreed,
        model=MODEL,
        prior=known.population.version,
        thresholds=known.thresholds,
        flags=known.flags,
    )
    if said.too_early:
        return Looked(said, None)
    events = ordered(one.event for one in known.happened)
    way = trails.trail(known.population, events, known.trail)
    return Looked(_drawn(said, known, times, events, way), way)


def _drawn(
    said: Picture, known: Known, times: list[datetime], events: list[Event], way: trails.Trail
) -> Picture:
    anchor = anchor_of(known.sessions, times)
    begin = max(known.begin or times[0], times[0])
    marks = _between(begin, times[-1]) + ([anchor] if anchor else [])
    past = ordered([*settle.with_looks(events, hours(known.at)), *map(_look, marks)])
    person = trails.known(way, events)
    view = smooth.smoothed(person, past, way.places)
    places = {event.t: k for k, event in enumerate(past)}
    return replace(
        said,
        level=_level(person.level()),
        swing=_weighted(person, person.swing),
        inside=_inside(person, known),
        half_time=_half_time(person),
        anchor=anchor,
        drift=_range(view.drift_since(places[hours(anchor)])) if anchor else None,
        **edges(known.check_ins, anchor, times[-1]),
        settling=_settling(view, past, known.sessions),
        ribbon=tuple(Place(at, _level(view.level(places[hours(at)]))) for at in marks[:PLACES]),
    )


def anchor_of(sessions: Iterable[datetime], times: Sequence[datetime]) -> datetime | None:
    """Against when drift and widening are told; None before four weeks of reports."""
    first, last = times[0], times[-1]
    back = [at for at in sessions if first < at <= last - LEAST_DRIFT]
    if back:
        return max(back) - timedelta(seconds=1)
    if first > last - LEAST_DRIFT:
        return None
    return max(last - USUAL_DRIFT, first)


def _between(begin: datetime, end: datetime) -> list[datetime]:
    step = (end - begin) / (PLACES - 1)
    return [(begin + step * n).astimezone(UTC) for n in range(PLACES)]


def _look(at: datetime) -> Event:
    return Event(hours(at), np.nan)


def _range(mixture: Mixture) -> Range:
    low, mid, high = mixture.pruned().quantiles((0.1, 0.5, 0.9))
    return Range(float(mid), float(low), float(high))


def _level(mixture: Mixture) -> Range:
    return Range(*map(on_scale, astuple(_range(mixture))))


def _weighted(person: Posterior, values: Array) -> Range:
    order = np.argsort(values)
    reached = np.cumsum(person.weights[order])
    low, mid, high = np.interp((0.1, 0.5, 0.9), reached, values[order])
    return Range(float(mid), float(low), float(high))


def _inside(person: Posterior, known: Known) -> Range:
    """The share inside; "both at once" counts as outside (decision 1)."""
    since = known.at - MIXED_COUNT
    lately = [one for one in known.check_ins if one.at >= since]
    mixed = sum(one.position is None for one in lately) / len(lately) if lately else 0.0
    share = window.share_inside(person, *known.agreed.ends)
    return Range(*(float(part) * (1 - mixed) for part in share))


def _half_time(person: Posterior) -> Range | None:
    found = settle.half_time(person)
    return Range(found.hours, found.low, found.high) if found else None


def edges(check_ins: Iterable[CheckIn], anchor: datetime | None, last: datetime) -> dict[str, Any]:
    """The estimated window and how it has changed since `anchor`: those fields of a Picture."""
    told = [(one.at, answer) for one in check_ins if (answer := _answer(one))]
    now = window.edges(answer for at, answer in told if at >= last - ANSWERS_COUNT)
    said: dict[str, Any] = {
        "answers": now.answers,
        "lower": _band(now.lower),
        "upper": _band(now.upper),
    }
    if anchor is None:
        return said
    before = window.edges(one for at, one in told if anchor - ANSWERS_COUNT <= at < anchor)
    after = window.edges(one for at, one in told if at >= anchor)
    change = window.widened(before, after)
    if change is None:
        return said
    return said | {"widened": _band(change.by), "widened_chance": change.chance}


def _answer(one: CheckIn) -> window.Answer | None:
    if one.position is None or one.ease is None:
        return None
    return window.Answer(one.position / 100, int(one.ease), one.resolution is Resolution.FINE)


def _band(band: window.Band | None) -> Range | None:
    return Range(*band) if band else None


def _settling(
    view: smooth.Past, past: list[Event], sessions: Sequence[datetime]
) -> tuple[Settling, ...]:
    said = zip(sorted(sessions), settle.statements(view, past), strict=True)
    return tuple(_settled(at, one) for at, one in said)


def _settled(at: datetime, one: settle.Settled) -> Settling:
    day_3, day_7 = one.within
    return Settling(at, one.reports, day_3, day_7, one.lasting)
