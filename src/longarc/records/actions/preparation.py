"""Bringing an exercise back, doing one together, and saying how one sees a capacity."""

from datetime import datetime
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.capacities import Answer, Capacity
from longarc.care.exercise_list import BY_CODE
from longarc.records.db import action
from longarc.records.keeping import common, holds, keep, unused
from longarc.records.models import CapacityView, ExerciseBack, ExerciseTogether
from longarc.records.queries.clients import ClientRef


class NotListed(ValueError):
    """There is no exercise with this code."""


@action
def bring_back(client: ClientRef, exercise: str, *, uid: UUID, by: Actor, at: datetime) -> bool:
    """An exercise that made it worse stands on the client's list again.

    `uid` is made by the page: False when this form was kept before.

    Raises:
        NotListed: there is no exercise with this code.
    """
    if exercise not in BY_CODE:
        raise NotListed
    free = unused(ExerciseBack, client, uid, holds({"exercise": exercise}))
    if free is None:
        return False
    keep(ExerciseBack(**common(client, free, by, at), exercise=exercise), by)
    return True


@action
def done_together(client: ClientRef, exercise: str, *, uid: UUID, by: Actor, at: datetime) -> bool:
    """The care team did it with the client: from now on it can be suggested. False: said before.

    Raises:
        NotListed: there is no such exercise, or it needs nobody.
    """
    known = BY_CODE.get(exercise)
    if known is None or not known.together_first:
        raise NotListed
    free = unused(ExerciseTogether, client, uid, holds({"exercise": exercise}))
    if free is None:
        return False
    keep(ExerciseTogether(**common(client, free, by, at), exercise=exercise), by)
    return True


@action
def give_view(
    client: ClientRef, capacity: Capacity, answer: Answer, *, uid: UUID, by: Actor, at: datetime
) -> bool:
    """What the client, or someone of the care team, says of one capacity; the newest stands.

    `uid` is made by the page: False when this form was kept before.
    """
    told = {"capacity": capacity, "answer": answer}
    free = unused(CapacityView, client, uid, holds(told))
    if free is None:
        return False
    keep(CapacityView(**common(client, free, by, at), **told), by)
    return True
