"""What a client chose about reminders, between a row and a value."""

from datetime import datetime, time
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

from longarc.care.reminder_words import Wording
from longarc.care.reminders import Choices, Quiet, Way, times_from, times_of
from longarc.records.codec import seal
from longarc.records.models import PushSubscription, ReminderChoice

UID_LENGTH = 32


def columns(chosen: Choices) -> dict[str, Any]:
    return {
        "way": chosen.way,
        "time": times_of([chosen.first]),
        "more": times_of(chosen.more),
        "days": "".join(map(str, sorted(chosen.days))),
        "closer": chosen.closer,
        "follow_up": chosen.follow_up,
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
        follow_up=row.follow_up,
        quiet=Quiet(time.fromisoformat(row.quiet_from), time.fromisoformat(row.quiet_to)),
        zone=row.zone,
        text=Wording(row.text),
        since=row.at,
    )


def hash_of(token: str) -> str:
    """What is kept of the secret part of a calendar's address."""
    return sha256(token.encode()).hexdigest()


def stop_token(uid: UUID) -> str:
    """The secret part of a mail's own address to stop mails: nothing is kept of it."""
    return f"{uid.hex}{_signature(uid.hex)}"


def uid_in(token: str) -> UUID | None:
    """Which reminder's mail it stood in; None: in none of ours."""
    told, signed = token[:UID_LENGTH], token[UID_LENGTH:]
    return UUID(told) if constant_time_compare(signed, _signature(told)) else None


def _signature(told: str) -> str:
    return salted_hmac("longarc stop mails", told, algorithm="sha256").hexdigest()[:UID_LENGTH]


def end_device(row: PushSubscription, at: datetime) -> None:
    """Nothing is pushed there any more; its address and keys are gone with it."""
    row.ended_at = at
    row.endpoint, row.keys = (seal("", row.where(column)) for column in ("endpoint", "keys"))
    row.save(update_fields=["ended_at", "endpoint", "keys"])
