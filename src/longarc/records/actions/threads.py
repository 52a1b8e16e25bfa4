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
from longarc.records.codec import seal
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.keeping import both, common, holds, keep, says, sent, take_back, unused
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
from longarc.records.session_ends import named


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
    told = {"kind": new.kind or "", "day": new.day, "session": _session(client, new.session, by)}
    same = both(holds(told), says("words", words), says("name", name))
    free = unused(Thread, client, uid, same)
    if free is None:
        return not shared and own_rows.to_oneself(Thread, client, uid, by=by, at=at)
    row = Thread(**common(client, free, by, at), **told)
    row.words = seal(words, row.where("words"))
    row.name = seal(name, row.where("name")) if name else None
    row.shared_at = at if shared or by.client is None else None
    row.save()
    audit.write("kept_thread", by=by, at=at, client=client.id, target=row.uid)
    return True


def _session(client: ClientRef, uid: UUID | None, by: Actor) -> UUID | None:
    """The session that was chosen, unless it was taken back meanwhile."""
    found = named(standing(MedicineSession, by, client)).filter(of=uid) if uid else None
    return uid if found is not None and found.exists() else None


@action
def move(
    client: ClientRef,
    thread: UUID,
    state: State,
    *,
    by: Actor,
    at: datetime,
    uid: UUID | None = None,
) -> bool:
    """Say what state a thread is in. False: it is so already, or there is none that `by` sees."""
    found = queries.find(thread, client, viewer=by)
    if found is None or (found.moves and found.state is state):
        return False
    _, free = sent(ThreadState, client, uid or uuid7())
    keep(ThreadState(**common(client, free, by, at), thread=thread, state=state), by)
    return True


@action
def say_near(thread: UUID, near: Near, *, uid: UUID, by: Actor, at: datetime) -> bool:
    """The client answers "how near today?" for a thread of their own record; nobody else can.

    False: there is no such thread, or this form was kept before.
    """
    found = mine(Thread, by).filter(uid=thread)
    told = {"thread": thread, "near": near}
    newest = rows(ThreadNear, by).filter(thread=thread).order_by("-seq").first()
    # "Too near" counts again where another answer stands since, also from a page gone back to.
    same = both(holds(told), lambda row: near is not Near.TOO_NEAR or row == newest)
    free = unused(ThreadNear, by.client, uid, same)
    if not found.exists() or free is None:
        return False
    who = {"practice_id": by.practice, "client_id": by.client, "by_id": by.user}
    row = ThreadNear(uid=free, **who, at=at, received_at=at, **told)
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
    free = unused(ThreadNote, client, uid, both(holds({"thread": thread}), says("text", text)))
    if not seen.exists() or free is None:
        return False
    row = ThreadNote(**common(client, free, by, at), thread=thread)
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
