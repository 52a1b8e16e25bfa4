"""Opening a practice: the organisation, and the link that its owner makes their account with."""

from dataclasses import dataclass
from datetime import datetime

from longarc.care.access import Actor, Role
from longarc.records import audit, upkeep
from longarc.records.actions.invitations import from_server, invite_staff, renew_staff
from longarc.records.codec import Where, seal, unseal
from longarc.records.db import action
from longarc.records.models import Invitation, Practice, StaffRole, User
from longarc.records.old_ways import was_open
from longarc.records.refused import Refused
from longarc.records.scope import rows


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
            "changed. A locked-out owner is let in by: longarc ownerlink EMAIL. A second practice "
            "needs its own LONGARC_DATA_DIR or LONGARC_DATABASE_URL."
        )
    practice = make(name=name, zone=zone, at=at)
    by = Actor(None, practice.pk)
    audit.write("opened_practice", by=by, at=at)
    token = invite_staff(name=owner, email=email, roles=[Role.OWNER], by=by, at=at)
    return practice, token


@dataclass(frozen=True, slots=True)
class OwnersLink:
    """A link for an owner; `opens_at` empty: it is their first, else records open from then."""

    token: str
    opens_at: datetime | None


@action
def owner_link(email: str, *, by: Actor, at: datetime) -> OwnersLink:
    """A way in for an owner, made on the server itself.

    Raises:
        Refused: nobody with this address runs the practice, or their access was ended.
    """
    address = email.strip().lower()
    user = rows(User, by).filter(email=address).first()
    if user is None:
        return OwnersLink(_first_again(address, by, at), None)
    owns = StaffRole.objects.filter(user=user, role=Role.OWNER, until=None).exists()
    if not (owns and user.is_active):
        raise Refused(
            f"{email}: this account does not run the practice now, so no link was made. "
            "An owner gives other people their links, under Practice."
        )
    if not was_open(user):
        return OwnersLink(renew_staff(user, by=by, at=at), None)
    token = from_server(user, by=by, at=at)
    made = Invitation.objects.filter(user=user, server=True).latest("made_at", "pk")
    return OwnersLink(token, made.opens_at)


def _first_again(address: str, by: Actor, at: datetime) -> str:
    """The first owner's link once more: nobody has opened it."""
    asked = rows(Invitation, by).filter(email=address, user=None, client=None)
    row = next((one for one in asked if Role.OWNER in one.roles.split()), None)
    if row is None:
        raise Refused(
            f"{address}: there is no owner with this address, so no link was made. "
            "Look for slips of the pen; the address is the one they sign in with."
        )
    name = unseal(row.name, Where(row.practice_id, None, "invitation.name", row.token_hash))
    roles = map(Role, row.roles.split())
    return invite_staff(name=name, email=address, roles=roles, by=by, at=at)
