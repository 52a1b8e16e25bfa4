"""The parts of a client's own file that come from planned sessions: see `queries.export`.

Drafts are left out: the client reads a plan once it is kept.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from longarc.care import session_plan
from longarc.care.access import Actor
from longarc.care.expectations import Expected
from longarc.care.session_plan import SessionPlan
from longarc.records.codec import unseal
from longarc.records.models import (
    Expectations,
    GatesNotMet,
    SessionCancelled,
    SessionPlanVersion,
    SessionStarted,
)
from longarc.records.queries import people
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows

Row = dict[str, Any]


def _all(model: Any, client: ClientRef, viewer: Actor) -> Iterator[tuple[Any, Row]]:
    found = rows(model, viewer).filter(client_id=client.id).select_related("by")
    for row in found.order_by("seq"):
        by = people.name_of(row.by) if row.by else ""
        yield row, {"id": row.uid, "at": row.at, "by": by, "plan": row.plan}


def _plans(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _all(SessionPlanVersion, client, viewer):
        if not row.draft:
            yield {**who, **_told(session_plan.parse(unseal(row.told, row.where)))}


def _told(plan: SessionPlan) -> Row:
    return {
        "starts_at": plan.starts_at,
        "minutes": plan.minutes,
        "leads": plan.lead.name if plan.lead else "",
        "also_there": [plan.second.name] if plan.second else [],
        "others_there": plan.others,
        "room": plan.room,
        "steps": [one.line for one in plan.steps],
        "transport": plan.transport,
        "support_person": plan.support_person,
        "support_phone": plan.support_phone,
        "on_call": [
            {"name": one.who.name, "phone": one.phone, "since": one.since, "until": one.until}
            for one in plan.on_call
        ],
    }


def _cancelled(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _all(SessionCancelled, client, viewer):
        yield {**who, "reason": unseal(row.why, row.where)}


def _started(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _all(SessionStarted, client, viewer):
        yield {**who, "plan_version": row.version, "session": row.session}


def _not_met(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    kept = rows(GatesNotMet, viewer).filter(client_id=client.id).select_related("by")
    for row in kept.order_by("seq"):
        yield {
            "id": row.uid,
            "at": row.at,
            "by": people.name_of(row.by) if row.by else "",
            "session": row.session,
            "starts_at": row.starts_at,
            "not_met": row.gates.split(),
            "reason": unseal(row.why, row.where),
        }


def _expectations(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _all(Expectations, client, viewer):
        yield {**who, **asdict(Expected.parse(unseal(row.told, row.where)))}


READ: dict[str, Callable[[ClientRef, Actor], Iterator[Row]]] = {
    "session_plans": _plans,
    "sessions_cancelled": _cancelled,
    "sessions_started": _started,
    "expectations": _expectations,
    "sessions_without_gate": _not_met,
}
