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

COLUMNS = ("at", "position", "uid", "resolution", "recalled_for")


def standing(viewer: Actor, clients: Iterable[int]) -> QuerySet[CheckIn]:
    """Check-ins of these clients that nothing took the place of."""
    mine = {"client_id": OuterRef("client_id")}
    corrected = CheckIn.objects.filter(corrects=OuterRef("uid"), **mine)
    undone = Retraction.objects.filter(target=OuterRef("uid"), **mine)
    return rows(CheckIn, viewer).filter(
        ~Exists(corrected), ~Exists(undone), client_id__in=list(clients)
    )


def value(row: tuple[Any, ...], ease: int | None = None) -> arc.CheckIn:
    """A check-in as the rules know it, from `COLUMNS`; a recalled one at its earlier time."""
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
    ease: dict[UUID, int | None] = dict(added.order_by("at", "seq").values_list("check_in", "ease"))
    made = (value(row, ease.get(row[2])) for row in found.values_list(*COLUMNS))
    return tuple(sorted(made, key=lambda c: c.at))


def plain(client: ClientRef, *, viewer: Actor, since: datetime) -> list[dict[str, Any]]:
    """One client's check-ins as JSON values, oldest first. Two queries.

    `position` is 0 to 100, None for "both at once, or hard to tell"; `ease` 1 to 3 or None.
    """
    return [
        {
            "uid": str(one.uid),
            "at": one.at.isoformat(),
            "state": str(one.state),
            "position": one.position,
            "resolution": one.resolution.name.lower(),
            "recalled": one.recalled,
            "ease": int(one.ease) if one.ease else None,
        }
        for one in of_client(client, viewer=viewer, since=since)
    ]
