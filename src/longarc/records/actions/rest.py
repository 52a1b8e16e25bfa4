"""Quiet times: a client may rest without a reason, and come back when they like."""

from datetime import datetime
from typing import Any

from longarc.care.access import Actor
from longarc.records import audit
from longarc.records.db import action
from longarc.records.models import Rest


@action
def rest(*, until: datetime | None, by: Actor, at: datetime) -> None:
    """The client asks for quiet until a time, or until they say (None)."""
    _keep(by, at, until=until)


@action
def come_back(*, by: Actor, at: datetime) -> None:
    _keep(by, at, back=True)


def _keep(by: Actor, at: datetime, *, until: datetime | None = None, back: bool = False) -> None:
    who: dict[str, Any] = {"practice_id": by.practice, "client_id": by.client, "by_id": by.user}
    row = Rest(**who, at=at, received_at=at, until=until, back=back)
    row.save()
    audit.write("came_back" if back else "rested", by=by, at=at, client=by.client, target=row.uid)
