"""Which reminders are due: the client's own times, in the wall time of where they live.

One a day at most, but for the days of closer check-ins that the client agreed to (decision 8).
Each has a key that is the same however often it is worked out: so one thing is sent once.
When we ask again how it is, months after a session, the reminder of one of the client's days
speaks of that: it comes in the place of that day's, and no check-in makes it needless.
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
EVERY_DAY = frozenset(range(7))
#: A reminder of a follow-up that could not go on its day (a pause, another day of the week, no
#: worker) comes on a later day of the client's own, for so long.
#: Source: Longarc's own starting rule, unsigned.
FOLLOW_UP_LASTS = timedelta(days=28)
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
    """What a reminder is for. It says the same either way."""

    CHECK_IN = "check_in"
    FOLLOW_UP = "follow_up"


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
        follow_up: reminders also when we ask again how it is; without days, on that day itself.
    """

    way: Way = Way.NONE
    first: time = time(18)
    more: tuple[time, ...] = ()
    days: frozenset[int] = EVERY_DAY
    closer: bool = False
    quiet: Quiet = Quiet()
    zone: str = "UTC"
    text: Wording = Wording.MOMENT
    since: datetime | None = None
    follow_up: bool = True

    @cached_property
    def place(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up that nobody spoke of yet, due from day `on`.

    Args:
        told: the day whose reminder speaks of it: it waits, was sent, or may have been.
    """

    on: date
    told: date | None = None


@dataclass(frozen=True)
class Around:
    """What else decides.

    Args:
        sessions: days of medicine sessions that were held, where the client lives.
        agreed: they agreed to closer check-ins after a session.
        rests: when they asked for quiet.
        check_ins: when they checked in, at least on the days in question.
        follow_ups: those that are open, at least those due up to `FOLLOW_UP_LASTS` before.
    """

    sessions: tuple[date, ...] = ()
    agreed: bool = False
    rests: tuple[Rest, ...] = ()
    check_ins: tuple[datetime, ...] = field(default=(), repr=False)
    follow_ups: tuple[FollowUp, ...] = ()

    def resting(self, at: datetime) -> bool:
        return any(r.at <= at and (r.until is None or at < r.until) for r in self.rests)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: `at` is its moment; from `until` on it is too late.

    Args:
        about: the day of the follow-up that it speaks of; None: it is for a check-in.
    """

    day: date
    slot: int
    at: datetime
    until: datetime
    about: date | None = None

    @property
    def key(self) -> str:
        """What makes it this one, of one client: local date, slot. Never the time of day.

        Nor what it is for: a date has one reminder, whatever becomes known on it.
        """
        return f"{self.day.isoformat()}:{self.slot}"


def day_of(key: str) -> date:
    """The local date in a reminder's key.

    >>> day_of("2030-05-15:0")
    datetime.date(2030, 5, 15)
    """
    return date.fromisoformat(key.partition(":")[0])


def kind_of(about: date | None) -> Kind:
    return Kind.CHECK_IN if about is None else Kind.FOLLOW_UP


def planned(
    choices: Choices, around: Around, *, after: datetime, until: datetime
) -> tuple[Reminder, ...]:
    """The reminders whose moment lies after `after` and not after `until`, in order.

    Without those in a rest, and those that a check-in of that day has made needless: the n-th of
    a day is for someone who has checked in less than n times. One that speaks of a follow-up
    comes all the same; once it is told, no other day's speaks of that one.
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
        about = None if slot else _about(choices, around, day)
        wanted = about or _made(around, choices, day, until) <= rank
        if wanted and not around.resting(at):
            yield Reminder(day, slot, at, until, about)


def _about(choices: Choices, around: Around, day: date) -> date | None:
    """The follow-up that the day's own reminder speaks of: the newest that is due."""
    due = (one for one in around.follow_ups if one.on <= day)
    newest = max(due, key=lambda one: one.on, default=None)
    if newest is None or not choices.follow_up:
        return None
    fits = day == newest.told if newest.told else _may_tell(choices, around, newest, day)
    return newest.on if fits else None


def _may_tell(choices: Choices, around: Around, one: FollowUp, day: date) -> bool:
    """A day of theirs in its time; of a calendar, which nobody sees shown, only the first."""
    within = days(one.on, min(day, one.on + FOLLOW_UP_LASTS - DAY))
    theirs = [day for day in within if day.weekday() in (choices.days or EVERY_DAY)]
    if choices.way is Way.CALENDAR:
        theirs = [day for day in theirs if _free(choices, around, day)][:1]
    return day in theirs


def _free(choices: Choices, around: Around, day: date) -> bool:
    """Something can come at the client's own time on that day."""
    at = moment(day, choices.first, choices.place)
    there = at.astimezone(choices.place)
    return there.date() == day and there.time() not in choices.quiet and not around.resting(at)


def _moments(choices: Choices, around: Around, day: date) -> Iterator[tuple[datetime, int]]:
    for slot, wall in enumerate(_times(choices, around, day)):
        at = moment(day, wall, choices.place)
        there = at.astimezone(choices.place)
        if there.date() == day and there.time() not in choices.quiet:
            yield at, slot


def _times(choices: Choices, around: Around, day: date) -> tuple[time, ...]:
    if choices.closer and closer(around, day):
        return (choices.first, *choices.more[:MORE_TIMES])
    own = day.weekday() in choices.days or _about(choices, around, day)
    return (choices.first,) if own else ()


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
