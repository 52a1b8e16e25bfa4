"""The parts of a client's own file that come after sessions: see `queries.export`."""

from collections.abc import Callable, Iterator
from typing import Any

from longarc.care.access import Actor
from longarc.records.codec import unseal
from longarc.records.models import AfterStep, FollowUpAnswer, WhatIsMissing
from longarc.records.queries import people
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows

Row = dict[str, Any]


def _all(model: Any, client: ClientRef, viewer: Actor) -> Any:
    found = rows(model, viewer).filter(client_id=client.id).select_related("by")
    return found.order_by("seq")


def _steps(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row in _all(AfterStep, client, viewer):
        by = people.name_of(row.by) if row.by else ""
        told = {"contact_slot": row.slot, "recorded": row.step, "happened_on": row.on}
        text = unseal(row.words, row.where) if row.words else ""
        who = {"id": row.uid, "at": row.at, "by": by, "session": row.session}
        yield {**who, **told, "text": text, "taken_back": False}


def _answers(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row in _all(FollowUpAnswer, client, viewer):
        told = {"due": row.due, "text": unseal(row.words, row.where)}
        yield {"id": row.uid, "at": row.at, **told, "taken_back": False}


def _missing(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row in _all(WhatIsMissing, client, viewer):
        text = unseal(row.words, row.where)
        yield {"id": row.uid, "at": row.at, "text": text, "taken_back": False}


READ: dict[str, Callable[[ClientRef, Actor], Iterator[Row]]] = {
    "after_steps": _steps,
    "follow_up_answers": _answers,
    "missing": _missing,
}
