"""What a client has done in preparation, and the facts behind each capacity."""

import json
from collections.abc import Collection
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from longarc.care import capacities, exercises
from longarc.care.access import Actor
from longarc.care.arc import State, state_at
from longarc.care.exercises import BroughtBack, Did, Effect, Limits
from longarc.care.formulation import Section
from longarc.care.numbers import Number, longest
from longarc.records.codec import unseal
from longarc.records.models import (
    CapacityView,
    CareMember,
    CheckInMore,
    ExerciseBack,
    ExerciseDone,
    ExerciseTogether,
    MedicineSession,
    Meeting,
    StateWords,
    Words,
)
from longarc.records.queries import check_ins, formulation, people, relationship, window
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.course import standing
from longarc.records.scope import rows

#: As far back as any signed span may look; the rules leave out what counts no longer.
_SPAN = max(longest(Number.CHECK_IN_SPAN), longest(Number.EXERCISE_SPAN))


def done(client: ClientRef, *, viewer: Actor) -> tuple[Did, ...]:
    """Every exercise that stands, oldest first. One query."""
    found = standing(ExerciseDone, viewer, client).order_by("at", "seq")
    columns = "exercise", "at", "effect", "before", "after", "uid"
    return tuple(
        Did(code, at, Effect(effect) if effect else None, _state(before), _state(after), uid)
        for code, at, effect, before, after, uid in found.values_list(*columns)
    )


def _state(code: str) -> State | None:
    return State(code) if code else None


def brought_back(client: ClientRef, *, viewer: Actor) -> tuple[BroughtBack, ...]:
    """Exercises that the client wanted to see again. One query."""
    found = rows(ExerciseBack, viewer).filter(client_id=client.id).order_by("seq")
    return tuple(BroughtBack(code, at) for code, at in found.values_list("exercise", "at"))


def left_out(client: ClientRef, *, viewer: Actor, at: datetime) -> frozenset[str]:
    """Codes of exercises that made it worse, so that no page offers them. Two queries."""
    tried, back = done(client, viewer=viewer), brought_back(client, viewer=viewer)
    return exercises.left_out(tried, back, as_of=at)


def limits(client: ClientRef, *, viewer: Actor, at: datetime) -> Limits:
    """What else decides about suggesting exercises. Two queries."""
    together = rows(ExerciseTogether, viewer).filter(client_id=client.id)
    since = at - exercises.UNSTEADY
    lately = standing(MedicineSession, viewer, client).filter(
        starts_at__gt=since, starts_at__lte=at
    )
    return Limits(frozenset(together.values_list("exercise", flat=True)), lately.exists())


def state_now(client: ClientRef, *, viewer: Actor, at: datetime) -> State | None:
    """Where the latest check-in of the last hours says that they are; None: not known. One query.

    One that told of an earlier time says nothing of now.
    """
    recent = check_ins.standing(viewer, [client.id]).filter(
        at__gt=at - exercises.NOW_LASTS, at__lte=at, recalled_for=None
    )
    found = recent.order_by("-at", "-seq").values_list("position", flat=True)[:1]
    return next((state_at(position) for position in found), None)


def facts(client: ClientRef, *, viewer: Actor, at: datetime) -> capacities.Facts:
    """What is known now. Fourteen queries."""
    return capacities.Facts(
        check_ins=_check_ins(client, viewer, at),
        labels=_labels(client, viewer),
        done=done(client, viewer=viewer),
        named=window.named_rows(client, viewer=viewer),
        meetings=_with_lead(client, viewer, at),
        views=views(client, viewer=viewer),
        ratings=relationship.ratings(client, viewer=viewer),
        ruptures=relationship.ruptures(client, viewer=viewer),
        formulations=_formulations(client, viewer),
    )


def _formulations(client: ClientRef, viewer: Actor) -> tuple[capacities.Formulated, ...]:
    """What each version names. Two queries."""
    return tuple(
        capacities.Formulated(
            at=one.at,
            trigger=Section.TRIGGER in one.value.words,
            response=Section.RESPONSE in one.value.words,
            helps=Section.HELPS in one.value.words,
            agreed=one.agreed_at,
        )
        for one in formulation.versions(client, viewer=viewer)
    )


def _check_ins(client: ClientRef, viewer: Actor, at: datetime) -> tuple[capacities.Noticed, ...]:
    found = check_ins.standing(viewer, [client.id]).filter(at__gt=at - _SPAN)
    told = [check_ins.value(row) for row in found.values_list(*check_ins.COLUMNS)]
    more, zone = _noted(client, viewer, at), ZoneInfo(client.zone)
    return tuple(
        capacities.Noticed(one.at, one.at.astimezone(zone).date(), one.state, one.uid in more)
        for one in told
    )


def _noted(client: ClientRef, viewer: Actor, at: datetime) -> Collection[UUID | None]:
    """Check-ins with a body map or with words that are shared: private ones are not even counted.

    Two queries.
    """
    mine = {"client_id": client.id, "at__gt": at - _SPAN}
    marked = rows(CheckInMore, viewer).filter(**mine).exclude(body="")
    shared = rows(Words, viewer).filter(**mine, shared_at__isnull=False)
    return {
        *marked.values_list("check_in", flat=True),
        *shared.values_list("check_in", flat=True),
    }


def _labels(client: ClientRef, viewer: Actor) -> tuple[capacities.OwnLabels, ...]:
    """The newest words for the states. One query."""
    newest = rows(StateWords, viewer).filter(client_id=client.id).order_by("-seq")[:1]
    return tuple(capacities.OwnLabels(row.at, _named(row)) for row in newest)


def _named(row: StateWords) -> frozenset[State]:
    told = json.loads(unseal(row.labels, row.where))
    return frozenset(State(state) for state, (label, _hint) in told.items() if label)


def _with_lead(client: ClientRef, viewer: Actor, at: datetime) -> tuple[datetime, ...]:
    """When meetings with today's lead began. One query."""
    leads = rows(CareMember, viewer).filter(client_id=client.id, until=None, lead=True)
    since = at - longest(Number.MEETING_SPAN)
    found = standing(Meeting, viewer, client).filter(
        starts_at__gt=since, starts_at__lte=at, with_user__in=leads.values("user")
    )
    return tuple(found.order_by("starts_at").values_list("starts_at", flat=True))


def views(client: ClientRef, *, viewer: Actor) -> tuple[capacities.View, ...]:
    """What either side has said, in order of arrival. One query."""
    found = rows(CapacityView, viewer).filter(client_id=client.id)
    told = found.select_related("client", "by").order_by("seq")
    return tuple(
        capacities.View(
            capacity=capacities.Capacity(row.capacity),
            answer=capacities.Answer(row.answer),
            at=row.at,
            by_client=row.by_id is not None and row.by_id == row.client.user_id,
            by=people.name_of(row.by).split()[0] if row.by else "",
        )
        for row in told
    )
