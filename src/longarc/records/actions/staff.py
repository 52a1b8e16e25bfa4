"""Ending the access of someone who worked here: at their next request they are out."""

from datetime import datetime, timedelta
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

    What they wrote stays, with their name. Clients whom they held and nobody else holds stand
    first for owner, coordinator and therapists until somebody is named (`web.staff.hand_over`).

    Raises:
        NotAllowed: this is the last owner.
    """
    found = rows(User, by).filter(public_id=staff, client=None, is_active=True)
    # Nobody is named to lead clients meanwhile: they would have a lead who is gone.
    user = found.select_for_update(of=("self",), no_key=True).first()
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


#: What was ended by mistake can be undone so long, as it was. Later somebody is invited anew.
#: Source: Longarc's own starting rule, unsigned.
UNDO = timedelta(hours=24)


@action
def give_back(staff: UUID, *, by: Actor, at: datetime) -> bool:
    """Undo what `end_access` did, within a day; False when there is nothing to undo.

    Roles and clients come back as they were. A client whom they led and who was given another lead
    stays with that one, who can ask them into the team again.
    """
    user = rows(User, by).filter(public_id=staff, client=None, is_active=False).first()
    ended = _ended_at(user, by, at) if user else None
    if user is None or ended is None:
        return False
    user.is_active = True
    user.save(update_fields=["is_active"])
    rows(StaffRole, by).filter(user=user, until=ended).update(until=None)
    for member in rows(CareMember, by).filter(user=user, until=ended):
        _holds_again(member, at)
    audit.write("gave_access_back", by=by, at=at, target=user.public_id)
    return True


def _ended_at(user: User, by: Actor, at: datetime) -> datetime | None:
    ended = rows(StaffRole, by).filter(user=user, until__gt=at - UNDO).order_by("-until")
    return ended.values_list("until", flat=True).first()


def _holds_again(member: CareMember, at: datetime) -> None:
    """A row of its own, so that the time between can be read later."""
    now = CareMember.objects.filter(client_id=member.client_id, until=None)
    led = now.filter(lead=True).exists()
    if (member.lead and led) or now.filter(user_id=member.user_id).exists():
        return
    CareMember.objects.create(
        practice_id=member.practice_id,
        client_id=member.client_id,
        user_id=member.user_id,
        lead=member.lead,
        since=at,
    )


def _keep_an_owner(user: User, by: Actor) -> None:
    found = rows(StaffRole, by).filter(role=Role.OWNER, until=None, user__is_active=True)
    owners = set(found.select_for_update(of=("self",)).values_list("user_id", flat=True))
    if owners == {user.pk}:
        sentence = msg("Someone has to run the practice. Invite another owner first.")
        raise NotAllowed(refuse("last_owner", Text(sentence)))
