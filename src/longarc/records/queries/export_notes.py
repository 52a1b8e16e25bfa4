"""The parts of a client's own file that come from notes: see `queries.export`.

Signed notes and what was added. Drafts are not part of the record; process notes never leave.
"""

from collections.abc import Callable, Iterator
from typing import Any

from longarc.care.access import Actor
from longarc.care.notes import Section, parse
from longarc.records.codec import unseal
from longarc.records.models import NoteAddendum, SessionNote
from longarc.records.queries import people
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows

Row = dict[str, Any]
KEYS = {
    Section.MATTERED: "what_mattered",
    Section.HOLD: "what_i_hold",
    Section.NEXT: "next_time",
}


def _all(model: Any, client: ClientRef, viewer: Actor) -> Iterator[tuple[Any, Row]]:
    found = rows(model, viewer).filter(client_id=client.id).select_related("by")
    for row in found.order_by("seq"):
        by = people.name_of(row.by) if row.by else ""
        yield row, {"id": row.uid, "at": row.at, "by": by}


def _notes(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _all(SessionNote, client, viewer):
        words = parse(unseal(row.words, row.where))
        told = {key: words.get(section, "") for section, key in KEYS.items()}
        yield {**who, "on": row.on, "about": row.about, **told}


def _addenda(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _all(NoteAddendum, client, viewer):
        yield {**who, "of_note": row.note, "text": unseal(row.text, row.where)}


READ: dict[str, Callable[[ClientRef, Actor], Iterator[Row]]] = {
    "notes": _notes,
    "note_addenda": _addenda,
}
