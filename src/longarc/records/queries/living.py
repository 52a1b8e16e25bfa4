"""Behaviours, mood and insight, the diary and shifts of one client; days are theirs.

Staff, and the rules that speak to them, get what is shared and was not taken back: `readable`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from longarc.care.access import Actor
from longarc.care.living import DAYS, STEPS, Answer, Area, Course, Drank, Facts, Measure, Point
from longarc.records.codec import unseal
from longarc.records.models import (
    Behaviour,
    BehaviourAnswer,
    BehaviourEnd,
    BehaviourWording,
    DrinkingDay,
    DrinkMeaning,
    MoodInsight,
    Shift,
)
from longarc.records.queries import window
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.threads import readable
from longarc.records.scope import rows


@dataclass(frozen=True, slots=True)
class Answered:
    """How it was with one behaviour; `words` may be empty."""

    uid: UUID
    at: datetime
    answer: Answer
    words: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A behaviour as it was put from `at` on."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A behaviour in the client's words, with its answers, oldest first. `ended`: let rest.

    Args:
        wordings: every way it was put, the first first; the last stands.
    """

    uid: UUID
    at: datetime
    wordings: tuple[Wording, ...]
    answers: tuple[Answered, ...]
    ended: datetime | None
    shared: bool

    @property
    def text(self) -> str:
        return self.wordings[-1].text

    @property
    def earlier(self) -> tuple[Wording, ...]:
        """How it was put before, the newest first."""
        return self.wordings[-2::-1]


@dataclass(frozen=True, slots=True)
class Felt:
    """Mood and insight, 0 to 4; None: skipped."""

    uid: UUID
    at: datetime
    mood: int | None
    insight: int | None
    shared: bool


@dataclass(frozen=True, slots=True)
class Day:
    """What was last said about one day of the diary. `drinks` None: not said."""

    on: date
    drank: Drank
    drinks: int | None
    at: datetime
    uid: UUID
    shared: bool


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a drink means, in the client's words."""

    at: datetime
    text: str
    shared: bool


@dataclass(frozen=True, slots=True)
class Shifted:
    """What was said of shifts at one time; areas that were skipped are not in `steps`.

    `landed`: the client marked it as landed.
    """

    uid: UUID
    at: datetime
    steps: Mapping[Area, int]
    words: str
    shared: bool
    landed: bool = False


@dataclass(frozen=True, slots=True)
class Living:
    """All of it, each part oldest first. `sessions`: their days where the client lives."""

    wanted: tuple[Wanted, ...]
    felt: tuple[Felt, ...]
    days: tuple[Day, ...]
    shifts: tuple[Shifted, ...]
    sessions: tuple[window.Session, ...]
    zone: ZoneInfo

    @property
    def facts(self) -> Facts:
        """As the rule reads it."""
        days = tuple(self._day(one.starts_at) for one in self.sessions)
        return Facts(days, (*self._felt(), *self._wanted(), *self._diary()))

    def upto(self, at: datetime) -> tuple[window.Session, ...]:
        return tuple(one for one in self.sessions if one.starts_at <= at)

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def _felt(self) -> Iterable[Course]:
        """A skipped question says nothing, also not about an earlier answer of that day."""
        for measure in (Measure.MOOD, Measure.INSIGHT):
            told = ((one, getattr(one, measure)) for one in self.felt)
            points = (
                Point(self._day(one.at), step, one.at, one.uid)
                for one, step in told
                if step is not None
            )
            yield Course(measure, tuple(points))

    def _wanted(self) -> Iterable[Course]:
        for one in self.wanted:
            points = (
                Point(self._day(said.at), STEPS[said.answer], said.at, said.uid)
                for said in one.answers
            )
            yield Course(Measure.BEHAVIOUR, tuple(points), one.text, one.uid)

    def _diary(self) -> Iterable[Course]:
        if self.days:
            points = (Point(one.on, DAYS[one.drank], one.at, one.uid) for one in self.days)
            yield Course(Measure.DIARY, tuple(points))


def load(client: ClientRef, *, viewer: Actor) -> Living:
    """Eight queries."""
    return Living(
        wanted=wanted(client, viewer=viewer),
        felt=felt(client, viewer=viewer),
        days=days(client, viewer=viewer),
        shifts=shifts(client, viewer=viewer),
        sessions=window.sessions(client, viewer=viewer),
        zone=ZoneInfo(client.zone),
    )


def _of(model: Any, client: ClientRef, viewer: Actor) -> Any:
    return readable(model, viewer, client).order_by("seq")


def _text(row: Any, column: str) -> str:
    stored = getattr(row, column)
    return unseal(stored, row.where(column)) if stored else ""


def wanted(client: ClientRef, *, viewer: Actor) -> tuple[Wanted, ...]:
    """All of them, also those that rest. Four queries."""
    ended = rows(BehaviourEnd, viewer).filter(client_id=client.id).order_by("seq")
    ends = dict(ended.values_list("behaviour", "at"))
    answers: dict[UUID, list[Answered]] = defaultdict(list)
    for row in _of(BehaviourAnswer, client, viewer):
        said = Answered(row.uid, row.at, Answer(row.answer), _text(row, "words"))
        answers[row.behaviour].append(said)
    later: dict[UUID, list[Wording]] = defaultdict(list)
    for row in _of(BehaviourWording, client, viewer):
        later[row.behaviour].append(Wording(row.at, _text(row, "text")))
    return tuple(
        Wanted(
            row.uid,
            row.at,
            (Wording(row.at, _text(row, "text")), *later[row.uid]),
            tuple(answers[row.uid]),
            ends.get(row.uid),
            row.shared_at is not None,
        )
        for row in _of(Behaviour, client, viewer)
    )


def felt(client: ClientRef, *, viewer: Actor) -> tuple[Felt, ...]:
    """One query."""
    found = _of(MoodInsight, client, viewer)
    return tuple(
        Felt(row.uid, row.at, row.mood, row.insight, row.shared_at is not None) for row in found
    )


def days(client: ClientRef, *, viewer: Actor) -> tuple[Day, ...]:
    """Everything said about days, by day; the last about a day stands. One query."""
    columns = "on", "drank", "drinks", "at", "uid", "shared_at"
    stands: dict[date, Day] = {}
    for on, drank, drinks, at, uid, since in _of(DrinkingDay, client, viewer).values_list(*columns):
        stands[on] = Day(on, Drank(drank), drinks, at, uid, since is not None)
    return tuple(stands[on] for on in sorted(stands))


def drink_means(client: ClientRef, *, viewer: Actor) -> Meaning | None:
    """What a drink means to them, as they last put it; None: not said. One query."""
    row = _of(DrinkMeaning, client, viewer).last()
    return Meaning(row.at, _text(row, "text"), row.shared_at is not None) if row else None


def shifts(client: ClientRef, *, viewer: Actor) -> tuple[Shifted, ...]:
    """One query."""
    return tuple(
        Shifted(
            row.uid,
            row.at,
            {area: step for area in Area if (step := getattr(row, area)) is not None},
            _text(row, "words"),
            row.shared_at is not None,
            row.landed,
        )
        for row in _of(Shift, client, viewer)
    )
