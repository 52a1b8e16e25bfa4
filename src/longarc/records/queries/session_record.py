"""Records of medicine sessions: every line, what was taken back, and who signed."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.session_record import Kind, Line, Record, Signature, Taken, parse
from longarc.records.codec import unseal
from longarc.records.models import MedicineSession, SessionLine, SessionLineBack, SessionSigned
from longarc.records.queries import people, window
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows
from longarc.records.session_ends import over


def load(client: ClientRef, *, viewer: Actor) -> tuple[Record, ...]:
    """The record of each session that stands, also an empty one; oldest first. Four queries."""
    lines, taken, signed = _lines(client, viewer), _taken(client, viewer), _signed(client, viewer)
    return tuple(
        Record(
            uid=one.uid,
            starts_at=one.starts_at,
            lines=tuple(lines[one.uid]),
            taken=tuple(taken[one.uid]),
            signatures=tuple(signed[one.uid]),
        )
        for one in window.sessions(client, viewer=viewer)
    )


def find(client: ClientRef, session: UUID, *, viewer: Actor) -> Record | None:
    """One of them; None for any other id. Four queries."""
    found = load(client, viewer=viewer)
    return next((one for one in found if one.uid == session), None)


def _lines(client: ClientRef, viewer: Actor) -> dict[UUID, list[Line]]:
    found: dict[UUID, list[Line]] = defaultdict(list)
    told = rows(SessionLine, viewer).filter(client_id=client.id).select_related("by")
    for row in told.order_by("seq"):
        found[row.session].append(_line(row))
    return found


def _line(row: SessionLine) -> Line:
    return Line(
        uid=row.uid,
        told=parse(Kind(row.kind), row.happened_at, unseal(row.told, row.where)),
        by=people.name_of(row.by) if row.by else "",
        written_at=row.received_at,
        afterwards=row.afterwards,
        corrects=row.corrects,
    )


def _taken(client: ClientRef, viewer: Actor) -> dict[UUID, list[Taken]]:
    found: dict[UUID, list[Taken]] = defaultdict(list)
    told = rows(SessionLineBack, viewer).filter(client_id=client.id).select_related("by")
    for row in told.order_by("seq"):
        by = people.name_of(row.by) if row.by else ""
        found[row.session].append(Taken(row.line, row.at, by, unseal(row.why, row.where)))
    return found


def _signed(client: ClientRef, viewer: Actor) -> dict[UUID, list[Signature]]:
    found: dict[UUID, list[Signature]] = defaultdict(list)
    told = rows(SessionSigned, viewer).filter(client_id=client.id).select_related("by")
    for row in told.order_by("seq"):
        by = people.name_of(row.by) if row.by else ""
        found[row.session].append(Signature(row.received_at, by, row.lead))
    return found


def ends(client: ClientRef, *, viewer: Actor) -> dict[UUID, datetime]:
    """From when each session that has a recorded end counts as over, by its id. One query."""
    found = over(rows(MedicineSession, viewer).filter(client_id=client.id))
    told = found.filter(end_at__isnull=False).values_list("uid", "end_at", "end_known")
    return {uid: max(end, known) for uid, end, known in told}
