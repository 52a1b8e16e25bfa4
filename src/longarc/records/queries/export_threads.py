"""The parts of a client's own file that come from taking it in: see `queries.export`.

Signed in, the client gets everything. The file that a practice writes holds what is shared.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from longarc.care import parts as rule
from longarc.care.access import Actor
from longarc.records.codec import unseal
from longarc.records.models import (
    Commitment,
    CommitmentAnswer,
    Noticed,
    Part,
    Thread,
    ThreadNear,
    ThreadNote,
    ThreadState,
)
from longarc.records.queries import commitments, people
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.threads import readable
from longarc.records.scope import rows

Row = dict[str, Any]


def own(kind: Any, client: ClientRef, viewer: Actor) -> Iterator[tuple[Any, Row]]:
    """Rows of their own writing, also withdrawn ones for the client themself."""
    if viewer.client == client.id:
        found = rows(kind, viewer).filter(client_id=client.id)
    else:
        found = readable(kind, viewer, client)
    yield from _told(found, shared=True)


def _about(kind: Any, client: ClientRef, viewer: Actor) -> Iterator[tuple[Any, Row]]:
    """Entries about a thread; those about a private one, or one that is gone, for the client."""
    found = rows(kind, viewer).filter(client_id=client.id)
    if viewer.client != client.id:
        seen = readable(Thread, viewer, client).filter(uid=OuterRef("thread"))
        found = found.filter(Exists(seen))
    for row, who in _told(found):
        yield row, {**who, "thread": row.thread}


def _told(found: QuerySet[Any], *, shared: bool = False) -> Iterator[tuple[Any, Row]]:
    for row in found.select_related("by").order_by("seq"):
        by = people.name_of(row.by) if row.by else ""
        more = {"shared_at": row.shared_at} if shared else {}
        yield row, {"id": row.uid, "at": row.at, "by": by, **more}


def _threads(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in own(Thread, client, viewer):
        yield {
            **who,
            "name": unseal(row.name, row.where("name")) if row.name else "",
            "text": unseal(row.words, row.where("words")),
            "kind": row.kind,
            "session": row.session,
            "day": row.day,
            "taken_back": False,
        }


def _states(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _about(ThreadState, client, viewer):
        yield {**who, "stands": row.state}


def _near(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _about(ThreadNear, client, viewer):
        yield {**who, "how_near": row.near}


def _notes(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _about(ThreadNote, client, viewer):
        yield {**who, "text": unseal(row.text, row.where)}


def _parts(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in own(Part, client, viewer):
        told = rule.parse(unseal(row.told, row.where("told")))
        yield {
            **who,
            "part": row.part,
            "name": told.name,
            "protects": told.protects,
            "asks": told.asks,
            "threads": [str(uid) for uid in told.threads],
            "ways": list(told.ways),
            "trigger": told.trigger,
            "capacities": list(told.capacities),
        }


def _commitments(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    ends = commitments.ends_of(client, viewer=viewer)
    found = rows(Commitment, viewer).filter(client_id=client.id)
    for row in found.order_by("seq"):
        told = {"text": unseal(row.text, row.where), "rhythm": row.rhythm}
        end = ends.get(row.uid)
        ended = {"until": end.at if end else None, "stayed": bool(end and end.stayed)}
        yield {"id": row.uid, "at": row.at, **told, **ended, "taken_back": False}


def _answers(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _told(rows(CommitmentAnswer, viewer).filter(client_id=client.id)):
        yield {**who, "commitment": row.commitment, "answer": row.answer}


def _noticed(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in own(Noticed, client, viewer):
        yield {**who, "text": unseal(row.text, row.where("text"))}


READ: dict[str, Callable[[ClientRef, Actor], Iterator[Row]]] = {
    "threads": _threads,
    "thread_states": _states,
    "thread_near": _near,
    "thread_notes": _notes,
    "parts": _parts,
    "commitments": _commitments,
    "commitment_answers": _answers,
    "noticed": _noticed,
}
