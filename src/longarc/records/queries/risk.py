"""The risk questions of one client as they stand, open paths of many, and who is to answer them."""

import json
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from longarc.care.access import Actor
from longarc.care.risk import Holder, Path, Standing, Step, StepKind
from longarc.care.risk_questions import Answering, Question, Reply, end_of_day
from longarc.records.codec import unseal
from longarc.records.models import CareMember, RiskAnswering, RiskStep
from longarc.records.queries import numbers, people, session_lines
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import known, rows


def load(client: ClientRef, *, viewer: Actor, by_then: datetime | None = None) -> Standing:
    """Everything that was answered and recorded, or was by then; what records say of leaving.

    Four queries; three more where a record says something of leaving.
    """
    steps = _steps([client.id], viewer).filter(**known(by_then))
    return Standing(
        answerings(client, viewer=viewer, by_then=by_then),
        tuple(_step(row) for row in steps),
        numbers.of_practice(viewer=viewer, by_then=by_then),
        session_lines.leavings(client, viewer=viewer, by_then=by_then),
    )


def answerings(
    client: ClientRef, *, viewer: Actor, by_then: datetime | None = None
) -> tuple[Answering, ...]:
    """What was answered, or was by then, oldest first. One query."""
    return answerings_of([client.id], viewer=viewer, by_then=by_then).get(client.id, ())


def answerings_of(
    ids: Collection[int], *, viewer: Actor, by_then: datetime | None = None
) -> dict[int, tuple[Answering, ...]]:
    """The same for many clients; who answered nothing is left out. One query."""
    told: dict[int, list[Answering]] = defaultdict(list)
    for row in _told(ids, viewer).filter(**known(by_then)):
        told[row.client_id].append(_answering(row))
    return {client: tuple(found) for client, found in told.items()}


def open_paths(ids: Collection[int], *, viewer: Actor) -> dict[int, Path]:
    """The open path of each client who has one. Two queries, however many clients there are."""
    found = standings_of(ids, viewer=viewer)
    return {client: one.path for client, one in found.items() if one.path}


def standings_of(ids: Collection[int], *, viewer: Actor) -> dict[int, Standing]:
    """Answers and steps alone, of each client who answered. Two queries, however many clients."""
    told, done = answerings_of(ids, viewer=viewer), defaultdict(list)
    for step in _steps(list(told), viewer):
        done[step.client_id].append(_step(step))
    return {client: Standing(told[client], tuple(done[client])) for client in told}


def _told(ids: Collection[int], viewer: Actor) -> QuerySet[Any]:
    found = rows(RiskAnswering, viewer).filter(client_id__in=ids).select_related("by", "client")
    return found.order_by("seq")


def _steps(ids: Collection[int], viewer: Actor) -> QuerySet[Any]:
    found = rows(RiskStep, viewer).filter(client_id__in=ids).select_related("by", "to")
    return found.order_by("seq")


def _answering(row: RiskAnswering) -> Answering:
    replies = json.loads(unseal(row.replies, row.where))
    return Answering(
        replies={one: Reply(replies[one]) for one in Question if one in replies},
        at=row.at,
        day_ends=end_of_day(row.at.astimezone(ZoneInfo(row.client.zone))),
        by=people.name_of(row.by) if row.by else "",
        by_staff=row.by_staff,
        instrument=row.instrument,
        version=row.version,
        uid=row.uid,
        given_at=row.given_at,
    )


def _step(row: RiskStep) -> Step:
    return Step(
        kind=StepKind(row.kind),
        at=row.at,
        by=people.name_of(row.by) if row.by else "",
        words=unseal(row.words, row.where) if row.words else "",
        to=people.name_of(row.to) if row.to else "",
        uid=row.uid,
    )


def team(client: ClientRef, *, viewer: Actor) -> tuple[Holder, ...]:
    """Who holds the client now and still works here: the lead first. One query."""
    found = rows(CareMember, viewer).filter(client_id=client.id, until=None, user__is_active=True)
    ordered = found.select_related("user").order_by("-lead", "since", "pk")
    return tuple(Holder(row.user.public_id, people.name_of(row.user), row.lead) for row in ordered)
