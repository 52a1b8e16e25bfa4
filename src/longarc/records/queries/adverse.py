"""Adverse events of clients, each with all of its follow-ups."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.adverse import Event, FollowUp, Status, parse
from longarc.records.codec import unseal
from longarc.records.models import AdverseFollowUp, AdverseReport
from longarc.records.queries import people
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows


def of_client(client: ClientRef, *, viewer: Actor) -> tuple[Event, ...]:
    """All of them, in order of arrival. Two queries; one where there are none."""
    return events_of([client.id], viewer=viewer).get(client.id, ())


def find(client: ClientRef, uid: UUID | None, *, viewer: Actor) -> Event | None:
    """One of this client's; None for any other id. Two queries."""
    found = of_client(client, viewer=viewer)
    return next((one for one in found if one.uid == uid), None)


def events_of(clients: Collection[int], *, viewer: Actor) -> dict[int, tuple[Event, ...]]:
    """The same for many clients; who has none is left out. Two queries, one where none has any."""
    told = rows(AdverseReport, viewer).filter(client_id__in=clients)
    reports = list(told.select_related("by", "client").order_by("seq"))
    follow_ups = _follow_ups(clients, viewer) if reports else {}
    found: dict[int, list[Event]] = defaultdict(list)
    for row in reports:
        found[row.client_id].append(_event(row, follow_ups.get(row.uid, [])))
    return {client: tuple(events) for client, events in found.items()}


def _follow_ups(clients: Collection[int], viewer: Actor) -> dict[UUID, list[FollowUp]]:
    found: dict[UUID, list[FollowUp]] = defaultdict(list)
    told = rows(AdverseFollowUp, viewer).filter(client_id__in=clients).select_related("by")
    for row in told.order_by("seq"):
        grade = parse(Status(row.status), unseal(row.told, row.where))
        by = people.name_of(row.by) if row.by else ""
        found[row.event].append(FollowUp(row.at, grade, by, row.uid))
    return found


def _event(row: Any, follow_ups: list[FollowUp]) -> Event:
    return Event(
        uid=row.uid,
        at=row.at,
        words=unseal(row.words, row.where),
        by=people.name_of(row.by) if row.by else "",
        by_client=people.by_client(row),
        session=row.session,
        follow_ups=tuple(follow_ups),
    )
