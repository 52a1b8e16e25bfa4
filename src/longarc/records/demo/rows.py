"""An entry of an invented client, and the audit row that keeping it would have written."""

from datetime import datetime
from typing import Any

from longarc.records.demo.client import Made
from longarc.records.models import AuditEntry


def entry(made: Made, model: Any, at: datetime, **values: Any) -> Any:
    """Not saved. By the client, where `by_id` does not say otherwise."""
    values.setdefault("by_id", made.client.user_id)
    who = {"practice_id": made.client.practice_id, "client_id": made.client.pk}
    return model(uid=made.uid(made.dice, at), **who, at=at, received_at=at, **values)


def audit(made: Made, row: Any) -> AuditEntry:
    who = {"practice_id": made.client.practice_id, "client_id": made.client.pk}
    act = f"kept_{row._meta.model_name}"
    return AuditEntry(**who, at=row.at, user_id=row.by_id, act=act, target=row.uid)
