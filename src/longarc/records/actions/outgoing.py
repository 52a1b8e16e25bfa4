"""The way of each reminder, at most once: queued, claimed before it is sent, settled after.

A claim is a compare-and-swap that is on disk before anything leaves this machine. Whoever dies
after it leaves "sending" behind, which becomes "unknown" and is never sent again. Two workers
cannot claim one thing, and the key of a reminder is unique for its client.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F

from longarc.care.access import Actor
from longarc.care.reminder_states import (
    AGAIN_AFTER,
    LEASE,
    Outcome,
    Send,
    Why,
    settled,
)
from longarc.care.reminder_words import Wording
from longarc.care.reminders import LASTS, Reminder, Way, due, planned
from longarc.care.ways_in import Notice
from longarc.records.actions import enquiries
from longarc.records.db import action
from longarc.records.insert import insert
from longarc.records.models import (
    Client,
    PushSubscription,
    ReminderSend,
    WorkerRun,
)
from longarc.records.queries import reminders as queries
from longarc.records.queries import worker
from longarc.records.queries.reminders import Facts
from longarc.records.reminder_rows import end_device
from longarc.records.scope import rows

#: A worker that was away logs what came too late in this time, and no earlier.
#: Source: Longarc's own starting rule, unsigned.
LOOK_BACK = timedelta(days=7)
#: Kept in one transaction: who checks in meanwhile waits no longer than for these.
AT_ONCE = 200
#: A reminder that was put off keeps its key: two of one local date lie less than this apart.
SAME_DAY = timedelta(days=2)
#: The log is kept so long.
#: Source: Longarc's own starting rule, unsigned.
LOG_LASTS = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Letter:
    """One reminder or notice that was claimed: to be sent now by whoever holds this.

    `stops`: the mail has a button against a link that somebody else asked for.
    """

    uid: UUID
    way: Way
    text: Wording | Notice
    until: datetime
    address: str = ""
    device: worker.Device | None = None
    stops: bool = False
    to_client: bool = True


def plan(*, by: Actor, at: datetime) -> int:
    """Queue what has come due since a worker last looked; what is too late is dropped at once.

    Returns how many are new. Writes nothing when there are none.
    """
    last = worker.last_run(viewer=by) or at
    since = max(min(last, at - LASTS), at - LOOK_BACK)
    clients = queries.to_remind(viewer=by)
    known = rows(ReminderSend, by).filter(due_at__gt=since - SAME_DAY)
    there = set(known.values_list("client_id", "key"))
    new = [
        _row(client, reminder, found, by, at)
        for client, found in queries.facts(clients, viewer=by, since=since, at=at)
        for reminder in planned(found.choices, found.around, after=since, until=at)
        if (client, reminder.key) not in there
    ]
    parts = (new[n : n + AT_ONCE] for n in range(0, len(new), AT_ONCE))
    return sum(_queue(part, by=by, at=at) for part in parts)


@action
def _queue(new: list[ReminderSend], *, by: Actor, at: datetime) -> int:  # noqa: ARG001 - an action
    return sum(insert(row) for row in new)


def _row(client: int, one: Reminder, found: Facts, by: Actor, at: datetime) -> ReminderSend:
    late = at >= one.until
    return ReminderSend(
        practice_id=by.practice,
        client_id=client,
        key=one.key,
        about=one.about,
        way=found.choices.way,
        text=found.choices.text,
        due_at=one.at,
        until=one.until,
        state=Send.DROPPED if late else Send.QUEUED,
        why=Why.LATE if late else Why.NONE,
        next_at=one.at,
        changed_at=at,
    )


@action
def claim(uid: UUID, *, by: Actor, at: datetime) -> Letter | None:
    """Take one that waits, to send it. None: another took it, or it is not wanted any more.

    What the client says counts until this moment: choices, rests and check-ins are read again.
    """
    waits = rows(ReminderSend, by).filter(uid=uid, state=Send.QUEUED, until__gt=at)
    if not waits.update(state=Send.SENDING, changed_at=at, tries=F("tries") + 1):
        return None
    row = rows(ReminderSend, by).get(uid=uid)
    told = queries.facts([row.client_id], viewer=by, since=at - LASTS, at=at)
    found = dict(told).get(row.client_id)
    if found is not None and _wanted(row, found, at):
        return _letter(row, found, by)
    later = _later(row, found, at) if found is not None else None
    if later is None:
        _move(row.uid, Send.SENDING, Send.DROPPED, Why.UNWANTED, by, at)
    else:
        _put_off(row, later, by, at)
    return None


def _wanted(row: ReminderSend, found: Facts, at: datetime) -> bool:
    there = {(one.key, one.about) for one in due(found.choices, found.around, at=at)}
    return found.choices.way == row.way and (row.key, row.about) in there


def _later(row: ReminderSend, found: Facts, at: datetime) -> Reminder | None:
    """The same one, where the client chose a later time or another zone since it was queued."""
    if found.choices.way != row.way:
        return None
    ahead = planned(found.choices, found.around, after=at, until=at + SAME_DAY)
    return next((one for one in ahead if (one.key, one.about) == (row.key, row.about)), None)


def _put_off(row: ReminderSend, one: Reminder, by: Actor, at: datetime) -> None:
    """It waits again, under its own key; this was no try."""
    mine = rows(ReminderSend, by).filter(uid=row.uid, state=Send.SENDING)
    times: dict[str, Any] = {"due_at": one.at, "until": one.until, "next_at": one.at}
    mine.update(state=Send.QUEUED, tries=F("tries") - 1, changed_at=at, **times)


def _letter(row: ReminderSend, found: Facts, by: Actor) -> Letter:
    way = found.choices.way
    mail = rows(Client, by).filter(pk=row.client_id, user__is_active=True)
    address = mail.values_list("user__email", flat=True).first() if way is Way.EMAIL else ""
    device = worker.device(row.client_id, viewer=by) if way is Way.PUSH else None
    return Letter(row.uid, way, found.choices.text, row.until, address or "", device)


@action
def settle(letter: Letter, outcome: Outcome, *, by: Actor, at: datetime) -> None:
    """Keep what its carrier said. What was called unknown meanwhile is not queued again."""
    state, why = settled(outcome, at=at, until=letter.until)
    _move(letter.uid, Send.SENDING, state, why, by, at)
    if state is not Send.QUEUED:
        _move(letter.uid, Send.UNKNOWN, state, why, by, at)
    if outcome is Outcome.GONE and letter.device:
        for row in rows(PushSubscription, by).filter(uid=letter.device.uid, ended_at=None):
            end_device(row, at)


def _move(uid: UUID, old: Send, new: Send, why: Why, by: Actor, at: datetime) -> int:
    more: dict[str, Any] = {"next_at": at + AGAIN_AFTER} if new is Send.QUEUED else {}
    found = rows(ReminderSend, by).filter(uid=uid, state=old)
    return found.update(state=new, why=why, changed_at=at, **more)


def tidy(*, by: Actor, at: datetime) -> None:
    """What a worker that is gone left behind, and what is past its time. Often nothing."""
    if worker.stale(viewer=by, at=at):
        _tidy(by=by, at=at)


@action
def _tidy(*, by: Actor, at: datetime) -> None:
    every = rows(ReminderSend, by)
    left = every.filter(state=Send.SENDING, changed_at__lte=at - LEASE)
    left.update(state=Send.UNKNOWN, why=Why.STOPPED, changed_at=at)
    late = every.filter(state=Send.QUEUED, until__lte=at)
    late.filter(tries=0).update(state=Send.DROPPED, why=Why.LATE, changed_at=at)
    late.update(state=Send.FAILED, why=Why.NO_CONTACT, changed_at=at)


@action
def looked(*, by: Actor, at: datetime) -> None:
    """A worker looked, and everything that was due at `at` is in the rows.

    Also when `at` lies before the last time: a clock was put back. Otherwise nobody would see
    that the worker does not run until the clock has caught up.
    """
    WorkerRun.objects.update_or_create(practice_id=by.practice, defaults={"at": at})


def night(day: date, *, by: Actor, at: datetime) -> bool:
    """Once a day: what is past its time goes. False: it was done for this day already."""
    if not _begin_night(day, by=by, at=at):
        return False
    enquiries.forget(by=by, at=at)
    _forget_old(by=by, at=at)
    return True


@action
def _begin_night(day: date, *, by: Actor, at: datetime) -> bool:  # noqa: ARG001 - an action
    found = rows(WorkerRun, by).exclude(night__gte=day)
    return bool(found.update(night=day))


@action
def _forget_old(*, by: Actor, at: datetime) -> None:
    rows(ReminderSend, by).filter(due_at__lt=at - LOG_LASTS).delete()
    rows(PushSubscription, by).filter(ended_at__lt=at - LOOK_BACK).delete()
