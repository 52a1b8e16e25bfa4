"""The owner records that someone is licensed to prescribe, or takes that back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from longarc.care.access import Actor
from longarc.records import audit
from longarc.records.db import action
from longarc.records.models import PrescribingLicence, User
from longarc.records.queries import licences
from longarc.records.scope import rows

#: The most letters of a licence.
LONGEST = 120


@action
def record_licence(staff: UUID, licence: str, *, by: Actor, at: datetime) -> bool:
    """Empty takes it back. False for anyone else, or when nothing is new."""
    user = rows(User, by).filter(public_id=staff, client=None, is_active=True).first()
    licence = " ".join(licence.replace("\x00", "").split())[:LONGEST]
    if user is None or licences.known(by).get(user.pk, "") == licence:
        return False
    who: dict[str, Any] = {"practice_id": by.practice, "by_id": by.user, "user": user}
    PrescribingLicence(**who, at=at, licence=licence).save()
    act = "recorded_licence" if licence else "took_back_licence"
    audit.write(act, by=by, at=at, target=user.public_id)
    return True
