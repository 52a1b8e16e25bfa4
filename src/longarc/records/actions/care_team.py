"""Who holds a client: one lead always, every change with its date, nothing forgotten."""

from datetime import date, datetime
from uuid import UUID, uuid5

from django.db.models import QuerySet

from longarc.care.access import HOLDS_CLIENTS, Actor, Relation, Role
from longarc.care.arc import Phase
from longarc.care.decision import NotAllowed, refuse
from longarc.care.hand_over import YOUNG, young
from longarc.care.text import Text, msg
from longarc.records import audit
from longarc.records.codec import Where, seal
from longarc.records.db import action
from longarc.records.details import fits
from longarc.records.ids import uuid7
from longarc.records.models import CareMember, Client, PhaseStart, Practice, StaffRole, User
from longarc.records.queries import clients, unheld
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows


@action
def add_client(
    *,
    name: str,
    pronouns: str,
    contact: str,
    zone: str,
    lead: UUID,
    on: date,
    by: Actor,
    at: datetime,
    uid: UUID | None = None,
) -> ClientRef:
    """A new client, held by their lead; the arc begins with arrival on day `on`.

    `uid` is the form's: sent twice, it is one client.

    Raises:
        NotAllowed: the lead is nobody who can hold clients here.
    """
    fits(name=name, pronouns=pronouns, contact=contact).require()
    holder = holder_of(lead, by)
    Practice.objects.select_for_update().get(pk=by.practice)  # one at a time in a practice
    public_id = uuid5(uid, name) if uid else uuid7()
    if there := rows(Client, by).filter(public_id=public_id).first():
        return clients.ref(there, Relation.NONE)
    client = _row(public_id, name, pronouns, contact, zone, by, at)
    hold(client.pk, holder, lead=True, by=by, at=at)
    _arrive(client.pk, on, by, at)
    audit.write("added_client", by=by, at=at, client=client.pk)
    return clients.ref(client, Relation.NONE)


def _row(
    public_id: UUID, name: str, pronouns: str, contact: str, zone: str, by: Actor, at: datetime
) -> Client:
    """The client's row. Their texts are sealed for them, so the row is there first."""
    client = Client(practice_id=by.practice, public_id=public_id, zone=zone, created_at=at)
    client.name = seal("", _cell(client, "name"))
    client.save()
    client.name = seal(name, _cell(client, "name"))
    client.pronouns = seal(pronouns, _cell(client, "pronouns")) if pronouns else None
    client.contact = seal(contact, _cell(client, "contact")) if contact else None
    client.save()
    return client


def _cell(client: Client, column: str) -> Where:
    return Where(client.practice_id, client.pk, f"client.{column}", client.public_id)


def _arrive(client: int, on: date, by: Actor, at: datetime) -> None:
    PhaseStart(
        practice_id=by.practice,
        client_id=client,
        by_id=by.user,
        at=at,
        received_at=at,
        phase=Phase.ARRIVAL,
        on=on,
    ).save()


@action
def add_member(client: ClientRef, staff: UUID, *, by: Actor, at: datetime) -> bool:
    """Someone more holds the client; False when they do already. The first one leads.

    Raises:
        NotAllowed: they are nobody who can hold clients here.
    """
    holder = holder_of(staff, by)
    team = _team(client, by)
    if Role.OWNER in by.roles and not team.filter(user=by.user).exists():
        old_enough(holder, by, at)
    if team.filter(user=holder).exists():
        return False
    hold(client.id, holder, lead=not team.filter(lead=True).exists(), by=by, at=at)
    audit.write("joined_team", by=by, at=at, client=client.id, target=staff)
    return True


@action
def end_member(client: ClientRef, staff: UUID, *, by: Actor, at: datetime) -> bool:
    """Someone no longer holds the client; False when they did not.

    Raises:
        NotAllowed: they lead; someone else has to lead first.
    """
    mine = _team(client, by).filter(user__public_id=staff)
    if mine.filter(lead=True).exists():
        sentence = msg("A client always has a lead. Choose another lead first.")
        raise NotAllowed(refuse("needs_lead", Text(sentence)))
    if not mine.update(until=at):
        return False
    audit.write("left_team", by=by, at=at, client=client.id, target=staff)
    return True


@action
def make_lead(client: ClientRef, staff: UUID, *, by: Actor, at: datetime) -> bool:
    """Another member of the team leads from now on; the earlier lead stays in the team.

    Each change is a row of its own, so that who led when can be read later.
    """
    wanted = _team(client, by).filter(user__public_id=staff, lead=False).first()
    if wanted is None:
        return False
    changing = _team(client, by).filter(lead=True) | _team(client, by).filter(pk=wanted.pk)
    holders = [row.user for row in changing.select_related("user")]
    changing.update(until=at)
    for holder in holders:
        hold(client.id, holder, lead=holder.pk == wanted.user_id, by=by, at=at)
    audit.write("leads_now", by=by, at=at, client=client.id, target=staff)
    return True


def _team(client: ClientRef, by: Actor) -> QuerySet[CareMember]:
    """Who holds the client now; one change at a time."""
    rows(Client, by).select_for_update().get(pk=client.id)
    return rows(CareMember, by).filter(client_id=client.id, until=None)


def hold(client: int, holder: User, *, lead: bool, by: Actor, at: datetime) -> None:
    CareMember.objects.create(
        practice_id=by.practice, client_id=client, user=holder, lead=lead, since=at
    )


def holder_of(staff: UUID, by: Actor) -> User:
    """Someone who works here in a role that holds clients; nobody ends their access meanwhile."""
    held = rows(StaffRole, by).filter(role__in=HOLDS_CLIENTS, until=None)
    found = rows(User, by).filter(public_id=staff, is_active=True, pk__in=held.values("user"))
    holder = found.select_for_update(of=("self",), no_key=True).first()
    if holder is None:
        sentence = msg("Choose a therapist or co-facilitator who works here.")
        raise NotAllowed(refuse("not_a_holder", Text(sentence)))
    return holder


def old_enough(holder: User, by: Actor, at: datetime) -> None:
    """An account that is new here is not named by the owner alone, nor by its own hand.

    Raises:
        NotAllowed: somebody else names them now, or the owner does later.
    """
    began = unheld.since([holder.public_id], viewer=by).get(holder.public_id, at)
    if young(began, at):
        hours = YOUNG.total_seconds() // 3600
        sentence = msg(
            "Nobody was named. This account is younger than %(n)s hours: somebody else who works "
            "here can name them now, or you can from %(when)s."
        )
        raise NotAllowed(refuse("young", Text(sentence, {"n": int(hours), "when": began + YOUNG})))
