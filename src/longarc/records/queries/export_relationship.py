"""The parts of a client's own file that come from the relationship: see `queries.export`."""

from collections.abc import Callable, Iterator
from typing import Any

from longarc.care.access import Actor
from longarc.care.relationship import Question
from longarc.records.codec import unseal
from longarc.records.models import MeetingRating, RelationshipStep, Rupture
from longarc.records.queries import people, relationship
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows

Row = dict[str, Any]


def _all(model: Any, client: ClientRef, viewer: Actor) -> Iterator[tuple[Any, Row]]:
    found = rows(model, viewer).filter(client_id=client.id).select_related("by")
    for row in found.order_by("seq"):
        by = people.name_of(row.by) if row.by else ""
        yield row, {"id": row.uid, "at": row.at, "by": by}


def _text(row: Any) -> str:
    return unseal(row.words, row.where) if row.words else ""


def _ratings(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _all(MeetingRating, client, viewer):
        steps = {str(question): getattr(row, question) for question in Question}
        yield {
            "id": who["id"],
            "at": who["at"],
            "about": row.about,
            **steps,
            "near": row.near,
            "taken_back": False,
        }


def _ruptures(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _all(Rupture, client, viewer):
        yield {**who, "kind": row.kind, "about": row.about, "text": _text(row), "taken_back": False}


def _later(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row, who in _all(RelationshipStep, client, viewer):
        yield {
            **who,
            "rupture": row.rupture,
            "step": row.step,
            "text": _text(row),
            "taken_back": False,
        }


def _private(client: ClientRef, viewer: Actor) -> Iterator[Row]:  # noqa: ARG001 - as all parts
    """Read as the viewer's own: nobody else's file holds it."""
    for one in relationship.private(viewer=viewer):
        told = {"id": one.uid, "at": one.at, "kind": one.kind, "about": one.about}
        yield {**told, "text": one.words}


READ: dict[str, Callable[[ClientRef, Actor], Iterator[Row]]] = {
    "meeting_ratings": _ratings,
    "ruptures": _ruptures,
    "ruptures_private": _private,
    "relationship_later": _later,
}
