"""Reminders: what a client chose, what became of them, and whom the worker reminds."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet

from longarc.care.access import Actor
from longarc.care.arc import Rest
from longarc.care.reminder_states import Send, Tried, Why
from longarc.care.reminders import SENT, Around, Choices, Reminder, Way, planned
from longarc.records import reminder_rows
from longarc.records.models import (
    CalendarLink,
    Choice,
    MedicineSession,
    PushSubscription,
    ReminderChoice,
    ReminderSend,
)
from longarc.records.queries import arc, check_ins
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.course import ChoiceKind
from longarc.records.scope import rows

#: A calendar shows so much of what is to come.
AHEAD = timedelta(days=60)
#: Lines of the log that are shown.
NEWEST = 60
#: Clients read at once.
AT_ONCE = 500
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Facts:
    """What decides about one client's reminders."""

    choices: Choices
    around: Around


def chosen(client: ClientRef, *, viewer: Actor) -> Choices:
    """What stands; for who never chose: none, in their own time zone. One query."""
    row = _standing(viewer).filter(client_id=client.id).first()
    return reminder_rows.value(row) if row else Choices(zone=client.zone)


def _standing(viewer: Actor) -> QuerySet[ReminderChoice]:
    later = ReminderChoice.objects.filter(client_id=OuterRef("client_id"), seq__gt=OuterRef("seq"))
    return rows(ReminderChoice, viewer).filter(~Exists(later))


def to_remind(*, viewer: Actor) -> list[int]:
    """Clients whom the worker reminds: a way that is sent, and an account. One query."""
    found = _standing(viewer).filter(way__in=SENT, client__user__is_active=True)
    return list(found.order_by("client_id").values_list("client_id", flat=True))


def facts(
    clients: Collection[int], *, viewer: Actor, since: datetime
) -> Iterator[tuple[int, Facts]]:
    """What decides about each client, for moments from `since` on. Five queries for every 500.

    Clients who never chose are left out.
    """
    ids = list(clients)
    for n in range(0, len(ids), AT_ONCE):
        yield from _facts(ids[n : n + AT_ONCE], viewer, since)


def _facts(ids: list[int], viewer: Actor, since: datetime) -> Iterator[tuple[int, Facts]]:
    rests = arc.rests_of(ids, viewer=viewer)
    sessions = _by_client(
        arc.not_taken_back(MedicineSession, viewer=viewer)
        .filter(client_id__in=ids)
        .values_list("client_id", "starts_at")
    )
    made = _by_client(
        check_ins.standing(viewer, ids).filter(at__gte=since - DAY).values_list("client_id", "at")
    )
    agreed = _agreed(ids, viewer)
    for row in _standing(viewer).filter(client_id__in=ids):
        choices = reminder_rows.value(row)
        around = Around(
            sessions=tuple(_day(at, choices.place) for at in sessions[row.client_id]),
            agreed=row.client_id in agreed,
            rests=tuple(rests[row.client_id]),
            check_ins=tuple(made[row.client_id]),
        )
        yield row.client_id, Facts(choices, around)


def _day(at: datetime, place: ZoneInfo) -> date:
    return at.astimezone(place).date()


def _by_client(pairs: Iterable[tuple[int, datetime]]) -> dict[int, list[datetime]]:
    found: dict[int, list[datetime]] = defaultdict(list)
    for client, at in pairs:
        found[client].append(at)
    return found


def _agreed(ids: list[int], viewer: Actor) -> set[int]:
    kind = ChoiceKind.BURST
    later = Choice.objects.filter(
        client_id=OuterRef("client_id"), kind=kind, seq__gt=OuterRef("seq")
    )
    found = rows(Choice, viewer).filter(~Exists(later), client_id__in=ids, kind=kind, given=True)
    return set(found.values_list("client_id", flat=True))


def resting(client: ClientRef, *, viewer: Actor, at: datetime) -> Rest | None:
    """The quiet that lasts now; its `until` None: until the client says. One query."""
    rests = arc.rests_of([client.id], viewer=viewer)[client.id]
    return next((one for one in rests if Around(rests=(one,)).resting(at)), None)


def ahead(client: ClientRef, *, viewer: Actor, at: datetime) -> tuple[Reminder, ...]:
    """What is to come in the next 60 days, as things stand. Five queries."""
    found = dict(facts([client.id], viewer=viewer, since=at))
    return _ahead(found.get(client.id), at)


def _ahead(found: Facts | None, at: datetime) -> tuple[Reminder, ...]:
    if found is None:
        return ()
    return planned(found.choices, found.around, after=at, until=at + AHEAD)


def log(client: ClientRef, *, viewer: Actor) -> tuple[Tried, ...]:
    """What became of the newest reminders, newest first. One query."""
    found = rows(ReminderSend, viewer).filter(client_id=client.id).order_by("-due_at")[:NEWEST]
    return tuple(Tried(r.due_at, Way(r.way), Send(r.state), Why(r.why)) for r in found)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a calendar fetches: whose it is (never shown as such), and what is to come."""

    client: UUID
    choices: Choices
    ahead: tuple[Reminder, ...]


def calendar(token: str, *, viewer: Actor | None, at: datetime) -> Calendar | None:
    """Behind the secret part of an address; None when it opens nothing. Six queries.

    Nobody is signed in where it is fetched: the link itself says whose it is. For who chose
    another way there is nothing in it, so that nothing comes twice.
    """
    found = CalendarLink.objects.filter(token_hash=reminder_rows.hash_of(token), ended_at=None)
    link = found.select_related("client").first()
    if link is None:
        return None
    viewer = viewer or Actor(None, link.practice_id)
    told = dict(facts([link.client_id], viewer=viewer, since=at)).get(link.client_id)
    if told is None or told.choices.way is not Way.CALENDAR:
        return Calendar(link.client.public_id, Choices(), ())
    return Calendar(link.client.public_id, told.choices, _ahead(told, at))


@dataclass(frozen=True, slots=True)
class Places:
    """Where reminders can reach a client: since when push is on, and a calendar link stands."""

    push_since: datetime | None
    link_since: datetime | None


def places(client: ClientRef, *, viewer: Actor) -> Places:
    """Two queries."""
    push, link = (
        rows(kind, viewer).filter(client_id=client.id, ended_at=None).values_list("made_at")
        for kind in (PushSubscription, CalendarLink)
    )
    return Places((push.first() or [None])[0], (link.first() or [None])[0])
