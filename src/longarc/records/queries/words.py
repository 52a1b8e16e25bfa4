"""Reading a client's words: the client's own list."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from longarc.care.access import Actor
from longarc.records.codec import Where, unseal
from longarc.records.models import Words
from longarc.records.scope import mine


@dataclass(frozen=True, slots=True)
class Written:
    """Words as their author sees them; `seq` is where to go on from."""

    seq: int
    uid: UUID
    at: datetime
    text: str
    shared: bool


def own(*, viewer: Actor, most: int, before: int | None = None) -> tuple[Written, ...]:
    """The viewer's own words, newest first, at most `most`; `before` a `seq`. One query."""
    found = mine(Words, viewer).order_by("-seq")
    if before is not None:
        found = found.filter(seq__lt=before)
    return tuple(_written(row) for row in found[:most])


def _written(row: Words) -> Written:
    where = Where(row.practice_id, row.client_id, "words.text", row.uid)
    return Written(row.seq, row.uid, row.at, unseal(row.text, where), row.shared_at is not None)
