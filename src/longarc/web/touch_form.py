"""Forms of the touch agreement: what is signed, and what is taken away."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from longarc.care.text import Text
from longarc.care.touch import NAMES, NO_TOUCH, Place, Terms
from longarc.web.words import say

#: What a button takes away, besides the code of a place.
NONE, ASK = "none", "ask"


def at_most(code: str, stands: Terms) -> Terms | None:
    """What is left after a button of "less"; None for a code that is not one."""
    if code == NONE:
        return NO_TOUCH
    if code == ASK:
        return Terms(stands.places, ask_first=True)
    return stands.without(Place(code)) if code in set(Place) else None


@dataclass(frozen=True)
class Less:
    """The buttons that take something away from what stands; `places` only where there are two."""

    none: bool
    ask: bool
    places: tuple[tuple[Place, str], ...]


def less(stands: Terms) -> Less:
    named = tuple((place, name(place)) for place in Place if place in stands.places)
    return Less(bool(named), bool(named) and not stands.ask_first, named if len(named) > 1 else ())


def name(place: Place) -> str:
    return say(Text(NAMES[place]))


def wanted(post: Mapping[str, Any], places: list[str]) -> Terms | None:
    """What a form would sign; None when it says neither a place nor that there is no touch."""
    if "no_touch" in post:
        return NO_TOUCH
    found = frozenset(Place(code) for code in places if code in set(Place))
    return Terms(found, post.get("ask") != "agreed") if found else None
