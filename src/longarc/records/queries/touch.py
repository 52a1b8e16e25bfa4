"""The touch agreement of one client, from every signature, narrowing and recorded session."""

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
    sessions = _sessions(client, viewer)
    starts = [(start, mistaken) for start, mistaken, *_ in sessions]
    return Touch(
        statements=statements(client, viewer=viewer),
        sessions=tuple(sorted(start for start, _ in starts)),
        mistaken=frozenset(start for start, mistaken in starts if mistaken)
        - {start for start, mistaken in starts if not mistaken},
        as_of=at,
        ends=_ends(sessions),
    )


Found = tuple[datetime, bool, datetime | None, datetime | None]


def _sessions(client: ClientRef, viewer: Actor) -> list[Found]:
    """Each recorded start, whether it was taken back, its end, and since when that is known."""
    back = Retraction.objects.filter(target=OuterRef("uid"), client_id=OuterRef("client_id"))
    found = rows(MedicineSession, viewer).filter(client_id=client.id).annotate(back=Exists(back))
    dated = over(found)
    return list(dated.values_list("starts_at", "back", "end_at", "end_known"))


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
    signed = [_signed(row) for row in _kept(TouchSigned, client, viewer)]
    narrowed = [_narrowed(row) for row in _kept(TouchNarrowed, client, viewer)]
    return tuple(sorted([*signed, *narrowed], key=lambda one: one.since))


def _kept(model: Any, client: ClientRef, viewer: Actor) -> Any:
    found = rows(model, viewer).filter(client_id=client.id)
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
