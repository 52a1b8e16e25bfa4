"""The client asked for slower: it stands until it was talked about and this pace is fine for them.

The client can take it back at any time. What stands is a reason of the pacing rules, and a signal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Wish(StrEnum):
    """What was said about the pace. `TALKED` is said by the care team. Stored, never renamed."""

    FINE = "fine"
    BACK = "back"
    TALKED = "talked"
    SLOWER = "slower"


@dataclass(frozen=True, slots=True)
class Said:
    wish: Wish
    at: datetime


@dataclass(frozen=True, slots=True)
class Slower:
    """The client's wish that stands; `talked`: when it was talked about since, if it was."""

    since: datetime
    talked: datetime | None = None


def standing(said: Iterable[Said], *, as_of: datetime) -> Slower | None:
    """The wish for slower that stands, if there is one. Order never matters.

    Of two words at one moment the one that asks for slower counts last.
    """
    known = (one for one in said if one.at <= as_of)
    found: Slower | None = None
    for one in sorted(known, key=lambda one: (one.at, list(Wish).index(one.wish))):
        found = _after(found, one)
    return found


def _after(found: Slower | None, one: Said) -> Slower | None:
    if one.wish is Wish.SLOWER:
        return Slower(found.since if found else one.at)
    if found is None or one.wish is Wish.BACK:
        return None
    if one.wish is Wish.TALKED:
        return Slower(found.since, one.at)
    return None if found.talked else found
