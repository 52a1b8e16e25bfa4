"""Writing a note: drafts that save themselves, signing, addenda, phrases.

Two open pages never write over each other: a page that did not see what another kept parts from
it, and both texts stay.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.notes import (
    LONGEST,
    LONGEST_NAME,
    LONGEST_PHRASE,
    Words,
    checked,
    parse,
    within,
    written,
)
from longarc.care.text import msg
from longarc.records import audit
from longarc.records.actions.screening import NotKept
from longarc.records.codec import seal, unseal
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.keeping import common, keep
from longarc.records.models import NoteAddendum, NoteDraft, Phrase, SessionNote
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows

#: An author's day may be ahead of the day of `at`, which is in UTC.
AHEAD = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Typed:
    """What a page holds."""

    words: Words = field(default_factory=dict)
    on: date | None = None
    about: UUID | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Which draft a page writes: `seen` is the version it was opened with, 0 for a new one."""

    draft: UUID
    uid: UUID
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Saved:
    """Where the text is now. `parted`: another page had kept something else meanwhile."""

    draft: UUID
    version: int
    parted: bool = False


@action
def save(client: ClientRef, typed: Typed, page: Page, *, by: Actor, at: datetime) -> Saved:
    """Keep a draft for its author.

    Raises:
        TooLong: a box holds too much.
    """
    typed = Typed(checked(typed.words), typed.on, typed.about)
    return _save(client, typed, page, by, at)


def _save(client: ClientRef, typed: Typed, page: Page, by: Actor, at: datetime) -> Saved:
    row = _mine(client, page.draft, by)
    if row is None and _signed(client, typed, page, by):
        return Saved(page.draft, 0)  # it arrived after the signature
    if row is None:
        if _taken(page.draft):
            return _part(client, typed, page, by, at)
        return _begin(client, typed, page.draft, page, by, at)
    if page.uid == row.page or page.seen == row.version or _same(row, typed):
        return _go_on(row, typed, page, at)
    return _part(client, typed, page, by, at)


def _mine(client: ClientRef, uid: UUID, by: Actor) -> NoteDraft | None:
    found = rows(NoteDraft, by).select_for_update()
    return found.filter(uid=uid, author_id=by.user or 0, client_id=client.id).first()


def _taken(uid: UUID) -> bool:
    return any(kind.objects.filter(uid=uid).exists() for kind in (NoteDraft, SessionNote))


def _same(row: NoteDraft, typed: Typed) -> bool:
    told = Typed(parse(unseal(row.words, row.where)), row.on, row.about)
    return told == typed


def _begin(
    client: ClientRef, typed: Typed, uid: UUID, page: Page, by: Actor, at: datetime, **more: Any
) -> Saved:
    who = {"practice_id": client.practice, "client_id": client.id, "author_id": by.user}
    row = NoteDraft(uid=uid, **who, at=at, version=0, **more)
    saved = _go_on(row, typed, page, at)
    audit.write("kept_notedraft", by=by, at=at, client=client.id, target=uid)
    return saved


def _go_on(row: NoteDraft, typed: Typed, page: Page, at: datetime) -> Saved:
    row.words = seal(written(typed.words), row.where)
    row.on, row.about = typed.on, typed.about
    row.page, row.saved_at, row.version = page.uid, at, row.version + 1
    row.save()
    return Saved(row.uid, row.version)


def _part(client: ClientRef, typed: Typed, page: Page, by: Actor, at: datetime) -> Saved:
    """Into a draft of this page's own, under the page's id: sent again, it is the same one."""
    row = _mine(client, page.uid, by)
    if row is not None:
        saved = _go_on(row, typed, page, at)
    else:
        uid = uuid7() if _taken(page.uid) else page.uid
        saved = _begin(client, typed, uid, page, by, at, apart_from=page.draft)
    return Saved(saved.draft, saved.version, parted=True)


