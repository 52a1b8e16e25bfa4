"""Living: behaviour beside mood and insight, and what shifts in living.

Insight and better mood do not by themselves change behaviour. So at some times after each medicine
session the answers are set side by side, each against the same person's own earlier ones, and the
program says in words when mood or insight moved and no behaviour did. That is worth asking about,
never an alert. A day without an answer is not known: it is never a zero and never a change.
Questions and steps are Longarc's own, not a validated scale.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import count
from uuid import UUID

from longarc.care.follow_up import MONTHS_A_YEAR, later_by

#: So many behaviours at a time.
#: Source: Longarc's own starting rule, unsigned.
MOST_BEHAVIOURS = 5
#: The highest of the five steps of mood, insight and shifts, 0 to 4.
#: Source: Longarc's own starting rule, unsigned.
TOP = 4
#: Mood, insight and the diary are compared with the answers of so many days before the session.
#: Source: Longarc's own starting rule, unsigned.
BEFORE_DAYS = 84
#: First and last day after a session of "four weeks".
#: Source: care-model.md, row 14 (at 4 weeks); the width is Longarc's own starting rule, unsigned.
FOUR_WEEKS = (14, 42)
#: The later look, and then every year: so many months after a session.
#: Source: care-model.md, row 14 (6 months and after).
MONTHS = 6
#: A later look takes in the answers of so many days on both sides of its date.
#: Source: Longarc's own starting rule, unsigned.
AROUND_DAYS = 42
#: Fewer answers than this on either side: nothing is said of a change.
#: Source: Longarc's own starting rule, unsigned.
ANSWERS_NEEDED = 3
#: The same for days of the diary that are known.
#: Source: Longarc's own starting rule, unsigned.
DAYS_NEEDED = 10
#: A change counts when it is so many times as large as its own standard error.
#: Source: Longarc's own starting rule, unsigned ("its own error band": clinical-facts.md, 5).
ERRORS = 2
#: And when it is at least this large: half a step.
#: Source: Longarc's own starting rule, unsigned.
LEAST_STEP = Fraction(1, 2)
#: For the diary: at least one day in ten.
#: Source: Longarc's own starting rule, unsigned.
LEAST_SHARE = Fraction(1, 10)
#: Answers are never taken as more exact than this standard deviation, in steps or days.
#: Source: Longarc's own starting rule, unsigned.
LEAST_SPREAD = Fraction(1, 2)


class Measure(StrEnum):
    """What an answer is about; a behaviour has an id of its own besides. Stored, never renamed."""

    MOOD = "mood"
    INSIGHT = "insight"
    BEHAVIOUR = "behaviour"
    DIARY = "diary"


# Which way each goes when it goes the way the client wants: fewer drinking days, more of the rest.
WANTED = {Measure.MOOD: 1, Measure.INSIGHT: 1, Measure.BEHAVIOUR: 1, Measure.DIARY: -1}
INNER = frozenset({Measure.MOOD, Measure.INSIGHT})


class Answer(StrEnum):
    """Of a behaviour, against the day it was written down. Stored, never renamed."""

    MORE = "more"
    SAME = "same"
    LESS = "less"


STEPS = {Answer.MORE: 1, Answer.SAME: 0, Answer.LESS: -1}


class Drank(StrEnum):
    """A day of the diary; OPEN takes an earlier answer back. Stored, never renamed."""

    NONE = "none"
    SOME = "some"
    OPEN = "open"


DAYS = {Drank.NONE: 0, Drank.SOME: 1, Drank.OPEN: None}


class Area(StrEnum):
    """Where living may shift (care model, row 20). Stored, never renamed."""

    REST = "rest"
    PRESENCE = "presence"
    VULNERABILITY = "vulnerability"
    WORTH = "worth"
    JOY = "joy"
    WORK = "work"
    CLOSENESS = "closeness"


@dataclass(frozen=True, slots=True)
class Point:
    """One answer about one day. `value` None: left open, so not known.

    Mood and insight 0 to 4; a behaviour -1, 0 or 1; the diary 1 for a day with a drink, else 0.
    """

    on: date
    value: int | None
    at: datetime
    uid: UUID


@dataclass(frozen=True, slots=True)
class Course:
    """All answers about one thing, in any order. `name`: a behaviour in the client's words."""

    measure: Measure
    points: tuple[Point, ...] = ()
    name: str = ""
    uid: UUID | None = None

    def known(self, first: date, last: date) -> tuple[tuple[date, int], ...]:
        """The days that are known, oldest first; of several answers about one day the last."""
        days = {one.on: one.value for one in sorted(self.points, key=_order)}
        found = ((on, value) for on, value in days.items() if value is not None)
        return tuple(sorted(one for one in found if first <= one[0] <= last))


