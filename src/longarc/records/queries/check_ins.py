"""Reading check-ins that stand: without those that were corrected or undone."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from longarc.care import arc
from longarc.care.access import Actor
from longarc.records.models import CheckIn, CheckInMore, Retraction
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows

_COLUMNS = ("at", "position", "uid", "resolution", "recalled_for")


def standing(viewer: Actor, clients: Iterable[int]) -> QuerySet[CheckIn]:
    """Check-ins of these clients that nothing took the place of."""
    mine = {"client_id": OuterRef("client_id")}
    corrected = CheckIn.objects.filter(corrects=OuterRef("uid"), **mine)
    undone = Retraction.objects.filter(target=OuterRef("uid"), **mine)
    return rows(CheckIn, viewer).filter(
        ~Exists(corrected), ~Exists(undone), client_id__in=list(clients)
    )


def value(row: tuple[Any, ...], ease: int | None = None) -> arc.CheckIn:
    """A check-in as the rules know it, from `_COLUMNS`; one that was recalled stands at its earlier time."""
    at, position, uid, resolution, recalled_for = row
    return arc.CheckIn(
        at=recalled_for or at,
        position=position,
        uid=uid,
        ease=arc.Ease(ease) if ease else None,
        resolution=arc.Resolution(resolution),
        recalled=recalled_for is not None,
    )


def of_client(
    client: ClientRef, *, viewer: Actor, since: datetime | None = None
) -> tuple[arc.CheckIn, ...]:
    """One client's check-ins, oldest first, with the newest answer about ease. Two queries."""
    found = standing(viewer, [client.id])
    added = rows(CheckInMore, viewer).filter(client_id=client.id, ease__isnull=False)
    if since:
        found, added = found.filter(at__gte=since), added.filter(at__gte=since)
    ease: dict[UUID, int] = dict(added.order_by("seq").values_list("check_in", "ease"))
    made = (value(row, ease.get(row[2])) for row in found.values_list(*_COLUMNS))
    return tuple(sorted(made, key=lambda c: c.at))
