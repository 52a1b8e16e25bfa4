"""Clients whom nobody leads or holds, and what one person holds: for handing over. Nothing else."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from longarc.care import session_plan
from longarc.care.access import HOLDS_CLIENTS, Actor, Relation, Role
from longarc.records.codec import unseal
from longarc.records.models import (
    CareMember,
    Meeting,
    Referral,
    SessionCancelled,
    SessionPlanVersion,
    SessionStarted,
    StaffRole,
    User,
)
from longarc.records.queries import arc, caseload, people
from longarc.records.queries.caseload import Listed
from longarc.records.queries.clients import ClientRef, ref
from longarc.records.queries.meetings import lost
from longarc.records.scope import rows


def without_lead(*, viewer: Actor, at: datetime, leaving: int | None = None) -> tuple[Listed, ...]:
    """Clients whom nobody leads now, or nobody once `leaving` is gone; by name. One query."""
    lead = CareMember.objects.filter(client=OuterRef("pk"), lead=True, until=None)
    lead = lead.exclude(user=leaving or 0)
    return caseload.of_clients(~Exists(lead.filter(user__is_active=True)), viewer=viewer, at=at)


def without_anyone(*, viewer: Actor, at: datetime) -> tuple[Listed, ...]:
    """Clients whom nobody holds now, by name. One query."""
    held = CareMember.objects.filter(client=OuterRef("pk"), until=None, user__is_active=True)
    return caseload.of_clients(~Exists(held), viewer=viewer, at=at)


def held_by(staff: int, *, viewer: Actor) -> int:
    """How many clients one person holds now. One query."""
    mine = rows(CareMember, viewer).filter(user=staff, until=None)
    return mine.values("client").distinct().count()


def holders(clients: Collection[int], *, viewer: Actor) -> dict[int, tuple[str, ...]]:
    """Who holds each of these clients now, by name. One query."""
    found = rows(CareMember, viewer).filter(client__in=clients, until=None, user__is_active=True)
    held: dict[int, list[str]] = defaultdict(list)
    for row in found.select_related("user").order_by("since", "pk"):
        held[row.client_id].append(people.name_of(row.user))
    return {client: tuple(names) for client, names in held.items()}


def near(
    clients: Collection[int], *, viewer: Actor, at: datetime, within: timedelta
) -> dict[int, datetime]:
    """Those who have a meeting or a session so near, before or after, with the first moment of it.
    Three queries.
    """
    span = (at - within, at + within)
    ahead = arc.not_taken_back(Meeting, viewer=viewer)
    met = ahead.filter(client__in=clients, starts_at__range=(at, span[1]))
    began = rows(SessionStarted, viewer).filter(client__in=clients, at__range=(span[0], at))
    told = [*met.values_list("client", "starts_at"), *began.values_list("client", "at")]
    found: dict[int, datetime] = {}
    for client, moment in (*told, *_planned(clients, viewer, span)):
        found[client] = min(moment, found.get(client, moment))
    return found


def _planned(
    clients: Collection[int], viewer: Actor, span: tuple[datetime, datetime]
) -> list[tuple[int, datetime]]:
    """Whose planned session lies in this span, and when."""
    off = SessionCancelled.objects.filter(plan=OuterRef("plan"), client=OuterRef("client"))
    kept = rows(SessionPlanVersion, viewer).filter(~Exists(off), client__in=clients)
    newest = {row.plan: row for row in kept.order_by("seq")}
    starts = [(row.client_id, _starts_at(row)) for row in newest.values()]
    return [(client, at) for client, at in starts if at and span[0] <= at <= span[1]]


def _starts_at(row: SessionPlanVersion) -> datetime | None:
    return session_plan.parse(unseal(row.told, row.where)).starts_at


def meetings_without(clients: Collection[int], *, viewer: Actor, at: datetime) -> dict[int, int]:
    """How many meetings to come of each client are with somebody who no longer holds them."""
    found = lost(rows(Meeting, viewer).filter(client__in=clients, starts_at__gte=at))
    counted = found.order_by().values("client").annotate(many=Count("pk"))
    return {row["client"]: row["many"] for row in counted}


@dataclass(frozen=True, slots=True)
class Leaves:
    """What an ended access leaves behind, besides clients. `only`: roles that nobody else has."""

    id: UUID
    name: str
    meetings: int
    referrals: int
    only: tuple[Role, ...]


def leaves(staff: UUID, *, viewer: Actor, at: datetime) -> Leaves | None:
    """None: nobody like that works here. Four queries."""
    user = rows(User, viewer).filter(public_id=staff, client=None, is_active=True).first()
    if user is None:
        return None
    planned = arc.not_taken_back(Meeting, viewer=viewer).filter(with_user=user, starts_at__gte=at)
    asked = arc.not_taken_back(Referral, viewer=viewer).filter(to=user)
    return Leaves(
        user.public_id, people.name_of(user), planned.count(), asked.count(), _only(user, viewer)
    )


def _only(user: User, viewer: Actor) -> tuple[Role, ...]:
    now = rows(StaffRole, viewer).filter(until=None, user__is_active=True)
    by_role = now.values("role").annotate(all=Count("pk"), own=Count("pk", filter=Q(user=user)))
    found = {Role(row["role"]) for row in by_role if row["all"] == row["own"]}
    return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """Clients whom somebody led whose access ended, and who leads them since."""

    lead: str
    clients: tuple[ClientRef, ...]


def named_meanwhile(staff: UUID, *, viewer: Actor) -> tuple[Meanwhile, ...]:
    """Who stays with somebody else if an ended access is given back. Two queries."""
    mine = rows(StaffRole, viewer).filter(user__public_id=staff, until__isnull=False)
    ended = mine.order_by("-until").values_list("until", flat=True).first()
    if ended is None:
        return ()
    led = rows(CareMember, viewer).filter(user__public_id=staff, lead=True, until=ended)
    now = rows(CareMember, viewer).filter(lead=True, until=None, user__is_active=True)
    theirs = now.filter(client__in=led.values("client"))
    found: dict[str, list[ClientRef]] = defaultdict(list)
    for row in theirs.exclude(user__public_id=staff).select_related("user", "client"):
        found[people.name_of(row.user)].append(ref(row.client, Relation.NONE))
    by_name = {lead: sorted(refs, key=lambda one: one.name) for lead, refs in found.items()}
    return tuple(Meanwhile(lead, tuple(refs)) for lead, refs in sorted(by_name.items()))


def since(users: Collection[UUID], *, viewer: Actor) -> dict[UUID, datetime]:
    """From when each of these can hold clients here: their oldest such role. One query."""
    held = rows(StaffRole, viewer).filter(
        user__public_id__in=users, role__in=HOLDS_CLIENTS, until=None
    )
    return dict(held.order_by("-since").values_list("user__public_id", "since"))
