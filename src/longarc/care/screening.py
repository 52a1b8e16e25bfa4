"""Safety screening: what was told becomes rows, each with its level, state, reason and source.

Only BARRED rows and HARD rows without a prescriber's decision are gates (decision 11), and any row
that a prescriber declined. What is not known is held at the level of what it could hide; a yes is
taken back only by the care team; and whatever is added later opens every decision again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from longarc.care.conditions import CONDITIONS, Condition
from longarc.care.decision import ALLOWED, Decision, Reason
from longarc.care.interactions import INTERACTIONS, Interaction
from longarc.care.jurisdiction import NONE, Profile
from longarc.care.medicine_names import Found, Names, normalise
from longarc.care.screening_facts import (
    MEDICINES,
    Facts,
    Judgement,
    Kind,
    Medicine,
    Said,
    Taken,
    last_change,
    said,
    standing,
)
from longarc.care.sources import Cell, Level, Substance, strictest
from longarc.care.text import Text, msg

#: A name that is not recognised acts as this, never as clear.
#: Source: care-rules.md, "Medicine names"; Longarc's own starting rule, unsigned.
NOT_RECOGNISED = Level.REVIEW
#: The list of medicines is not known to be whole: lithium or an MAO inhibitor could be on it.
#: Source: Longarc's own starting rule, unsigned.
LIST_NOT_KNOWN = Level.HARD


class State(StrEnum):
    """Where a row stands. `NOTED` asks for nothing."""

    OPEN = "open"
    DECIDED = "decided"
    DECLINED = "declined"
    ANSWERED = "answered"
    NOTED = "noted"


class Certainty(StrEnum):
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    NOT_KNOWN = "not_known"
    LAW = "law"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list.

    Args:
        subject: names it for judgements; a medicine in two classes has two rows.
        sources: keys of `sources.SOURCES`.
        offered: names that an unrecognised one looks like.
        judgement: what a person last recorded, also when it no longer stands.
        entry: the id of the medicine's entry.
    """

    subject: str
    what: Text
    level: Level
    why: Text
    certainty: Certainty
    sources: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    state: State = State.OPEN
    judgement: Judgement | None = None
    entry: UUID | None = None

    @property
    def closes(self) -> bool:
        """Whether this row refuses a session."""
        open_gate = self.level is Level.BARRED or (
            self.level is Level.HARD and self.state is not State.DECIDED
        )
        return open_gate or self.state is State.DECLINED


def rows(facts: Facts, *, names: Names, on: date, profile: Profile = NONE) -> tuple[Row, ...]:
    """The whole list, the strictest first. Does not depend on the order of the facts.

    Args:
        on: the day of the session, or today: it decides how long ago a medicine was taken.
    """
    found = [*_medicine_rows(facts, names, on, profile), *_condition_rows(facts, profile)]
    judged = (_judged(row, facts) for row in found)
    return tuple(sorted(judged, key=lambda row: (-row.level, row.subject)))


def may_start(found: Iterable[Row]) -> Decision:
    """Whether screening lets a medicine session start, with a reason for each row against it."""
    against = tuple(Reason(_code(row), _refusal(row)) for row in found if row.closes)
    return Decision(against) if against else ALLOWED


def _medicine_rows(facts: Facts, names: Names, on: date, profile: Profile) -> Iterator[Row]:
    for one in standing(facts):
        found = names.look_up(one.name)
        for code in found.classes:
            yield _class_row(one, found, INTERACTIONS[code], facts.substance, on, profile)
        if not found.recognised:
            yield _unrecognised(one, found, names, facts.substance, profile)
    if said(facts).get(MEDICINES) is not Said.ALL:
        yield _list_not_known(profile)


def _class_row(
    one: Medicine,
    found: Found,
    table: Interaction,
    substance: Substance | None,
    on: date,
    profile: Profile,
) -> Row:
    cell = strictest(table.cells, substance) or Cell(NOT_RECOGNISED, confirmed=False)
    barred = _bars(one, profile.barred_days.get(table.code), on)
    return Row(
        subject=f"medicine:{table.code}:{normalise(one.name)}",
        what=Text(
            msg("%(name)s (%(cls)s): %(taken)s"),
            {"name": _named(one, found), "cls": Text(table.name), "taken": _taken(one)},
        ),
        level=Level.BARRED if barred else cell.level,
        why=table.why,
        certainty=_certainty(cell, barred=barred),
        sources=table.sources,
        entry=one.id,
    )


def _bars(one: Medicine, days: int | None, on: date) -> bool:
    """Whether it was taken within so many days; when that is not known, it was."""
    if days is None:
        return False
    return one.taken is not Taken.STOPPED or one.last is None or (on - one.last).days <= days


