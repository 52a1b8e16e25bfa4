"""The touch agreement of one client, from every signature, narrowing and recorded session."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from longarc.care import touch
from longarc.care.access import Actor
from longarc.care.touch import Place, Statement, Terms, Touch
from longarc.records.codec import Sealed, unseal
from longarc.records.models import MedicineSession, Retraction, TouchNarrowed, TouchSigned
from longarc.records.queries import people, screening
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows
from longarc.records.session_ends import over


def load(client: ClientRef, *, viewer: Actor, at: datetime | None = None) -> Touch:
    """The agreement as it stands. Three queries.

    Args:
        at: now; without it, each recorded session counts as over (see `Touch.as_of`).
    """
    return of_clients([client.id], viewer=viewer, at=at)[client.id]


def of_clients(
    clients: Collection[int], *, viewer: Actor, at: datetime | None = None
) -> dict[int, Touch]:
    """The same for many clients. Three queries, none for nobody."""
    if not clients:
        return {}
    sessions, said = _sessions(clients, viewer), _statements(clients, viewer)
    return {client: _touch(sessions[client], said[client], at) for client in clients}


def _touch(sessions: "list[Found]", said: list[Statement], at: datetime | None) -> Touch:
    starts = [(start, mistaken) for start, mistaken, *_ in sessions]
    return Touch(
        statements=tuple(sorted(said, key=lambda one: one.since)),
        sessions=tuple(sorted(start for start, _ in starts)),
        mistaken=frozenset(start for start, mistaken in starts if mistaken)
        - {start for start, mistaken in starts if not mistaken},
        as_of=at,
        ends=_ends(sessions),
    )


Found = tuple[datetime, bool, datetime | None, datetime | None]


def _sessions(clients: Collection[int], viewer: Actor) -> dict[int, list[Found]]:
    """Each recorded start, whether it was taken back, its end, and since when that is known."""
    back = Retraction.objects.filter(target=OuterRef("uid"), client_id=OuterRef("client_id"))
    found = rows(MedicineSession, viewer).filter(client_id__in=clients).annotate(back=Exists(back))
    columns = "client_id", "starts_at", "back", "end_at", "end_known"
    by_client: dict[int, list[Found]] = defaultdict(list)
    for client, *told in over(found).values_list(*columns):
        by_client[client].append((told[0], told[1], told[2], told[3]))
    return by_client


def _ends(found: list[Found]) -> dict[datetime, datetime]:
    """From when each start counts as over; where two were kept for one moment, the later.

    An end before its start (the start was corrected since) ends nothing: touch stays narrow.
    """
    ended: dict[datetime, datetime] = {}
    for start, _, end, known in found:
        if end and known and start <= end:
            ended[start] = max(end, known, ended.get(start, end))
    return ended


def statements(client: ClientRef, *, viewer: Actor) -> tuple[Statement, ...]:
    """Every signature and narrowing, oldest first. Two queries."""
    found = _statements([client.id], viewer)[client.id]
    return tuple(sorted(found, key=lambda one: one.since))


def _statements(clients: Collection[int], viewer: Actor) -> dict[int, list[Statement]]:
    by_client: dict[int, list[Statement]] = defaultdict(list)
    for signed in _kept(TouchSigned, clients, viewer):
        by_client[signed.client_id].append(_signed(signed))
    for narrowed in _kept(TouchNarrowed, clients, viewer):
        by_client[narrowed.client_id].append(_narrowed(narrowed))
    return by_client


def _kept(model: Any, clients: Collection[int], viewer: Actor) -> Any:
    found = rows(model, viewer).filter(client_id__in=clients)
    return found.select_related("by", "client").order_by("seq")


def _signed(row: TouchSigned) -> Statement:
    return Statement(
        signed=True,
        purpose=_open(row.purpose, row, "purpose"),
        stop=_open(row.stop, row, "stop"),
        **_common(row),
    )


def _narrowed(row: TouchNarrowed) -> Statement:
    return Statement(signed=False, **_common(row))


def _open(sealed: Sealed | None, row: TouchSigned, column: str) -> str:
    return unseal(sealed, row.where(column)) if sealed else ""


def _common(row: TouchSigned | TouchNarrowed) -> dict[str, Any]:
    return {
        "terms": Terms(frozenset(map(Place, row.places.split())), row.ask_first),
        "at": row.at,
        "received_at": row.received_at,
        "by": people.name_of(row.by) if row.by else "",
        "by_client": row.by_id is not None and row.by_id == row.client.user_id,
        "id": row.uid,
    }


def offered(*, viewer: Actor) -> tuple[Place, ...]:
    """The places that the practice's jurisdiction profile leaves to agree on. One query."""
    return touch.offered(screening.profile(viewer=viewer).code)
