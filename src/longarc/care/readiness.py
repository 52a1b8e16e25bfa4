"""Readiness: the five capacities, and beside them a list of safety and container.

Each line is met, not met or not known, with its fact, the fact's date and what would change it.
Nothing is added up: a full list says nothing of capacity, and none of it opens or closes anything
(gates are decision 11's). A fact that is too old lapses to not known, and nothing unknown is met.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from longarc.care import capacities
from longarc.care import vitals as vital_signs
from longarc.care.capacities import Evidence, Standing
from longarc.care.numbers import STARTING, Number, Numbers
from longarc.care.sources import Substance
from longarc.care.text import Text, msg


class Item(StrEnum):
    """The lines of the list, in their order."""

    SCREENING = "screening"
    RISK = "risk_questions"
    PLAN = "safety_plan"
    SUPPORT = "support_person"
    TRANSPORT = "transport"
    CONSENT = "consent"
    TOUCH = "touch"
    ON_CALL = "on_call"
    VITALS = "vital_signs"


@dataclass(frozen=True, slots=True)
class Screened:
    """Rows of the screening: `against` stand open or declined, `unanswered` nobody told of.

    `at`: when something was last told; None: nothing was.
    """

    against: int
    unanswered: int
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Risk:
    """The risk questions: last answered in full, whether a path stands open, when one opened."""

    asked_at: datetime | None = None
    open: bool = False
    opened: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanKept:
    """The safety plan: when it was last written, if it was, and whether it is whole."""

    at: datetime | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class SessionPlanned:
    """The session planned next: what of it is named, and cover on call for all days after it."""

    starts_at: datetime | None
    support: bool
    transport: bool
    on_call: bool


@dataclass(frozen=True, slots=True)
class Container:
    """What the list rests on. None: not known. `substance`: what is planned."""

    screened: Screened | None = None
    risk: Risk | None = None
    plan: PlanKept | None = None
    session: SessionPlanned | None = None
    consent: bool | None = None
    touch: bool | None = None
    vitals: vital_signs.Kept | None = None
    substance: Substance | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list; `at`: the date of its fact; `changes`: what would change it."""

    item: Item
    standing: Standing
    what: Text
    changes: Text
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Readiness:
    capacities: tuple[Evidence, ...]
    container: tuple[Line, ...]


def readiness(
    told: capacities.Facts,
    container: Container,
    *,
    as_of: datetime,
    numbers: Numbers = STARTING,
) -> Readiness:
    found = capacities.evidence(told, as_of=as_of, numbers=numbers)
    return Readiness(found, lines(container, as_of=as_of, numbers=numbers))


def lines(facts: Container, *, as_of: datetime, numbers: Numbers = STARTING) -> tuple[Line, ...]:
    """The list, always whole and in its order."""
    return (
        _screening(facts.screened),
        _risk(facts.risk, as_of, numbers),
        _plan(facts.plan),
        _support(facts.session),
        _transport(facts.session),
        _current(Item.CONSENT, facts.consent),
        _current(Item.TOUCH, facts.touch),
        _on_call(facts.session, numbers),
        _vitals(facts, as_of),
    )


def _screening(found: Screened | None) -> Line:
    if found is None or found.at is None:
        what = Text(msg("Nothing is told yet for the safety screening."))
        return Line(Item.SCREENING, Standing.NOT_KNOWN, what, _SCREENED)
    facts = {"against": found.against, "unanswered": found.unanswered}
    what = Text(msg("Rows that stand open: %(against)s. Not answered: %(unanswered)s."), facts)
    if found.against:
        return Line(Item.SCREENING, Standing.NOT_MET, what, _SCREENED, found.at)
    standing = Standing.NOT_KNOWN if found.unanswered else Standing.MET
    return Line(Item.SCREENING, standing, what, _SCREENED, found.at)


