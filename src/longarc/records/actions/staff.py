"""Ending the access of someone who worked here: at their next request they are out."""

from datetime import datetime
from uuid import UUID

from longarc.care.access import Actor, Role
from longarc.care.decision import NotAllowed, refuse
from longarc.care.text import Text, msg
from longarc.records import audit
from longarc.records.db import action
from longarc.records.models import CareMember, Invitation, StaffRole, User
from longarc.records.scope import rows


@action
def end_access(staff: UUID, *, by: Actor, at: datetime) -> bool:
    """End roles, care and open links of one staff member; False when there is nobody like that.

    What they wrote stays, with their name. Clients whom they led need a new lead
    (`queries.practice.without_lead`).

    Raises:
        NotAllowed: this is the last owner.
    """
    user = rows(User, by).filter(public_id=staff, client=None, is_active=True).first()
    if user is None:
        return False
    _keep_an_owner(user, by)
    user.is_active = False
    user.save(update_fields=["is_active"])
    rows(StaffRole, by).filter(user=user, until=None).update(until=at)
    rows(CareMember, by).filter(user=user, until=None).update(until=at)
    rows(Invitation, by).filter(user=user, used_at=None, expires_at__gt=at).update(expires_at=at)
    audit.write("ended_access", by=by, at=at, target=user.public_id)
    return True


def _keep_an_owner(user: User, by: Actor) -> None:
    found = rows(StaffRole, by).filter(role=Role.OWNER, until=None, user__is_active=True)
    owners = set(found.select_for_update(of=("self",)).values_list("user_id", flat=True))
    if owners == {user.pk}:
        sentence = msg("Someone has to run the practice. Invite another owner first.")
        raise NotAllowed(refuse("last_owner", Text(sentence)))
