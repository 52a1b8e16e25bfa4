"""Lines of session records as they were kept, and which sessions were taken back."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from longarc.care.access import Actor
from longarc.care.session_record import Kind, Line, Mistaken, Record, Taken, parse
from longarc.records.codec import unseal
from longarc.records.models import (
    Entry,
    MedicineSession,
    Retraction,
    SessionLine,
    SessionLineBack,
)
from longarc.records.queries import people
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import known, rows
from longarc.records.session_ends import named


def name(row: Entry) -> str:
    return people.name_of(row.by) if row.by else ""


def by_session(told: QuerySet[Any]) -> dict[UUID, list[Line]]:
    found: dict[UUID, list[Line]] = defaultdict(list)
    for row in told.select_related("by").order_by("seq"):
        found[row.session].append(_line(row))
    return found


def _line(row: SessionLine) -> Line:
    return Line(
        uid=row.uid,
        told=parse(Kind(row.kind), row.happened_at, unseal(row.told, row.where)),
        by=name(row),
        written_at=row.received_at,
        afterwards=row.afterwards,
        corrects=row.corrects,
        wrote=row.by_id,
    )


def taken(
    clients: list[int], viewer: Actor, by_then: datetime | None = None
) -> dict[UUID, list[Taken]]:
    found: dict[UUID, list[Taken]] = defaultdict(list)
    told = rows(SessionLineBack, viewer).filter(client_id__in=clients, **known(by_then))
    for row in told.select_related("by").order_by("seq"):
        found[row.session].append(Taken(row.line, row.at, name(row), unseal(row.why, row.where)))
    return found


def mistaken(row: Retraction) -> Mistaken:
    return Mistaken(row.at, name(row), unseal(row.why, row.where) if row.why else "")


@dataclass(frozen=True, slots=True)
class Begun:
    """One session as its newest start says, whether it stands or was taken back."""

    client: int
    starts_at: datetime
    mistaken: Mistaken | None


def begun(
    sessions: Collection[UUID], *, viewer: Actor, by_then: datetime | None = None
) -> dict[UUID, Begun]:
    """These sessions, also those that were taken back. Two queries."""
    told = named(rows(MedicineSession, viewer)).filter(of__in=sessions, **known(by_then))
    newest = {row.session: row for row in told.order_by("seq")}
    targets = [row.uid for row in newest.values()]
    back = rows(Retraction, viewer).filter(target__in=targets, **known(by_then))
    gone = {row.target: mistaken(row) for row in back.select_related("by").order_by("-seq")}
    return {
        uid: Begun(row.client_id, row.starts_at, gone.get(row.uid)) for uid, row in newest.items()
    }


def leavings(
    client: ClientRef, *, viewer: Actor, by_then: datetime | None = None
) -> tuple[Record, ...]:
    """What the records of one client's sessions say of leaving, also of those taken back.

    One query; four where a record says something.
    """
    told = rows(SessionLine, viewer).filter(client_id=client.id, kind=Kind.LEAVE, **known(by_then))
    lines = by_session(told)
    if not lines:
        return ()
    gone, held = taken([client.id], viewer, by_then), begun(lines, viewer=viewer, by_then=by_then)
    return tuple(
        Record(uid, held[uid].starts_at, tuple(of), tuple(gone[uid]), mistaken=held[uid].mistaken)
        for uid, of in lines.items()
        if uid in held
    )
