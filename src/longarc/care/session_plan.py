"""The plan of one medicine session: who, where, what will happen, and who is there afterwards.

Every part may stay open: what is missing is listed beside what is decided, and refuses nothing
(decision 11). It holds no dose. Each kept state of it is a version.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from longarc.care.numbers import STARTING, Number, Numbers
from longarc.care.session_steps import Step
from longarc.care.text import Text, msg

#: A session that began counts as under way for so many hours, until its own record says more.
#: Source: Longarc's own starting rule, unsigned.
UNDER_WAY_HOURS = 24
#: For so many hours after a session began, Support shows who is on call as its first button.
#: Source: design of the Support page; Longarc's own starting rule, unsigned.
ON_CALL_FIRST_HOURS = 48
#: Someone on call is there for so many days after the session, where no other end was written.
#: Source: the starting value of on-call cover; Longarc's own, unsigned.
ON_CALL_DAYS = STARTING[Number.ON_CALL_SPAN]
#: The most letters of one part. Source: Longarc's own starting rule, unsigned.
LONGEST_PART = 2_000
#: The most people on call that one plan names. Source: Longarc's own starting rule, unsigned.
MOST_ON_CALL = 6


@dataclass(frozen=True, slots=True)
class Person:
    """Someone of the staff, with the name they had when the plan was kept."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class OnCall:
    """Who can be reached after the session. `phone` may be empty.

    Args:
        since: None: from the planned end.
        until: None: for `ON_CALL_DAYS` after the planned end.
    """

    who: Person
    phone: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Called:
    """The same with both moments known."""

    name: str
    phone: str
    since: datetime
    until: datetime

    @property
    def dial(self) -> str:
        """The signs that a telephone dials."""
        return "".join(sign for sign in self.phone if sign in _DIALLED)


@dataclass(frozen=True)
class SessionPlan:
    """One version. What is None or empty is not decided yet.

    Args:
        minutes: how long it is planned to last, from arriving to leaving.
        others: who else is in the room, in words.
        transport: who takes the client home, and how.
    """

    starts_at: datetime | None = None
    minutes: int | None = None
    lead: Person | None = None
    second: Person | None = None
    others: str = ""
    room: str = ""
    steps: tuple[Step, ...] = ()
    transport: str = ""
    support_person: str = ""
    support_phone: str = ""
    on_call: tuple[OnCall, ...] = ()

    @property
    def ends_at(self) -> datetime | None:
        """When it is planned to end; its start, when no length was said."""
        return self.starts_at + timedelta(minutes=self.minutes or 0) if self.starts_at else None

    @property
    def called(self) -> tuple[Called, ...]:
        """Who is on call from when to when, in that order; empty while no day is known."""
        if self.ends_at is None:
            return ()
        end, usual = self.ends_at, self.ends_at + timedelta(days=ON_CALL_DAYS)
        found = (
            Called(one.who.name, one.phone, one.since or end, one.until or usual)
            for one in self.on_call
        )
        return tuple(sorted(found, key=lambda one: (one.since, one.until)))

    def without(self, gone: Collection[UUID], left: Collection[UUID] = ()) -> "SessionPlan":
        """The same without these people.

        Args:
            gone: who no longer works here; they answer no phone.
            left: who no longer holds the client; they are not in the room.
        """
        there = tuple(one for one in self.on_call if one.who.id not in gone)

        def still(who: Person | None) -> Person | None:
            return None if who and who.id in left else who

        return replace(self, on_call=there, lead=still(self.lead), second=still(self.second))

    def named_as(self, names: Mapping[UUID, str]) -> "SessionPlan":
        """The same with the people's names of today."""

        def named(who: Person) -> Person:
            return replace(who, name=names.get(who.id, who.name))

        return replace(
            self,
            on_call=tuple(replace(one, who=named(one.who)) for one in self.on_call),
            lead=self.lead and named(self.lead),
            second=self.second and named(self.second),
        )

    @property
    def room_people(self) -> tuple[Person, ...]:
        """Who is planned to be in the room, of the practice."""
        return tuple(one for one in (self.lead, self.second) if one)

    def covers(self, days: int) -> bool:
        """Somebody is on call from the planned end for so many days, without a gap."""
        if self.ends_at is None:
            return False
        reached, goal = self.ends_at, self.ends_at + timedelta(days=days)
        for one in self.called:
            if one.since > reached:
                break
            reached = max(reached, one.until)
        return reached >= goal

    def reachable(self, at: datetime) -> Called | None:
        """Who answers at this moment; before the planned end, who is on call from then."""
        moment = max(at, self.ends_at) if self.ends_at else at
        there = (one for one in self.called if one.phone and one.since <= moment < one.until)
        return next(there, None)


EMPTY = SessionPlan()


class Part(StrEnum):
    """What can be missing, in the order of the page."""

    DAY = "day"
    LEAD = "lead"
    ROOM = "room"
    STEPS = "steps"
    TRANSPORT = "transport"
    SUPPORT = "support"
    ON_CALL = "on_call"
    PHONE = "phone"


