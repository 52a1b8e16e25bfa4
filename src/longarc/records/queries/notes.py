"""Session notes of one client for everyone who may read the record; drafts for their author."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from longarc.care.access import Actor
from longarc.care.notes import Section, Words, parse
from longarc.records.codec import unseal
from longarc.records.models import NoteAddendum, NoteDraft, Phrase, SessionNote
from longarc.records.queries import people
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows


@dataclass(frozen=True, slots=True)
class Addendum:
    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A signed note. `at`: when it was signed; `on`: the day it is of."""

    uid: UUID
    at: datetime
    on: date
    about: UUID | None
    by: str
    words: Words
    addenda: tuple[Addendum, ...] = ()

    @property
    def next(self) -> str:
        return self.words.get(Section.NEXT, "")


def signed(client: ClientRef, *, viewer: Actor, newest: int | None = None) -> tuple[Note, ...]:
    """With their addenda, the newest first. Two queries."""
    return _with_addenda(list(_notes(client, viewer)[:newest]), client, viewer)


def find(client: ClientRef, uid: UUID, *, viewer: Actor) -> Note | None:
    """One of them; None for any other id. Two queries."""
    found = _with_addenda(list(_notes(client, viewer).filter(uid=uid)), client, viewer)
    return found[0] if found else None


def last(client: ClientRef, *, viewer: Actor) -> Note | None:
    """The newest, without addenda. One query."""
    row = _notes(client, viewer).first()
    return _note(row, ()) if row else None


def days(client: ClientRef, *, viewer: Actor) -> tuple[tuple[date, UUID], ...]:
    """Of each note the day and what it is about, the newest first. One query."""
    return tuple(_notes(client, viewer).values_list("on", "about"))


def _notes(client: ClientRef, viewer: Actor) -> QuerySet[Any]:
    found = rows(SessionNote, viewer).filter(client_id=client.id).select_related("by")
    ordered: QuerySet[Any] = found.order_by("-on", "-seq")
    return ordered


def _with_addenda(
    found: Sequence[SessionNote], client: ClientRef, viewer: Actor
) -> tuple[Note, ...]:
    added: dict[UUID, list[Addendum]] = defaultdict(list)
    theirs = rows(NoteAddendum, viewer).filter(
        client_id=client.id, note__in=[row.uid for row in found]
    )
    for row in theirs.select_related("by").order_by("seq"):
        added[row.note].append(Addendum(row.at, _by(row), unseal(row.text, row.where)))
    return tuple(_note(row, added[row.uid]) for row in found)


def _note(row: SessionNote, addenda: Sequence[Addendum]) -> Note:
    words = parse(unseal(row.words, row.where))
    return Note(row.uid, row.at, row.on, row.about, _by(row), words, tuple(addenda))


def _by(row: Any) -> str:
    return people.name_of(row.by) if row.by else ""


@dataclass(frozen=True, slots=True)
class Draft:
    """An unsigned note of the viewer's own. `apart_from`: see `models.notes.NoteDraft`."""

    uid: UUID
    version: int
    saved_at: datetime
    about: UUID | None
    on: date | None
    words: Words
    apart_from: UUID | None


def drafts(client: ClientRef, *, viewer: Actor) -> tuple[Draft, ...]:
    """The viewer's own, the newest first; nobody else's. One query."""
    mine = rows(NoteDraft, viewer).filter(author_id=viewer.user or 0, client_id=client.id)
    return tuple(_draft(row) for row in mine.order_by("-seq"))


def _draft(row: NoteDraft) -> Draft:
    words = parse(unseal(row.words, row.where))
    return Draft(row.uid, row.version, row.saved_at, row.about, row.on, words, row.apart_from)


@dataclass(frozen=True, slots=True)
class Kept:
    """A phrase: `;name` brings the text."""

    uid: UUID
    name: str
    text: str


def phrases(*, viewer: Actor) -> tuple[Kept, ...]:
    """The viewer's own by name; nobody else's. One query."""
    mine = rows(Phrase, viewer).filter(author_id=viewer.user or 0)
    found = (
        Kept(row.uid, unseal(row.name, row.where("name")), unseal(row.text, row.where("text")))
        for row in mine
    )
    return tuple(sorted(found, key=lambda one: one.name.casefold()))
