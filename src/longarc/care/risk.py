"""The path that a positive or unclear answer opens, and that only people close.

Worked out each time from what was answered and what the care team recorded; nothing here is
stored. A later answer never lowers a path and never closes it. Closing takes several acts of the
care team after the last such answer: reached, safety plan looked at, and closed with a reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from longarc.care.decision import ALLOWED, Decision, Reason
from longarc.care.numbers import STARTING, Number, Numbers
from longarc.care.risk_questions import Answering, Level, contact_by, level, take_on_by
from longarc.care.session_checks import NOT_SHOWN, leavings
from longarc.care.session_record import Record
from longarc.care.text import Text, msg


class StepKind(StrEnum):
    """What a person of the care team recorded. Stored, never renamed."""

    TOOK_ON = "took_on"
    TRIED = "tried"
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    AGREED = "agreed"
    PLAN = "plan"
    NO_PLAN = "no_plan"
    HANDED_OVER = "handed_over"
    CLOSED = "closed"


CONTACT = frozenset({StepKind.REACHED, StepKind.NOT_REACHED})
PLAN_STEP = frozenset({StepKind.PLAN, StepKind.NO_PLAN})
HOLDING = frozenset({StepKind.TOOK_ON, StepKind.HANDED_OVER})
# These say nothing without words.
NEEDS_WORDS = frozenset(
    {StepKind.NOT_REACHED, StepKind.AGREED, StepKind.NO_PLAN, StepKind.HANDED_OVER, StepKind.CLOSED}
)


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the path. `to`: who it was handed over to."""

    kind: StepKind
    at: datetime
    by: str = ""
    words: str = ""
    to: str = ""
    uid: UUID | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An answering with its level as it was when it came."""

    answering: Answering
    level: Level

    @property
    def calls(self) -> bool:
        return self.level > Level.NONE


@dataclass(frozen=True, slots=True)
class Path:
    """From the first answer that calls for a person until people close it.

    Args:
        told: the answerings of this time, oldest first; the first one opened it.
        steps: what was recorded, oldest first; an open path has no closing that counts.
    """

    told: tuple[Told, ...]
    steps: tuple[Step, ...] = ()
    closed: Step | None = None

    @property
    def opened_at(self) -> datetime:
        return self.told[0].answering.at

    @property
    def level(self) -> Level:
        """The highest since it opened; a later answer never lowers it."""
        return max(one.level for one in self.told)

    @property
    def calls(self) -> tuple[Told, ...]:
        return tuple(one for one in self.told if one.calls)

    @property
    def newest_call(self) -> Told:
        return self.calls[-1]

    @property
    def holder(self) -> str:
        """Who took it on or was handed it last; empty: nobody yet."""
        held = [one.to or one.by for one in self.steps if one.kind in HOLDING]
        return held[-1] if held else ""

    @property
    def due(self) -> datetime | None:
        """By when the next thing is to be done; None once the client was reached."""
        waits = (one for one in self.calls if not self._since(one, CONTACT))
        return min((self._due(one) for one in waits), default=None)

    def _due(self, one: Told) -> datetime:
        taken_on = self._since(one, HOLDING)
        return (contact_by if taken_on else take_on_by)(one.level, one.answering)

    def _since(self, one: Told, kinds: Iterable[StepKind]) -> bool:
        return any(step.kind in kinds and step.at > one.answering.at for step in self.steps)

    @property
    def may_close(self) -> Decision:
        """Whether a person may close it now: what is missing since the newest call, in words."""
        missing = []
        if not self._since(self.newest_call, CONTACT):
            missing.append(Reason("risk_not_reached", _NOT_REACHED))
        if not self._since(self.newest_call, PLAN_STEP):
            missing.append(Reason("risk_no_plan", _NO_PLAN))
        return Decision(tuple(missing))


@dataclass(frozen=True, slots=True)
class Holder:
    """Someone of the care team, as the path may name them."""

    id: UUID
    name: str
    lead: bool


@dataclass(frozen=True, slots=True)
class Named:
    """Who is to answer a path, and who covers for them; `name` is empty when nobody is there."""

    name: str
    cover: tuple[str, ...]


def named(path: Path, holders: Iterable[Holder]) -> Named:
    """Who took it on last and still holds the client; else the lead; else anyone of the team."""
    names = [one.name for one in sorted(holders, key=lambda one: not one.lead)]
    name = path.holder if path.holder in names else next(iter(names), "")
    return Named(name, tuple(one for one in names if one != name))


def paths(answerings: Iterable[Answering], steps: Iterable[Step]) -> tuple[Path, ...]:
    """Every path, oldest first; at most the last one is open. Any order of the facts gives it.

    Of a closing and an answer at one moment, the answer counts as the later one.
    """
    known = sorted(answerings, key=lambda one: one.at)
    events: list[Told | Step] = [Told(one, level(one, known)) for one in known]
    found: list[Path] = []
    for event in sorted([*events, *steps], key=_in_order):
        _follow(found, event)
    return tuple(found)


def _in_order(event: Told | Step) -> tuple[datetime, bool, bool]:
    if isinstance(event, Step):
        return event.at, False, event.kind is StepKind.CLOSED
    return event.answering.at, True, event.calls


def _follow(found: list[Path], event: Told | Step) -> None:
    is_open = bool(found) and found[-1].closed is None
    if isinstance(event, Told):
        if is_open:
            found[-1] = replace(found[-1], told=(*found[-1].told, event))
        elif event.calls:
            found.append(Path((event,)))
    elif is_open:
        closes = event.kind is StepKind.CLOSED and found[-1].may_close.allowed
        closed, said = (event if closes else None), (*found[-1].steps, event)
        found[-1] = replace(found[-1], steps=said, closed=closed)


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody left the session of `day`, and not wanting to live was not "nothing of concern".

    Args:
        at, by: when that was written, and by whom.
        said: `NO`, or `NOT_SHOWN` where nobody wrote of it.
    """

    day: datetime
    at: datetime
    by: str
    said: str

    @property
    def told(self) -> Text:
        facts: dict[str, str | datetime | Text] = {"day": self.day, "at": self.at, "by": self.by}
        return Text(_NOT_TOLD if self.said == NOT_SHOWN else _CONCERN, facts)


