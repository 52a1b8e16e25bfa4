"""Small stories in the notation of the field: `day | what | value`.

Days are counted from 0; `5.5` is half a day later. `1..60` is every day from 1 to 60, `1..60/7`
every seventh. Several values separated by commas are taken in turn.

| what | value |
| --- | --- |
| check-in | a row of the ladder: way up, up, within, down, way down, mixed |
| recalled | the same, reported afterwards for that time |
| rest | `until they say`, or `until 30` |
| contact | (none): the client asks to be contacted |
| closed, reopened | (none): a person closes the arc on purpose, or opens it again |
| looked, talked, done, not useful | the signal that a person marks: contact, run, silence |
| later | `run until 30`: put off until that day |
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import cycle
from uuid import UUID

from longarc.care import signals
from longarc.care.after import Act, Facts, Slot, Step
from longarc.care.arc import POSITION, Arc, CheckIn, ContactRequest, Rest, State
from longarc.care.finding import Code, Finding, Mark, MarkKind
from longarc.care.text import Moment

DAY_0 = datetime(2030, 1, 1, 9, 0, tzinfo=UTC)
ROW = re.compile(r"(\d+(?:\.\d+)?)(?:\.\.(\d+)(?:/(\d+))?)?$")


def moment(day: float | str) -> datetime:
    return DAY_0 + timedelta(days=float(day))


def in_days(value: object) -> str:
    """A fact of a sentence, times as days of the story: "day 61"."""
    if isinstance(value, Moment):
        return in_days(value.at)
    if isinstance(value, datetime):
        return f"day {(value - DAY_0) / timedelta(days=1):g}"
    return str(value)


def words(text) -> str:
    return text.render(lambda one, many, n: many if many and n != 1 else one, in_days)


def label(finding: Finding) -> str:
    eased = f", eased on {in_days(finding.eased)}" if finding.eased else ""
    return f"{finding.code} since {in_days(finding.since)}{eased}"


@dataclass
class Story:
    """The facts and marks of one story. Marks are given as a person would see the list then."""

    check_ins: list[CheckIn] = field(default_factory=list)
    rests: list[Rest] = field(default_factory=list)
    contacts: list[ContactRequest] = field(default_factory=list)
    said: list[tuple[MarkKind, str, datetime]] = field(default_factory=list)
    steps: list[Act] = field(default_factory=list)

    @property
    def arc(self) -> Arc:
        after = Facts(acts=tuple(self.steps))
        return Arc(tuple(self.check_ins), tuple(self.rests), tuple(self.contacts), after=after)

    def marks(self, as_of: datetime) -> list[Mark]:
        """What people said by then, each about the signal that stood when they said it."""
        marks: list[Mark] = []
        for kind, value, at in sorted(self.said, key=lambda row: row[2]):
            if at <= as_of:
                marks.append(self._mark(kind, value, at, marks))
        return marks

    def _mark(self, kind: MarkKind, value: str, at: datetime, before: list[Mark]) -> Mark:
        code, _, until = value.partition(" until ")
        found = signals.standing(signals.findings(self.arc, as_of=at), before, as_of=at)
        (about,) = [finding for finding in found if finding.code is Code(code)]
        return Mark(
            about.code, about.since, about.level, kind, at, moment(until) if until else None
        )


def parse(text: str) -> Story:
    story = Story()
    _, _, *rows = text.strip().splitlines()
    for row in rows:
        day, what, value = (cell.strip() for cell in row.split("|"))
        values = cycle([one.strip() for one in value.split(",")])
        for at in _moments(day):
            _tell(story, what, next(values), at)
    return story


def _moments(day: str) -> Iterator[datetime]:
    match = ROW.match(day)
    assert match, f"not a day: {day!r}"
    first, last, step = match.groups()
    if last is None:
        yield moment(first)
        return
    for number in range(int(first), int(last) + 1, int(step or 1)):
        yield moment(number)


def _tell(story: Story, what: str, value: str, at: datetime) -> None:
    telling: dict[str, Callable[[], None]] = {
        "check-in": lambda: story.check_ins.append(_check_in(value, at)),
        "recalled": lambda: story.check_ins.append(_check_in(value, at, recalled=True)),
        "rest": lambda: story.rests.append(_rest(value, at)),
        "contact": lambda: story.contacts.append(ContactRequest(at, UUID(int=1))),
        "closed": lambda: story.steps.append(_step(story, Step.CLOSED, at)),
        "reopened": lambda: story.steps.append(_step(story, Step.REOPENED, at)),
    }
    if what in telling:
        telling[what]()
    else:
        story.said.append((MarkKind(what.replace(" ", "_")), value, at))


def _check_in(value: str, at: datetime, *, recalled: bool = False) -> CheckIn:
    return CheckIn(at, POSITION[State(value.replace(" ", "_"))], recalled=recalled)


def _step(story: Story, step: Step, at: datetime) -> Act:
    return Act(Slot.ARC, step, at.date(), at, UUID(int=1 + len(story.steps)))


def _rest(value: str, at: datetime) -> Rest:
    until = value.removeprefix("until ")
    return Rest(at, None if until == "they say" else moment(until))


@dataclass(frozen=True)
class Answer:
    """What the program answers to a story on one day."""

    stands: tuple[Finding, ...]
    earlier: tuple[Finding, ...]


def answer(text: str, on_day: float) -> Answer:
    story, as_of = parse(text), moment(on_day)
    found, marks = signals.findings(story.arc, as_of=as_of), story.marks(as_of)
    return Answer(
        signals.standing(found, marks, as_of=as_of), signals.earlier(found, marks, as_of=as_of)
    )
