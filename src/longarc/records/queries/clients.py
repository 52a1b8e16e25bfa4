"""Finding a client, and how the viewer stands to them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from longarc.care.access import Actor, Relation, Role
from longarc.care.leaving import State
from longarc.records import details
from longarc.records.codec import Where, unseal
from longarc.records.models import (
    CareMember,
    Choice,
    Client,
    EmergencyAccess,
    Referral,
    Retraction,
    StaffRole,
)
from longarc.records.scope import rows


@dataclass(frozen=True, slots=True)
class ClientRef:
    """One client as a viewer may know them. Made only here: holding one proves the scope."""

    id: int
    public_id: UUID
    practice: int
    relation: Relation
    name: str
    pronouns: str
    zone: str
    fine: bool
    has_account: bool
    state: State = State.HERE
    phone: str = ""


def name_of(client: Client) -> str:
    return unseal(
        client.name, Where(client.practice_id, client.pk, "client.name", client.public_id)
    )


def _pronouns(client: Client) -> str:
    where = Where(client.practice_id, client.pk, "client.pronouns", client.public_id)
    return unseal(client.pronouns, where) if client.pronouns else ""


def ref(client: Client, relation: Relation) -> ClientRef:
    return ClientRef(
        id=client.pk,
        public_id=client.public_id,
        practice=client.practice_id,
        relation=relation,
        name=name_of(client),
        pronouns=_pronouns(client),
        zone=client.zone,
        fine=client.fine,
        has_account=client.user_id is not None,
        state=State(client.state),
        phone=details.phone_of(client),
    )


def own(*, viewer: Actor) -> ClientRef:
    """The viewer's own record, for a client."""
    return ref(rows(Client, viewer).get(pk=viewer.client or 0), Relation.SELF)


def _with_relations(viewer: Actor, at: datetime) -> QuerySet[Client]:
    """Only what this viewer's roles could make use of is asked: it is on the way of every page."""
    held = CareMember.objects.filter(client=OuterRef("pk"), user=viewer.user, until=None)
    opened = _opened(viewer, at)
    asked: dict[str, Any] = {"held": Exists(held), "opened": Exists(opened)}
    if Role.PRESCRIBER in viewer.roles:
        asked["referred"] = Exists(_referrals(viewer))
    if Role.SUPERVISOR in viewer.roles:
        choice = Choice.objects.filter(client=OuterRef("pk"), kind="supervision").order_by("-seq")
        asked["supervised"] = Subquery(choice.values("given")[:1])
    return rows(Client, viewer).annotate(**asked)


def _opened(viewer: Actor, at: datetime) -> QuerySet[EmergencyAccess]:
    """Openings of the viewer that last, and were made since their access ended last."""
    ended = StaffRole.objects.filter(user=viewer.user, until__gte=OuterRef("at"))
    mine = EmergencyAccess.objects.filter(client=OuterRef("pk"), by=viewer.user, until__gt=at)
    found: QuerySet[EmergencyAccess] = mine.filter(~Exists(ended))
    return found


def _referrals(viewer: Actor) -> QuerySet[Referral]:
    """Referrals of a client to the viewer that were not ended."""
    ended = Retraction.objects.filter(target=OuterRef("uid"), client_id=OuterRef("client_id"))
    mine = Referral.objects.filter(client=OuterRef("pk"), to=viewer.user)
    found: QuerySet[Referral] = mine.filter(~Exists(ended))
    return found


def _relation(client: Client, viewer: Actor) -> Relation:
    row = vars(client)
    if client.pk == viewer.client:
        return Relation.SELF
    if row["held"]:
        return Relation.TEAM
    if row["opened"]:
        return Relation.EMERGENCY
    if row.get("referred"):
        return Relation.REFERRED
    if row.get("supervised"):
        return Relation.SUPERVISION
    return Relation.NONE


def find(public_id: UUID, *, viewer: Actor, at: datetime) -> ClientRef | None:
    """The client with this id in the viewer's practice, and their relation; None if there is none.

    One query. Another practice's id gives None, as an unknown id does.
    """
    client = _with_relations(viewer, at).filter(public_id=public_id).first()
    return ref(client, _relation(client, viewer)) if client else None


def held(*, viewer: Actor) -> tuple[ClientRef, ...]:
    """The clients whom the viewer holds now, by name. One query."""
    mine = CareMember.objects.filter(client=OuterRef("pk"), user=viewer.user, until=None)
    found = rows(Client, viewer).filter(Exists(mine))
    refs = (ref(client, Relation.TEAM) for client in found)
    return tuple(sorted(refs, key=lambda r: r.name.casefold()))


def all_ids(*, viewer: Actor) -> list[int]:
    """Every client of the practice: for commands. One query."""
    return list(rows(Client, viewer).order_by("pk").values_list("pk", flat=True))


def referred(*, viewer: Actor) -> tuple[ClientRef, ...]:
    """The clients who are referred to the viewer now, by name. One query."""
    found = rows(Client, viewer).filter(Exists(_referrals(viewer)))
    refs = (ref(client, Relation.REFERRED) for client in found)
    return tuple(sorted(refs, key=lambda r: r.name.casefold()))
