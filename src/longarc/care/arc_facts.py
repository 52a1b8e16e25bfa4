"""Every kind of fact in an arc, with the moments from which its facts count: one table.

What was worked out at one moment may be kept only when nothing in the arc is later than that
moment. A field of `Arc` without a row here fails a test: no kind can be forgotten.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain

from longarc.care.arc import Arc


def _path(arc: Arc) -> Iterator[datetime]:
    for path in arc.risk:
        yield from (one.answering.at for one in path.told)
        yield from (step.at for step in path.steps)


def _adverse(arc: Arc) -> Iterator[datetime]:
    for event in arc.adverse:
        yield event.at
        yield from (one.at for one in event.follow_ups)


def _after(arc: Arc) -> Iterator[datetime]:
    for session in arc.after.sessions:
        yield from (session.starts_at, session.known_at)
        if session.stood_at:
            yield session.stood_at
    yield from (act.at for act in arc.after.acts)


def _between(arc: Arc) -> Iterator[datetime]:
    told = arc.relationship
    for kind in (told.ratings, told.ruptures, told.said):
        yield from (one.at for one in kind)


#: Phases have a day and no moment; flags are those of the moment at which the arc was loaded, and
#: rest on its check-ins.
FACTS: Mapping[str, Callable[[Arc], Iterable[datetime]]] = {
    "check_ins": lambda arc: (one.at for one in arc.check_ins),
    "rests": lambda arc: (one.at for one in arc.rests),
    "contact_requests": lambda arc: (one.at for one in arc.contact_requests),
    "phases": lambda _: iter(()),
    "flags": lambda _: iter(()),
    "worse": lambda arc: (one.at for one in arc.worse),
    "slower": lambda arc: (one.at for one in arc.slower),
    "ungated": lambda arc: (one.at for one in arc.ungated),
    "risk": _path,
    "adverse": _adverse,
    "after": _after,
    "relationship": _between,
    "screening": lambda arc: arc.screening.dates(),
    "sessions": lambda arc: arc.sessions.dates(),
    "left": lambda arc: (arc.left.wrote or arc.left.at,) if arc.left else (),
}


def up_to(arc: Arc, at: datetime) -> bool:
    """Whether all facts count from `at` or before.

    One that arrived while a page was being made is not in what that page worked out, but the
    version that it saw may know of it: kept under that version, it would hide the fact.
    """
    moments = chain.from_iterable(dates(arc) for dates in FACTS.values())
    return all(moment <= at for moment in moments)
