"""Keeping and taking back plain entries about one client, with their audit rows.

Called inside an action's transaction.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Model

from longarc.care.access import Actor
from longarc.records import audit
from longarc.records.codec import seal, unseal
from longarc.records.ids import uuid7
from longarc.records.models import Entry, Retraction
from longarc.records.models.threads import Own
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows


def take_back(
    kind: type[Model], client: ClientRef, uid: UUID, by: Actor, at: datetime, why: str = ""
) -> bool:
    if not rows(kind, by).filter(client_id=client.id, uid=uid).exists():
        return False
    if not rows(Retraction, by).filter(client_id=client.id, target=uid).exists():
        row = Retraction(**common(client, uuid7(), by, at), target=uid)
        row.why = seal(why, row.where) if why else None
        row.save()
        act = f"took_back_{kind._meta.model_name}"
        audit.write(act, by=by, at=at, client=client.id, target=uid)
    return True


def keep(row: Entry | Own, by: Actor, *, at: datetime | None = None) -> UUID:
    """`at`: now, where the entry is of an earlier time."""
    row.save()
    act = f"kept_{row._meta.model_name}"
    audit.write(act, by=by, at=at or row.at, client=row.client_id, target=row.uid)
    return row.uid


def unused(
    kind: type[Model],
    client: ClientRef | int | None,
    uid: UUID,
    same: Callable[[Any], bool] = lambda _: True,
) -> UUID | None:
    """The id for an entry from a page's form; None when this client's form was kept before.

    An id that is somebody else's is replaced: what was told must not be lost over it. So is one
    whose row says something else (`same`): somebody went back and wrote on. What the form said
    last counts: yes, back, no, back, yes is kept three times, and each sent twice once. What was
    taken back does not stand: said once more it is kept anew.
    """
    kept, free = sent(kind, client, uid)
    return None if kept and same(kept[-1]) and _stands(kept[-1]) else free


def _stands(row: Any) -> bool:
    back = Retraction.objects.filter(client_id=row.client_id, target=row.uid)
    return not back.exists()


def sent(kind: type[Model], client: ClientRef | int | None, uid: UUID) -> tuple[list[Any], UUID]:
    """What one form of this client has kept, oldest first, and the id for what it says next."""
    own, kept = client.id if isinstance(client, ClientRef) else client, []
    while (there := kind._default_manager.filter(uid=uid).first()) is not None:
        kept += [there] if getattr(there, "client_id", None) == own else []
        uid = next_of(uid)
    return kept, uid


def next_of(uid: UUID) -> UUID:
    """The id of what a form says when it is sent again with other content."""
    return uuid5(uid, "sent again")


def says(column: str, text: str) -> Callable[[Any], bool]:
    """Whether a row holds these very words in a sealed column: for `unused`."""

    def same(row: Any) -> bool:
        stored, where = getattr(row, column), row.where
        place = where(column) if callable(where) else where
        return (unseal(stored, place) if stored else "") == text

    return same


def holds(told: Mapping[str, Any]) -> Callable[[Any], bool]:
    """Whether a row holds these values: for `unused`."""
    return lambda row: all(getattr(row, name) == value for name, value in told.items())


def both(*same: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Whether all of these hold: for `unused`."""
    return lambda row: all(one(row) for one in same)


def common(client: ClientRef, uid: UUID, by: Actor, at: datetime) -> dict[str, Any]:
    return {
        "uid": uid,
        "practice_id": client.practice,
        "client_id": client.id,
        "by_id": by.user,
        "at": at,
        "received_at": at,
    }
