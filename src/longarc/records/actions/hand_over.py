"""Naming somebody for a client whom nobody leads, so that each has a person again."""

from datetime import datetime
from typing import NoReturn
from uuid import UUID

from django.db.models import QuerySet

from longarc.care.access import Actor, Role
from longarc.care.decision import NotAllowed, refuse
from longarc.care.hand_over import young
from longarc.care.text import Text, msg
from longarc.records import audit
from longarc.records.actions.care_team import hold, holder_of, old_enough
from longarc.records.db import action
from longarc.records.models import CareMember, Client, StaffRole, User
from longarc.records.scope import rows


class NamedMeanwhile(Exception):
    """Somebody leads the client by now; nothing was changed."""


@action
def name_lead(client: UUID, staff: UUID, *, by: Actor, at: datetime) -> tuple[Client, User] | None:
    """From now on this person leads the client, who reads it on their pages at once.

    None: there is no such client here.

    Raises:
        NotAllowed: they cannot hold clients, or one person's word is not enough for them.
        NamedMeanwhile: the client has a lead.
    """
    row = rows(Client, by).select_for_update().filter(public_id=client).first()
    if row is None:
        return None
    team = rows(CareMember, by).filter(client=row, until=None, user__is_active=True)
    if team.filter(lead=True).exists():
        raise NamedMeanwhile
    holder = holder_of(staff, by)
    _theirs_to_name(team, holder, by, at)
    team.filter(user=holder).update(until=at)
    hold(row.pk, holder, lead=True, by=by, at=at)
    audit.write("named_lead", by=by, at=at, client=row.pk, target=staff)
    return row, holder


def _theirs_to_name(team: QuerySet[CareMember], holder: User, by: Actor, at: datetime) -> None:
    held = set(team.values_list("user_id", flat=True))
    runs = by.roles & {Role.OWNER, Role.COORDINATOR}
    if held and not runs and by.user not in held:
        _refuse("held", msg("Somebody holds this client. Their team or the owner names the lead."))
    if not _second(holder, by, at):
        old_enough(holder, by, at)


def _second(holder: User, by: Actor, at: datetime) -> bool:
    """Whether this is somebody else than the owner and the one who is named, and not new."""
    mine = rows(StaffRole, by).filter(user_id=by.user or 0, until=None).order_by("since")
    since = mine.values_list("since", flat=True).first()
    other = Role.OWNER not in by.roles and by.user != holder.pk
    return other and since is not None and not young(since, at)


def _refuse(code: str, sentence: str) -> NoReturn:
    raise NotAllowed(refuse(code, Text(sentence)))