def _unrecognised(
    one: Medicine, found: Found, names: Names, substance: Substance | None, profile: Profile
) -> Row:
    """REVIEW; as strict as what it may be a misspelling of, until someone says what is meant."""
    offered = () if one.as_meant else found.offered
    codes = [code for name in offered for code in names.of_offer(name)]
    levels = (strictest(INTERACTIONS[code].cells, substance) for code in codes)
    could_be = max((cell.level for cell in levels if cell), default=NOT_RECOGNISED)
    barred = any(code in profile.barred_days for code in codes)
    return Row(
        subject=f"medicine:?:{normalise(one.name) or one.name}",
        what=Text(msg("%(name)s: %(taken)s"), {"name": one.name, "taken": _taken(one)}),
        level=Level.BARRED if barred else max(NOT_RECOGNISED, could_be),
        why=_MISSPELT if offered else _NOT_RECOGNISED,
        certainty=Certainty.NOT_KNOWN,
        offered=offered,
        entry=one.id,
    )


def _list_not_known(profile: Profile) -> Row:
    return Row(
        subject=MEDICINES,
        what=Text(msg("The list of medicines: not known to be whole")),
        level=Level.BARRED if profile.barred_days else LIST_NOT_KNOWN,
        why=Text(msg("What is not named could be lithium or an MAO inhibitor. Ask.")),
        certainty=Certainty.NOT_KNOWN,
    )


def _condition_rows(facts: Facts, profile: Profile) -> Iterator[Row]:
    told = said(facts)
    for one in CONDITIONS.values():
        cell = strictest(one.cells, facts.substance)
        if cell and told.get(one.code) is not Said.NO:
            known = told.get(one.code) is Said.YES
            yield _condition_row(one, cell, profile, known=known)


def _condition_row(one: Condition, cell: Cell, profile: Profile, *, known: bool) -> Row:
    """A yes; or not known, which is as strict as a yes until someone asks."""
    barred = one.code in profile.barred
    return Row(
        subject=f"condition:{one.code}",
        what=Text(one.name) if known else Text(msg("Not known: %(name)s"), {"name": one.name}),
        level=Level.BARRED if barred else cell.level,
        why=one.why,
        certainty=_certainty(cell, barred=barred) if known else Certainty.NOT_KNOWN,
        sources=one.sources,
    )


def _certainty(cell: Cell, *, barred: bool) -> Certainty:
    if barred:
        return Certainty.LAW
    return Certainty.CONFIRMED if cell.confirmed else Certainty.UNCONFIRMED


def _judged(row: Row, facts: Facts) -> Row:
    """The row with what people recorded about it. A no stands until a newer word on this row."""
    about = (one for one in facts.judgements if one.subject == row.subject)
    counts = (one for one in about if one.holds or one.kind is Kind.DECLINED)
    newest = max(counts, key=lambda one: (one.at, one.kind is Kind.DECLINED), default=None)
    return replace(row, state=_state(row, newest, facts), judgement=newest)


def _state(row: Row, newest: Judgement | None, facts: Facts) -> State:
    if newest and newest.kind is Kind.DECLINED:
        return State.DECLINED
    if row.level is Level.NOTE:
        return State.NOTED
    if newest is None or row.level is Level.BARRED or not _still_fits(newest, row, facts):
        return State.OPEN
    if row.level is Level.HARD:
        return State.DECIDED if newest.kind is Kind.DECIDED else State.OPEN
    return State.ANSWERED


def _still_fits(one: Judgement, row: Row, facts: Facts) -> bool:
    """Nothing was added or taken back since, and the row is no stricter than it was judged."""
    changed = last_change(facts)
    as_then = one.substance is facts.substance and row.level <= one.level
    return as_then and (changed is None or changed < one.at)


def _named(one: Medicine, found: Found) -> Text | str:
    generic = " + ".join(found.generics)
    if normalise(one.name) == normalise(generic):
        return one.name
    return Text(msg("%(name)s, that is %(generic)s"), {"name": one.name, "generic": generic})


def _taken(one: Medicine) -> Text:
    if one.taken is Taken.NOW:
        return Text(msg("taken now"))
    if one.taken is Taken.STOPPED and one.last:
        return Text(msg("stopped, last on %(day)s"), {"day": one.last})
    return _STOPPED if one.taken is Taken.STOPPED else _TAKEN_NOT_KNOWN


_STOPPED = Text(msg("stopped, last day not known"))
_TAKEN_NOT_KNOWN = Text(msg("not known whether taken now"))
_NOT_RECOGNISED = Text(
    msg("Not recognised: ask the prescriber. A name that is unknown is not clear.")
)
_MISSPELT = Text(
    msg("Not recognised, but it looks like a known name. Held as strictly, until someone says.")
)


def _code(row: Row) -> str:
    if row.level is Level.BARRED:
        return "screening_barred"
    return "screening_declined" if row.state is State.DECLINED else "screening_open"


def _refusal(row: Row) -> Text:
    facts = {"what": row.what}
    if row.level is Level.BARRED:
        return Text(msg("Barred here, and nobody can decide otherwise: %(what)s."), facts)
    if row.state is State.DECLINED:
        return Text(msg("A prescriber decided against it: %(what)s."), facts)
    return Text(msg("Locked until a named prescriber decides: %(what)s."), facts)
