"""The parts of a client's own file that come from safety screening: see `queries.export`."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from longarc.care.access import Actor
from longarc.care.sources import Level
from longarc.records.codec import unseal
from longarc.records.models import (
    MedicineIdentified,
    MedicineTaken,
    PaperThere,
    Referral,
    ScreeningAnswer,
    ScreeningJudgement,
    SubstancePlanned,
)
from longarc.records.queries import people
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows

Row = dict[str, Any]


def _all(model: Any, viewer: Actor, client: ClientRef, *also: str) -> Iterator[tuple[Any, Row]]:
    """Each entry with what all of them say: its id, when, and by whom."""
    found = rows(model, viewer).filter(client_id=client.id).select_related("by", *also)
    for row in found.order_by("seq"):
        by = people.name_of(row.by) if row.by else ""
        yield row, {"id": row.uid, "at": row.at, "by": by}


def _medicines(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _all(MedicineTaken, viewer, client):
        told = {"taken": row.taken, "last": row.last, "replaces": row.corrects}
        yield {**who, "name": unseal(row.name, row.where), **told, "taken_back": False}


def _named(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    """What the care team wrote that a name is."""
    for row, who in _all(MedicineIdentified, viewer, client):
        yield {**who, "medicine": row.medicine, "name": unseal(row.name, row.where)}


def _health(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _all(ScreeningAnswer, viewer, client):
        yield {**who, "about": row.about, "said": unseal(row.said, row.where)}


def _screening(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _all(ScreeningJudgement, viewer, client):
        yield {
            **who,
            "about": unseal(row.subject, row.where("subject")),
            "decision": row.kind,
            "level": Level(row.level).name.lower(),
            "substance": row.substance,
            "reason": unseal(row.reason, row.where("reason")),
            "outside": json.loads(unseal(row.outside, row.where("outside"))) if row.outside else {},
            "taken_back": False,
        }


def _planned_with(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _all(SubstancePlanned, viewer, client):
        yield {**who, "substance": row.substance}


def _referrals(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _all(Referral, viewer, client, "to"):
        yield {**who, "with": people.name_of(row.to), "taken_back": False}


def _papers(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _all(PaperThere, viewer, client):
        yield {**who, "paper": row.paper, "there": row.there}


READ: dict[str, Callable[[ClientRef, Actor], Iterator[Row]]] = {
    "medicines": _medicines,
    "medicines_named": _named,
    "health": _health,
    "screening": _screening,
    "planned_with": _planned_with,
    "referrals": _referrals,
    "papers": _papers,
}
