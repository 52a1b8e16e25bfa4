"""Keeping a process note. The audit names no client: that there is one stays with its author."""

from datetime import datetime
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.notes import LONGEST, within
from longarc.care.text import msg
from longarc.records import audit
from longarc.records.actions.screening import NotKept
from longarc.records.codec import seal
from longarc.records.db import action
from longarc.records.models import ProcessNote
from longarc.records.queries.clients import ClientRef


@action
def keep(client: ClientRef, text: str, *, uid: UUID, by: Actor, at: datetime) -> bool:
    """Keep it for its author alone. False: this form was kept before.

    Raises:
        NotKept: there is nothing in it. TooLong: there is too much.
    """
    text = within(text, LONGEST)
    if not text:
        raise NotKept(msg("Nothing was kept yet. Write something first."))
    if by.user is None or ProcessNote.objects.filter(uid=uid).exists():
        return False
    row = ProcessNote(
        uid=uid, practice_id=by.practice, client_id=client.id, author_id=by.user, at=at
    )
    row.text = seal(text, row.where)
    row.save()
    audit.write("kept_processnote", by=by, at=at)
    return True