_CONCERN = msg(
    "Leaving the session of %(day)s, there was concern about not wanting to live: written by "
    "%(by)s on %(at)s. The risk questions were not asked since."
)
_NOT_TOLD = msg(
    "Leaving the session of %(day)s, nobody wrote that not wanting to live was asked about: "
    "written by %(by)s on %(at)s. The risk questions were not asked since."
)


@dataclass(frozen=True)
class Standing:
    """What was answered and done about one client's risk questions, as it stands.

    Args:
        records: of medicine sessions, also those taken back: what they say of leaving.
    """

    answerings: tuple[Answering, ...] = ()
    steps: tuple[Step, ...] = ()
    numbers: Numbers = STARTING
    records: tuple[Record, ...] = ()

    @cached_property
    def left(self) -> tuple[Leaving, ...]:
        """Where somebody left a session and the risk questions were not asked since."""
        return tuple(
            Leaving(record.starts_at, one.line.written_at, one.line.by, one.suicide)
            for record in self.records
            for one in leavings(record, self.answerings)
            if one.suicide
        )

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        return paths(self.answerings, self.steps)

    @property
    def path(self) -> Path | None:
        """The open path."""
        return self.paths[-1] if self.open else None

    @property
    def open(self) -> bool:
        return bool(self.paths) and self.paths[-1].closed is None

    @property
    def opened(self) -> tuple[datetime, ...]:
        """Every positive or unclear answer, also those that found a path open."""
        return tuple(one.answering.at for path in self.paths for one in path.calls)

    @property
    def newest(self) -> Answering | None:
        """The one that was given last: one that arrives late does not take its place."""
        return max(self.answerings, key=lambda one: (one.said_at, one.at), default=None)

    @property
    def upto(self) -> str:
        """What a page that shows this knows; closing names it (`seen`)."""
        told = max(self.answerings, key=lambda one: one.at, default=None)
        done = max(self.steps, key=lambda one: one.at, default=None)
        return "/".join(str(one.uid) for one in (told, done) if one)

    @property
    def asked_at(self) -> datetime | None:
        """When all questions of today were last answered: one that was left out is not known."""
        told = (one.said_at for one in self.answerings if one.now and one.whole)
        return max(told, default=None)

    def gate(self, as_of: datetime) -> Decision:
        """Whether this lets a medicine session start at `as_of` (decisions.md 11)."""
        path, asked = self.path, self.asked_at
        against = [Reason("risk_left", Text(_LEFT, {"day": one.day})) for one in self.left]
        against += [Reason("risk_open", _open(path))] if path else []
        if asked is None:
            against.append(Reason("risk_never_asked", _NEVER_ASKED))
        elif as_of - asked > self.numbers.days(Number.RISK_ASKED_SPAN):
            against.append(Reason("risk_asked_long_ago", self._long_ago(asked)))
        return Decision(tuple(against)) if against else ALLOWED

    def _long_ago(self, asked: datetime) -> Text:
        days = self.numbers[Number.RISK_ASKED_SPAN]
        return Text(
            msg("All risk questions were last answered on %(since)s: ask within %(n)s day."),
            {"since": asked, "n": days},
            many=msg("All risk questions were last answered on %(since)s: ask within %(n)s days."),
        )


def _open(path: Path) -> Text:
    return Text(
        msg("A risk path is open since %(since)s. Reach the client, and close it with a reason."),
        {"since": path.opened_at},
    )


_LEFT = msg(
    "Leaving the session of %(day)s, not wanting to live was not 'nothing of concern', and the "
    "risk questions were not asked since."
)
_NEVER_ASKED = Text(
    msg("The risk questions of today were never all answered. Ask them together, or on a phone.")
)
_NOT_REACHED = Text(msg("Record that you reached them, or why not, after what they last answered."))
_NO_PLAN = Text(
    msg("Record that you looked at the safety plan, or why not, after what they last answered.")
)
