"""The clients a staff member sees in their list, and what is planned with them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from longarc.care.access import Actor, Relation, Role
from longarc.records.models import CareMember, Choice, Client, Meeting, Retraction
from longarc.records.queries import arc, people
from longarc.records.queries.clients import ClientRef, ref
from longarc.records.scope import rows


@dataclass(frozen=True, slots=True)
class Listed:
    """One client of a list, with what says whether their arc changed."""

    ref: ClientRef
    version: arc.Version
    next_meeting: datetime | None


def listed(*, viewer: Actor, at: datetime) -> tuple[Listed, ...]:
    """The clients whom the viewer holds, and for a supervisor those who agreed to it; by name.

    One query, which also gives each client's version and their next meeting after `at`.
    """
    found = _with_relation(viewer)
    with_next = found.annotate(next_meeting=Subquery(_next_meeting(viewer, at)))
    clients = arc.with_version(with_next, viewer=viewer)
    made = (_listed(client, viewer) for client in clients)
    return tuple(sorted(made, key=lambda one: one.ref.name.casefold()))


def _with_relation(viewer: Actor) -> QuerySet[Client]:
    mine = rows(CareMember, viewer).filter(client=OuterRef("pk"), user=viewer.user, until=None)
    found = rows(Client, viewer).annotate(held=Exists(mine))
    if Role.SUPERVISOR not in viewer.roles:
        return found.filter(held=True)
    choice = rows(Choice, viewer).filter(client=OuterRef("pk"), kind="supervision")
    agreed = Subquery(choice.order_by("-seq").values("given")[:1])
    return found.annotate(agreed=agreed).filter(Q(held=True) | Q(agreed=True))


def _listed(client: Client, viewer: Actor) -> Listed:
    row = vars(client)
    relation = Relation.TEAM if row["held"] else Relation.SUPERVISION
    return Listed(
        ref=ref(client, relation),
        version=arc.version(client, viewer=viewer),
        next_meeting=row["next_meeting"],
    )


def _standing_meetings(viewer: Actor) -> QuerySet[Meeting]:
    back = Retraction.objects.filter(target=OuterRef("uid"), client_id=OuterRef("client_id"))
    return rows(Meeting, viewer).filter(~Exists(back))


def _next_meeting(viewer: Actor, at: datetime) -> QuerySet[Any]:
    found = _standing_meetings(viewer).filter(client_id=OuterRef("pk"), starts_at__gte=at)
    return found.order_by("starts_at").values("starts_at")[:1]


def one(client: ClientRef, *, viewer: Actor, at: datetime) -> Listed:
    """The same for one client, however the viewer stands to them. One query."""
    found = rows(Client, viewer).filter(pk=client.id)
    with_next = found.annotate(next_meeting=Subquery(_next_meeting(viewer, at)))
    row = arc.with_version(with_next, viewer=viewer).get()
    return Listed(client, arc.version(row, viewer=viewer), vars(row)["next_meeting"])


@dataclass(frozen=True, slots=True)
class Visit:
    """A meeting of the day. `with_name` is empty when it is with the viewer."""

    client: int
    starts_at: datetime
    minutes: int
    with_name: str


def visits(
    clients: Collection[int], *, viewer: Actor, start: datetime, end: datetime
) -> tuple[Visit, ...]:
    """These clients' meetings that begin from `start` to before `end`, in order. One query."""
    found = _standing_meetings(viewer).filter(
        client_id__in=clients, starts_at__gte=start, starts_at__lt=end
    )
    ordered = found.select_related("with_user").order_by("starts_at", "seq")
    return tuple(
        Visit(
            client=row.client_id,
            starts_at=row.starts_at,
            minutes=row.minutes,
            with_name="" if row.with_user_id == viewer.user else people.name_of(row.with_user),
        )
        for row in ordered
    )
