"""Inner parts: the client writes them, version by version; nobody else does."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from longarc.care import parts as rule
from longarc.care.access import Actor
from longarc.care.parts import Told
from longarc.records import audit, own_rows
from longarc.records.codec import seal
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.keeping import common
from longarc.records.models import Client, Part
from longarc.records.queries import parts as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import mine, rows


class ChangedMeanwhile(Exception):
    """The part was changed since the form was made (another tab, another phone): nothing kept."""

    def __init__(self, now: rule.Part | None) -> None:
        super().__init__()
        self.now = now


@action
def keep_part(
    client: ClientRef,
    part: UUID,
    told: Told,
    *,
    seen: UUID | None,
    shared: bool,
    by: Actor,
    at: datetime,
) -> bool:
    """A new version of a part, or its first; False when nothing is different.

    Args:
        part: made by the page for a new one, so that a form sent twice makes one part.
        seen: the version that the form was made from; None: there was none.

    Raises:
        Empty, TooLong: nothing was kept.
        ChangedMeanwhile: another version stands.
    """
    told = rule.checked(told)
    rows(Client, by).select_for_update().get(pk=client.id)  # one writer for each client
    now = queries.find(part, client, viewer=by)
    if now and (now.told, now.shared) == (told, shared):
        return False
    if (now.version if now else None) != seen or (now is None and _taken(part)):
        raise ChangedMeanwhile(now)
    row = Part(**common(client, uuid7(), by, at), part=part, shared_at=at if shared else None)
    row.told = seal(rule.written(told), row.where("told"))
    row.save()
    audit.write("kept_part", by=by, at=at, client=client.id, target=row.uid)
    if not shared:
        own_rows.share(_shared(part, by), part, shared=False, by=by, at=at)
    return True


def _taken(part: UUID) -> bool:
    """The id belongs to somebody else's part."""
    return Part.objects.filter(part=part).exists()


def _shared(part: UUID, by: Actor) -> QuerySet[Part]:
    return mine(Part, by).filter(part=part, shared_at__isnull=False)


@action
def remove(part: UUID, *, by: Actor, at: datetime) -> bool:
    """Every version of a part goes at once and for good; False while it is shared."""
    if _shared(part, by).exists():
        return False
    return own_rows.remove(mine(Part, by).filter(part=part), part, by=by, at=at)
