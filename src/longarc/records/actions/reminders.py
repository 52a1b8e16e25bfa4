"""What a client chooses about reminders, and where push and a calendar may reach them."""

import json
import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.reminders import Choices
from longarc.records import audit, reminder_rows
from longarc.records.codec import seal
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.keeping import common, holds, keep, unused
from longarc.records.models import CalendarLink, PushSubscription, ReminderChoice
from longarc.records.push_places import Subscription
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import mine

#: The secret part of a calendar's address. Source: trust.md, links that open without signing in.
TOKEN_BYTES = 16


@action
def choose(client: ClientRef, wanted: Choices, *, uid: UUID, by: Actor, at: datetime) -> bool:
    """Keep what a client chose; it stands from `at` on. False: this form was kept before.

    What is queued already is looked at again before it is sent (`actions.outgoing`).
    """
    told = reminder_rows.columns(wanted)
    free = unused(ReminderChoice, client, uid, holds(told))
    if free is None:
        return False
    keep(ReminderChoice(**common(client, free, by, at), **told), by)
    return True


@action
def push_on(client: ClientRef, told: Subscription, *, by: Actor, at: datetime) -> None:
    """Notes come to this device from now on, and to no other of the client's."""
    _end_push(by, at)
    uid = uuid7()
    row = PushSubscription(practice_id=client.practice, client_id=client.id, uid=uid, made_at=at)
    row.endpoint = seal(told.endpoint, row.where("endpoint"))
    row.keys = seal(json.dumps({"p256dh": told.p256dh, "auth": told.auth}), row.where("keys"))
    row.save()
    audit.write("turned_push_on", by=by, at=at, client=client.id, target=uid)


@action
def push_off(client: ClientRef, *, by: Actor, at: datetime) -> None:
    for uid in _end_push(by, at):
        audit.write("turned_push_off", by=by, at=at, client=client.id, target=uid)


def _end_push(by: Actor, at: datetime) -> list[UUID]:
    standing = list(mine(PushSubscription, by).filter(ended_at=None))
    for row in standing:
        reminder_rows.end_device(row, at)
    return [row.uid for row in standing]


@action
def make_link(client: ClientRef, *, by: Actor, at: datetime) -> str:
    """A new secret address for the client's calendar; the one before opens nothing from now on.

    Returns:
        The secret part, 22 letters. Only a hash of it is kept: it is shown once.
    """
    mine(CalendarLink, by).filter(ended_at=None).update(ended_at=at)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    who: dict[str, Any] = {"practice_id": client.practice, "client_id": client.id}
    CalendarLink.objects.create(**who, token_hash=reminder_rows.hash_of(token), made_at=at)
    audit.write("made_calendar_link", by=by, at=at, client=client.id)
    return token


@action
def end_link(client: ClientRef, *, by: Actor, at: datetime) -> None:
    if mine(CalendarLink, by).filter(ended_at=None).update(ended_at=at):
        audit.write("ended_calendar_link", by=by, at=at, client=client.id)
