"""The parts of a client's own file about the next step: see `queries.export`.

What people decided, and the client's own wish. What the program had said is not in it (decision 9).
"""

from collections.abc import Callable, Iterator
from typing import Any

from longarc.care.access import Actor
from longarc.care.decided import WORDS
from longarc.records.models import PaceWord
from longarc.records.queries import pacing, people
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows

Row = dict[str, Any]


def _decided(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for one in reversed(pacing.decisions(client, viewer=viewer)):
        who = {"id": one.uid, "at": one.at, "by": one.by}
        yield {**who, "next_step": WORDS[one.answer].plain(), "reason": one.why}


def _pace(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    found = rows(PaceWord, viewer).filter(client_id=client.id).select_related("by")
    for row in found.order_by("seq"):
        by = people.name_of(row.by) if row.by else ""
        yield {"id": row.uid, "at": row.at, "by": by, "wish": row.wish}


READ: dict[str, Callable[[ClientRef, Actor], Iterator[Row]]] = {
    "next_steps": _decided,
    "pace": _pace,
}
