"""The five capacities that preparation builds: what was done, and what both sides say.

Each has parts; a part is met, not met or not known, with the facts it rests on. A capacity is not
met when any part is not met, else not known when any is not known; nothing is added up to a score.
A later worse fact outweighs an earlier better one, and facts that are too old lapse to not known.
The two views stand beside the evidence: neither changes it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from longarc.care import capacity_words as words
from longarc.care.arc import State
from longarc.care.exercises import Did, Effect
from longarc.care.text import Text
from longarc.care.window import Named, agreed

#: Check-ins, and how many of them with shared words or a body map, count for so long.
#: Source: care-rules.md, "Capacities" (Longarc's own starting rule, unsigned).
CHECKED_SPAN = timedelta(days=21)
#: So many check-ins ...
#: Source: care-rules.md, "Capacities" (Longarc's own starting rule, unsigned).
CHECK_INS = 8
#: ... on so many different days ...
#: Source: care-rules.md, "Capacities" (Longarc's own starting rule, unsigned).
CHECK_IN_DAYS = 6
#: ... so many of them with words or a body map.
#: Source: care-rules.md, "Capacities" (Longarc's own starting rule, unsigned).
NOTED = 3
#: So many different rows of the ladder used in those days.
#: Source: care-rules.md, "Capacities" (Longarc's own starting rule, unsigned).
ROWS_USED = 2
#: Exercises count for so long.
#: Source: care-rules.md, "Capacities" (Longarc's own starting rule, unsigned).
EXERCISE_SPAN = timedelta(days=28)
#: So many different exercises ...
#: Source: care-rules.md, "Capacities" (Longarc's own starting rule, unsigned).
DIFFERENT = 2
#: ... each so many times, and "helped" in half or more.
#: Source: care-rules.md, "Capacities" (Longarc's own starting rule, unsigned).
TIMES_EACH = 3
#: So many meetings with the lead.
#: Source: care-rules.md, "Capacities" (Longarc's own starting rule, unsigned).
MEETINGS = 3
#: Meetings and ratings count for so long.
#: Source: Longarc's own starting rule, unsigned: care-rules.md names no days.
MEETING_SPAN = timedelta(days=90)
#: The last so many meetings were each followed by a rating.
#: Source: care-rules.md, "Capacities" (Longarc's own starting rule, unsigned).
RATED = 2
#: What either side says of a capacity stands for so long.
#: Source: Longarc's own starting rule, unsigned: care-rules.md names no days.
VIEW_LASTS = timedelta(days=42)


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


def evidence(facts: Facts, *, as_of: datetime) -> tuple[Evidence, ...]:
    """All five, in their order. What is dated after `as_of` is not read."""
    return tuple(
        Evidence(
            capacity,
            tuple(part(facts, as_of) for part in PARTS[capacity]),
            _view(facts, capacity, as_of, by_client=True),
            _view(facts, capacity, as_of, by_client=False),
        )
        for capacity in Capacity
    )


_WORSE_LAST = (Answer.YES, Answer.PARTLY, Answer.NOT_YET)


def _view(facts: Facts, about: Capacity, as_of: datetime, *, by_client: bool) -> View | None:
    """The newest that has not lapsed; of two at one moment the worse."""
    said = [
        view
        for view in facts.views
        if (view.capacity, view.by_client) == (about, by_client)
        and as_of - VIEW_LASTS < view.at <= as_of
    ]
    return max(said, key=lambda view: (view.at, _WORSE_LAST.index(view.answer)), default=None)


def _part(enough: bool | None, said: words.Both, latest: datetime | None = None) -> Part:
    if enough is None:
        standing = Standing.NOT_KNOWN
    else:
        standing = Standing.MET if enough else Standing.NOT_MET
    return Part(standing, said.staff, said.client, latest)


def _newest(times: Iterable[datetime]) -> datetime | None:
    return max(times, default=None)


def _checked(facts: Facts, as_of: datetime) -> list[Noticed]:
    return [one for one in facts.check_ins if as_of - CHECKED_SPAN < one.at <= as_of]


def check_ins(facts: Facts, as_of: datetime) -> Part:
    found = _checked(facts, as_of)
    days = len({one.on for one in found})
    enough = len(found) >= CHECK_INS and days >= CHECK_IN_DAYS if found else None
    said = words.check_ins(len(found), days, CHECKED_SPAN.days)
    return _part(enough, said, _newest(one.at for one in found))


def noted(facts: Facts, as_of: datetime) -> Part:
    found = _checked(facts, as_of)
    more = [one for one in found if one.noted]
    enough = len(more) >= NOTED if found else None
    return _part(enough, words.noted(len(more)), _newest(one.at for one in more))


_SIDES = (
    frozenset({State.UP, State.WAY_UP}),
    frozenset({State.WITHIN}),
    frozenset({State.DOWN, State.WAY_DOWN}),
)


def labels(facts: Facts, as_of: datetime) -> Part:
    """Words of their own for up, for within and for down. Of two at one moment the fewer."""
    told = [one for one in facts.labels if one.at <= as_of]
    newest = max(told, key=lambda one: (one.at, -_sides(one), sorted(one.states)), default=None)
    named = _sides(newest) if newest else 0
    enough = named == len(_SIDES) if newest else None
    return _part(enough, words.labels(named), newest.at if newest else None)


def _sides(one: OwnLabels) -> int:
    return sum(bool(side & one.states) for side in _SIDES)


def rows_used(facts: Facts, as_of: datetime) -> Part:
    found = _checked(facts, as_of)
    used = len({one.state for one in found})
    enough = used >= ROWS_USED if found else None
    said = words.rows_used(used, CHECKED_SPAN.days)
    return _part(enough, said, _newest(one.at for one in found))


def _done(facts: Facts, as_of: datetime) -> list[Did]:
    return [did for did in facts.done if as_of - EXERCISE_SPAN < did.at <= as_of]


def exercises(facts: Facts, as_of: datetime) -> Part:
    found = [did for did in _done(facts, as_of) if did.effect]
    codes = sorted({did.exercise for did in found})
    steady = [code for code in codes if _holds([d for d in found if d.exercise == code])]
    enough = len(steady) >= DIFFERENT if found else None
    said = words.exercises(len(found), len(steady), TIMES_EACH, EXERCISE_SPAN.days)
    return _part(enough, said, _newest(did.at for did in found))


def _holds(done: list[Did]) -> bool:
    """Three tries since the last that made it worse; "helped" is half or more of all tries.

    So one more that made it worse can only take away.
    """
    worse = _newest(did.at for did in done if did.effect is Effect.WORSE)
    since = [did for did in done if worse is None or did.at > worse]
    helped = sum(did.effect is Effect.HELPED for did in since)
    return len(since) >= TIMES_EACH and 2 * helped >= len(done)


def ways_back(facts: Facts, as_of: datetime) -> Part:
    """Where there were times outside the agreed window: one way back with an exercise."""
    inside = set(agreed(sorted(_named(facts, as_of), key=_order)).rows)
    done = _done(facts, as_of)
    since = as_of - EXERCISE_SPAN
    states = [one.state for one in facts.check_ins if since < one.at <= as_of]
    states += [did.before for did in done if did.before]
    back = [did for did in done if _came_back(did, inside)]
    outside = sum(state not in inside for state in states)
    enough = (not outside or bool(back)) if states else None
    said = words.ways_back(outside, len(back), EXERCISE_SPAN.days)
    return _part(enough, said, _newest(did.at for did in back))


def _came_back(did: Did, inside: set[State]) -> bool:
    """From outside to inside; not where the client says that it made things worse."""
    told = did.before is not None and did.after is not None and did.effect is not Effect.WORSE
    return told and did.before not in inside and did.after in inside


def _named(facts: Facts, as_of: datetime) -> Iterable[Named]:
    return (one for one in facts.named if one.at <= as_of)


def _order(one: Named) -> tuple[datetime, bool, tuple[State, ...]]:
    return one.at, one.by_client, one.rows


def meetings(facts: Facts, as_of: datetime) -> Part:
    met = [at for at in facts.meetings if as_of - MEETING_SPAN < at <= as_of]
    said = words.meetings(len(met), MEETING_SPAN.days)
    return _part(len(met) >= MEETINGS if met else None, said, _newest(met))


def ratings(facts: Facts, as_of: datetime) -> Part:
    """Each of the last two meetings was followed by a rating before the next one."""
    met = sorted(at for at in facts.meetings if as_of - MEETING_SPAN < at <= as_of)[-RATED:]
    if facts.ratings is None or not met:
        return _part(None, words.ratings(None))
    given = [at for at in facts.ratings if at <= as_of]
    ends = [*met[1:], as_of + timedelta(microseconds=1)]
    rated = sum(
        any(begin <= at < end for at in given) for begin, end in zip(met, ends, strict=True)
    )
    return _part(rated == RATED, words.ratings(rated), _newest(given))


def ruptures(facts: Facts, as_of: datetime) -> Part:
    if facts.ruptures is None:
        return _part(None, words.ruptures(None))
    still = [
        one
        for one in facts.ruptures
        if one.at <= as_of and not (one.repaired and one.repaired <= as_of)
    ]
    return _part(not still, words.ruptures(len(still)), _newest(one.at for one in still))


def formulation(facts: Facts, as_of: datetime) -> Part:
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


PARTS: dict[Capacity, tuple[Callable[[Facts, datetime], Part], ...]] = {
    Capacity.TRACKING: (check_ins, noted),
    Capacity.STATES: (labels, rows_used),
    Capacity.REGULATION: (exercises, ways_back),
    Capacity.TRUST: (meetings, ratings, ruptures),
    Capacity.PATTERNS: (formulation,),
}
