"""Sharing and removing what a client wrote for themselves (`models.threads.Own`).

Called inside an action's transaction, with rows of the client's own only.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from longarc.care.access import Actor
from longarc.records import audit
from longarc.records.keeping import sent
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import mine


def share(
    found: QuerySet[Any], target: UUID | None, *, shared: bool, by: Actor, at: datetime
) -> bool:
    """Share these rows with the care team, or make them private again; False: they are so already.

    What is shared keeps the moment since when it is.
    """
    changed = found.filter(shared_at__isnull=shared).update(shared_at=at if shared else None)
    if changed:
        act = ("shared_" if shared else "unshared_") + str(found.model._meta.model_name)
        audit.write(act, by=by, at=at, client=by.client, target=target)
    return bool(changed)


def to_oneself(kind: type[Model], client: ClientRef, uid: UUID, *, by: Actor, at: datetime) -> bool:
    """A form that was kept is sent again, now for its writer alone; False: it is so already.

    Never the other way: a form that is sent late must not open what was made private since.
    """
    own: Any = mine(kind, by)
    kept = [one.uid for one in sent(kind, client, uid)[0][-1:]]
    found = own.filter(uid__in=kept, shared_at__isnull=False)
    return bool(kept) and share(found, kept[-1], shared=False, by=by, at=at)


def remove(found: QuerySet[Any], target: UUID, *, by: Actor, at: datetime) -> bool:
    """Remove what is not shared, at once and for good (decision 19); False: there is none."""
    removed, _ = found.filter(shared_at=None).delete()
    if removed:
        act = f"removed_{found.model._meta.model_name}"
        audit.write(act, by=by, at=at, client=by.client, target=target)
    return bool(removed)
