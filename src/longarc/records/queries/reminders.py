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
from longarc.care.leaving import State
from longarc.care.reminder_states import Send, Tried, Why
from longarc.care.reminders import SENT, Around, Choices, Reminder, Way, planned
from longarc.records import reminder_rows
from longarc.records.models import (
    CalendarLink,
    Choice,
    PushSubscription,
    ReminderChoice,
    ReminderSend,
)
from longarc.records.queries import after, arc, check_ins, reminder_follow_ups
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


def _sent_to(viewer: Actor) -> QuerySet[ReminderChoice]:
    """Choices of clients who are here: nothing goes to one who is not, also what waits already."""
    return _standing(viewer).filter(client__state=State.HERE)


def to_remind(*, viewer: Actor) -> list[int]:
    """Clients whom the worker reminds: a way that is sent, and an account. One query."""
    found = _sent_to(viewer).filter(way__in=SENT, client__user__is_active=True)
    return list(found.order_by("client_id").values_list("client_id", flat=True))


def wished(*, viewer: Actor) -> frozenset[Way]:
    """The ways that somebody with an account chose, of those that are sent. One query."""
    found = _sent_to(viewer).filter(way__in=SENT, client__user__is_active=True)
    return frozenset(map(Way, found.values_list("way", flat=True).distinct()))


def facts(
    clients: Collection[int],
    *,
    viewer: Actor,
    since: datetime,
    at: datetime,
    ahead: timedelta = timedelta(),
) -> Iterator[tuple[int, Facts]]:
    """What decides about each client, as known at `at`, for moments from `since` to `ahead` of it.

    Clients who never chose, or are not here, are left out. Six queries for every 500, and two
    more where a follow-up is near.
    """
    ids = list(clients)
    for n in range(0, len(ids), AT_ONCE):
        yield from _facts(ids[n : n + AT_ONCE], viewer, (since, at, at + ahead))


def _facts(
    ids: list[int], viewer: Actor, span: tuple[datetime, datetime, datetime]
) -> Iterator[tuple[int, Facts]]:
    since, at, until = span
    rests = arc.rests_of(ids, viewer=viewer)
    held = after.facts_of(ids, viewer=viewer)
    follow_ups = reminder_follow_ups.of(held, viewer=viewer, since=since, at=at, until=until)
    made = _by_client(
        check_ins.standing(viewer, ids).filter(at__gte=since - DAY).values_list("client_id", "at")
    )
    agreed = _agreed(ids, viewer)
    for row in _sent_to(viewer).filter(client_id__in=ids):
        choices = reminder_rows.value(row)
        around = Around(
            sessions=tuple(
                _day(one.starts_at, choices.place) for one in held[row.client_id].sessions
            ),
            agreed=row.client_id in agreed,
            rests=tuple(rests[row.client_id]),
            check_ins=tuple(made[row.client_id]),
            follow_ups=follow_ups.get(row.client_id, ()),
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
    """What is to come in the next 60 days, as things stand. Six to eight queries."""
    found = dict(facts([client.id], viewer=viewer, since=at, at=at, ahead=AHEAD))
    return _ahead(found.get(client.id), at)


def _ahead(found: Facts | None, at: datetime) -> tuple[Reminder, ...]:
    if found is None:
        return ()
    return planned(found.choices, found.around, after=at, until=at + AHEAD)


def log(client: ClientRef, *, viewer: Actor) -> tuple[Tried, ...]:
    """What became of the newest reminders, newest first. One query."""
    found = rows(ReminderSend, viewer).filter(client_id=client.id).order_by("-due_at")[:NEWEST]
    return tuple(_tried(row) for row in found)


def _tried(row: ReminderSend) -> Tried:
    state, why = Send(row.state), Why(row.why)
    return Tried(row.due_at, Way(row.way), state, why, row.key, row.about)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a calendar fetches: whose it is (never shown as such), and what is to come."""

    client: UUID
    choices: Choices
    ahead: tuple[Reminder, ...]


def calendar(token: str, *, viewer: Actor | None, at: datetime) -> Calendar | None:
    """Behind the secret part of an address; None when it opens nothing. Nine queries at most.

    Nobody is signed in where it is fetched: the link itself says whose it is. For who chose
    another way there is nothing in it, so that nothing comes twice; a closed account has none.
    """
    found = CalendarLink.objects.filter(
        token_hash=reminder_rows.hash_of(token), ended_at=None, client__user__is_active=True
    )
    link = found.select_related("client").first()
    if link is None:
        return None
    viewer = viewer or Actor(None, link.practice_id)
    told = dict(facts([link.client_id], viewer=viewer, since=at, at=at, ahead=AHEAD)).get(
        link.client_id
    )
    if told is None or told.choices.way is not Way.CALENDAR:
        return Calendar(link.client.public_id, Choices(), ())
    return Calendar(link.client.public_id, told.choices, _ahead(told, at))


def mailed_to(token: str, *, viewer: Actor | None) -> Actor | None:
    """Whom the mail went to that an address to stop stood in, as themself. One query.

    Nobody is signed in where it is opened; it can do nothing but stop mails. None: it opens
    nothing, or the mail is older than the log.
    """
    uid = reminder_rows.uid_in(token)
    if uid is None:
        return None
    found = ReminderSend.objects.filter(uid=uid, client__user__is_active=True)
    row = found.select_related("client").first()
    if row is None or (viewer and viewer.client != row.client_id):
        return None
    return Actor(row.client.user_id, row.practice_id, client=row.client_id)


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
