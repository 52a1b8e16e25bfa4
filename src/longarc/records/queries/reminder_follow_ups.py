"""Follow-ups that reminders may speak of: due, open, and on which day one was told already."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from longarc.care import follow_up_open
from longarc.care.access import Actor
from longarc.care.after import Facts
from longarc.care.reminder_states import MAY_HAVE_COME
from longarc.care.reminders import FOLLOW_UP_LASTS, FollowUp, day_of
from longarc.records.models import FollowUpAnswer, ReminderSend
from longarc.records.queries.arc import not_taken_back
from longarc.records.scope import rows

DAY = timedelta(days=1)


def of(
    known: Mapping[int, Facts], *, viewer: Actor, since: datetime, at: datetime, until: datetime
) -> dict[int, tuple[FollowUp, ...]]:
    """The open ones of each client, for reminders from `since` to `until`, as known at `at`.

    Two queries where any is near, none otherwise.
    """
    spans = ((client, _near(facts, since, at, until)) for client, facts in known.items())
    due = {client: near for client, near in spans if near}
    if not due:
        return {}
    first = min(min(near) for near in due.values())
    answered, told = _answered(due, first, viewer), _told(due, first, viewer)
    still = {
        client: follow_up_open.still_open(near, known[client], answered[client], as_of=at)
        for client, near in due.items()
    }
    return {
        client: tuple(FollowUp(on, told.get((client, on))) for on in days)
        for client, days in still.items()
    }


def _near(facts: Facts, since: datetime, at: datetime, until: datetime) -> tuple[date, ...]:
    """A day more on both sides: the client may want reminders in another zone."""
    first, last = facts.day(since) - FOLLOW_UP_LASTS - DAY, facts.day(until) + DAY
    return follow_up_open.due_between(facts, at, first=first, last=last)


def _answered(clients: Collection[int], first: date, viewer: Actor) -> dict[int, list[date]]:
    found: dict[int, list[date]] = defaultdict(list)
    stands = not_taken_back(FollowUpAnswer, viewer=viewer)
    said = stands.filter(client_id__in=clients, due__gte=first)
    for client, due in said.values_list("client_id", "due"):
        if due:
            found[client].append(due)
    return found


def _told(clients: Collection[int], first: date, viewer: Actor) -> dict[tuple[int, date], date]:
    sends = rows(ReminderSend, viewer).filter(client_id__in=clients, about__gte=first)
    may_have = sends.filter(state__in=MAY_HAVE_COME).values_list("client_id", "about", "key")
    return {(client, about): day_of(key) for client, about, key in may_have if about}