def _order(one: Point) -> tuple[datetime, int]:
    return one.at, one.uid.int


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one client. Order never matters. `sessions`: their days, where the client lives."""

    sessions: tuple[date, ...] = ()
    courses: tuple[Course, ...] = ()


class Moved(StrEnum):
    """NOT_CLEARLY is no proof that it stayed: the change lies within its own error."""

    WANTED = "wanted"
    AWAY = "away"
    NOT_CLEARLY = "not_clearly"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing before and after. `by`: in steps, above 0 the way the client wants; and `band`,
    the square of how large it must be. Both None while too little is known.

    A behaviour has no `before`: each answer is against the day it was written down.
    """

    course: Course
    before: tuple[tuple[date, int], ...]
    after: tuple[tuple[date, int], ...]
    by: Fraction | None = None
    band: Fraction | None = None

    @property
    def moved(self) -> Moved:
        if self.by is None or self.band is None:
            return Moved.NOT_KNOWN
        least = LEAST_SHARE if self.course.measure is Measure.DIARY else LEAST_STEP
        if abs(self.by) < least or self.by**2 < self.band:
            return Moved.NOT_CLEARLY
        return Moved.WANTED if self.by > 0 else Moved.AWAY


@dataclass(frozen=True, slots=True)
class Look:
    """What stands side by side some time after one session. `months` 0: four weeks.

    Args:
        number: which session, from 1.
    """

    number: int
    session: date
    months: int
    first: date
    last: date
    changes: tuple[Change, ...] = ()

    @property
    def known(self) -> bool:
        return any(one.moved is not Moved.NOT_KNOWN for one in self.changes)

    @property
    def both_known(self) -> bool:
        known = (one for one in self.changes if one.moved is not Moved.NOT_KNOWN)
        return len({one.course.measure in INNER for one in known}) > 1

    @property
    def inner(self) -> tuple[Change, ...]:
        """Mood and insight that moved the way the client wants."""
        found = (one for one in self.changes if one.course.measure in INNER)
        return tuple(one for one in found if one.moved is Moved.WANTED)

    @property
    def outer(self) -> tuple[Change, ...]:
        """Behaviours and the diary, as far as they are known."""
        found = (one for one in self.changes if one.course.measure not in INNER)
        return tuple(one for one in found if one.moved is not Moved.NOT_KNOWN)

    @property
    def worth_asking(self) -> bool:
        """Mood or insight moved; behaviour is known, and none of it moved the way they want."""
        moved = any(one.moved is Moved.WANTED for one in self.outer)
        return bool(self.inner and self.outer) and not moved


def may_add(current: int) -> bool:
    """Whether one more behaviour may be written down beside so many that do not rest."""
    return current < MOST_BEHAVIOURS


def looks(facts: Facts, today: date) -> tuple[Look, ...]:
    """Every look that has begun, session by session; each with what is known up to today."""
    found = []
    for number, session in enumerate(sorted(facts.sessions), start=1):
        for months, first, last in _times(session, today):
            courses = _in_order(facts.courses)
            end = min(last, today)
            changes = tuple(change(one, session, first, end) for one in courses)
            found.append(Look(number, session, months, first, last, changes))
    return tuple(found)


def _in_order(courses: Iterable[Course]) -> list[Course]:
    order = list(Measure)
    return sorted(courses, key=lambda one: (order.index(one.measure), one.name, str(one.uid)))


def _times(session: date, today: date) -> Iterator[tuple[int, date, date]]:
    """Months, first and last day of each look that has begun."""
    first, last = (session + timedelta(days=day) for day in FOUR_WEEKS)
    if first <= today:
        yield 0, first, last
    around = timedelta(days=AROUND_DAYS)
    for years in count(0):
        months = years * MONTHS_A_YEAR or MONTHS
        due = later_by(session, months)
        if due - around > today:
            return
        yield months, due - around, due + around


def asks(facts: Facts, today: date) -> Look | None:
    """The newest look of the newest session at which both sides are known, if it asks."""
    both = [one for one in looks(facts, today) if one.both_known]
    return both[-1] if both and both[-1].worth_asking else None


def change(course: Course, session: date, first: date, last: date) -> Change:
    """One thing in these days against the days before the session."""
    after = course.known(first, last)
    if course.measure is Measure.BEHAVIOUR:
        before: tuple[tuple[date, int], ...] = ()
    else:
        before = course.known(session - timedelta(days=BEFORE_DAYS), session - timedelta(days=1))
    needed = DAYS_NEEDED if course.measure is Measure.DIARY else ANSWERS_NEEDED
    if len(after) < needed or (course.measure is not Measure.BEHAVIOUR and len(before) < needed):
        return Change(course, before, after)
    by = WANTED[course.measure] * (_mean(after) - _mean(before))
    return Change(course, before, after, by, ERRORS**2 * (_error(after) + _error(before)))


def _mean(told: tuple[tuple[date, int], ...]) -> Fraction:
    """0 for none: a behaviour is told against the day it was written down."""
    return Fraction(sum(value for _, value in told), len(told)) if told else Fraction(0)


def _error(told: tuple[tuple[date, int], ...]) -> Fraction:
    """The square of the standard error of the mean, exactly; at least 2 answers, or none."""
    if not told:
        return Fraction(0)
    mean, n = _mean(told), len(told)
    spread = sum(((value - mean) ** 2 for _, value in told), Fraction()) / (n - 1)
    return max(spread, LEAST_SPREAD**2) / n
