"""Threads: writing one down, saying how it stands, sharing it, taking it away."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.threads import (
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_THREAD,
    Kind,
    Near,
    State,
    TooLong,
    checked,
)
from longarc.records import audit, own_rows
from longarc.records.codec import seal, unseal
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.keeping import common, keep, take_back
from longarc.records.models import (
    MedicineSession,
    Thread,
    ThreadNear,
    ThreadNote,
    ThreadState,
)
from longarc.records.queries import threads as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.course import standing
from longarc.records.scope import mine, rows


@dataclass(frozen=True, slots=True)
class NewThread:
    """What a form tells. `session`: `uid` of the medicine session that it came from."""

    words: str
    name: str = ""
    kind: Kind | None = None
    session: UUID | None = None
    day: date | None = None


@action
def add(
    client: ClientRef, new: NewThread, *, shared: bool, uid: UUID, by: Actor, at: datetime
) -> bool:
    """Write a thread down; whoever writes for a client shares it with them and the care team.

    `uid` is made by the page: False when this very form was kept before. Other words under the
    same id (somebody went back and wrote on) are a thread of their own.

    Raises:
        Empty, TooLong: nothing was kept.
    """
    words, name = checked(new.words, LONGEST_THREAD), new.name.strip()
    if len(name) > LONGEST_NAME:
        raise TooLong(LONGEST_NAME)
    there = Thread.objects.filter(uid=uid).first()
    if there and there.client_id == client.id and _words(there) == words:
        return False
    row = Thread(**common(client, uuid7() if there else uid, by, at))
    row.kind, row.day, row.session = new.kind or "", new.day, _session(client, new.session, by)
    row.words = seal(words, row.where("words"))
    row.name = seal(name, row.where("name")) if name else None
    row.shared_at = at if shared or by.client is None else None
    row.save()
    audit.write("kept_thread", by=by, at=at, client=client.id, target=row.uid)
    return True


def _words(row: Thread) -> str:
    return unseal(row.words, row.where("words"))


def _session(client: ClientRef, uid: UUID | None, by: Actor) -> UUID | None:
    """The session that was chosen, unless it was taken back meanwhile."""
    found = standing(MedicineSession, by, client).filter(uid=uid) if uid else None
    return uid if found is not None and found.exists() else None


@action
def move(client: ClientRef, thread: UUID, state: State, *, by: Actor, at: datetime) -> bool:
    """Say what state a thread is in. False: it is so already, or there is none that `by` sees."""
    found = queries.find(thread, client, viewer=by)
    if found is None or (found.moves and found.state is state):
        return False
    keep(ThreadState(**common(client, uuid7(), by, at), thread=thread, state=state), by)
    return True


@action
def say_near(thread: UUID, near: Near, *, uid: UUID, by: Actor, at: datetime) -> bool:
    """The client answers "how near today?" for a thread of their own record; nobody else can.

    False: there is no such thread, or this form was kept before.
    """
    found = mine(Thread, by).filter(uid=thread)
    if not found.exists() or ThreadNear.objects.filter(uid=uid).exists():
        return False
    who = {"practice_id": by.practice, "client_id": by.client, "by_id": by.user}
    row = ThreadNear(uid=uid, **who, at=at, received_at=at, thread=thread, near=near)
    keep(row, by)
    return True


@action
def note(client: ClientRef, thread: UUID, text: str, *, uid: UUID, by: Actor, at: datetime) -> bool:
    """A note about the work with a thread, which the client reads.

    False: there is no thread that `by` sees, or this form was kept before.

    Raises:
        Empty, TooLong: nothing was kept.
    """
    text = checked(text, LONGEST_NOTE)
    seen = queries.readable(Thread, by, client).filter(uid=thread)
    if not seen.exists() or ThreadNote.objects.filter(uid=uid).exists():
        return False
    row = ThreadNote(**common(client, uid, by, at), thread=thread)
    row.text = seal(text, row.where)
    keep(row, by)
    return True


@action
def withdraw(client: ClientRef, thread: UUID, *, by: Actor, at: datetime) -> bool:
    """Staff take back a thread that they wrote down by mistake; False when it is not theirs."""
    written = rows(Thread, by).filter(client_id=client.id, uid=thread, by_id=by.user)
    return written.exists() and take_back(Thread, client, thread, by, at)


@action
def share(thread: UUID, *, shared: bool, by: Actor, at: datetime) -> bool:
    """The client shares a thread that they wrote, or makes it private again."""
    found = mine(Thread, by).filter(uid=thread, by_id=by.user)
    return own_rows.share(found, thread, shared=shared, by=by, at=at)


@action
def remove(thread: UUID, *, by: Actor, at: datetime) -> bool:
    """The client removes a thread that they wrote and that is not shared, for good."""
    found = mine(Thread, by).filter(uid=thread, by_id=by.user)
    return own_rows.remove(found, thread, by=by, at=at)
