"""Referring a client to a prescriber who works here."""

from datetime import datetime
from uuid import UUID

from longarc.care.access import Actor, Role
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.keeping import common, keep, take_back
from longarc.records.models import Referral, User
from longarc.records.queries import screening as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows


@action
def refer(client: ClientRef, to: UUID, *, by: Actor, at: datetime) -> bool:
    """Refer the client to a prescriber who works here; False for anyone else, or when done."""
    found = rows(User, by).filter(
        public_id=to,
        is_active=True,
        staff_roles__role=Role.PRESCRIBER,
        staff_roles__until=None,
    )
    user = found.first()
    if user is None or user.pk in {one.user for one in queries.referrals(client, viewer=by)}:
        return False
    keep(Referral(**common(client, uuid7(), by, at), to=user), by)
    return True


@action
def end_referral(client: ClientRef, uid: UUID, *, by: Actor, at: datetime) -> bool:
    """They no longer see the client's screening; what they decided stays."""
    return take_back(Referral, client, uid, by, at)
