"""What the owner sees: staff, links, who opened how much, and what waits. Nothing clinical."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate

from longarc.care.access import HOLDS_CLIENTS, Actor, Role
from longarc.records.codec import Where, unseal
from longarc.records.models import (
    AuditEntry,
    Choice,
    EmergencyAccess,
    Invitation,
    Practice,
    SupportPage,
    User,
)
from longarc.records.queries import clients, people
from longarc.records.queries.course import ChoiceKind
from longarc.records.scope import rows

#: Decision 19: the practice answers a request for deletion within so many days.
DELETION_DAYS = 30
SECOND_FACTORS = ("totp", "webauthn")


@dataclass(frozen=True, slots=True)
class Staff:
    """Someone who works here, or did. `factor`: whether a second factor is set up."""

    id: UUID
    name: str
    email: str
    roles: tuple[Role, ...]
    factor: bool
    active: bool


def name(*, viewer: Actor) -> str:
    """The practice's own name."""
    row = Practice.objects.get(pk=viewer.practice)
    return unseal(row.name, Where(row.pk, None, "practice.name", row.pk))


def staff(*, viewer: Actor) -> tuple[Staff, ...]:
    """Everyone with a role now or before, those who work here first. Two queries."""
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)
    found = rows(User, viewer).filter(staff_roles__isnull=False).distinct()
    made = (
        _staff(user)
        for user in found.annotate(factor=Exists(factor)).prefetch_related("staff_roles")
    )
    return tuple(sorted(made, key=lambda s: (not s.active, s.name.casefold())))


def _staff(user: User) -> Staff:
    roles = sorted(row.role for row in user.staff_roles.all() if row.until is None)
    return Staff(
        id=user.public_id,
        name=people.name_of(user),
        email=user.email,
        roles=tuple(map(Role, roles)),
        factor=vars(user)["factor"],
        active=user.is_active and bool(roles),
    )


def holders(*, viewer: Actor) -> tuple[Staff, ...]:
    """Those who can hold clients now."""
    return tuple(s for s in staff(viewer=viewer) if s.active and HOLDS_CLIENTS & set(s.roles))


def staff_user(public_id: UUID, *, viewer: Actor) -> User | None:
    """The account of someone who works here now."""
    found = rows(User, viewer).filter(public_id=public_id, is_active=True, client=None)
    return found.filter(staff_roles__until=None, staff_roles__isnull=False).distinct().first()


def anyone(public_id: UUID, *, viewer: Actor) -> User | None:
    """The account of someone who works here, or did."""
    found = rows(User, viewer).filter(public_id=public_id, client=None)
    return found.filter(staff_roles__isnull=False).distinct().first()


@dataclass(frozen=True, slots=True)
class Link:
    """A link that was made and not used yet. `opened`: it made an account already."""

    id: int
    name: str
    email: str
    opened: bool
    made_at: datetime
    expires_at: datetime


def open_links(*, viewer: Actor, at: datetime) -> tuple[Link, ...]:
    """First links for staff that still open something, the newest first. One query.

    Links to accounts that were open before are in `queries.ways_in`.
    """
    found = rows(Invitation, viewer).filter(client=None, used_at=None, expires_at__gt=at)
    found = found.filter(opens_at=None)
    return tuple(
        Link(row.pk, _invited(row), row.email, row.user_id is not None, row.made_at, row.expires_at)
        for row in found
    )


def _invited(row: Invitation) -> str:
    return unseal(row.name, Where(row.practice_id, None, "invitation.name", row.token_hash))


def support_published(*, viewer: Actor) -> bool:
    """Whether the Support page is published: no client gets a link before."""
    newest = rows(SupportPage, viewer).order_by("-pk")
    return bool(newest.values_list("published", flat=True).first())


@dataclass(frozen=True, slots=True)
class Opening:
    """One record that was opened outside the care team."""

    by: str
    client: str
    at: datetime
    until: datetime
    reason: str


def openings(*, viewer: Actor, since: datetime) -> tuple[Opening, ...]:
    """Emergency openings, the newest first. One query."""
    found = rows(EmergencyAccess, viewer).filter(at__gte=since).select_related("by", "client")
    return tuple(map(_opening, found.order_by("-seq")))


def _opening(row: EmergencyAccess) -> Opening:
    where = Where(row.practice_id, row.client_id, "emergencyaccess.reason", row.uid)
    by = people.name_of(row.by) if row.by else ""
    return Opening(by, clients.name_of(row.client), row.at, row.until, unseal(row.reason, where))


@dataclass(frozen=True, slots=True)
class Looks:
    """How many records one person opened on one day, and how many they had in a list."""

    day: date
    name: str
    opened: int
    emergency: int
    listed: int


def looks(*, viewer: Actor, since: datetime) -> tuple[Looks, ...]:
    """Who opened how many records on which day, the newest day first; never whose. Two queries."""
    found = (
        rows(AuditEntry, viewer)
        .filter(act__in=["opened", "opened_emergency", "listed"], at__gte=since, user__isnull=False)
        .annotate(day=TruncDate("at"))
        .values("day", "user_id")
        .annotate(
            opened=Count("client", distinct=True, filter=Q(act="opened")),
            emergency=Count("client", distinct=True, filter=Q(act="opened_emergency")),
            listed=Count("client", distinct=True, filter=Q(act="listed")),
        )
        .order_by("-day", "user_id")
    )
    days = list(found)
    names = _names({row["user_id"] for row in days}, viewer)
    return tuple(
        Looks(row["day"], names[row["user_id"]], row["opened"], row["emergency"], row["listed"])
        for row in days
    )


def _names(ids: Iterable[int], viewer: Actor) -> dict[int, str]:
    return {user.pk: people.name_of(user) for user in rows(User, viewer).filter(pk__in=set(ids))}


@dataclass(frozen=True, slots=True)
class DeletionDue:
    """A client asked that their record be deleted; the practice answers by `due`."""

    client: str
    asked: date
    due: date


def deletions(*, viewer: Actor) -> tuple[DeletionDue, ...]:
    """Requests for deletion that stand, the oldest first. One query."""
    newest = (
        Choice.objects.filter(client=OuterRef("client"), kind=ChoiceKind.DELETION)
        .order_by("-seq")
        .values("seq")[:1]
    )
    found = (
        rows(Choice, viewer)
        .filter(kind=ChoiceKind.DELETION, given=True, seq=Subquery(newest))
        .select_related("client")
        .order_by("seq")
    )
    days = timedelta(days=DELETION_DAYS)
    return tuple(
        DeletionDue(clients.name_of(row.client), row.at.date(), row.at.date() + days)
        for row in found
    )