def _risk(found: Risk | None, as_of: datetime, numbers: Numbers) -> Line:
    days = numbers[Number.RISK_ASKED_SPAN]
    if found and found.open:
        what = Text(msg("The risk path is open."))
        return Line(Item.RISK, Standing.NOT_MET, what, _RISK_OPEN, max(found.opened, default=None))
    asked = found.asked_at if found else None
    changes = Text(msg("Asking them again. They count for %(days)s days."), {"days": days})
    if asked is None or asked > as_of:
        what = Text(msg("The risk questions were not asked yet, or not in full."))
        return Line(Item.RISK, Standing.NOT_KNOWN, what, changes)
    if asked < as_of - numbers.days(Number.RISK_ASKED_SPAN):
        what = Text(msg("Last asked more than %(days)s days ago."), {"days": days})
        return Line(Item.RISK, Standing.NOT_KNOWN, what, changes, asked)
    what = Text(msg("Asked, and no risk path is open."))
    return Line(Item.RISK, Standing.MET, what, changes, asked)


def _plan(found: PlanKept | None) -> Line:
    changes = Text(msg("Writing it together. The client holds it on the phone."))
    if found is None:
        return Line(Item.PLAN, Standing.NOT_KNOWN, _NOT_KEPT, changes)
    if found.at is None:
        what = Text(msg("No safety plan is written here."))
    elif not found.whole:
        what = Text(msg("The safety plan has empty parts."))
    else:
        what = Text(msg("A safety plan is written."))
    met = found.whole and found.at is not None
    return Line(Item.PLAN, Standing.MET if met else Standing.NOT_MET, what, changes, found.at)


def _support(session: SessionPlanned | None) -> Line:
    yes, no = Text(msg("A support person is named.")), Text(msg("No support person is named."))
    return _planned(Item.SUPPORT, session, yes if session and session.support else no)


def _transport(session: SessionPlanned | None) -> Line:
    yes, no = Text(msg("The way home is named.")), Text(msg("No way home is named."))
    return _planned(Item.TRANSPORT, session, yes if session and session.transport else no)


def _on_call(session: SessionPlanned | None, numbers: Numbers) -> Line:
    facts = {"n": numbers[Number.ON_CALL_SPAN]}
    yes = Text(msg("Someone is on call for all of the %(n)s days after the session."), facts)
    no = Text(msg("Nobody is on call for all of the %(n)s days after the session."), facts)
    return _planned(Item.ON_CALL, session, yes if session and session.on_call else no)


def _planned(item: Item, session: SessionPlanned | None, what: Text) -> Line:
    """One part of the plan of the session."""
    if session is None:
        return Line(item, Standing.NOT_KNOWN, _NO_SESSION, _PLAN_IT)
    there = {
        Item.SUPPORT: session.support,
        Item.TRANSPORT: session.transport,
        Item.ON_CALL: session.on_call,
    }[item]
    standing = Standing.MET if there else Standing.NOT_MET
    return Line(item, standing, what, _PLAN_IT, session.starts_at)


def _current(item: Item, current: bool | None) -> Line:
    yes, no, changes = _AGREED[item]
    if current is None:
        return Line(item, Standing.NOT_KNOWN, _NOT_KEPT, changes)
    return Line(
        item, Standing.MET if current else Standing.NOT_MET, yes if current else no, changes
    )


def _vitals(facts: Container, as_of: datetime) -> Line:
    standing, what = vital_signs.read(facts.vitals, facts.substance, as_of)
    at = facts.vitals.at if facts.vitals else None
    return Line(Item.VITALS, standing, what, vital_signs.CHANGES, at)


_NOT_KEPT = Text(msg("Not known here."))
_NO_SESSION = Text(msg("No session is planned, so this is not known."))
_PLAN_IT = Text(msg("The plan of the session."))
_SCREENED = Text(msg("Answers of the client, and what named people record about each row."))
_RISK_OPEN = Text(msg("The named clinician closes it with the client, step by step."))
_AGREED = {
    Item.CONSENT: (
        Text(msg("Every consent that is asked for is given in its newest version.")),
        Text(msg("A consent that is asked for is missing, or there is a newer version.")),
        Text(msg("Only the client gives it, and can take it back at any time.")),
    ),
    Item.TOUCH: (
        Text(msg("The touch agreement is current.")),
        Text(msg("There is no touch agreement that is current.")),
        Text(msg("Only the client signs it, and can narrow it at any time.")),
    ),
}
