"""The parts of a client's own file about risk questions and safety plans: see `queries.export`.

What was answered and done, as it was kept; no level and no path, which the program works out.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from longarc.care.access import Actor
from longarc.care.risk_questions import ASKED, Question
from longarc.records.codec import unseal
from longarc.records.models import RiskAnswering, RiskStep
from longarc.records.queries import people, safety_plan
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows

Row = dict[str, Any]


def _answers(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    found = rows(RiskAnswering, viewer).filter(client_id=client.id).select_related("by")
    for row in found.order_by("seq"):
        by = people.name_of(row.by) if row.by else ""
        replies = json.loads(unseal(row.replies, row.where))
        told = {"instrument": row.instrument, "version": row.version, "replies": replies}
        told["asked"] = {one: ASKED[Question(one)] for one in replies}
        yield {"id": row.uid, "at": row.at, "given_at": row.given_at, "by": by, **told}


def _steps(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    found = rows(RiskStep, viewer).filter(client_id=client.id).select_related("by", "to")
    for row in found.order_by("seq"):
        by = people.name_of(row.by) if row.by else ""
        words = unseal(row.words, row.where) if row.words else ""
        told = {"step": row.kind, "text": words, "with": people.name_of(row.to) if row.to else ""}
        yield {"id": row.uid, "at": row.at, "by": by, **told}


def _plans(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for one in safety_plan.versions(client, viewer=viewer):
        told = {"version": one.number, "sections": dict(one.words)}
        yield {"id": one.uid, "at": one.at, "by": one.by, **told}


READ: dict[str, Callable[[ClientRef, Actor], Iterator[Row]]] = {
    "risk_answers": _answers,
    "risk_steps": _steps,
    "safety_plans": _plans,
}
