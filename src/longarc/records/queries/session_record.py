"""Records of medicine sessions: every line, what was taken back, and who signed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import F

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
)
from longarc.care.touch import Touch
from longarc.records.models import (
    MedicineSession,
    Retraction,
    SessionLine,
    SessionSigned,
)
from longarc.records.queries import touch, window
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.course import standing
from longarc.records.queries.session_lines import begun, by_session, mistaken, name, taken
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
    gone = {row.target: mistaken(row) for row in back}
    held = [(uid, row.starts_at, gone[row.uid]) for uid, row in newest.items() if row.uid in gone]
    newest_first = sorted(held, key=lambda one: one[1], reverse=True)
    return _records(client, viewer, newest_first) if held else ()


def _records(
    client: ClientRef, viewer: Actor, held: Iterable[tuple[UUID, datetime, Mistaken | None]]
) -> tuple[Record, ...]:
    lines, gone = _lines(client, viewer), taken([client.id], viewer)
    signed = _signed(client, viewer)
    return tuple(
        Record(
            uid=uid,
            starts_at=starts_at,
            lines=tuple(lines[uid]),
            taken=tuple(gone[uid]),
            signatures=tuple(signed[uid]),
            mistaken=back,
        )
        for uid, starts_at, back in held
    )


def _lines(client: ClientRef, viewer: Actor) -> dict[UUID, list[Line]]:
    return by_session(rows(SessionLine, viewer).filter(client_id=client.id))


def checks_of(sessions: Mapping[int, Iterable[Session]], *, viewer: Actor) -> dict[int, Recorded]:
    """What the records of these sessions, by client, say of leaving and of touch.

    So do those of sessions that were taken back since. Two queries; three more where touch is
    told of, two where one was taken back. A client without such a line is left out.
    """
    about = {"client_id__in": list(sessions), "kind__in": (Kind.LEAVE, Kind.TOUCH)}
    lines = by_session(rows(SessionLine, viewer).filter(**about))
    gone = taken(list(sessions), viewer) if lines else {}
    told = {client: _told_of(held, lines, gone) for client, held in sessions.items()}
    for client, record in _back(sessions, lines, gone, viewer):
        told[client] += (record,)
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


def _back(
    sessions: Mapping[int, Iterable[Session]],
    lines: Mapping[UUID, list[Line]],
    gone: Mapping[UUID, list[Taken]],
    viewer: Actor,
) -> Iterator[tuple[int, Record]]:
    """The sessions of these lines that were taken back, each with its client."""
    stand = {one.uid for held in sessions.values() for one in held}
    missing = lines.keys() - stand
    held = begun(missing, viewer=viewer) if missing else {}
    for uid, one in held.items():
        told, back = tuple(lines[uid]), tuple(gone.get(uid, ()))
        yield one.client, Record(uid, one.starts_at, told, back, mistaken=one.mistaken)


def _tells_of_touch(records: Iterable[Record]) -> bool:
    return any(one.told.kind is Kind.TOUCH for record in records for one in record.lines)


def _signed(client: ClientRef, viewer: Actor) -> dict[UUID, list[Signature]]:
    found: dict[UUID, list[Signature]] = defaultdict(list)
    told = rows(SessionSigned, viewer).filter(client_id=client.id).select_related("by")
    for row in told.order_by("seq"):
        found[row.session].append(Signature(row.received_at, name(row), row.lead, covers(row.upto)))
    return found


def ends(client: ClientRef, *, viewer: Actor) -> dict[UUID, datetime]:
    """From when each session that has a recorded end counts as over, by its id. One query.

    An end before the start (which was corrected since) ends nothing.
    """
    found = over(standing(MedicineSession, viewer, client))
    told = found.filter(end_at__gte=F("starts_at")).values_list("of", "end_at", "end_known")
    return {uid: max(end, known) for uid, end, known in told}
