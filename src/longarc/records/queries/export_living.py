"""The parts of a client's own file about living and other therapies: see `queries.export`.

Signed in, the client gets everything. The file that a practice writes holds what is shared.
"""

from collections.abc import Callable, Iterator
from typing import Any

from longarc.care.access import Actor
from longarc.care.living import Area
from longarc.records.codec import unseal
from longarc.records.models import (
    Behaviour,
    BehaviourAnswer,
    BehaviourEnd,
    BehaviourWording,
    DrinkingDay,
    DrinkMeaning,
    MoodInsight,
    OtherTherapy,
    Shift,
)
from longarc.records.queries import people
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.export_threads import own
from longarc.records.queries.other_therapies import FIGURES
from longarc.records.scope import rows

Row = dict[str, Any]


def _all(model: Any, client: ClientRef, viewer: Actor) -> Iterator[tuple[Any, Row]]:
    found = rows(model, viewer).filter(client_id=client.id).select_related("by")
    for row in found.order_by("seq").iterator(500):
        yield row, {"id": row.uid, "at": row.at}


def _own(model: Any, client: ClientRef, viewer: Actor) -> Iterator[tuple[Any, Row]]:
    for row, who in own(model, client, viewer):
        yield row, {**who, "taken_back": False}


def _text(row: Any, column: str = "words") -> str:
    stored = getattr(row, column)
    return unseal(stored, row.where(column)) if stored else ""


def _behaviours(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _own(Behaviour, client, viewer):
        yield {**who, "text": _text(row, "text")}


def _wordings(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _own(BehaviourWording, client, viewer):
        yield {**who, "behaviour": row.behaviour, "text": _text(row, "text")}


def _answers(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _own(BehaviourAnswer, client, viewer):
        told = {"behaviour": row.behaviour, "answer": row.answer}
        yield {**who, **told, "text": _text(row)}


def _ends(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    """Of a private behaviour, or one that is gone, for the client alone."""
    mine = viewer.client == client.id
    seen = set() if mine else {row.uid for row, _ in own(Behaviour, client, viewer)}
    for row, who in _all(BehaviourEnd, client, viewer):
        if mine or row.behaviour in seen:
            yield {**who, "behaviour": row.behaviour}


def _felt(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _own(MoodInsight, client, viewer):
        yield {**who, "mood": row.mood, "insight": row.insight}


def _days(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _own(DrinkingDay, client, viewer):
        yield {**who, "told_day": row.on, "drank": row.drank, "drinks": row.drinks}


def _meanings(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _own(DrinkMeaning, client, viewer):
        yield {**who, "text": _text(row, "text")}


def _shifts(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _own(Shift, client, viewer):
        steps = {f"shift_{area}": getattr(row, area) for area in Area}
        yield {**who, **steps, "landed": row.landed, "text": _text(row)}


def _therapies(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _all(OtherTherapy, client, viewer):
        texts = {
            key: _text(row, column) for key, column in (("text", "words"), ("target", "target"))
        }
        told = {"told_day": row.on, "therapy": row.therapy, **texts}
        figures = {name: getattr(row, name) for name in FIGURES}
        by = people.name_of(row.by) if row.by else ""
        yield {**who, "by": by, **told, **figures, "taken_back": False}


READ: dict[str, Callable[[ClientRef, Actor], Iterator[Row]]] = {
    "behaviours": _behaviours,
    "behaviour_wordings": _wordings,
    "behaviour_answers": _answers,
    "behaviours_resting": _ends,
    "mood_insight": _felt,
    "drinking_days": _days,
    "drink_means": _meanings,
    "shifts": _shifts,
    "other_therapies": _therapies,
}
