"""The five capacities that preparation builds: what was done, and what both sides say.

Each has parts; a part is met, not met or not known, with the facts it rests on. A capacity is not
met when any part is not met, else not known when any is not known; nothing is added up to a score.
A later worse fact outweighs an earlier better one, and facts that are too old lapse to not known.
The two views stand beside the evidence: neither changes it. How many and how long is in
`care.numbers`: what the practice signed speaks.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from longarc.care import capacity_words as words
from longarc.care.arc import State
from longarc.care.exercises import Did, Effect
from longarc.care.numbers import STARTING, Number, Numbers
from longarc.care.text import Text
from longarc.care.window import Named, agreed


class Capacity(StrEnum):
    """The five. Stored with views, never renamed."""

    TRACKING = "tracking"
    STATES = "states"
    REGULATION = "regulation"
    TRUST = "trust"
    PATTERNS = "patterns"


class Answer(StrEnum):
    """What either side says. Stored, never renamed."""

    YES = "yes"
    PARTLY = "partly"
    NOT_YET = "not_yet"


class Standing(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Noticed:
    """A check-in: on which day where the client lives, and whether more was noted with it."""

    at: datetime
    on: date
    state: State
    noted: bool = False


@dataclass(frozen=True, slots=True)
class OwnLabels:
    """The states that the client has words of their own for; the newest stands."""

    at: datetime
    states: frozenset[State]


@dataclass(frozen=True, slots=True)
class Rupture:
    at: datetime
    repaired: datetime | None = None


@dataclass(frozen=True, slots=True)
class Formulated:
    """A version of the formulation: what it names, and when the client agreed to it."""

    at: datetime
    trigger: bool
    response: bool
    helps: bool
    agreed: datetime | None = None


@dataclass(frozen=True, slots=True)
class View:
    """What one side said of one capacity; `by` is a first name, or empty."""

    capacity: Capacity
    answer: Answer
    at: datetime
    by_client: bool
    by: str = ""


@dataclass(frozen=True)
class Facts:
    """What the rules may know. Order never matters.

    Args:
        named: rows that either side named as inside.
        meetings: when each meeting with today's lead began; cancelled ones are left out.
        ratings, ruptures, formulations: None where the program does not keep them yet; then
            their parts are not known.
    """

    check_ins: tuple[Noticed, ...] = ()
    labels: tuple[OwnLabels, ...] = ()
    done: tuple[Did, ...] = ()
    named: tuple[Named, ...] = ()
    meetings: tuple[datetime, ...] = ()
    views: tuple[View, ...] = ()
    ratings: tuple[datetime, ...] | None = None
    ruptures: tuple[Rupture, ...] | None = None
    formulations: tuple[Formulated, ...] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the evidence, the same fact in two wordings; `latest`: its newest fact."""

    standing: Standing
    staff: Text
    client: Text
    latest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One capacity: its parts, and the two views that still hold."""

    capacity: Capacity
    parts: tuple[Part, ...]
    client: View | None
    therapist: View | None

    @property
    def standing(self) -> Standing:
        found = {part.standing for part in self.parts}
        if Standing.NOT_MET in found:
            return Standing.NOT_MET
        return Standing.NOT_KNOWN if Standing.NOT_KNOWN in found else Standing.MET


def evidence(facts: Facts, *, as_of: datetime, numbers: Numbers = STARTING) -> tuple[Evidence, ...]:
    """All five, in their order. What is dated after `as_of` is not read."""
    views = [one for one in facts.views if _within(one.at, Number.VIEW_SPAN, as_of, numbers)]
    return tuple(
        Evidence(
            capacity,
            tuple(part(facts, as_of, numbers) for part in PARTS[capacity]),
            _view(views, capacity, by_client=True),
            _view(views, capacity, by_client=False),
        )
        for capacity in Capacity
    )


def _within(at: datetime, span: Number, as_of: datetime, numbers: Numbers) -> bool:
    """Whether a fact of that moment still counts."""
    return as_of - numbers.days(span) < at <= as_of


_WORSE_LAST = (Answer.YES, Answer.PARTLY, Answer.NOT_YET)


def _view(views: Iterable[View], about: Capacity, *, by_client: bool) -> View | None:
    """The newest that has not lapsed; of two at one moment the worse."""
    said = [view for view in views if (view.capacity, view.by_client) == (about, by_client)]
    return max(said, key=lambda view: (view.at, _WORSE_LAST.index(view.answer)), default=None)


def _part(enough: bool | None, said: words.Both, latest: datetime | None = None) -> Part:
    if enough is None:
        standing = Standing.NOT_KNOWN
    else:
        standing = Standing.MET if enough else Standing.NOT_MET
    return Part(standing, said.staff, said.client, latest)


def _newest(times: Iterable[datetime]) -> datetime | None:
    return max(times, default=None)


def _checked(facts: Facts, as_of: datetime, numbers: Numbers) -> list[Noticed]:
    since = as_of - numbers.days(Number.CHECK_IN_SPAN)
    return [one for one in facts.check_ins if since < one.at <= as_of]


def check_ins(facts: Facts, as_of: datetime, numbers: Numbers) -> Part:
    found = _checked(facts, as_of, numbers)
    days = len({one.on for one in found})
    asked = len(found) >= numbers[Number.CHECK_INS] and days >= numbers[Number.CHECK_IN_DAYS]
    enough = asked if found else None
    said = words.check_ins(len(found), days, numbers[Number.CHECK_IN_SPAN])
    return _part(enough, said, _newest(one.at for one in found))


def noted(facts: Facts, as_of: datetime, numbers: Numbers) -> Part:
    found = _checked(facts, as_of, numbers)
    more = [one for one in found if one.noted]
    enough = len(more) >= numbers[Number.NOTED] if found else None
    return _part(enough, words.noted(len(more)), _newest(one.at for one in more))


_SIDES = (
    frozenset({State.UP, State.WAY_UP}),
    frozenset({State.WITHIN}),
    frozenset({State.DOWN, State.WAY_DOWN}),
)


def labels(facts: Facts, as_of: datetime, _: Numbers) -> Part:
    """Words of their own for up, for within and for down. Of two at one moment the fewer."""
    told = [one for one in facts.labels if one.at <= as_of]
    newest = max(told, key=lambda one: (one.at, -_sides(one), sorted(one.states)), default=None)
    named = _sides(newest) if newest else 0
    enough = named == len(_SIDES) if newest else None
    return _part(enough, words.labels(named), newest.at if newest else None)


def _sides(one: OwnLabels) -> int:
    return sum(bool(side & one.states) for side in _SIDES)


def rows_used(facts: Facts, as_of: datetime, numbers: Numbers) -> Part:
    found = _checked(facts, as_of, numbers)
    used = len({one.state for one in found})
    enough = used >= numbers[Number.ROWS_USED] if found else None
    said = words.rows_used(used, numbers[Number.CHECK_IN_SPAN])
    return _part(enough, said, _newest(one.at for one in found))


def _done(facts: Facts, as_of: datetime, numbers: Numbers) -> list[Did]:
    since = as_of - numbers.days(Number.EXERCISE_SPAN)
    return [did for did in facts.done if since < did.at <= as_of]


def exercises(facts: Facts, as_of: datetime, numbers: Numbers) -> Part:
    found = [did for did in _done(facts, as_of, numbers) if did.effect]
    codes = sorted({did.exercise for did in found})
    each, span = numbers[Number.EXERCISE_TIMES], numbers[Number.EXERCISE_SPAN]
    steady = [code for code in codes if _holds([d for d in found if d.exercise == code], each)]
    enough = len(steady) >= numbers[Number.EXERCISES] if found else None
    said = words.exercises(len(found), len(steady), each, span)
    return _part(enough, said, _newest(did.at for did in found))


def _holds(done: list[Did], times: int) -> bool:
    """So many tries since the last that made it worse; "helped" is half or more of all tries.

    So one more that made it worse can only take away.
    """
    worse = _newest(did.at for did in done if did.effect is Effect.WORSE)
    since = [did for did in done if worse is None or did.at > worse]
    helped = sum(did.effect is Effect.HELPED for did in since)
    return len(since) >= times and 2 * helped >= len(done)


def ways_back(facts: Facts, as_of: datetime, numbers: Numbers) -> Part:
    """Where there were times outside the agreed window: one way back with an exercise."""
    inside = set(agreed(sorted(_named(facts, as_of), key=_order)).rows)
    done = _done(facts, as_of, numbers)
    since = as_of - numbers.days(Number.EXERCISE_SPAN)
    states = [one.state for one in facts.check_ins if since < one.at <= as_of]
    states += [did.before for did in done if did.before]
    back = [did for did in done if _came_back(did, inside)]
    outside = sum(state not in inside for state in states)
    enough = (not outside or bool(back)) if states else None
    said = words.ways_back(outside, len(back), numbers[Number.EXERCISE_SPAN])
    return _part(enough, said, _newest(did.at for did in back))


def _came_back(did: Did, inside: set[State]) -> bool:
    """From outside to inside; not where the client says that it made things worse."""
    told = did.before is not None and did.after is not None and did.effect is not Effect.WORSE
    return told and did.before not in inside and did.after in inside


def _named(facts: Facts, as_of: datetime) -> Iterable[Named]:
    return (one for one in facts.named if one.at <= as_of)


def _order(one: Named) -> tuple[datetime, bool, tuple[State, ...]]:
    return one.at, one.by_client, one.rows


def meetings(facts: Facts, as_of: datetime, numbers: Numbers) -> Part:
    met = _met(facts, as_of, numbers)
    said = words.meetings(len(met), numbers[Number.MEETING_SPAN])
    return _part(len(met) >= numbers[Number.MEETINGS] if met else None, said, _newest(met))


def _met(facts: Facts, as_of: datetime, numbers: Numbers) -> list[datetime]:
    since = as_of - numbers.days(Number.MEETING_SPAN)
    return sorted(at for at in facts.meetings if since < at <= as_of)


def ratings(facts: Facts, as_of: datetime, numbers: Numbers) -> Part:
    """Each of the last meetings (two, to begin with) was rated before the next one."""
    asked = numbers[Number.RATED]
    met = _met(facts, as_of, numbers)[-asked:]
    if facts.ratings is None or not met:
        return _part(None, words.ratings(None, asked))
    given = [at for at in facts.ratings if at <= as_of]
    ends = [*met[1:], as_of + timedelta(microseconds=1)]
    rated = sum(
        any(begin <= at < end for at in given) for begin, end in zip(met, ends, strict=True)
    )
    return _part(rated == asked, words.ratings(rated, asked), _newest(given))


def ruptures(facts: Facts, as_of: datetime, _: Numbers) -> Part:
    if facts.ruptures is None:
        return _part(None, words.ruptures(None))
    still = [
        one
        for one in facts.ruptures
        if one.at <= as_of and not (one.repaired and one.repaired <= as_of)
    ]
    return _part(not still, words.ruptures(len(still)), _newest(one.at for one in still))


def formulation(facts: Facts, as_of: datetime, _: Numbers) -> Part:
    """The newest version names all three, and the client agreed to that version."""
    told = [one for one in facts.formulations or () if one.at <= as_of]
    newest = max(told, key=lambda one: (one.at, -_names(one), not one.agreed), default=None)
    if newest is None:
        return _part(None, words.formulation(None, agreed=False))
    agreed_to = newest.agreed is not None and newest.agreed <= as_of
    said = words.formulation(_names(newest), agreed=agreed_to)
    return _part(_names(newest) == len(words.NAMES) and agreed_to, said, newest.at)


def _names(one: Formulated) -> int:
    return sum((one.trigger, one.response, one.helps))


PARTS: dict[Capacity, tuple[Callable[[Facts, datetime, Numbers], Part], ...]] = {
    Capacity.TRACKING: (check_ins, noted),
    Capacity.STATES: (labels, rows_used),
    Capacity.REGULATION: (exercises, ways_back),
    Capacity.TRUST: (meetings, ratings, ruptures),
    Capacity.PATTERNS: (formulation,),
}