def missing(plan: SessionPlan, numbers: Numbers = STARTING) -> dict[Part, Text]:
    """What is not decided yet, each with a sentence; none of it is a gate by being here."""
    days = numbers[Number.ON_CALL_SPAN]
    open_parts = {
        Part.DAY: plan.starts_at is None,
        Part.LEAD: plan.lead is None,
        Part.ROOM: not plan.room,
        Part.STEPS: not plan.steps,
        Part.TRANSPORT: not plan.transport,
        Part.SUPPORT: not (plan.support_person and plan.support_phone),
        Part.ON_CALL: not plan.covers(days),
        Part.PHONE: not all(one.phone for one in plan.on_call),
    }
    facts = {"n": days}
    return {part: Text(SAID[part], facts) for part, is_open in open_parts.items() if is_open}


SAID = {
    Part.DAY: msg("The day and the time."),
    Part.LEAD: msg("Who leads the session."),
    Part.ROOM: msg("The room."),
    Part.STEPS: msg("What will happen, step by step."),
    Part.TRANSPORT: msg("Who takes the client home."),
    Part.SUPPORT: msg("A support person, with a phone number."),
    Part.ON_CALL: msg("Someone on call for all of the %(n)s days after, without a gap."),
    Part.PHONE: msg("A phone number for each person on call."),
}


def checked(plan: SessionPlan) -> SessionPlan:
    """The same, fit to be kept.

    Raises:
        NotAPlan: a part is too long, or someone is on call until before they begin.
    """
    texts = (plan.others, plan.room, plan.transport, plan.support_person, plan.support_phone)
    if any(len(text) > LONGEST_PART for text in texts):
        raise NotAPlan(Text(_TOO_LONG, {"limit": LONGEST_PART}))
    spans: tuple[OnCall | Called, ...] = (*plan.on_call, *plan.called)
    if len(plan.on_call) > MOST_ON_CALL or not all(map(_a_span, spans)):
        raise NotAPlan(Text(_NO_SPAN))
    return plan


def _a_span(one: "OnCall | Called") -> bool:
    return one.since is None or one.until is None or one.since < one.until


_DIALLED = frozenset("+0123456789*#")
_TOO_LONG = msg("Nothing was kept yet. The most we can keep in one part is %(limit)s letters.")
_NO_SPAN = msg("Nothing was kept yet. On call: the end has to come after the beginning.")


class NotAPlan(ValueError):
    """Nothing was kept; `text` says why and how to go on."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.plain())
        self.text = text


@dataclass(frozen=True)
class Together:
    """Two people wrote from the same version.

    Args:
        value: what I changed as I wrote it, everything else as it is now.
        both: the parts (names of fields) that both changed in their own way.
    """

    value: SessionPlan
    both: frozenset[str]


def together(base: SessionPlan, now: SessionPlan, mine: SessionPlan) -> Together:
    """What becomes of `mine`, written from `base`, when `now` stands."""
    names = [one.name for one in fields(SessionPlan)]
    by_me = {name for name in names if getattr(mine, name) != getattr(base, name)}
    by_them = {name for name in names if getattr(now, name) != getattr(base, name)}
    value = replace(now, **{name: getattr(mine, name) for name in by_me})
    differ = {name for name in names if getattr(now, name) != getattr(mine, name)}
    return Together(value, frozenset(by_me & by_them & differ))


def written(plan: SessionPlan) -> str:
    """The plan as JSON, to be sealed."""
    told: dict[str, Any] = {one.name: getattr(plan, one.name) for one in fields(SessionPlan)}
    told["starts_at"] = _row(plan.starts_at)
    told["lead"], told["second"] = _person_row(plan.lead), _person_row(plan.second)
    told["steps"] = [[one.when, one.words] for one in plan.steps]
    told["on_call"] = [
        [_person_row(one.who), one.phone, _row(one.since), _row(one.until)] for one in plan.on_call
    ]
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def _row(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


def _person_row(person: Person | None) -> list[str] | None:
    return [str(person.id), person.name] if person else None


def parse(text: str) -> SessionPlan:
    """What `written` wrote.

    >>> parse(written(SessionPlan(room="Room 2"))).room
    'Room 2'
    """
    told = json.loads(text)
    told["starts_at"] = _moment(told["starts_at"])
    told["lead"], told["second"] = _person(told["lead"]), _person(told["second"])
    told["steps"] = tuple(Step(*one) for one in told["steps"])
    told["on_call"] = _on_call(told["on_call"])
    return SessionPlan(**told)


def _on_call(found: Iterable[list[Any]]) -> tuple[OnCall, ...]:
    return tuple(
        OnCall(Person(UUID(who[0]), who[1]), phone, _moment(since), _moment(until))
        for who, phone, since, until in found
    )


def _person(row: list[str] | None) -> Person | None:
    return Person(UUID(row[0]), row[1]) if row else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
