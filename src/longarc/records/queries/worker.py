"""What the worker has to do, and whether one runs; counts for the owner, never whose they are."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from longarc.care.access import Actor
from longarc.care.reminder_states import LEASE, Send
from longarc.records.codec import unseal
from longarc.records.models import Practice, PushSubscription, ReminderSend, WorkerRun
from longarc.records.queries import reminders
from longarc.records.scope import rows

#: The worker looks every half minute. Silent for so long, it does not run.
#: Source: Longarc's own starting rule, unsigned.
SILENT = timedelta(minutes=10)
#: The owner sees counts of so many days.
COUNTED = timedelta(days=7)


def waiting(*, viewer: Actor, at: datetime) -> list[UUID]:
    """Reminders that are to be sent now, those that wait longest first. One query."""
    found = rows(ReminderSend, viewer).filter(state=Send.QUEUED, next_at__lte=at, until__gt=at)
    return list(found.order_by("due_at", "pk").values_list("uid", flat=True))


def stale(*, viewer: Actor, at: datetime) -> bool:
    """Whether any is past its time, or was claimed by a worker that is gone. Two queries."""
    found = rows(ReminderSend, viewer)
    left = found.filter(state=Send.SENDING, changed_at__lte=at - LEASE)
    return left.exists() or found.filter(state=Send.QUEUED, until__lte=at).exists()


def last_run(*, viewer: Actor) -> datetime | None:
    """When a worker last looked. One query."""
    found: datetime | None = rows(WorkerRun, viewer).values_list("at", flat=True).first()
    return found


def place(*, viewer: Actor) -> ZoneInfo:
    """The practice's time zone, by which the worker has its nights. One query."""
    return ZoneInfo(Practice.objects.values_list("zone", flat=True).get(pk=viewer.practice))


def silent(*, viewer: Actor, at: datetime) -> bool:
    """Someone waits for reminders, and no worker has looked for ten minutes. Two queries."""
    if not reminders.to_remind(viewer=viewer):
        return False
    last = last_run(viewer=viewer)
    return last is None or at - last >= SILENT


def counts(*, viewer: Actor, at: datetime) -> dict[Send, int]:
    """How many reminders of the last days came to what. One query."""
    found = rows(ReminderSend, viewer).filter(due_at__gt=at - COUNTED)
    told = Counter(Send(state) for state in found.values_list("state", flat=True))
    return {state: told[state] for state in Send}


@dataclass(frozen=True, slots=True)
class Device:
    """Where push reaches a client: an address of a push service, and the device's own keys."""

    uid: UUID
    endpoint: str
    keys: str


def device(client: int, *, viewer: Actor) -> Device | None:
    """One query."""
    row = rows(PushSubscription, viewer).filter(client_id=client, ended_at=None).first()
    if row is None:
        return None
    endpoint = unseal(row.endpoint, row.where("endpoint"))
    return Device(row.uid, endpoint, unseal(row.keys, row.where("keys")))
