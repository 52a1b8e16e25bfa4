"""The days after a medicine session: which contacts are planned, and which were held.

A contact is held when a person records that it happened, and never otherwise: no meeting in the
calendar, no check-in and no answer of the client stands for it. Days are days of the calendar
where the client lives; the day of the session is day 0.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from uuid import UUID


class Slot(StrEnum):
    """What a step of the care team is about. Stored, never renamed."""

    DAY_1 = "day_1"
    DAYS_2_7 = "days_2_7"
    WEEKS_2_4 = "weeks_2_4"
    OTHER = "other"
    FOLLOW_UP = "follow_up"
    ARC = "arc"


class Step(StrEnum):
    """What a person of the care team recorded. Stored, never renamed."""

    CALLED = "called"
    MET = "met"
    WROTE = "wrote"
    TRIED = "tried"
    WHY_NOT = "why_not"
    ENDED = "ended"
    AGAIN = "again"
    CLOSED = "closed"
    REOPENED = "reopened"


#: The next day somebody of the care team is in contact: the first and last day of that contact.
#: Source: clinical facts, post-session window (next day); Longarc's own starting rule, unsigned.
NEXT_DAY = (1, 1)
#: Once more within these days.
#: Source: clinical facts, post-session window (days 2 to 7); Longarc's own starting rule, unsigned.
FIRST_WEEK = (2, 7)
#: And once more within these days, weeks 2 to 4. The plan of meetings stands beside it.
#: Source: clinical facts, post-session window (weeks 2 to 4); Longarc's own starting rule,
#: unsigned.
WEEKS_AFTER = (8, 28)

DAYS = {Slot.DAY_1: NEXT_DAY, Slot.DAYS_2_7: FIRST_WEEK, Slot.WEEKS_2_4: WEEKS_AFTER}
# It happened.
HELD = frozenset({Step.CALLED, Step.MET, Step.WROTE})
# It happened, and counts against the planned number of contacts: days, each once.
IN_PERSON = frozenset({Step.CALLED, Step.MET})
# What answers a contact that is due: it happened, or somebody said why not.
ANSWERS = HELD | {Step.WHY_NOT}
# What is kept with words alone.
NEEDS_WORDS = frozenset({Step.WHY_NOT, Step.ENDED})


@dataclass(frozen=True, slots=True)
class Session:
    """A medicine session.

    Args:
        known_at: when it was first entered.
        stood_at: when it was last entered, after a correction or a mistake; None: only once.
    """

    uid: UUID
    starts_at: datetime
    known_at: datetime
    stood_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody recorded at `at`, about something that happened on day `on`.

    Args:
        session: which session, for a contact of the days after it.
    """

    slot: Slot
    step: Step
    on: date
    at: datetime
    uid: UUID
    session: UUID | None = None


@dataclass(frozen=True)
class Facts:
    """What the rules may know. Order never matters. `zone`: where the client lives."""

    sessions: tuple[Session, ...] = ()
    acts: tuple[Act, ...] = ()
    zone: tzinfo = UTC

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def midnight(self, day: date) -> datetime:
        """The first moment of that day, in UTC."""
        return datetime(day.year, day.month, day.day, tzinfo=self.zone).astimezone(UTC)

    def upto(self, as_of: datetime) -> "Facts":
        """What was known and had happened by then."""
        held = tuple(
            one for one in self.sessions if one.starts_at <= as_of and one.known_at <= as_of
        )
        today = self.day(as_of)
        acts = tuple(one for one in self.acts if one.at <= as_of and one.on <= today)
        return Facts(held, acts, self.zone)


NOTHING = Facts()


def held_days(facts: Facts, as_of: datetime) -> frozenset[date]:
    """Days with a call or a meeting that a person recorded, as they count against a plan."""
    return frozenset(one.on for one in facts.upto(as_of).acts if one.step in IN_PERSON)


class State(StrEnum):
    """How one planned contact stands on a day."""

    AHEAD = "ahead"
    OPEN = "open"
    DUE = "due"
    LATE = "late"
    HELD = "held"
    NOT_HELD = "not_held"


@dataclass(frozen=True, slots=True)
class Contact:
    """One planned contact, from day `first` to day `last`, with what was recorded of it."""

    slot: Slot
    session: UUID
    first: date
    last: date
    state: State
    acts: tuple[Act, ...] = ()

    @property
    def asks(self) -> bool:
        """It is the last day for it, or that day is over, and nobody recorded it."""
        return self.state in (State.DUE, State.LATE)


def contacts(facts: Facts, as_of: datetime) -> tuple[Contact, ...]:
    """The planned contacts of every session so far, oldest first.

    One whose days were over before its session was entered was never planned.
    """
    known, today = facts.upto(as_of), facts.day(as_of)
    made = [
        _contact(session, slot, known, today)
        for session in known.sessions
        for slot in DAYS
        if _could_be(session, slot, known)
    ]
    return tuple(sorted(made, key=lambda one: (one.first, one.slot, one.session)))


def span(session: Session, slot: Slot, facts: Facts) -> tuple[date, date]:
    """The first and last day of that contact."""
    day, (first, last) = facts.day(session.starts_at), DAYS[slot]
    return day + timedelta(days=first), day + timedelta(days=last)


def _could_be(session: Session, slot: Slot, facts: Facts) -> bool:
    told = any(one.session == session.uid and one.slot is slot for one in facts.acts)
    return told or span(session, slot, facts)[1] >= facts.day(session.known_at)


def _contact(session: Session, slot: Slot, facts: Facts, today: date) -> Contact:
    """What was recorded of a day before the session (its start was corrected) is of no contact."""
    first, last = span(session, slot, facts)
    day = facts.day(session.starts_at)
    told = (one for one in facts.acts if one.session == session.uid and one.slot is slot)
    mine = (one for one in told if day <= one.on)
    acts = tuple(sorted(mine, key=lambda one: (one.on, one.at, one.uid)))
    return Contact(slot, session.uid, first, last, _state(acts, first, last, today), acts)


def _state(acts: Iterable[Act], first: date, last: date, today: date) -> State:
    steps = {one.step for one in acts}
    if steps & HELD:
        return State.HELD
    if Step.WHY_NOT in steps:
        return State.NOT_HELD
    if today < first:
        return State.AHEAD
    if today < last:
        return State.OPEN
    return State.DUE if today == last else State.LATE
