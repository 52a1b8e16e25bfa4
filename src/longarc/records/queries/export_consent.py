"""The parts of a client's own file that come from consent and touch: see `queries.export`."""

from collections.abc import Callable, Iterator
from typing import Any

from longarc.care.access import Actor
from longarc.care.touch import Place
from longarc.records.queries import consent, touch
from longarc.records.queries.clients import ClientRef

Row = dict[str, Any]


def _consents(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for one in consent.answers(client, viewer=viewer):
        told = {"about": one.item, "given": one.is_yes, "text": one.text}
        yield {"id": one.id, "at": one.at, "by": one.by, "words_id": one.version, **told}


def _touch(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for one in touch.statements(client, viewer=viewer):
        yield {
            "id": one.id,
            "at": one.at,
            "received_at": one.received_at,
            "by": one.by,
            "signed": one.signed,
            "places": [place for place in Place if place in one.terms.places],
            "ask_first": one.terms.ask_first,
            "purpose": one.purpose,
            "stop": one.stop,
        }


READ: dict[str, Callable[[ClientRef, Actor], Iterator[Row]]] = {
    "consents": _consents,
    "touch": _touch,
}
