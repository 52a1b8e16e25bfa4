"""Which reminders are due: the client's own times, in the wall time of where they live.

One a day at most, but for the days of closer check-ins that the client agreed to (decision 8).
Each has a key that is the same however often it is worked out: so one thing is sent once.
Whether it was sent, and what became of it, is not known here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from longarc.care import schedule
from longarc.care.arc import Rest
from longarc.care.reminder_words import Wording
from longarc.care.wall_time import days, moment

#: A reminder that could not be sent within so long is dropped: too late, not sent.
#: Source: experience 1.6.
LASTS = timedelta(hours=2)
#: Quiet hours until the client sets their own.
#: Source: experience 1.6.
QUIET_FROM = time(21)
#: They end then.
#: Source: experience 1.6.
QUIET_TO = time(8)
DAY = timedelta(days=1)
#: Further times for the days of closer check-ins, besides the one of every day.
#: Source: decision 8.
MORE_TIMES = schedule.BURST_A_DAY - schedule.OTHERWISE_A_DAY


class Way(StrEnum):
    """How a reminder comes: equal choices. Stored, never renamed."""

    NONE = "none"
    EMAIL = "email"
    PUSH = "push"
    CALENDAR = "calendar"


# The worker sends these. A calendar fetches for itself.
SENT = frozenset({Way.EMAIL, Way.PUSH})


class Kind(StrEnum):
    """What a reminder is for. Part of its key, never renamed."""

    CHECK_IN = "check_in"


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the day in which nothing comes, over midnight or not; from = to: none."""

    begins: time = QUIET_FROM
    ends: time = QUIET_TO

    def __contains__(self, wall: time) -> bool:
        if self.begins <= self.ends:
            return self.begins <= wall < self.ends
        return wall >= self.begins or wall < self.ends


@dataclass(frozen=True)
class Choices:
    """What a client chose; nothing comes before they did.

    Args:
        first: the time of every chosen day.
        more: further times, on days of closer check-ins only.
        days: chosen days of the week, 0 is Monday.
        closer: reminders also on the days of closer check-ins, whatever day of the week.
        since: when they chose this; nothing is due for earlier moments.
    """

    way: Way = Way.NONE
    first: time = time(18)
    more: tuple[time, ...] = ()
    days: frozenset[int] = frozenset(range(7))
    closer: bool = False
    quiet: Quiet = Quiet()
    zone: str = "UTC"
    text: Wording = Wording.MOMENT
    since: datetime | None = None

    @cached_property
    def place(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


@dataclass(frozen=True)
class Around:
    """What else decides.

    Args:
        sessions: days of medicine sessions that were held, where the client lives.
        agreed: they agreed to closer check-ins after a session.
        rests: when they asked for quiet.
        check_ins: when they checked in, at least on the days in question.
    """

    sessions: tuple[date, ...] = ()
    agreed: bool = False
    rests: tuple[Rest, ...] = ()
    check_ins: tuple[datetime, ...] = field(default=(), repr=False)

    def resting(self, at: datetime) -> bool:
        return any(r.at <= at and (r.until is None or at < r.until) for r in self.rests)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: `at` is its moment; from `until` on it is too late."""

    kind: Kind
    day: date
    slot: int
    at: datetime
    until: datetime

    @property
    def key(self) -> str:
        """What makes it this one, of one client: kind, local date, slot. Never the time of day."""
        return f"{self.kind}:{self.day.isoformat()}:{self.slot}"


def planned(
    choices: Choices, around: Around, *, after: datetime, until: datetime
) -> tuple[Reminder, ...]:
    """The reminders whose moment lies after `after` and not after `until`, in order.

    Without those in a rest, and those that a check-in of that day has made needless: the n-th of
    a day is for someone who has checked in less than n times.
    """
    begin = max(after, choices.since) if choices.since else after
    if choices.way is Way.NONE or begin >= until:
        return ()
    first, last = (at.astimezone(choices.place).date() for at in (begin, until))
    found = (one for day in days(first, last) for one in _of_day(choices, around, day))
    return tuple(one for one in found if begin < one.at <= until)


def due(choices: Choices, around: Around, *, at: datetime) -> tuple[Reminder, ...]:
    """Those that may be sent at this instant: their moment has come, and it is not too late."""
    if around.resting(at) or at.astimezone(choices.place).time() in choices.quiet:
        return ()
    near = planned(choices, around, after=at - LASTS, until=at)
    return tuple(one for one in near if at < one.until)


def _of_day(choices: Choices, around: Around, day: date) -> Iterator[Reminder]:
    """In order. The next one's moment is the end of one, so that two never come together."""
    moments = sorted(_moments(choices, around, day))
    ends = [at for at, _ in moments[1:]]
    for rank, (at, slot) in enumerate(moments):
        until = min([at + LASTS, _quiet_begins(choices, at), *ends[rank : rank + 1]])
        if not around.resting(at) and _made(around, choices, day, until) <= rank:
            yield Reminder(Kind.CHECK_IN, day, slot, at, until)


def _moments(choices: Choices, around: Around, day: date) -> Iterator[tuple[datetime, int]]:
    for slot, wall in enumerate(_times(choices, around, day)):
        at = moment(day, wall, choices.place)
        there = at.astimezone(choices.place)
        if there.date() == day and there.time() not in choices.quiet:
            yield at, slot


def _times(choices: Choices, around: Around, day: date) -> tuple[time, ...]:
    if choices.closer and closer(around, day):
        return (choices.first, *choices.more[:MORE_TIMES])
    return (choices.first,) if day.weekday() in choices.days else ()


def closer(around: Around, day: date) -> bool:
    """A day of closer check-ins that the client agreed to."""
    plan = schedule.plan(None, around.sessions, on=day, agreed=True)
    return around.agreed and plan.burst


def _quiet_begins(choices: Choices, at: datetime) -> datetime:
    """When quiet hours begin next; far away when there are none."""
    if choices.quiet.begins == choices.quiet.ends:
        return at + LASTS
    day = at.astimezone(choices.place).date()
    begins = (moment(d, choices.quiet.begins, choices.place) for d in days(day, day + DAY))
    return min((one for one in begins if one > at), default=at + LASTS)


def _made(around: Around, choices: Choices, day: date, before: datetime) -> int:
    """How often they checked in on a day, before an instant."""
    made = (at for at in around.check_ins if at < before)
    return sum(at.astimezone(choices.place).date() == day for at in made)


def times_of(walls: Iterable[time]) -> str:
    """Times as they are stored: HH:MM, joined by spaces."""
    return " ".join(f"{wall:%H:%M}" for wall in walls)


def times_from(stored: str) -> tuple[time, ...]:
    return tuple(time.fromisoformat(word) for word in stored.split())
