"""Process notes, read by their author alone: the one query there is (see the model)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from longarc.care.access import Actor
from longarc.records.codec import unseal
from longarc.records.models import ProcessNote
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows


@dataclass(frozen=True, slots=True)
class Own:
    uid: UUID
    at: datetime
    text: str


def own(client: ClientRef, *, viewer: Actor) -> tuple[Own, ...]:
    """What the viewer wrote about this client, the newest first. One query."""
    mine = rows(ProcessNote, viewer).filter(author_id=viewer.user or 0, client_id=client.id)
    return tuple(Own(row.uid, row.at, unseal(row.text, row.where)) for row in mine.order_by("-seq"))
