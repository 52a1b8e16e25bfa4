"""Which moment of a session a clock time means: overnight, over a day, and as the clocks change.

A time without a day is the first one at or after the start. One that is only a little before the
start is asked about once, as it may be of the morning after or of the time before.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
#: A time that lies not further than this before the start is asked about: which day it is of.
#: Source: Longarc's own starting rule, unsigned.
BEFORE = timedelta(hours=4)
#: Days are offered up to so long after the start. Source: Longarc's own starting rule, unsigned.
AFTER = timedelta(hours=48)


class Skipped(ValueError):
    """The clocks are put forward over this time: it does not exist on that day."""


@dataclass(frozen=True, slots=True, order=True)
class OnDay:
    """A day of the wall clock; `again`: after the clocks went back, when a time comes twice."""

    day: date
    again: bool = False

    def __str__(self) -> str:
        return f"{self.day.isoformat()}{'+' if self.again else ''}"


def parse(text: str) -> OnDay:
    """What `str` wrote.

    Raises:
        ValueError: it is something else.
    """
    return OnDay(date.fromisoformat(text.removesuffix("+")), text.endswith("+"))


def day_of(at: datetime, zone: ZoneInfo) -> OnDay:
    """
    >>> str(day_of(datetime(2026, 11, 1, 9, 30, tzinfo=UTC), ZoneInfo("America/New_York")))
    '2026-11-01'
    """
    here = at.astimezone(UTC).astimezone(zone)
    return OnDay(here.date(), bool(here.fold))


def on(day: OnDay, wall: time, zone: ZoneInfo) -> datetime:
    """That time of that day.

    Raises:
        Skipped: there is no such time.
    """
    found = datetime.combine(day.day, wall, zone).replace(fold=int(day.again))
    if found.astimezone(UTC).astimezone(zone).time() != wall:
        raise Skipped
    return found


def first(start: datetime, wall: time, zone: ZoneInfo) -> datetime:
    """The first moment at or after the start that has this clock time.

    Raises:
        Skipped: the clocks leave that one out; none is moved in silence.
    """
    begun = _whole(start)
    found = next(one for one in _candidates(begun, wall, zone) if one.astimezone(UTC) >= begun)
    return on(OnDay(found.date(), bool(found.fold)), wall, zone)


def before(start: datetime, wall: time, zone: ZoneInfo) -> datetime | None:
    """The moment with this clock time within `BEFORE` before the start, if there is one."""
    begun = _whole(start)
    near = (one for one in _candidates(begun - DAY, wall, zone) if one.astimezone(UTC) < begun)
    found = max(near, key=lambda one: one.astimezone(UTC), default=None)
    return found if found and found.astimezone(UTC) >= begun - BEFORE else None


def days(start: datetime, zone: ZoneInfo) -> tuple[OnDay, ...]:
    """The days that can be chosen, with the second hour of a night in which the clocks go back."""
    ends = [(start + span).astimezone(zone).date() for span in (-BEFORE, AFTER)]
    found = [OnDay(ends[0] + n * DAY) for n in range((ends[1] - ends[0]).days + 1)]
    again = [OnDay(one.day, again=True) for one in found if _goes_back(one.day, zone)]
    return tuple(sorted([*found, *again]))


def _goes_back(day: date, zone: ZoneInfo) -> bool:
    noon = datetime.combine(day, time(12), zone)
    midnight = datetime.combine(day, time(0), zone)
    later, earlier = noon.utcoffset(), midnight.utcoffset()
    return later is not None and earlier is not None and later < earlier


def _candidates(begun: datetime, wall: time, zone: ZoneInfo) -> list[datetime]:
    """That clock time of the days around, in order; both where it comes twice."""
    day = begun.astimezone(zone).date()
    found = (
        datetime.combine(day + n * DAY, wall, zone).replace(fold=fold)
        for n in range(3)
        for fold in (0, 1)
    )
    return sorted(found, key=lambda one: (one.astimezone(UTC), one.fold))


def _whole(start: datetime) -> datetime:
    """Forms show no seconds: a time in the minute of the start is not before it."""
    return start.astimezone(UTC).replace(second=0, microsecond=0)
