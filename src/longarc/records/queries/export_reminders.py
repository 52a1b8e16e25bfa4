"""The parts of a client's own file about reminders: see `queries.export`."""

from collections.abc import Callable, Iterator
from typing import Any

from longarc.care.access import Actor
from longarc.care.reminders import Way
from longarc.records.models import CalendarLink, PushSubscription, ReminderChoice, ReminderSend
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows

Row = dict[str, Any]
AT_ONCE = 500


def _all(model: Any, viewer: Actor, client: ClientRef) -> Any:
    return rows(model, viewer).filter(client_id=client.id)


def _choices(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row in _all(ReminderChoice, viewer, client).order_by("seq"):
        yield {
            "id": row.uid,
            "at": row.at,
            "way": row.way,
            "times": [row.time, *row.more.split()],
            "weekdays": [int(day) + 1 for day in row.days],
            "closer": row.closer,
            "asked_again": row.follow_up,
            "quiet_hours": [row.quiet_from, row.quiet_to],
            "time_zone": row.zone,
            "sentence": row.text,
        }


def _sends(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row in _all(ReminderSend, viewer, client).order_by("due_at", "pk").iterator(AT_ONCE):
        told = {"way": row.way, "sentence": row.text, "came_to": row.state, "because": row.why}
        yield {"id": row.uid, "at": row.due_at, "of_follow_up": row.about, **told}


def _places(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    """When push was on and a calendar link stood; their secrets are not told."""
    for model, way in ((PushSubscription, Way.PUSH), (CalendarLink, Way.CALENDAR)):
        for row in _all(model, viewer, client).order_by("pk"):
            yield {"way": way, "since": row.made_at, "until": row.ended_at}


READ: dict[str, Callable[[ClientRef, Actor], Iterator[Row]]] = {
    "reminder_choices": _choices,
    "reminders": _sends,
    "reminder_places": _places,
}
