"""Sharing and removing what a client wrote for themselves (`models.threads.Own`).

Called inside an action's transaction, with rows of the client's own only.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from longarc.care.access import Actor
from longarc.records import audit


def share(
    found: QuerySet[Any], target: UUID | None, *, shared: bool, by: Actor, at: datetime
) -> bool:
    """Share these rows with the care team, or make them private again; False: there are none."""
    changed = found.update(shared_at=at if shared else None)
    if changed:
        act = ("shared_" if shared else "unshared_") + str(found.model._meta.model_name)
        audit.write(act, by=by, at=at, client=by.client, target=target)
    return bool(changed)


def remove(found: QuerySet[Any], target: UUID, *, by: Actor, at: datetime) -> bool:
    """Remove what is not shared, at once and for good (decision 19); False: there is none."""
    removed, _ = found.filter(shared_at=None).delete()
    if removed:
        act = f"removed_{found.model._meta.model_name}"
        audit.write(act, by=by, at=at, client=by.client, target=target)
    return bool(removed)
