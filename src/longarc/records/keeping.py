"""Keeping and taking back plain entries about one client, with their audit rows.

Called inside an action's transaction.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from longarc.care.access import Actor
from longarc.records import audit
from longarc.records.ids import uuid7
from longarc.records.models import Entry, Retraction
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows


def take_back(kind: type[Model], client: ClientRef, uid: UUID, by: Actor, at: datetime) -> bool:
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


def unused(kind: type[Entry], client: ClientRef, uid: UUID) -> UUID | None:
    """The id for an entry from a page's form; None when this client's form was kept before.

    An id that is somebody else's is replaced: what was told must not be lost over it.
    """
    taken = kind.objects.filter(uid=uid).values_list("client_id", flat=True).first()
    if taken is None:
        return uid
    return None if taken == client.id else uuid7()


def common(client: ClientRef, uid: UUID, by: Actor, at: datetime) -> dict[str, Any]:
    return {
        "uid": uid,
        "practice_id": client.practice,
        "client_id": client.id,
        "by_id": by.user,
        "at": at,
        "received_at": at,
    }
