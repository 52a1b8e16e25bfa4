"""Taking back what one said of one's living, and choosing who reads it: the client alone does.

What the care team can read stays in the record as taken back. What is private goes for good
(decision 19). Either way no rule and no page counts it.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, Q

from longarc.care.access import Actor
from longarc.records import keeping, own_rows
from longarc.records.db import action
from longarc.records.models import (
    Behaviour,
    BehaviourAnswer,
    BehaviourWording,
    DrinkingDay,
    DrinkMeaning,
    MoodInsight,
    Shift,
)
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.threads import readable
from longarc.records.scope import mine

#: What a page may name as one thing that was said.
ONE: dict[str, type[Model]] = {"answer": BehaviourAnswer, "felt": MoodInsight, "shift": Shift}
#: What is shared, or kept to oneself, as a whole.
LISTS: dict[str, tuple[type[Model], ...]] = {
    "felt": (MoodInsight,),
    "diary": (DrinkingDay, DrinkMeaning),
    "shifts": (Shift,),
}
Some = Iterable[tuple[type[Model], Q]]


def _of_behaviour(uid: UUID) -> Some:
    told = Q(behaviour=uid)
    return (Behaviour, Q(uid=uid)), (BehaviourWording, told), (BehaviourAnswer, told)


@action
def take_back(client: ClientRef, what: str, uid: UUID, *, by: Actor, at: datetime) -> bool:
    """One answer (`ONE`), or a behaviour with all that was said of it. False: there is none."""
    some = _of_behaviour(uid) if what == "behaviour" else [(ONE[what], Q(uid=uid))]
    return _take_back(client, some, by, at)


@action
def take_back_day(client: ClientRef, on: date, *, by: Actor, at: datetime) -> bool:
    """All that was said of one day of the diary: it is open again. False: it was."""
    return _take_back(client, [(DrinkingDay, Q(on=on))], by, at)


@action
def take_back_meaning(client: ClientRef, *, by: Actor, at: datetime) -> bool:
    """Everything that was said of what a drink means. False: there was nothing."""
    return _take_back(client, [(DrinkMeaning, Q())], by, at)


def _take_back(client: ClientRef, some: Some, by: Actor, at: datetime) -> bool:
    done = False
    for kind, which in some:
        own: Any = mine(kind, by)
        for uid in list(readable(kind, by, client).filter(which).values_list("uid", flat=True)):
            gone = own_rows.remove(own.filter(uid=uid), uid, by=by, at=at)
            done = gone or keeping.take_back(kind, client, uid, by, at) or done
    return done


@action
def share_behaviour(uid: UUID, *, shared: bool, by: Actor, at: datetime) -> bool:
    """A behaviour and all that was said of it, for the care team or for oneself alone."""
    return _share(_of_behaviour(uid), uid, shared, by, at)


@action
def share_list(name: str, *, shared: bool, by: Actor, at: datetime) -> bool:
    """All of one list (`LISTS`), for the care team or for oneself alone. False: it is so."""
    return _share([(kind, Q()) for kind in LISTS[name]], None, shared, by, at)


def _share(some: Some, target: UUID | None, shared: bool, by: Actor, at: datetime) -> bool:
    done = False
    for kind, which in some:
        own: Any = mine(kind, by)
        found = own.filter(which, shared_at__isnull=shared)
        done = own_rows.share(found, target, shared=shared, by=by, at=at) or done
    return done
