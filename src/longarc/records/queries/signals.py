"""What persons said about signals, and the words that came with a request for contact."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from longarc.care.access import Actor
from longarc.care.finding import Code, Finding, Mark, MarkKind
from longarc.records.codec import Where, unseal
from longarc.records.models import CareMember, ContactRequest, SignalMark
from longarc.records.queries import arc, people
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows

_COLUMNS = ("code", "since", "level", "kind", "at", "until")


def _standing(viewer: Actor) -> QuerySet[SignalMark]:
    return arc.not_taken_back(SignalMark, viewer=viewer).order_by("seq")


def marks(clients: Collection[int], *, viewer: Actor) -> dict[int, list[Mark]]:
    """Every mark that was not taken back, by client, oldest first. One query."""
    by_client: dict[int, list[Mark]] = defaultdict(list)
    found = _standing(viewer).filter(client_id__in=clients)
    for client, code, since, level, kind, at, until in found.values_list("client_id", *_COLUMNS):
        by_client[client].append(Mark(Code(code), since, level, MarkKind(kind), at, until))
    return by_client


def others(clients: Collection[int], viewer: Actor) -> frozenset[int]:
    """Of these clients, those whom somebody else who works here holds now. One query."""
    held = rows(CareMember, viewer).filter(client_id__in=clients, until=None, user__is_active=True)
    return frozenset(held.exclude(user_id=viewer.user or 0).values_list("client_id", flat=True))


@dataclass(frozen=True, slots=True)
class Said:
    """A mark with who made it; `why` is the code of a reason, or empty."""

    uid: UUID
    mark: Mark
    by: str
    own: bool
    why: str


def said(client: ClientRef, *, viewer: Actor) -> tuple[Said, ...]:
    """The same marks for one client, with names. One query."""
    found = _standing(viewer).filter(client_id=client.id).select_related("by")
    return tuple(_said(row, viewer) for row in found)


def _said(row: SignalMark, viewer: Actor) -> Said:
    mark = Mark(Code(row.code), row.since, row.level, MarkKind(row.kind), row.at, row.until)
    name = people.name_of(row.by) if row.by else ""
    return Said(row.uid, mark, name, row.by_id == viewer.user, row.why)


def own_mark(uid: UUID, *, viewer: Actor) -> tuple[UUID, Mark] | None:
    """A mark of the viewer's own that stands, with its client's public id. One query."""
    found = _standing(viewer).filter(uid=uid, by_id=viewer.user).select_related("client")
    row = found.first()
    return (row.client.public_id, _said(row, viewer).mark) if row else None


def notes(findings: Iterable[Finding], *, viewer: Actor) -> dict[UUID, str]:
    """What clients wrote with their requests for contact, by its id. At most one query."""
    asked = [uid for f in findings if f.code is Code.CONTACT for uid in f.evidence]
    found = rows(ContactRequest, viewer).filter(uid__in=asked, note__isnull=False)
    return {
        row.uid: unseal(
            row.note, Where(row.practice_id, row.client_id, "contactrequest.note", row.uid)
        )
        for row in found
    }
