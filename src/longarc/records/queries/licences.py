"""Licences to prescribe that the owner recorded."""

from datetime import datetime
from uuid import UUID

from longarc.care.access import Actor
from longarc.records.models import PrescribingLicence
from longarc.records.scope import rows


def known(viewer: Actor, *, by_then: datetime | None = None) -> dict[int, str]:
    """Account -> its licence, today or then; what was taken back is not there. One query."""
    kept = rows(PrescribingLicence, viewer).order_by("pk")
    kept = kept.filter(at__lte=by_then) if by_then else kept
    found = kept.values_list("user_id", "licence")
    return {user: licence for user, licence in dict(found).items() if licence}


def by_person(viewer: Actor) -> dict[UUID, str]:
    """The same by the public id of each account. One query."""
    found = rows(PrescribingLicence, viewer).order_by("pk")
    told = dict(found.values_list("user__public_id", "licence"))
    return {user: licence for user, licence in told.items() if licence}
