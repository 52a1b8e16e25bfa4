"""The agreed window, medicine sessions and the practice's setting for flags."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from longarc.care import window
from longarc.care.access import Actor
from longarc.care.arc import State
from longarc.records.models import FlagSetting, InsideRows, MedicineSession
from longarc.records.queries import people
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.course import standing
from longarc.records.scope import rows


@dataclass(frozen=True, slots=True)
class Session:
    """A medicine session as a dated event; `uid` stays when its start is entered anew."""

    uid: UUID
    starts_at: datetime


def sessions(client: ClientRef, *, viewer: Actor) -> tuple[Session, ...]:
    """Those that stand, oldest first. One query."""
    found = standing(MedicineSession, viewer, client)
    return tuple(Session(row.session, row.starts_at) for row in found.order_by("starts_at", "seq"))


def named_rows(client: ClientRef, *, viewer: Actor) -> tuple[window.Named, ...]:
    """What either side named as inside, in order of arrival. One query."""
    return tuple(named_by([client.id], viewer=viewer).get(client.id, ()))


def named_by(clients: Collection[int], *, viewer: Actor) -> dict[int, list[window.Named]]:
    """The same for many clients; those who named nothing are left out. One query."""
    named: dict[int, list[window.Named]] = defaultdict(list)
    found = rows(InsideRows, viewer).filter(client_id__in=clients).select_related("client", "by")
    for one in found.order_by("seq"):
        named[one.client_id].append(_named(one))
    return named


def _named(one: InsideRows) -> window.Named:
    return window.Named(
        rows=tuple(State(row) for row in one.rows.split()),
        by_client=one.by_id is not None and one.by_id == one.client.user_id,
        at=one.at,
        by=people.name_of(one.by).split()[0] if one.by else "",
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
