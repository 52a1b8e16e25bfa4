"""The agreed window, medicine sessions and the practice's setting for flags."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from longarc.care import window
from longarc.care.access import Actor
from longarc.care.arc import State
from longarc.records.models import FlagSetting, InsideRows, MedicineSession
from longarc.records.queries import arc
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows


@dataclass(frozen=True, slots=True)
class Session:
    """A medicine session as a dated event."""

    uid: UUID
    starts_at: datetime


def sessions(client: ClientRef, *, viewer: Actor) -> tuple[Session, ...]:
    """Those that stand, oldest first. One query."""
    found = arc.not_taken_back(MedicineSession, viewer=viewer).filter(client_id=client.id)
    return tuple(Session(row.uid, row.starts_at) for row in found.order_by("starts_at", "seq"))


def named_rows(client: ClientRef, *, viewer: Actor) -> tuple[window.Named, ...]:
    """What either side named as inside, in order of arrival. One query."""
    found = rows(InsideRows, viewer).filter(client_id=client.id).select_related("client")
    return tuple(
        window.Named(
            tuple(State(row) for row in one.rows.split()), one.by_id == one.client.user_id, one.at
        )
        for one in found.order_by("seq")
    )


@dataclass(frozen=True, slots=True)
class Flags:
    """Whether the model may raise flags, and the chance of a false one (see care.flags)."""

    on: bool = True
    budget: float = 0.2
    since: datetime | None = None


def flag_setting(*, viewer: Actor) -> Flags:
    """The newest setting; the starting one where nobody has set it. One query."""
    newest = rows(FlagSetting, viewer).order_by("-pk").first()
    return Flags(newest.on, newest.budget, newest.at) if newest else Flags()
