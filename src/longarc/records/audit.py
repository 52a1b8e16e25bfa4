"""Writing the audit table: called by every action, in the action's own transaction."""

from datetime import datetime
from uuid import UUID

from longarc.care.access import Actor
from longarc.records.insert import insert
from longarc.records.models import AuditEntry


def write(
    act: str,
    *,
    by: Actor,
    at: datetime,
    client: int | None = None,
    target: UUID | None = None,
    detail: str = "",
) -> None:
    """Keep who did what, when. `act` and `detail` are codes, never content."""
    insert(
        AuditEntry(
            practice_id=by.practice,
            at=at,
            user_id=by.user,
            client_id=client,
            act=act,
            target=target,
            detail=detail,
        )
    )
