"""The parts of a client's own file that come from arrival: see `queries.export`.

The code of the support that somebody needs is left out: its description in words is there.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from longarc.care.access import Actor
from longarc.records.models import FormulationAgreed
from longarc.records.queries import contact_plan, formulation
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows

Row = dict[str, Any]


def _first_contact(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    came = formulation.first_contact(client, viewer=viewer)
    if came:
        told = {"asked_at": came.asked_at, "text": came.text}
        yield {**told, "first_talk_at": came.talked_at, "with": came.talked_with}


def _formulations(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for one in formulation.versions(client, viewer=viewer):
        yield {
            "id": one.uid,
            "at": one.at,
            "by": one.by,
            "version": one.number,
            "sections": dict(one.value.words),
            "adaptations": [asdict(way) for way in one.value.adaptations],
        }


def _agreements(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    numbers = {one.uid: one.number for one in formulation.versions(client, viewer=viewer)}
    for row in rows(FormulationAgreed, viewer).filter(client_id=client.id).order_by("seq"):
        about = {"version": numbers.get(row.version)}
        yield {"id": row.uid, "at": row.at, **about, "taken_back": False}


def _plans(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for one in contact_plan.of_client(client, viewer=viewer).kept:
        contacts = one.stood.contacts
        told = {"preparation": contacts.preparation, "integration": contacts.integration}
        yield {"at": one.at, "by": one.by, "text": one.words, **told, "reason": one.step.why}


READ: dict[str, Callable[[ClientRef, Actor], Iterator[Row]]] = {
    "first_contact": _first_contact,
    "formulations": _formulations,
    "agreements": _agreements,
    "plans": _plans,
}
