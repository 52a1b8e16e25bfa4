"""The clients a staff member sees in their list, and what is planned with them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from longarc.care.access import Actor, Relation, Role
from longarc.records.models import CareMember, Choice, Client, Meeting
from longarc.records.queries import arc, people
from longarc.records.queries.clients import ClientRef, ref
from longarc.records.queries.meetings import still_held
from longarc.records.queries.reminder_reach import Reached, reached, with_reach
from longarc.records.scope import rows


@dataclass(frozen=True, slots=True)
class Listed:
    """One client of a list, with what says whether their arc changed."""

    ref: ClientRef
    version: arc.Version
    next_meeting: datetime | None
    reached: Reached


def listed(*, viewer: Actor, at: datetime) -> tuple[Listed, ...]:
    """The clients whom the viewer holds, and for a supervisor those who agreed to it; by name.

    One query, which also gives each client's version, their next meeting after `at`, and whether
    reminders reach them.
    """
    made = (_listed(client, viewer) for client in _theirs(_with_next(viewer, at), viewer))
    return tuple(sorted(made, key=lambda one: one.ref.name.casefold()))


def of_clients(which: Any, *, viewer: Actor, at: datetime) -> tuple[Listed, ...]:
    """The practice's clients that fit, however the viewer stands to them; by name. One query."""
    found = _with_next(viewer, at).filter(which)
    made = (_listed_as(client, Relation.NONE, viewer) for client in found)
    return tuple(sorted(made, key=lambda one: one.ref.name.casefold()))


def _theirs(clients: QuerySet[Any], viewer: Actor) -> QuerySet[Any]:
    if Role.SUPERVISOR not in viewer.roles:
        return clients.filter(care_team__user=viewer.user, care_team__until=None)
    both: QuerySet[Any] = clients.annotate(held=_held(viewer), agreed=_agreed(viewer))
    return both.filter(Q(held=True) | Q(agreed=True))


def _held(viewer: Actor) -> Exists:
    mine = rows(CareMember, viewer).filter(client=OuterRef("pk"), user=viewer.user, until=None)
    return Exists(mine)


def _agreed(viewer: Actor) -> Subquery:
    choice = rows(Choice, viewer).filter(client=OuterRef("pk"), kind="supervision")
    return Subquery(choice.order_by("-seq").values("given")[:1])


def _with_next(viewer: Actor, at: datetime) -> QuerySet[Client]:
    planned = arc.not_taken_back(Meeting, viewer=viewer)
    ahead = planned.filter(client_id=OuterRef("pk"), starts_at__gte=at).order_by("starts_at")
    next_meeting = Subquery(ahead.values("starts_at")[:1])
    clients = arc.with_version(viewer=viewer).annotate(next_meeting=next_meeting)
    return with_reach(clients, viewer=viewer)


def _listed(client: Client, viewer: Actor) -> Listed:
    row = vars(client)
    relation = Relation.TEAM if row.get("held", True) else Relation.SUPERVISION
    return _listed_as(client, relation, viewer)


def _listed_as(client: Client, relation: Relation, viewer: Actor) -> Listed:
    version, next_meeting = arc.version(client, viewer=viewer), vars(client)["next_meeting"]
    return Listed(ref(client, relation), version, next_meeting, reached(client, viewer=viewer))


def one(client: ClientRef, *, viewer: Actor, at: datetime) -> Listed:
    """The same for one client, however the viewer stands to them. One query."""
    row = _with_next(viewer, at).get(pk=client.id)
    version = arc.version(row, viewer=viewer)
    return Listed(client, version, vars(row)["next_meeting"], reached(row, viewer=viewer))


def some(clients: Collection[int], *, viewer: Actor, at: datetime) -> tuple[Listed, ...]:
    """The same for these clients, to work out whether one of them needs a person. One query.

    No right to read a record follows from it: their relation to the viewer is none.
    """
    found = _with_next(viewer, at).filter(pk__in=clients)
    return tuple(
        Listed(
            ref(one, Relation.NONE),
            arc.version(one, viewer=viewer),
            vars(one)["next_meeting"],
            reached(one, viewer=viewer),
        )
        for one in found
    )


@dataclass(frozen=True, slots=True)
class Visit:
    """A meeting of the day. `with_name` is empty when it is with the viewer.

    `held`: its person still holds the client; else it needs a new one.
    """

    client: int
    starts_at: datetime
    minutes: int
    with_name: str
    held: bool = True


def visits(
    clients: Collection[int], *, viewer: Actor, start: datetime, end: datetime
) -> tuple[Visit, ...]:
    """These clients' meetings that begin from `start` to before `end`, in order. One query."""
    planned = arc.not_taken_back(Meeting, viewer=viewer).select_related("with_user")
    planned = planned.annotate(held=Exists(still_held()))
    found = planned.filter(client_id__in=clients, starts_at__gte=start, starts_at__lt=end)
    return tuple(
        Visit(
            client=row.client_id,
            starts_at=row.starts_at,
            minutes=row.minutes,
            with_name="" if row.with_user_id == viewer.user else people.name_of(row.with_user),
            held=vars(row)["held"],
        )
        for row in found.order_by("starts_at", "seq")
    )
