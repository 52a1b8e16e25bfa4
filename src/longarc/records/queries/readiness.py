"""Everything that readiness and pacing rest on, of one client, at one moment."""

from dataclasses import dataclass
from datetime import datetime

from longarc.care import after as rule_after
from longarc.care import pacing, slower, vitals
from longarc.care import readiness as rule
from longarc.care.access import Actor
from longarc.care.numbers import Number, Numbers
from longarc.care.readiness import Container, Readiness
from longarc.care.screening_rows import Certainty, Row, State
from longarc.care.window import Settling
from longarc.records.queries import (
    adverse,
    after,
    consent,
    contact_plan,
    preparation,
    risk,
    safety_plan,
    screening,
    session_plan,
    session_record,
    threads,
    touch,
    window,
    window_state,
)
from longarc.records.queries import numbers as number_queries
from longarc.records.queries import pacing as decided
from longarc.records.queries.clients import ClientRef


@dataclass(frozen=True)
class Known:
    """What the page shows: readiness, the suggestion, and the client's wish for slower."""

    readiness: Readiness
    suggestion: pacing.Suggestion
    wish: slower.Slower | None


def sessions(client: ClientRef, *, viewer: Actor, at: datetime) -> tuple[datetime, ...]:
    """When each medicine session that has begun began, oldest first. One query."""
    found = window.sessions(client, viewer=viewer)
    return tuple(one.starts_at for one in found if one.starts_at <= at)


def known(
    client: ClientRef,
    *,
    viewer: Actor,
    at: datetime,
    sessions: tuple[datetime, ...],
    settling: tuple[Settling, ...],
) -> Known:
    """Readiness and pacing at `at`. The queries stay the same, however much there is.

    Args:
        settling: from the picture of the window model, which is slow and kept elsewhere; empty
            where there is none, which is not known.
    """
    numbers = number_queries.of_practice(viewer=viewer)
    container = _container(client, viewer, at, numbers)
    facts = pacing.Facts(
        capacities=preparation.facts(client, viewer=viewer, at=at),
        sessions=sessions,
        settling=settling,
        contacts=_contacts(client, viewer),
        held=_held(client, viewer, at),
        near=threads.near(client, viewer=viewer),
        flags=window_state.flags_of([client.id], viewer=viewer, at=at).get(client.id),
        adverse_events=_adverse(client, viewer, at),
        risk=container.risk,
        said=decided.words(client, viewer=viewer),
    )
    ready = rule.readiness(facts.capacities, container, as_of=at, numbers=numbers)
    version = number_queries.version(viewer=viewer)
    said = pacing.suggest(
        facts, as_of=at, numbers=numbers, version=version, evidence=ready.capacities
    )
    return Known(ready, said, slower.standing(facts.said, as_of=at))


def _adverse(client: ClientRef, viewer: Actor, at: datetime) -> tuple[pacing.AdverseEvent, ...]:
    found = adverse.of_client(client, viewer=viewer)
    return tuple(pacing.AdverseEvent(one.at, one.closed(at)) for one in found)


def _held(client: ClientRef, viewer: Actor, at: datetime) -> tuple[datetime, ...]:
    facts = after.load(client, viewer=viewer)
    return tuple(facts.midnight(day) for day in rule_after.held_days(facts, at))


def _contacts(client: ClientRef, viewer: Actor) -> int | None:
    stands = contact_plan.of_client(client, viewer=viewer).stands
    return stands.contacts.integration if stands else None


def _container(client: ClientRef, viewer: Actor, at: datetime, numbers: Numbers) -> Container:
    screened = screening.load(client, viewer=viewer, on=at.date())
    return Container(
        screened=_screened(screened),
        risk=_risk(client, viewer),
        plan=_plan(client, viewer),
        session=_session(client, viewer, at, numbers),
        consent=consent.load(client, viewer=viewer).current,
        touch=touch.load(client, viewer=viewer, at=at).current,
        vitals=vitals.last(session_record.load(client, viewer=viewer), at),
        substance=screened.facts.substance,
    )


def _risk(client: ClientRef, viewer: Actor) -> rule.Risk:
    found = risk.load(client, viewer=viewer)
    return rule.Risk(found.asked_at, found.open, found.opened)


def _plan(client: ClientRef, viewer: Actor) -> rule.PlanKept:
    found = safety_plan.load(client, viewer=viewer)
    return rule.PlanKept(found.at, found.whole) if found else rule.PlanKept()


def _screened(found: screening.Screening) -> rule.Screened:
    unanswered = [row for row in found.rows if _unanswered(row)]
    against = [row for row in found.rows if not _unanswered(row) and _against(row)]
    told = [*(one.at for one in found.facts.medicines), *(one.at for one in found.facts.answers)]
    return rule.Screened(len(against), len(unanswered), max(told, default=None))


def _unanswered(row: Row) -> bool:
    """A question that nobody answered, rather than an answer that nobody judged."""
    return row.certainty is Certainty.NOT_KNOWN and row.entry is None and row.judgement is None


def _against(row: Row) -> bool:
    return row.closes or row.state in (State.OPEN, State.DECLINED)


def _session(
    client: ClientRef, viewer: Actor, at: datetime, numbers: Numbers
) -> rule.SessionPlanned | None:
    plan = session_plan.planned(client, viewer=viewer, at=at)
    if plan is None or plan.started_at:
        return None
    return rule.SessionPlanned(
        starts_at=plan.starts_at,
        support=bool(plan.support_person),
        transport=bool(plan.transport),
        on_call=plan.covers(numbers[Number.ON_CALL_SPAN]),
    )
