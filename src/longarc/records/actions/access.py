"""Recording that someone opened a record: called by each page and API that shows one."""

from collections.abc import Iterable
from datetime import datetime

from longarc.care.access import Actor, Relation
from longarc.records import audit
from longarc.records.db import action
from longarc.records.models import AuditEntry
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows


@action
def record_view(client: ClientRef, *, by: Actor, at: datetime, page: str = "") -> None:
    """One row for each opening of a client's record by someone else; the client sees it."""
    if client.relation is Relation.SELF:
        return
    act = "opened_emergency" if client.relation is Relation.EMERGENCY else "opened"
    audit.write(act, by=by, at=at, client=client.id, detail=page)


def record_listing(clients: Iterable[ClientRef], *, by: Actor, at: datetime) -> None:
    """One "seen in a list" row a client a day. Writes nothing when today's rows are there."""
    record_named((client.id for client in clients), by=by, at=at)


def record_named(clients: Iterable[int], *, by: Actor, at: datetime) -> None:
    """As `record_listing`, for a page that names clients and opens no record of theirs."""
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    seen = set(
        rows(AuditEntry, by)
        .filter(user_id=by.user or 0, act="listed", at__gte=day)
        .values_list("client_id", flat=True)
    )
    new = [client for client in dict.fromkeys(clients) if client not in seen]
    if new:
        _write_listing(new, by, at)


@action
def _write_listing(clients: list[int], by: Actor, at: datetime) -> None:
    AuditEntry.objects.bulk_create(
        AuditEntry(practice_id=by.practice, at=at, user_id=by.user, client_id=client, act="listed")
        for client in clients
    )
