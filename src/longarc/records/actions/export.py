"""Recording that a client took their record with them."""

from datetime import datetime

from longarc.care.access import Actor
from longarc.records import audit
from longarc.records.db import action
from longarc.records.queries.clients import ClientRef


@action
def record_export(client: ClientRef, *, by: Actor, at: datetime) -> None:
    """One audit line for each file: a later question "who had this?" has an answer."""
    audit.write("exported", by=by, at=at, client=client.id)
