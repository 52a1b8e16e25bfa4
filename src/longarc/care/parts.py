"""Inner parts in the client's own words: what each protects, what it asks for, what it is tied to.

A part is never a diagnosis and nothing is worked out from it. Every box may stay empty. Ties to
the formulation go by its words, since its ways of coping have no ids: a tie stays as it was named.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from longarc.care.capacities import Capacity
from longarc.care.formulation import LONGEST_LINE as LONGEST_WAY
from longarc.care.threads import LONGEST_NAME, Empty, TooLong

#: The most letters of what a part protects or asks for.
#: Source: Longarc's own starting rule, unsigned.
LONGEST_LINE = 1_000


@dataclass(frozen=True, slots=True)
class Told:
    """One version of a part, in the client's words.

    Args:
        threads: ids of threads it is tied to; ways: ways of coping, as the formulation named them.
        trigger: it is tied to what sets the familiar pattern off.
        capacities: what helps with it, or what it stands in the way of; optional.
    """

    name: str = ""
    protects: str = ""
    asks: str = ""
    threads: tuple[UUID, ...] = ()
    ways: tuple[str, ...] = ()
    trigger: bool = False
    capacities: tuple[Capacity, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part as it stands: `version` is what a form that shows it is based on."""

    uid: UUID
    version: UUID
    at: datetime
    told: Told
    shared: bool = False


def checked(told: Told) -> Told:
    """What is kept of a form.

    Raises:
        Empty: no word was written.
        TooLong: some box holds more than is kept.
    """
    name, protects, asks = told.name.strip(), told.protects.strip(), told.asks.strip()
    limits = ((name, LONGEST_NAME), (protects, LONGEST_LINE), (asks, LONGEST_LINE))
    for text, limit in (*limits, *((way, LONGEST_WAY) for way in told.ways)):
        if len(text) > limit:
            raise TooLong(limit)
    if not (name or protects or asks):
        raise Empty
    return Told(name, protects, asks, told.threads, told.ways, told.trigger, told.capacities)


def written(told: Told) -> str:
    """The version as JSON, to be sealed."""
    value = {
        "name": told.name,
        "protects": told.protects,
        "asks": told.asks,
        "threads": [str(uid) for uid in told.threads],
        "ways": list(told.ways),
        "trigger": told.trigger,
        "capacities": list(told.capacities),
    }
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def parse(text: str) -> Told:
    """What `written` wrote.

    >>> parse(written(Told("The Watcher", ways=("Tidying up",)))).ways
    ('Tidying up',)
    """
    value = json.loads(text)
    return Told(
        name=value["name"],
        protects=value["protects"],
        asks=value["asks"],
        threads=tuple(UUID(uid) for uid in value["threads"]),
        ways=tuple(value["ways"]),
        trigger=value["trigger"],
        capacities=tuple(Capacity(code) for code in value["capacities"]),
    )
