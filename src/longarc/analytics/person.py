"""One person as Longarc follows them: learned, watched, asked, told, and learned anew.

A baseline is learned; then the watch of `kernels.cusum` runs. Evidence over the threshold for a
move away from the agreed window is a flag (care.flags): it asks first. After a flag that went to
the therapist, and after any other move, the usual level is learned anew. A person here is a value:
each report gives a new one, and a late or corrected report is a replay.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from longarc.analytics.kernels import cusum
from longarc.analytics.kernels.grid import NOISE, Event, Posterior, begin
from longarc.analytics.kernels.mixture import Mixture
from longarc.analytics.kernels.population import Population
from longarc.analytics.thresholds import Table
from longarc.care.arc import ROW_HEIGHT, CheckIn, Resolution
from longarc.care.flags import ANSWERS, RESTS, Answer, Flag, Side
from longarc.care.window import LEAST_REPORTS

Array = NDArray[np.float64]

#: Part of what is kept with every reading; changed whenever the same reports may read otherwise.
MODEL = "window-1"
#: A usual level is learned for so long before it is watched; after a flag it is known better.
#: Source: Longarc's own starting rule, unsigned.
BASELINE, BASELINE_AGAIN = timedelta(days=28), timedelta(days=14)
#: A flag needs a level that has moved away from the middle of the agreed window by so many swings.
#: Source: Longarc's own starting rule, unsigned.
AWAY = 0.5
#: A flag has eased once the level is so near to where it was, in swings, after so many reports.
#: Source: Longarc's own starting rule, unsigned.
NEAR, NEAR_REPORTS = 0.5, 5
HORIZON_WEEKS = 26.0
#: The middle of the lowest row.
_OUTERMOST = ROW_HEIGHT / 200

_EPOCH, _HOUR = datetime(2020, 1, 1, tzinfo=UTC), timedelta(hours=1)
_SIDES = {cusum.RISE: Side.RISE, cusum.FALL: Side.FALL}


class Happening(NamedTuple):
    """A report on the scale of 0 to 1; a medicine session where `y` is None.

    With a `width` it is a row of the ladder, and `y` its middle.
    """

    at: datetime
    y: float | None
    noise: float = NOISE["zone"]
    width: float = 0.0

    @property
    def event(self) -> Event:
        return Event(hours(self.at), self.y, self.noise, self.width)


def hours(at: datetime) -> float:
    """The time of the kernels: hours since 2020, so that `moment` gives each microsecond back."""
    return (at - _EPOCH) / _HOUR


def moment(at: float) -> datetime:
    """The time again, to the microsecond that it was."""
    return _EPOCH + timedelta(microseconds=round(at * 3_600_000_000))


def reports(check_ins: Iterable[CheckIn]) -> list[Happening]:
    """The check-ins that have a position. "Both at once" has none, and never becomes "fine"."""
    return [
        Happening(one.at, one.position / 100, noise_of(one), width_of(one))
        for one in check_ins
        if one.position is not None
    ]


def noise_of(one: CheckIn) -> float:
    if one.recalled:
        return NOISE["recalled"]
    return NOISE["fine" if one.resolution is Resolution.FINE else "zone"]


def width_of(one: CheckIn) -> float:
    """A labelled row is told as a row, also when recalled; a finer position is a point."""
    return 0.0 if one.resolution is Resolution.FINE else ROW_HEIGHT / 100


def in_order(happened: Iterable[Happening]) -> list[Happening]:
    """As the model takes them, whatever order they arrived in."""
    return sorted(happened, key=lambda one: one.event.rank)


@dataclass(frozen=True)
class With:
    """What a person is followed with.

    Args:
        middle: of the agreed window, 0 to 1.
        budget: the chance of any false flag in 26 weeks.
    """

    population: Population
    table: Table
    budget: float
    middle: float


@dataclass(frozen=True, eq=False)
class Person:
    """Where one person stands after some events.

    Args:
        usual: as learned in the baseline; while watched, as it was when the watch began.
        began, count, again: since when the baseline is learned, how many reports since then, and
            whether it is not the first baseline.
        watch, threshold: None and 0 while learning.
        rests_until: no evidence for a rise before this.
        flags: all so far, oldest first; the last may still be asking.
    """

    usual: Posterior
    began: datetime | None = None
    count: int = 0
    again: bool = False
    watch: cusum.Watch | None = None
    threshold: float = 0.0
    rests_until: datetime | None = None
    flags: tuple[Flag, ...] = ()

    @property
    def asking(self) -> Flag | None:
        """The flag that still waits for answers, as far as events go; see `lapsed` for time."""
        if self.watch is None or self.began is None or not self.flags:
            return None
        last = self.flags[-1]
        over = last.at <= self.began or any(one.closes for one in last.answers)
        return None if over else last


def nobody(using: With) -> Person:
    """Someone who has not reported yet."""
    return Person(begin(using.population))


def follow(using: With, happened: Iterable[Happening]) -> Person:
    """The person after all of these, whatever order they arrived in."""
    person = nobody(using)
    for one in in_order(happened):
        person = then(person, one, using)
    return person


def then(person: Person, one: Happening, using: With) -> Person:
    """The person once this is known; `one` is not before anything that is known already."""
    person = lapsed(person, one.at)
    if person.watch is None:
        person = _begun(person, one, using)
    if person.watch is not None:
        return _watched(person, person.watch, one, using)
    began = person.began or one.at
    count = person.count + (one.y is not None)
    eased = _eased(person, one, person.usual.level().mean)
    return replace(eased, usual=person.usual.then(one.event), began=began, count=count)


def lapsed(person: Person, at: datetime) -> Person:
    """A flag that nobody answered in time went to the therapist: the level is learned anew."""
    if person.asking is None or at < person.asking.asks_until:
        return person
    return _anew(person, person.asking.asks_until)


def _begun(person: Person, one: Happening, using: With) -> Person:
    """The watch begins with the first report after the baseline."""
    days = BASELINE_AGAIN if person.again else BASELINE
    if person.began is None or person.count < LEAST_REPORTS or one.at < person.began + days:
        return person
    threshold = _threshold(person, one, using)
    return replace(person, watch=_watch_over(person.usual), threshold=threshold)


def _watch_over(usual: Posterior) -> cusum.Watch:
    """The watch begins on the scale: it takes a row of the ladder as its middle.

    Someone who only ever answers an outer row may have a usual level beyond it; taken as it is,
    each further answer of the same row would be evidence of a move.
    """
    watch = cusum.begin(usual)
    return replace(watch, state=watch.state._replace(mu=np.clip(watch.state.mu, 0.0, 1.0)))


def _threshold(person: Person, one: Happening, using: With) -> float:
    """By the schedule so far: closer check-ins after a session must not spend the budget faster."""
    days = max((one.at - (person.began or one.at)) / timedelta(days=1), 1.0)
    return using.table.at(
        per_week=7 * person.count / days,
        baseline_days=(BASELINE_AGAIN if person.again else BASELINE) / timedelta(days=1),
        horizon_weeks=HORIZON_WEEKS,
        budget=using.budget,
    )


def _watched(person: Person, watch: cusum.Watch, one: Happening, using: With) -> Person:
    if one.y is None:
        return replace(person, watch=cusum.then(watch, one.event), rests_until=one.at + RESTS)
    rests = person.rests_until is not None and one.at < person.rests_until
    seen = cusum.then(watch, one.event, [cusum.RISE] if rests else [])
    person = replace(person, watch=seen, count=person.count + 1)
    if person.asking is not None:
        return _answered(person, seen, one, person.asking)
    found = _crossing(person, seen, one, using)
    if found:
        return _moved(replace(person, threshold=found.threshold), seen, found, using)
    return _eased(person, one, float(seen.weights @ seen.state.mu))


def _crossing(
    person: Person, watch: cusum.Watch, one: Happening, using: With
) -> cusum.Crossing | None:
    if watch.evidence.max() <= person.threshold:
        return None
    threshold = max(person.threshold, _threshold(person, one, using))
    return cusum.crossing(watch, dict.fromkeys(_SIDES, threshold))


def _moved(person: Person, watch: cusum.Watch, found: cusum.Crossing, using: With) -> Person:
    """The level has moved: a flag when away from the middle of the agreed window."""
    before = on_scale(person.usual.level().mean)
    after = on_scale(cusum.moved_level(watch, found.side))
    swing = float(person.usual.weights @ person.usual.swing)
    farther = abs(after - using.middle) - abs(before - using.middle)
    if farther <= AWAY * swing:
        return _anew(person, moment(found.t))
    flag = Flag(
        side=_SIDES[found.side],
        since=moment(found.began),
        at=moment(found.t),
        reports=found.reports,
        statistic=found.evidence,
        threshold=found.threshold,
        before=before,
        after=after,
        swing=swing,
    )
    return replace(person, flags=(*person.flags, flag))


def _answered(person: Person, watch: cusum.Watch, one: Happening, flag: Flag) -> Person:
    side = next(place for place, side in _SIDES.items() if side is flag.side)
    low, high = usual_range(person.usual)
    usual = one.y is not None and low <= one.y <= high
    answer = Answer(one.at, usual, bool(watch.evidence[side] > person.threshold))
    flag = replace(flag, answers=(*flag.answers, answer))
    person = replace(person, flags=(*person.flags[:-1], flag))
    if answer.closes:
        return replace(person, watch=cusum.calmed(watch))
    return _anew(person, one.at) if len(flag.answers) >= ANSWERS else person


def _anew(person: Person, at: datetime) -> Person:
    """The usual level may be anywhere near, and is learned again."""
    if person.watch is None:
        return person
    nothing = Person(cusum.moved_for_good(person.watch), began=at, again=True)
    return replace(nothing, rests_until=person.rests_until, flags=person.flags)


def _eased(person: Person, one: Happening, level: float) -> Person:
    """Whether the usual level is back where it was before the last flag."""
    last = person.flags[-1] if person.flags else None
    if last is None or last.eased or one.y is None or person.count < NEAR_REPORTS:
        return person
    if person.asking is not None or abs(on_scale(level) - last.before) > NEAR * last.swing:
        return person
    return replace(person, flags=(*person.flags[:-1], replace(last, eased=one.at)))


def usual_range(usual: Posterior) -> tuple[float, float]:
    """Where eight of ten of this person's reports lie; no report lies beyond an outer row."""
    spread = np.sqrt(usual.swing**2 + usual.state.pmm)
    low, high = Mixture(usual.weights, usual.state.mu, spread).quantiles((0.1, 0.9))
    return min(float(low), 1 - _OUTERMOST), max(float(high), _OUTERMOST)


def on_scale(value: float) -> float:
    """A level for the eye: of someone who only answers an outer row it may lie beyond it."""
    return min(max(value, 0.0), 1.0)
