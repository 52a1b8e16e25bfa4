"""Threads as their reader may see them: the client all of theirs, staff those that are shared."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, QuerySet, Subquery

from longarc.care import threads as rule
from longarc.care.access import Actor
from longarc.care.threads import From, Kind, Moved, Near, Note, Said, State
from longarc.records.codec import unseal
from longarc.records.models import (
    MedicineSession,
    Retraction,
    Thread,
    ThreadNear,
    ThreadNote,
    ThreadState,
)
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.course import standing
from longarc.records.queries.people import by_client, first_name
from longarc.records.scope import rows
from longarc.records.session_ends import named

T = TypeVar("T")


def readable(kind: type[Model], viewer: Actor, client: ClientRef) -> QuerySet[Any]:
    """The one place where a client's own writing is scoped: what is not shared is theirs alone."""
    found = standing(kind, viewer, client)
    return found if viewer.client == client.id else found.filter(shared_at__isnull=False)


def of_client(client: ClientRef, *, viewer: Actor) -> tuple[rule.Thread, ...]:
    """Every thread that the viewer may see: open ones, then landed ones. Four queries."""
    found = list(_threads(client, viewer))
    moves = _of_each(ThreadState, client, viewer, _moved)
    answers = _of_each(ThreadNear, client, viewer, _said)
    notes = _of_each(ThreadNote, client, viewer, _note)
    return rule.open_first(
        _thread(row, moves[row.uid], answers[row.uid], notes[row.uid]) for row in found
    )


def find(uid: UUID, client: ClientRef, *, viewer: Actor) -> rule.Thread | None:
    """One of them; None for any other id. Four queries."""
    found = of_client(client, viewer=viewer)
    return next((one for one in found if one.uid == uid), None)


def open_ones(client: ClientRef, *, viewer: Actor) -> tuple[rule.Thread, ...]:
    """What is open, the newest first: the next cycle starts from these. Four queries."""
    return tuple(one for one in of_client(client, viewer=viewer) if one.open)


def newest_open(client: ClientRef, *, viewer: Actor) -> rule.Thread | None:
    """The newest thread that has not landed, without what was said of it; None: there is none.

    One query, for a line on a page: one that landed and is too near again is not looked for.
    """
    moves = rows(ThreadState, viewer).filter(client_id=client.id, thread=OuterRef("uid"))
    state = moves.order_by("-at", "-uid", "-state").values("state")[:1]
    found = _threads(client, viewer).annotate(now=Subquery(state))
    open_ = found.exclude(now__isnull=False, now=State.LANDED).order_by("-at", "-uid")
    return next((_thread(row) for row in open_[:1]), None)


def near(client: ClientRef, *, viewer: Actor) -> tuple[datetime, ...]:
    """When each thread that stands so was set to "too near" by the client, oldest first.

    Of private threads nobody but the client learns, here neither. One query.
    """
    theirs = readable(Thread, viewer, client).filter(uid=OuterRef("thread"))
    said = _of_each(ThreadNear, client, viewer, _said, Exists(theirs))
    since = (rule.too_near(answers) for answers in said.values())
    return tuple(sorted(at for at in since if at))


def _threads(client: ClientRef, viewer: Actor) -> QuerySet[Any]:
    """With when its session began, and when one began that was taken back since."""
    back = Retraction.objects.filter(target=OuterRef("uid"), client_id=OuterRef("client_id"))
    every = named(MedicineSession.objects.annotate(back=Exists(back))).filter(
        of=OuterRef("session"), client_id=OuterRef("client_id")
    )
    stands = every.filter(back=False).values("starts_at")[:1]
    gone = every.filter(back=True).order_by("-seq").values("starts_at")[:1]
    found = readable(Thread, viewer, client).select_related("by", "client")
    dated: QuerySet[Any] = found.annotate(session_at=Subquery(stands), gone_at=Subquery(gone))
    return dated


def _came(row: Any) -> From:
    return From(row.session_at, row.day, gone=None if row.session_at else row.gone_at)


def _of_each(
    kind: type[Model],
    client: ClientRef,
    viewer: Actor,
    value: Callable[[Any], T],
    *also: Exists,
) -> Mapping[UUID, list[T]]:
    """Entries of one kind by the thread they are about. One query."""
    found = rows(kind, viewer).filter(*also, client_id=client.id)
    by_thread: dict[UUID, list[T]] = defaultdict(list)
    about: Iterable[Any] = found.select_related("by", "client").order_by("seq")
    for row in about:
        by_thread[row.thread].append(value(row))
    return by_thread


def _moved(row: ThreadState) -> Moved:
    return Moved(State(row.state), row.at, by_client(row), first_name(row), row.uid)


def _said(row: ThreadNear) -> Said:
    return Said(Near(row.near), row.at, by_client(row))


def _note(row: ThreadNote) -> Note:
    return Note(unseal(row.text, row.where), row.at, first_name(row))


def _thread(
    row: Any,
    moves: Iterable[Moved] = (),
    answers: Iterable[Said] = (),
    notes: Iterable[Note] = (),
) -> rule.Thread:
    return rule.Thread(
        uid=row.uid,
        at=row.at,
        words=unseal(row.words, row.where("words")),
        name=unseal(row.name, row.where("name")) if row.name else "",
        kind=Kind(row.kind) if row.kind else None,
        came=_came(row),
        by=first_name(row),
        by_client=by_client(row),
        shared=row.shared_at is not None,
        moves=tuple(moves),
        answers=tuple(answers),
        notes=tuple(notes),
    )
