"""Of which follow-ups a reminder may speak: due in some days, and nobody spoke of them yet."""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from longarc.care.after import ANSWERS, Facts, Slot
from longarc.care.follow_up import EARLY, dates, ended


def due_between(facts: Facts, as_of: datetime, *, first: date, last: date) -> tuple[date, ...]:
    """The days from `first` to `last` on which one is due, from the sessions known at `as_of`.

    Days within `EARLY` of one before are one with it: a talk answers them together.
    """
    return tuple(on for on in _apart(facts.upto(as_of), last) if first <= on)


def _apart(known: Facts, last: date) -> Iterator[date]:
    before = None
    for due in dates(known, last):
        if before is None or due.on - before > EARLY:
            before = due.on
            yield due.on


def still_open(
    due: Collection[date], facts: Facts, answered: Collection[date], *, as_of: datetime
) -> tuple[date, ...]:
    """Those of which neither side spoke: no talk recorded, no answer given; none after an end.

    Args:
        answered: the days of the follow-ups that the client answered in their own words.
    """
    if ended(facts, as_of):
        return ()
    talks = (one for one in facts.upto(as_of).acts if one.slot is Slot.FOLLOW_UP)
    said = [one.on + EARLY for one in talks if one.step in ANSWERS]
    newest = max([*said, *answered], default=None)
    return tuple(on for on in due if newest is None or on > newest)
