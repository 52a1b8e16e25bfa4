"""What was recorded after sessions, as rules read it and as pages show it."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from longarc.care import after, contact_tally, follow_up
from longarc.care.access import Actor
from longarc.care.after import Act, Facts, Session, Slot, Step
from longarc.care.arc import Arc, PhaseStart
from longarc.care.contact_tally import Tally
from longarc.records.codec import unseal
from longarc.records.models import (
    AfterStep,
    FollowUpAnswer,
    MedicineSession,
    Retraction,
    WhatIsMissing,
)
from longarc.records.queries import course, people
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows
from longarc.records.session_ends import named


def facts_of(clients: Collection[int], *, viewer: Actor) -> dict[int, Facts]:
    """What the rules may know of each client. Two queries, however many there are."""
    sessions, acts = _sessions(clients, viewer), _acts(clients, viewer)
    return {
        client: Facts(tuple(held), tuple(acts[client]), zone)
        for client, (held, zone) in sessions.items()
    } | {client: Facts(acts=tuple(acts[client])) for client in clients if client not in sessions}


def _standing(model: Any, clients: Collection[int], viewer: Actor) -> QuerySet[Any]:
    return rows(model, viewer).filter(~Exists(_back()), client_id__in=clients).order_by("seq")


def _back() -> QuerySet[Retraction]:
    return Retraction.objects.filter(target=OuterRef("uid"), client_id=OuterRef("client_id"))


def _sessions(clients: Collection[int], viewer: Actor) -> dict[int, tuple[list[Session], ZoneInfo]]:
    found: dict[int, tuple[list[Session], ZoneInfo]] = {}
    columns = "client_id", "client__zone", "of", "starts_at", "known", "received_at"
    begun = MedicineSession.objects.filter(uid=OuterRef("first"), client_id=OuterRef("client_id"))
    known = Coalesce(Subquery(begun.values("received_at")[:1]), "received_at")
    standing = named(_standing(MedicineSession, clients, viewer)).annotate(known=known)
    told = standing.values_list(*columns)
    for client, zone, *session in told:
        held, _ = found.setdefault(client, ([], ZoneInfo(zone)))
        held.append(Session(*session))
    return found


def _acts(clients: Collection[int], viewer: Actor) -> dict[int, list[Act]]:
    by_client: dict[int, list[Act]] = defaultdict(list)
    columns = "client_id", "slot", "step", "on", "at", "uid", "session"
    for client, slot, step, *told in _standing(AfterStep, clients, viewer).values_list(*columns):
        by_client[client].append(Act(Slot(slot), Step(step), *told))
    return by_client


def load(client: ClientRef, *, viewer: Actor) -> Facts:
    """The same for one client, also without a session in days of where they live. Two queries."""
    return replace(facts_of([client.id], viewer=viewer)[client.id], zone=ZoneInfo(client.zone))


@dataclass(frozen=True, slots=True)
class Told:
    """One step with who recorded it; `words` may be empty. `own`: the viewer's."""

    act: Act
    by: str
    words: str
    own: bool


def told(client: ClientRef, *, viewer: Actor) -> dict[UUID, Told]:
    """Every step that stands, by its id, in order of arrival. One query."""
    found = _standing(AfterStep, [client.id], viewer).select_related("by")
    return {row.uid: _told(row, viewer) for row in found}


def _told(row: AfterStep, viewer: Actor) -> Told:
    act = Act(Slot(row.slot), Step(row.step), row.on, row.at, row.uid, row.session)
    own = row.by_id is not None and row.by_id == viewer.user
    return Told(act, _name(row), _text(row) if row.words else "", own)


def _name(row: Any) -> str:
    return people.name_of(row.by) if row.by else ""


def _text(row: Any) -> str:
    return unseal(row.words, row.where)


@dataclass(frozen=True, slots=True)
class Said:
    """The client's own words; `due`: the follow-up that they answer, if one was due.

    `words` is empty when the client took them back: then nobody reads them here any more.
    """

    uid: UUID
    at: datetime
    words: str
    due: date | None = None


def answers(client: ClientRef, *, viewer: Actor) -> tuple[Said, ...]:
    """How it was, in the client's words, the newest first. One query."""
    return tuple(_said(FollowUpAnswer, client, viewer))


def missing(client: ClientRef, *, viewer: Actor) -> tuple[Said, ...]:
    """What the client said is missing, the newest first. One query."""
    return tuple(_said(WhatIsMissing, client, viewer))


def _said(kind: Any, client: ClientRef, viewer: Actor) -> Iterator[Said]:
    found = rows(kind, viewer).filter(client_id=client.id).order_by("-seq")
    for row in found.annotate(taken_back=Exists(_back())):
        words = "" if row.taken_back else _text(row)
        yield Said(row.uid, row.at, words, getattr(row, "due", None))


def counted(client: ClientRef, facts: Facts, *, viewer: Actor, at: datetime) -> Tally:
    """Contacts of the cycle against the plan. Two queries."""
    meetings = course.meetings(client, viewer=viewer)
    days = [facts.day(one.starts_at) for one in meetings if one.starts_at <= at]
    begun = course.phases(client, viewer=viewer)
    arc = Arc(phases=tuple(PhaseStart(one.phase, one.on) for one in begun))
    held = [facts.day(one.starts_at) for one in facts.sessions if one.starts_at <= at]
    recorded = after.held_days(facts, at)
    return contact_tally.tally(days, recorded, held, arc.phase_on, facts.day(at))


def due(client: ClientRef, *, viewer: Actor, at: datetime) -> follow_up.Due | None:
    """The follow-up that the client may still say a word to: it is due, and nobody spoke of it.

    Three queries; two where none is due.
    """
    asking = follow_up.asks(load(client, viewer=viewer), at)
    if asking is None:
        return None
    said = _standing(FollowUpAnswer, [client.id], viewer).filter(due=asking.due.on)
    return None if said.exists() else asking.due
