"""Records of medicine sessions: every line, what was taken back, and who signed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from longarc.care.access import Actor
from longarc.care.after import Session
from longarc.care.session_checks import Recorded
from longarc.care.session_record import (
    Kind,
    Line,
    Mistaken,
    Record,
    Signature,
    Taken,
    covers,
    parse,
)
from longarc.care.touch import Touch
from longarc.records.codec import unseal
from longarc.records.models import (
    Entry,
    MedicineSession,
    Retraction,
    SessionLine,
    SessionLineBack,
    SessionSigned,
)
from longarc.records.queries import people, touch, window
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.course import standing
from longarc.records.scope import rows
from longarc.records.session_ends import over


def load(client: ClientRef, *, viewer: Actor) -> tuple[Record, ...]:
    """The record of each session that stands, also an empty one; oldest first. Four queries."""
    held = ((one.uid, one.starts_at, None) for one in window.sessions(client, viewer=viewer))
    return _records(client, viewer, held)


def find(client: ClientRef, session: UUID, *, viewer: Actor) -> Record | None:
    """One of them; None for any other id. Four queries."""
    found = load(client, viewer=viewer)
    return next((one for one in found if one.uid == session), None)


def taken_back(client: ClientRef, *, viewer: Actor) -> tuple[Record, ...]:
    """Records of sessions that were taken back, to be read by staff; the newest session first.

    Two queries; five where there is one.
    """
    kept = rows(MedicineSession, viewer).filter(client_id=client.id).order_by("seq")
    newest = {row.session: row for row in kept}
    target = {"client_id": client.id, "target__in": [row.uid for row in newest.values()]}
    back = rows(Retraction, viewer).filter(**target).select_related("by").order_by("-seq")
    gone = {row.target: Mistaken(row.at, _name(row)) for row in back}
    held = [(uid, row.starts_at, gone[row.uid]) for uid, row in newest.items() if row.uid in gone]
    newest_first = sorted(held, key=lambda one: one[1], reverse=True)
    return _records(client, viewer, newest_first) if held else ()


def _records(
    client: ClientRef, viewer: Actor, held: Iterable[tuple[UUID, datetime, Mistaken | None]]
) -> tuple[Record, ...]:
    lines, taken = _lines(client, viewer), _taken([client.id], viewer)
    signed = _signed(client, viewer)
    return tuple(
        Record(
            uid=uid,
            starts_at=starts_at,
            lines=tuple(lines[uid]),
            taken=tuple(taken[uid]),
            signatures=tuple(signed[uid]),
            mistaken=mistaken,
        )
        for uid, starts_at, mistaken in held
    )


def _name(row: Entry) -> str:
    return people.name_of(row.by) if row.by else ""


def _lines(client: ClientRef, viewer: Actor) -> dict[UUID, list[Line]]:
    return _by_session(rows(SessionLine, viewer).filter(client_id=client.id))


def _by_session(told: QuerySet[Any]) -> dict[UUID, list[Line]]:
    found: dict[UUID, list[Line]] = defaultdict(list)
    for row in told.select_related("by").order_by("seq"):
        found[row.session].append(_line(row))
    return found


def checks_of(sessions: Mapping[int, Iterable[Session]], *, viewer: Actor) -> dict[int, Recorded]:
    """What the records of these sessions, by client, say of leaving and of touch.

    Two queries; three more where touch is told of. A client without such a line is left out.
    """
    about = {"client_id__in": list(sessions), "kind__in": (Kind.LEAVE, Kind.TOUCH)}
    lines = _by_session(rows(SessionLine, viewer).filter(**about))
    taken = _taken(list(sessions), viewer) if lines else {}
    told = {client: _told_of(held, lines, taken) for client, held in sessions.items()}
    found = {client: records for client, records in told.items() if records}
    touched = [client for client, records in found.items() if _tells_of_touch(records)]
    agreed = touch.of_clients(touched, viewer=viewer)
    return {
        client: Recorded(records, agreed.get(client, Touch())) for client, records in found.items()
    }


def _told_of(
    held: Iterable[Session], lines: Mapping[UUID, list[Line]], taken: Mapping[UUID, list[Taken]]
) -> tuple[Record, ...]:
    return tuple(
        Record(one.uid, one.starts_at, tuple(lines[one.uid]), tuple(taken.get(one.uid, ())))
        for one in held
        if one.uid in lines
    )


def _tells_of_touch(records: Iterable[Record]) -> bool:
    return any(one.told.kind is Kind.TOUCH for record in records for one in record.lines)


def _line(row: SessionLine) -> Line:
    return Line(
        uid=row.uid,
        told=parse(Kind(row.kind), row.happened_at, unseal(row.told, row.where)),
        by=_name(row),
        written_at=row.received_at,
        afterwards=row.afterwards,
        corrects=row.corrects,
    )


def _taken(clients: list[int], viewer: Actor) -> dict[UUID, list[Taken]]:
    found: dict[UUID, list[Taken]] = defaultdict(list)
    told = rows(SessionLineBack, viewer).filter(client_id__in=clients).select_related("by")
    for row in told.order_by("seq"):
        found[row.session].append(Taken(row.line, row.at, _name(row), unseal(row.why, row.where)))
    return found


def _signed(client: ClientRef, viewer: Actor) -> dict[UUID, list[Signature]]:
    found: dict[UUID, list[Signature]] = defaultdict(list)
    told = rows(SessionSigned, viewer).filter(client_id=client.id).select_related("by")
    for row in told.order_by("seq"):
        found[row.session].append(
            Signature(row.received_at, _name(row), row.lead, covers(row.upto))
        )
    return found


def ends(client: ClientRef, *, viewer: Actor) -> dict[UUID, datetime]:
    """From when each session that has a recorded end counts as over, by its id. One query.

    An end before the start (which was corrected since) ends nothing.
    """
    found = over(standing(MedicineSession, viewer, client))
    told = found.filter(end_at__gte=F("starts_at")).values_list("of", "end_at", "end_known")
    return {uid: max(end, known) for uid, end, known in told}
