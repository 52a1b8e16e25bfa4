"""Whether reminders reach a client, for lists: read with the client, no query of its own."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from longarc.care.access import Actor
from longarc.care.reminder_states import NOT_REACHING, TELL, Reach, Send, Tried, Why, reach
from longarc.care.reminders import Way
from longarc.records.models import Client, ReminderChoice, ReminderSend
from longarc.records.scope import rows

_NAMES = tuple(f"reminder_{n}" for n in range(NOT_REACHING))
_LATEST_FIRST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reached:
    """The way that is wanted, and whether reminders arrive by it."""

    way: Way = Way.NONE
    reach: Reach = Reach.NOTHING_AGAINST


def with_reach(clients: QuerySet[Client], *, viewer: Actor) -> QuerySet[Client]:
    """The clients, each with what `reached` needs."""
    mine = {"client_id": OuterRef("pk")}
    chosen = rows(ReminderChoice, viewer).filter(**mine).order_by("-seq").values("way")[:1]
    sends = rows(ReminderSend, viewer).filter(**mine, state__in=TELL).exclude(why=Why.NOT_SET_UP)
    told = Concat(F("way"), Value(" "), F("state"), output_field=CharField())
    lines = sends.order_by("-due_at").annotate(told=told).values("told")
    latest = {name: Subquery(lines[n : n + 1]) for n, name in enumerate(_NAMES)}
    return clients.annotate(reminder_way=Subquery(chosen), **latest)


def reached(client: Client, *, viewer: Actor) -> Reached:  # noqa: ARG001 - as all queries
    """Of a client from `with_reach`."""
    row: dict[str, Any] = vars(client)
    way = Way(row["reminder_way"] or Way.NONE)
    told = (row[name].split() for name in _NAMES if row[name])
    log = [Tried(_LATEST_FIRST, Way(by), Send(state)) for by, state in told]
    return Reached(way, reach(log, way))
