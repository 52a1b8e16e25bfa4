"""Following one person from where they were known before, instead of from the beginning.

What is said of a whole arc rests on a grid laid closely around the person (`grid.closely`). That
is slow for thousands of reports, and each further report hardly moves it. So the grid is laid
anew with each of the first reports, then whenever an eighth to a sixteenth more have come; in
between the person is followed on it. Where they stood after every few hundred events is a trail.

A trail can be kept. Each of its places carries a print (SHA-256) of the prior and of every event
before it: a place is used again only for the very same events. A report that came late, was
corrected or was taken back changes the print of all that comes after it.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import takewhile

import numpy as np

from longarc.analytics.kernels.grid import Event, Posterior, as_arrays, begin, closely
from longarc.analytics.kernels.lanes import STRIDE
from longarc.analytics.kernels.population import Population

#: Part of every print; changed whenever a trail of the same events may be another.
FORM = "trail-1"
#: Up to so many reports the grid is laid anew with each: it takes a tenth of a second.
#: Source: Longarc's own starting rule, unsigned.
LAID_EACH_TIME = 256


@dataclass(frozen=True, eq=False)
class Trail:
    """Where one person stood on the way, all on one grid.

    Args:
        laid: print of the events that the grid was laid after.
        prints: of the first 0, 1, 2 ... times `STRIDE` events.
        places: the person after these; the first stands before any event.
    """

    laid: str
    prints: tuple[str, ...]
    places: tuple[Posterior, ...]


def trail(population: Population, past: Sequence[Event], kept: Trail | None = None) -> Trail:
    """The trail of these events, in order and without looks; `kept` as far as it is of the same."""
    ends = range(0, len(past) + 1, STRIDE)
    laid = laid_after(past)
    *prints, last = _prints(population, past, [*ends, laid])
    if kept is None or kept.laid != last:
        grid = closely(population, past[:laid]).grid
        kept = Trail(last, tuple(prints[:1]), (begin(population, grid),))
    same = _alike(kept.prints, prints)
    places = list(kept.places[:same])
    for end in ends[same:]:
        places.append(_after(places[-1], past[end - STRIDE : end]))
    return Trail(last, tuple(prints), tuple(places))


def known(trail: Trail, past: Sequence[Event]) -> Posterior:
    """The person after all of `past`, of which `trail` is."""
    return _after(trail.places[-1], past[STRIDE * (len(trail.places) - 1) :])


def laid_after(past: Sequence[Event]) -> int:
    """After how many events the grid was last laid."""
    reports = [k for k, event in enumerate(past) if event.y is not None]
    wanted = milestone(len(reports))
    return reports[wanted - 1] + 1 if wanted else 0


def milestone(reports: int) -> int:
    """The count of reports, up to `reports`, at which the grid was last laid."""
    unit = 1 if reports < LAID_EACH_TIME else 2 ** (reports.bit_length() - 4)
    return reports - reports % unit


def _after(person: Posterior, events: Iterable[Event]) -> Posterior:
    return reduce(Posterior.then, events, person)


def _alike(some: Sequence[str], others: Sequence[str]) -> int:
    """How many of the first are the same."""
    pairs = zip(some, others, strict=False)
    return len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))


def _prints(population: Population, past: Sequence[Event], ends: Sequence[int]) -> list[str]:
    """Of the prior and the first so many events, for each of `ends`."""
    ev = as_arrays(list(past))
    rows = np.column_stack([np.asarray(part, dtype="<f8") for part in ev])
    seed = json.dumps([FORM, population.as_dict()], sort_keys=True)
    found, done, mark = {}, 0, hashlib.sha256(seed.encode())
    for end in sorted(set(ends)):
        mark.update(rows[done:end].tobytes())
        found[end], done = mark.hexdigest(), end
    return [found[end] for end in ends]
