"""What a client chose about reminders, between a row and a value."""

from datetime import datetime, time
from hashlib import sha256
from typing import Any

from longarc.care.reminder_words import Wording
from longarc.care.reminders import Choices, Quiet, Way, times_from, times_of
from longarc.records.codec import seal
from longarc.records.models import PushSubscription, ReminderChoice


def columns(chosen: Choices) -> dict[str, Any]:
    return {
        "way": chosen.way,
        "time": times_of([chosen.first]),
        "more": times_of(chosen.more),
        "days": "".join(map(str, sorted(chosen.days))),
        "closer": chosen.closer,
        "quiet_from": times_of([chosen.quiet.begins]),
        "quiet_to": times_of([chosen.quiet.ends]),
        "zone": chosen.zone,
        "text": chosen.text,
    }


def value(row: ReminderChoice) -> Choices:
    return Choices(
        way=Way(row.way),
        first=time.fromisoformat(row.time),
        more=times_from(row.more),
        days=frozenset(map(int, row.days)),
        closer=row.closer,
        quiet=Quiet(time.fromisoformat(row.quiet_from), time.fromisoformat(row.quiet_to)),
        zone=row.zone,
        text=Wording(row.text),
        since=row.at,
    )


def hash_of(token: str) -> str:
    """What is kept of the secret part of a calendar's address."""
    return sha256(token.encode()).hexdigest()


def end_device(row: PushSubscription, at: datetime) -> None:
    """Nothing is pushed there any more; its address and keys are gone with it."""
    row.ended_at = at
    row.endpoint, row.keys = (seal("", row.where(column)) for column in ("endpoint", "keys"))
    row.save(update_fields=["ended_at", "endpoint", "keys"])
