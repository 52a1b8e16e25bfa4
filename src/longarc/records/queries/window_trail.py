"""The way of the window model over one client's arc, kept so that a page need not wait for it.

Nothing has to be made invalid here: a trail names by prints what it was made from, and is used as
far as the entries that stand now give the same prints (analytics.kernels.trail).
"""

import logging
from collections.abc import Iterator

import numpy as np

from longarc.analytics import packed
from longarc.analytics.kernels.grid import ordered
from longarc.analytics.kernels.population import Population
from longarc.analytics.kernels.trail import Trail, trail
from longarc.care.access import Actor
from longarc.records.models import WindowTrail
from longarc.records.queries import prior
from longarc.records.queries.window_state import everything
from longarc.records.scope import rows
from longarc.records.window_kept import remember_trail

log = logging.getLogger(__name__)
#: How far the same trail, worked out in one go and step by step, may be apart (it is about 1e-15).
CLOSE = 1e-8


def kept(client: int, population: Population, *, viewer: Actor) -> Trail | None:
    """What was kept of this client; None where nothing was, or it cannot be read. One query."""
    told = rows(WindowTrail, viewer).filter(client=client).values_list("trail", flat=True).first()
    try:
        return packed.of_trail(told, population) if told else None
    except (LookupError, TypeError, ValueError):
        log.exception("a kept trail could not be read; it is worked out again")
        return None


def remember(client: int, new: Trail | None, before: Trail | None, *, viewer: Actor) -> None:
    """Keep it where it went on: once in some hundred check-ins, or when an earlier one changed."""
    if new and (before is None or (new.laid, new.prints) != (before.laid, before.prints)):
        remember_trail(client, packed.trail(new), practice=viewer.practice)


def checked(*, viewer: Actor) -> Iterator[bool]:
    """Of each trail that would be used now, whether it comes out again. For a command."""
    population = prior.population(viewer=viewer)
    for client in rows(WindowTrail, viewer).values_list("client_id", flat=True):
        found = kept(client, population, viewer=viewer)
        events = ordered(one.event for one in everything([client], viewer=viewer)[client])
        if found and events:
            yield _same(trail(population, events, found), trail(population, events))


def _same(one: Trail, other: Trail) -> bool:
    return all(
        np.allclose(a.state, b.state, rtol=0, atol=CLOSE)
        and np.allclose(a.log_weight, b.log_weight, rtol=0, atol=CLOSE)
        and np.array_equal(a.grid.theta, b.grid.theta)
        for a, b in zip(one.places, other.places, strict=True)
    )
