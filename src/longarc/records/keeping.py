"""Keeping and taking back plain entries about one client, with their audit rows.

Called inside an action's transaction.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from longarc.care.access import Actor
from longarc.records import audit
from longarc.records.ids import uuid7
from longarc.records.models import Entry, Retraction
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows


def take_back(kind: type[Entry], client: ClientRef, uid: UUID, by: Actor, at: datetime) -> bool:
    if not rows(kind, by).filter(client_id=client.id, uid=uid).exists():
        return False
    if not rows(Retraction, by).filter(client_id=client.id, target=uid).exists():
        row = Retraction(**common(client, uuid7(), by, at), target=uid)
        row.save()
        act = f"took_back_{kind._meta.model_name}"
        audit.write(act, by=by, at=at, client=client.id, target=uid)
    return True


def keep(row: Entry, by: Actor) -> UUID:
    row.save()
    act = f"kept_{row._meta.model_name}"
    audit.write(act, by=by, at=row.at, client=row.client_id, target=row.uid)
    return row.uid


def common(client: ClientRef, uid: UUID, by: Actor, at: datetime) -> dict[str, Any]:
    return {
        "uid": uid,
        "practice_id": client.practice,
        "client_id": client.id,
        "by_id": by.user,
        "at": at,
        "received_at": at,
    }