@action
def sign(client: ClientRef, typed: Typed, page: Page, *, by: Actor, at: datetime) -> Saved:
    """Sign it: from now on it is part of the record, and only addenda follow.

    `parted`: nothing was signed, because another page had kept something else.

    Raises:
        NotKept: every box is empty, there is no day, or the day lies ahead.
        TooLong: a box holds too much.
    """
    typed = Typed(checked(typed.words), typed.on, typed.about)
    if _signed(client, typed, page, by):
        return Saved(page.draft, 0)
    if not typed.words:
        raise NotKept(msg("Not signed yet. Write something in one of the boxes first."))
    if typed.on is None or typed.on > (at + AHEAD).date():
        raise NotKept(msg("Not signed yet. Choose the day of the meeting, today or earlier."))
    saved = _save(client, typed, page, by, at)
    if not saved.parted:
        _keep_signed(client, typed, typed.on, saved.draft, by, at)
    return saved


def _signed(client: ClientRef, typed: Typed, page: Page, by: Actor) -> bool:
    """The same text was signed before: the form was sent twice."""
    row = rows(SessionNote, by).filter(uid=page.draft, client_id=client.id, by_id=by.user).first()
    return row is not None and parse(unseal(row.words, row.where)) == typed.words


def _keep_signed(
    client: ClientRef, typed: Typed, on: date, uid: UUID, by: Actor, at: datetime
) -> None:
    rows(NoteDraft, by).filter(uid=uid).delete()
    row = SessionNote(**common(client, uid, by, at), about=typed.about, on=on)
    row.words = seal(written(typed.words), row.where)
    keep(row, by)


@action
def drop(client: ClientRef, draft: UUID, *, by: Actor, at: datetime) -> bool:
    """Remove a draft of one's own for good. False: there is none."""
    row = _mine(client, draft, by)
    if row is None:
        return False
    row.delete()
    audit.write("removed_notedraft", by=by, at=at, client=client.id, target=draft)
    return True


@action
def add(client: ClientRef, note: UUID, text: str, *, uid: UUID, by: Actor, at: datetime) -> bool:
    """Add to a signed note. False: this form was kept before, or there is no such note.

    Raises:
        NotKept: there is nothing in it. TooLong: there is too much.
    """
    text = within(text, LONGEST)
    if not text:
        raise NotKept(msg("Nothing was kept yet. Write something first."))
    there = rows(SessionNote, by).filter(uid=note, client_id=client.id).exists()
    if not there or NoteAddendum.objects.filter(uid=uid).exists():
        return False
    row = NoteAddendum(**common(client, uid, by, at), note=note)
    row.text = seal(text, row.where)
    keep(row, by)
    return True


@action
def keep_phrase(name: str, text: str, *, uid: UUID, by: Actor, at: datetime) -> bool:
    """Keep a phrase for its author. False: this form was kept before.

    Raises:
        NotKept: there is no word to bring it, or no text. TooLong: there is too much.
    """
    name, text = within(name, LONGEST_NAME).lstrip(";"), within(text, LONGEST_PHRASE)
    if not name or not text or " " in name:
        raise NotKept(msg("Nothing was kept yet. A phrase needs one short word and its text."))
    if by.user is None or Phrase.objects.filter(uid=uid).exists():
        return False
    row = Phrase(uid=uid, practice_id=by.practice, author_id=by.user, at=at)
    row.name, row.text = seal(name, row.where("name")), seal(text, row.where("text"))
    row.save()
    audit.write("kept_phrase", by=by, at=at, target=uid)
    return True


@action
def remove_phrase(uid: UUID, *, by: Actor, at: datetime) -> bool:
    """Remove a phrase of one's own. False: there is none."""
    removed, _ = rows(Phrase, by).filter(uid=uid, author_id=by.user or 0).delete()
    if removed:
        audit.write("removed_phrase", by=by, at=at, target=uid)
    return bool(removed)
