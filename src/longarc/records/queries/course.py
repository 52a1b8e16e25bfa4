"""The course of one client's arc: phases, meetings, choices, and who holds them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, QuerySet

from longarc.care.access import Actor
from longarc.care.arc import Phase
from longarc.records.codec import Where, unseal
from longarc.records.models import CareMember, Choice, Meeting, PhaseStart, Retraction
from longarc.records.queries import people
from longarc.records.queries.clients import ClientRef, name_of
from longarc.records.queries.meetings import still_held
from longarc.records.scope import known, rows


def standing(
    model: type[Model], viewer: Actor, client: ClientRef, *, by_then: datetime | None = None
) -> QuerySet[Any]:
    """Entries of one kind that were not taken back; `by_then`: as it was known at that moment."""
    back = Retraction.objects.filter(target=OuterRef("uid"), client_id=OuterRef("client_id"))
    gone = Exists(back.filter(**known(by_then)))
    return rows(model, viewer).filter(~gone, client_id=client.id, **known(by_then))


@dataclass(frozen=True, slots=True)
class Member:
    """Someone of the care team."""

    name: str
    lead: bool
    since: datetime


def care_team(client: ClientRef, *, viewer: Actor) -> tuple[Member, ...]:
    """Who holds the client now: the lead first, then by how long. One query."""
    found = (
        rows(CareMember, viewer)
        .filter(client_id=client.id, until=None)
        .select_related("user")
        .order_by("-lead", "since", "pk")
    )
    return tuple(Member(people.name_of(row.user), row.lead, row.since) for row in found)


def leads(client: ClientRef, *, viewer: Actor) -> bool:
    """Whether the viewer leads the care team now. One query."""
    mine = {"client_id": client.id, "user_id": viewer.user, "until": None, "lead": True}
    return bool(rows(CareMember, viewer).filter(**mine).exists())


@dataclass(frozen=True, slots=True)
class Begun:
    """A phase began on a day; `why` is in the client's words, or empty."""

    phase: Phase
    on: date
    why: str
    uid: UUID


def phases(client: ClientRef, *, viewer: Actor) -> tuple[Begun, ...]:
    """When each phase began, oldest first; of two for one day the later stands. One query."""
    found = {row.on: row for row in standing(PhaseStart, viewer, client).order_by("on", "seq")}
    return tuple(Begun(Phase(row.phase), on, _why(row), row.uid) for on, row in found.items())


def _why(row: PhaseStart) -> str:
    where = Where(row.practice_id, row.client_id, "phasestart.why", row.uid)
    return unseal(row.why, where) if row.why else ""


@dataclass(frozen=True, slots=True)
class Meet:
    """A planned meeting; `place` may be empty.

    `held`: its person still holds the client. A meeting to come without one needs a new person.
    """

    uid: UUID
    starts_at: datetime
    minutes: int
    place: str
    with_name: str
    held: bool = True


def meetings(
    client: ClientRef, *, viewer: Actor, after: datetime | None = None
) -> tuple[Meet, ...]:
    """Meetings that stand, the next first; `after` leaves out the earlier ones. One query."""
    found = standing(Meeting, viewer, client).select_related("with_user")
    found = found.annotate(held=Exists(still_held()))
    if after:
        found = found.filter(starts_at__gte=after)
    return tuple(_meet(row) for row in found.order_by("starts_at", "seq"))


def _meet(row: Meeting) -> Meet:
    where = Where(row.practice_id, row.client_id, "meeting.place", row.uid)
    place = unseal(row.place, where) if row.place else ""
    name, held = people.name_of(row.with_user), vars(row)["held"]
    return Meet(row.uid, row.starts_at, row.minutes, place, name, held)


class ChoiceKind(StrEnum):
    """What a client can choose. Nothing is given until they say so. Stored, never renamed."""

    SHARE_WORDS = "share_words"
    SUPERVISION = "supervision"
    RESEARCH = "research"
    HIDE_PATTERNS = "hide_patterns"
    DELETION = "deletion"
    #: Three check-ins a day for five days after each medicine session (decision 8).
    BURST = "burst"
    #: One's check-ins may help to tune the model for others in the practice.
    PRIOR = "prior"


@dataclass(frozen=True, slots=True)
class Chosen:
    """One choice as it was made."""

    given: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class History:
    """Every time the client made one choice, newest first. What was never chosen is not given."""

    kind: ChoiceKind
    made: tuple[Chosen, ...] = ()

    @property
    def given(self) -> bool:
        return bool(self.made) and self.made[0].given

    @property
    def at(self) -> datetime | None:
        return self.made[0].at if self.made else None


def choices(client: ClientRef, *, viewer: Actor) -> dict[ChoiceKind, History]:
    """The history of every kind of choice. One query."""
    found: dict[str, list[Chosen]] = {kind: [] for kind in ChoiceKind}
    made = rows(Choice, viewer).filter(client_id=client.id).order_by("-seq")
    for kind, given, at in made.values_list("kind", "given", "at"):
        found[kind].append(Chosen(given, at))
    return {kind: History(kind, tuple(found[kind])) for kind in ChoiceKind}


def chosen(kind: ChoiceKind, client: ClientRef, *, viewer: Actor) -> bool:
    """Whether one choice is given now. One query."""
    made = rows(Choice, viewer).filter(client_id=client.id, kind=kind).order_by("-seq")
    return bool(made.values_list("given", flat=True).first())


#: The practice answers a request for deletion within so long. Source: decision 19.
DELETION_DUE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class DeletionAsked:
    """A client asked for deletion; the practice answers until `due`."""

    client: UUID
    name: str
    at: datetime

    @property
    def due(self) -> datetime:
        return self.at + DELETION_DUE


def deletions_asked(*, viewer: Actor) -> tuple[DeletionAsked, ...]:
    """Every standing request for deletion in the practice, the oldest first. One query."""
    later = Choice.objects.filter(
        client_id=OuterRef("client_id"), kind=ChoiceKind.DELETION, seq__gt=OuterRef("seq")
    )
    asked = rows(Choice, viewer).filter(~Exists(later), kind=ChoiceKind.DELETION, given=True)
    return tuple(
        DeletionAsked(row.client.public_id, name_of(row.client), row.at)
        for row in asked.select_related("client").order_by("seq")
    )
