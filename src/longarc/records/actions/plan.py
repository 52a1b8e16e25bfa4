"""The course as the care team plans it: phases and meetings. A change is a new entry."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.arc import Phase
from longarc.records.codec import Sealed, Where, seal
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.keeping import both, common, holds, keep, take_back, unused
from longarc.records.models import CareMember, Meeting, PhaseStart
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows


class NotInTeam(Exception):
    """A meeting was planned with someone who does not hold the client."""


@action
def start_phase(
    client: ClientRef,
    phase: Phase,
    on: date,
    *,
    by: Actor,
    at: datetime,
    why: str = "",
    uid: UUID | None = None,
) -> UUID | None:
    """From day `on` the arc is in `phase`; `why` in the client's words, if they gave some.

    `uid` is the form's: None when it was kept before.
    """
    told = {"phase": phase, "on": on}
    new = unused(PhaseStart, client, uid or uuid7(), both(holds(told), _says_why(client, why)))
    if new is None:
        return None
    text = _sealed(why, client, "phasestart.why", new)
    return keep(PhaseStart(**common(client, new, by, at), **told, why=text), by)


def _says_why(client: ClientRef, why: str) -> Callable[[Any], bool]:
    return lambda row: row.why == _sealed(why, client, "phasestart.why", row.uid)


@action
def plan_meeting(
    client: ClientRef,
    starts_at: datetime,
    minutes: int,
    with_user: UUID,
    *,
    by: Actor,
    at: datetime,
    place: str = "",
    uid: UUID | None = None,
) -> UUID | None:
    """Plan a meeting with someone of the client's care team. None: this form was kept before.

    Raises:
        NotInTeam: `with_user` (a public id) does not hold the client now.
    """
    team = rows(CareMember, by).filter(client_id=client.id, user__public_id=with_user, until=None)
    member = team.first()
    if member is None:
        raise NotInTeam
    told = {"starts_at": starts_at, "minutes": minutes, "with_user_id": member.user_id}
    new = unused(Meeting, client, uid or uuid7(), holds(told))
    if new is None:
        return None
    where = _sealed(place, client, "meeting.place", new)
    return keep(Meeting(**common(client, new, by, at), **told, place=where), by)


@action
def cancel_meeting(client: ClientRef, uid: UUID, *, by: Actor, at: datetime) -> bool:
    """A planned meeting no longer stands. False when the client has no such meeting."""
    return take_back(Meeting, client, uid, by, at)


@action
def take_back_phase(client: ClientRef, uid: UUID, *, by: Actor, at: datetime) -> bool:
    """The start of a phase was entered by mistake. False when the client has no such entry."""
    return take_back(PhaseStart, client, uid, by, at)


def _sealed(text: str, client: ClientRef, column: str, uid: UUID) -> Sealed | None:
    return seal(text, Where(client.practice, client.id, column, uid)) if text else None
