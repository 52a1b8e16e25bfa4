"""Opening a practice: the organisation, and the link that its owner makes their account with."""

from datetime import datetime

from longarc.care.access import Actor, Role
from longarc.records import audit, upkeep
from longarc.records.actions.invitations import invite_staff
from longarc.records.codec import Where, seal
from longarc.records.db import action
from longarc.records.models import Practice
from longarc.records.refused import Refused


class SecondPractice(Refused):
    """The data base holds a practice already, and may hold only one (decision 16)."""


def make(*, name: str, zone: str, at: datetime, demo: bool = False) -> Practice:
    """The practice's row. Its name is sealed for it, so the row is there first."""
    practice = Practice(zone=zone, created_at=at, demo=demo)
    practice.name = seal("", Where(0, None, "practice.name", 0))
    practice.save()
    practice.name = seal(name, Where(practice.pk, None, "practice.name", practice.pk))
    practice.save(update_fields=["name"])
    return practice


@action
def open_practice(
    *, name: str, zone: str, owner: str, email: str, at: datetime
) -> tuple[Practice, str]:
    """The one practice of this data base, and the token of its owner's invitation.

    Raises:
        SecondPractice: there is one already; nothing was changed.
    """
    if upkeep.practices():
        raise SecondPractice(
            "There is a practice in this data base already, and it may hold only one. Nothing was "
            "changed. A locked-out owner is let in by another owner; a second practice needs its "
            "own LONGARC_DATA_DIR or LONGARC_DATABASE_URL."
        )
    practice = make(name=name, zone=zone, at=at)
    by = Actor(None, practice.pk)
    audit.write("opened_practice", by=by, at=at)
    token = invite_staff(name=owner, email=email, roles=[Role.OWNER], by=by, at=at)
    return practice, token
