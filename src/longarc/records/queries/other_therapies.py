"""Records of other therapies that run alongside."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.other_therapies import Figures, Record, Therapy
from longarc.records.codec import unseal
from longarc.records.models import OtherTherapy
from longarc.records.queries import people
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.course import standing

FIGURES = ("distress_before", "distress_after", "validity_before", "validity_after")


@dataclass(frozen=True, slots=True)
class Alongside:
    """One record with who wrote it. `own`: the viewer did."""

    uid: UUID
    at: datetime
    record: Record
    by: str
    from_client: bool
    own: bool


def of_client(client: ClientRef, *, viewer: Actor) -> tuple[Alongside, ...]:
    """Those that stand, the newest day first. One query."""
    found = standing(OtherTherapy, viewer, client).select_related("by").order_by("-on", "-seq")
    return tuple(_alongside(row, viewer) for row in found)


def days(client: ClientRef, *, viewer: Actor) -> tuple[tuple[date, Therapy], ...]:
    """When which therapy met, for a time axis; nothing is unsealed. One query."""
    found = standing(OtherTherapy, viewer, client).order_by("on", "seq")
    return tuple((on, Therapy(code)) for on, code in found.values_list("on", "therapy"))


def _alongside(row: OtherTherapy, viewer: Actor) -> Alongside:
    record = Record(
        therapy=Therapy(row.therapy),
        on=row.on,
        words=_text(row, "words"),
        target=_text(row, "target"),
        figures=Figures(*(getattr(row, name) for name in FIGURES)),
    )
    own = row.by_id is not None and row.by_id == viewer.user
    by = people.name_of(row.by) if row.by else ""
    return Alongside(row.uid, row.at, record, by, row.from_client, own)


def _text(row: OtherTherapy, column: str) -> str:
    stored = getattr(row, column)
    return unseal(stored, row.where(column)) if stored else ""
