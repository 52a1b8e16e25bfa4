"""The starting numbers of readiness, pacing and plans: each can be changed and signed.

A rule takes `numbers` and never names a value itself, so that what a practice signed is what
speaks. The starting values are Longarc's own: not validated, unsigned (care-rules.md). This file
is the only place that names them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from longarc.care.decision import Decision, Reason
from longarc.care.text import Text, msg

#: Named beside every suggestion; changed when a rule of readiness, pacing or plans changes.
RULES = "Longarc 1"


class Number(StrEnum):
    """What each number decides. Stored with signatures, never renamed."""

    # capacities
    CHECK_IN_SPAN = "check_in_span"
    CHECK_INS = "check_ins"
    CHECK_IN_DAYS = "check_in_days"
    NOTED = "noted"
    ROWS_USED = "rows_used"
    EXERCISE_SPAN = "exercise_span"
    EXERCISES = "exercises"
    EXERCISE_TIMES = "exercise_times"
    MEETINGS = "meetings"
    MEETING_SPAN = "meeting_span"
    RATED = "rated"
    VIEW_SPAN = "view_span"
    # safety and container
    RISK_ASKED_SPAN = "risk_asked_span"
    ON_CALL_SPAN = "on_call_span"
    # pacing
    SESSION_SPAN = "session_span"
    SETTLED_SPAN = "settled_span"
    SETTLED_PERCENT = "settled_percent"
    FLAG_SPAN = "flag_span"
    RISK_OPENED_SPAN = "risk_opened_span"
    WORSE_TIMES = "worse_times"
    WORSE_SPAN = "worse_span"
    # plan
    STABLE_PREPARATION = "stable_preparation"
    STABLE_INTEGRATION = "stable_integration"
    BETWEEN_PREPARATION = "between_preparation"
    BETWEEN_INTEGRATION = "between_integration"
    LONG_PREPARATION = "long_preparation"
    LONG_INTEGRATION = "long_integration"
    # relationship
    RUPTURE_RATINGS = "rupture_ratings"


class Area(StrEnum):
    """Which rule a number belongs to."""

    CAPACITIES = "capacities"
    SAFETY = "safety"
    PACING = "pacing"
    PLAN = "plan"
    RELATIONSHIP = "relationship"


class Unit(StrEnum):
    DAYS = "days"
    TIMES = "times"
    PERCENT = "percent"


class Asks(StrEnum):
    """When a number asks for more care: when it is higher, when lower, or either way."""

    HIGHER = "higher"
    LOWER = "lower"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class About:
    """One number: where it starts, what is allowed, what it decides and where it comes from."""

    area: Area
    means: str
    unit: Unit
    start: int
    least: int
    most: int
    asks: Asks
    source: str
    only: tuple[int, ...] = ()

    def allows(self, value: int) -> bool:
        """Between least and most; one of `only`, where there are such."""
        return value in self.only if self.only else self.least <= value <= self.most

    @property
    def allowed(self) -> Text:
        """What may be written, to stand in a sentence."""
        if self.only:
            facts: dict[str, str | int] = {"one": self.only[0], "other": self.only[-1]}
            return Text(msg("%(one)s or %(other)s"), facts)
        return Text(msg("%(least)s to %(most)s"), {"least": self.least, "most": self.most})


_CAPACITIES = msg("Longarc's own starting rule, unsigned (care rules, Capacities).")
_NO_DAYS = msg("Longarc's own starting rule, unsigned: the care rules name no days.")
_SAFETY = msg("Longarc's own starting rule, unsigned (care rules, Safety and container).")
_PACING = msg("Longarc's own starting rule, unsigned (care rules, Pacing).")
_STABLE = msg(
    "Published brief protocols use about 2 to 3 and 2 to 4; Longarc's own starting rule, unsigned."
)
_BETWEEN = msg("Between the other two; Longarc's own starting rule, unsigned.")
_LONG = msg("Breeksema 2024, where people asked for more; Longarc's own starting rule, unsigned.")
_RUPTURE = msg(
    "At least 6 (decision 15; clinical facts, section 4, propose 4); Longarc's own starting rule, "
    "unsigned."
)


def _capacity(
    means: str,
    unit: Unit,
    allowed: tuple[int, int, int],
    asks: Asks = Asks.HIGHER,
    source: str = _CAPACITIES,
) -> About:
    start, least, most = allowed
    return About(Area.CAPACITIES, means, unit, start, least, most, asks, source)


def _safety(means: str, allowed: tuple[int, int, int], asks: Asks) -> About:
    return About(Area.SAFETY, means, Unit.DAYS, *allowed, asks, _SAFETY)


def _pacing(means: str, unit: Unit, allowed: tuple[int, int, int], asks: Asks) -> About:
    return About(Area.PACING, means, unit, *allowed, asks, _PACING)


def _plan(means: str, start: int, source: str) -> About:
    return About(Area.PLAN, means, Unit.TIMES, start, 1, 40, Asks.HIGHER, source)


#: Starting value, least and most: what lies outside was mistyped or would empty the rule.
ABOUT: Mapping[Number, About] = {
    Number.CHECK_IN_SPAN: _capacity(
        msg("Tracking and states: check-ins count for so many days"),
        Unit.DAYS,
        (21, 7, 90),
        Asks.LOWER,
    ),
    Number.CHECK_INS: _capacity(msg("Tracking: so many check-ins"), Unit.TIMES, (8, 1, 60)),
    Number.CHECK_IN_DAYS: _capacity(
        msg("Tracking: check-ins on so many different days"), Unit.TIMES, (6, 1, 60)
    ),
    Number.NOTED: _capacity(
        msg("Tracking: so many check-ins with shared words or a body map"), Unit.TIMES, (3, 1, 30)
    ),
    Number.ROWS_USED: _capacity(
        msg("States: so many different rows of the ladder used"), Unit.TIMES, (2, 1, 5)
    ),
    Number.EXERCISE_SPAN: _capacity(
        msg("Regulation: exercises count for so many days"), Unit.DAYS, (28, 7, 90), Asks.EITHER
    ),
    Number.EXERCISES: _capacity(
        msg("Regulation: so many different exercises"), Unit.TIMES, (2, 1, 10)
    ),
    Number.EXERCISE_TIMES: _capacity(
        msg("Regulation: each exercise so many times"), Unit.TIMES, (3, 1, 20)
    ),
    Number.MEETINGS: _capacity(
        msg("Trust: so many meetings with the lead"), Unit.TIMES, (3, 1, 30)
    ),
    Number.MEETING_SPAN: _capacity(
        msg("Trust: meetings and ratings count for so many days"),
        Unit.DAYS,
        (90, 14, 365),
        Asks.LOWER,
        _NO_DAYS,
    ),
    Number.RATED: _capacity(
        msg("Trust: the last so many meetings were each followed by a rating"),
        Unit.TIMES,
        (2, 1, 10),
    ),
    Number.VIEW_SPAN: _capacity(
        msg("What either side says of a capacity stands for so many days"),
        Unit.DAYS,
        (42, 7, 180),
        Asks.HIGHER,
        _NO_DAYS,
    ),
    Number.RISK_ASKED_SPAN: _safety(
        msg("The risk questions were asked within so many days"), (14, 1, 30), Asks.LOWER
    ),
    Number.ON_CALL_SPAN: _safety(
        msg("Someone is on call for so many days after a session"), (7, 1, 60), Asks.HIGHER
    ),
    Number.SESSION_SPAN: _pacing(
        msg("Integrate first: for so many days after a medicine session"),
        Unit.DAYS,
        (28, 7, 365),
        Asks.HIGHER,
    ),
    # the model looks at these two days and knows nothing of another
    Number.SETTLED_SPAN: About(
        Area.PACING,
        msg("Integrate first: a session has settled by so many days after it"),
        Unit.DAYS,
        *(7, 3, 7),
        Asks.LOWER,
        _PACING,
        only=(3, 7),
    ),
    Number.SETTLED_PERCENT: _pacing(
        msg("Integrate first: unless it is this likely that it has settled"),
        Unit.PERCENT,
        (50, 50, 99),
        Asks.HIGHER,
    ),
    Number.FLAG_SPAN: _pacing(
        msg("Slow down: for so many days after a confirmed flag"),
        Unit.DAYS,
        (14, 1, 180),
        Asks.HIGHER,
    ),
    Number.RISK_OPENED_SPAN: _pacing(
        msg("Slow down: for so many days after the risk path opened"),
        Unit.DAYS,
        (30, 7, 365),
        Asks.HIGHER,
    ),
    Number.WORSE_TIMES: _pacing(
        msg("Slow down: when exercises made it worse so many times"),
        Unit.TIMES,
        (2, 1, 5),
        Asks.LOWER,
    ),
    Number.WORSE_SPAN: _pacing(
        msg("Slow down: these times count for so many days"),
        Unit.DAYS,
        (14, 1, 180),
        Asks.HIGHER,
    ),
    Number.STABLE_PREPARATION: _plan(msg("A stable seeker: meetings to prepare"), 3, _STABLE),
    Number.STABLE_INTEGRATION: _plan(msg("A stable seeker: meetings to take it in"), 4, _STABLE),
    Number.BETWEEN_PREPARATION: _plan(msg("In between: meetings to prepare"), 5, _BETWEEN),
    Number.BETWEEN_INTEGRATION: _plan(msg("In between: meetings to take it in"), 8, _BETWEEN),
    Number.LONG_PREPARATION: _plan(msg("Long suffering: meetings to prepare"), 8, _LONG),
    Number.LONG_INTEGRATION: _plan(msg("Long suffering: meetings to take it in"), 12, _LONG),
    Number.RUPTURE_RATINGS: About(
        Area.RELATIONSHIP,
        msg("A change in ratings is worth asking about from so many ratings on"),
        Unit.TIMES,
        *(6, 6, 60),
        Asks.HIGHER,
        _RUPTURE,
    ),
}

#: The first of each pair is never more than the second: otherwise a rule could never be met, or
#: someone who needs more would be given less.
#: Source: Longarc's own starting rule, unsigned.
NOT_MORE_THAN = (
    (Number.CHECK_IN_DAYS, Number.CHECK_IN_SPAN),
    (Number.STABLE_PREPARATION, Number.BETWEEN_PREPARATION),
    (Number.BETWEEN_PREPARATION, Number.LONG_PREPARATION),
    (Number.STABLE_INTEGRATION, Number.BETWEEN_INTEGRATION),
    (Number.BETWEEN_INTEGRATION, Number.LONG_INTEGRATION),
)


@dataclass(frozen=True)
class Numbers:
    """The numbers that speak: what was signed, and the starting value where nothing was."""

    signed: Mapping[Number, int] = field(default_factory=dict)

    def __getitem__(self, number: Number) -> int:
        return self.signed.get(number, ABOUT[number].start)

    def days(self, span: Number) -> timedelta:
        return timedelta(days=self[span])

    def but(self, changed: Mapping[Number, int]) -> "Numbers":
        return Numbers({**self.signed, **changed})


STARTING = Numbers()


def longest(span: Number) -> timedelta:
    """As long as a practice may make it: so far back facts are fetched."""
    return timedelta(days=ABOUT[span].most)


def signed_last(told: Iterable[tuple[str, int]]) -> Numbers:
    """The numbers after these signatures, oldest first.

    One that this version does not know or allow does not speak: what was signed before it does.
    """
    known = ((Number(code), value) for code, value in told if code in set(Number))
    return Numbers({number: value for number, value in known if ABOUT[number].allows(value)})


def version(signed: int, on: str = "", by: str = "") -> Text:
    """Which rules speak: how many of their numbers are signed; the last on which day, by whom."""
    if not signed:
        return Text(msg("%(rules)s, unsigned"), {"rules": RULES})
    facts: dict[str, str | int] = {
        "rules": RULES,
        "signed": signed,
        "of": len(Number),
        "on": on,
        "by": by,
    }
    said = msg("%(rules)s, %(signed)s of %(of)s numbers signed, last on %(on)s by %(by)s")
    return Text(said, facts)


def may_sign(values: Mapping[Number, int], *, over: Numbers, why: str) -> Decision:
    """Whether these values may be signed on top of what stands (`over`).

    A value that is signed as it stands needs no reason: its signature is the word for it.
    """
    after = over.but(values)
    wrong = [
        not_allowed(number) for number, value in values.items() if not ABOUT[number].allows(value)
    ]
    wrong += [
        _crossed(low, high, after)
        for low, high in NOT_MORE_THAN
        if {low, high} & set(values) and after[low] > after[high]
    ]
    changes = any(over[number] != value for number, value in values.items())
    if changes and not any(sign.isalpha() for sign in why):
        wrong.append(Reason("no_reason", Text(msg("Write why the number changes."))))
    return Decision(tuple(wrong))


def not_allowed(number: Number) -> Reason:
    """What may be written instead of a value that is not allowed."""
    about = ABOUT[number]
    facts: dict[str, str | int | Text] = {
        "means": Text(about.means),
        "allowed": about.allowed,
        "start": about.start,
    }
    said = msg("%(means)s: write a whole number, %(allowed)s. It starts at %(start)s.")
    return Reason(number, Text(said, facts))


def _crossed(low: Number, high: Number, after: Numbers) -> Reason:
    facts: dict[str, str | int | Text] = {
        "low": Text(ABOUT[low].means),
        "high": Text(ABOUT[high].means),
        "most": after[high],
    }
    said = msg("%(low)s: at most %(most)s, as long as this stands at %(most)s: %(high)s.")
    return Reason(low, Text(said, facts))
