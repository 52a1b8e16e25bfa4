"""Quiet times: a client may rest without a reason, and come back when they like."""

from datetime import datetime
from typing import Any
from uuid import UUID

from longarc.care.access import Actor
from longarc.records import audit
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.keeping import unused
from longarc.records.models import Rest


@action
def rest(*, until: datetime | None, by: Actor, at: datetime, uid: UUID | None = None) -> None:
    """The client asks for quiet until a time, or until they say (None)."""
    _keep(by, at, uid, until=until)


@action
def come_back(*, by: Actor, at: datetime, uid: UUID | None = None) -> None:
    _keep(by, at, uid, back=True)


def _keep(
    by: Actor,
    at: datetime,
    uid: UUID | None,
    *,
    until: datetime | None = None,
    back: bool = False,
) -> None:
    """`uid` is the form's: the same wish sent twice is kept once."""
    free = unused(Rest, by.client, uid or uuid7(), lambda row: _same(row, at, until, back=back))
    if free is None:
        return
    who: dict[str, Any] = {"practice_id": by.practice, "client_id": by.client, "by_id": by.user}
    row = Rest(**who, uid=free, at=at, received_at=at, until=until, back=back)
    row.save()
    audit.write("came_back" if back else "rested", by=by, at=at, client=by.client, target=row.uid)


def _same(row: Rest, at: datetime, until: datetime | None, *, back: bool) -> bool:
    """As long a quiet; its end moves with the moment of asking."""
    before, now = (row.until and row.until - row.at), (until and until - at)
    return (row.back, before) == (back, now)
