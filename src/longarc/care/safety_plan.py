"""The safety plan: what a client holds on to in a hard hour, in their own words.

Written by the client, or together with their care team. Every kept state of it is a version; the
newest stands.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from longarc.care.text import Text, msg

#: The most letters of one section. Source: Longarc's own starting rule, unsigned.
LONGEST = 2_000


class Section(StrEnum):
    """The sections, in the order of the page. Stored, never renamed."""

    SIGNS = "signs"
    ALONE = "alone"
    PLACES = "places"
    PEOPLE = "people"
    PROFESSIONALS = "professionals"
    SAFER = "safer"
    MATTERS = "matters"


# What a plan needs before it counts as whole; what matters to someone may stay theirs.
# Source: Longarc's own starting rule, unsigned.
KEY = frozenset(Section) - {Section.MATTERS}
Words = Mapping[Section, str]


@dataclass(frozen=True)
class SafetyPlan:
    """One version; the first is number 1. `words` holds the sections that are not empty."""

    words: Words = field(default_factory=dict)
    at: datetime | None = None
    by: str = ""
    by_client: bool = True
    number: int = 0
    uid: UUID | None = None

    @property
    def whole(self) -> bool:
        """Every key section has words."""
        return self.words.keys() >= KEY


class TooLong(ValueError):
    """Nothing was kept; `text` says how to go on."""

    text = Text(
        msg("Your words are still here. The most we can keep in one box is %(limit)s letters."),
        {"limit": LONGEST},
    )


def made(words: Mapping[Section, str]) -> Words:
    """The sections that are not empty.

    Raises:
        TooLong: one is longer than is kept.
    """
    kept = {section: words[section] for section in Section if words.get(section)}
    if any(len(text) > LONGEST for text in kept.values()):
        raise TooLong
    return kept


def written(words: Words) -> str:
    """As JSON, to be sealed."""
    return json.dumps(dict(words), ensure_ascii=False, sort_keys=True)


def parse(text: str) -> Words:
    """What `written` wrote.

    >>> parse(written({Section.ALONE: "Cold water"}))
    {<Section.ALONE: 'alone'>: 'Cold water'}
    """
    told = json.loads(text)
    return {section: told[section] for section in Section if section in told}


def together(base: Words, now: Words, mine: Words) -> tuple[Words, frozenset[Section]]:
    """What becomes of `mine`, written from `base`, when `now` stands.

    Returns:
        the sections as I wrote them, and as they are now where I changed nothing; and those that
        both of us changed in different ways, where mine is shown and theirs is not lost.
    """
    kept: dict[Section, str] = {}
    clash = set()
    for section in Section:
        was, is_, wrote = (one.get(section, "") for one in (base, now, mine))
        if wrote not in (was, is_) and is_ != was:
            clash.add(section)
        kept[section] = is_ if wrote == was else wrote
    return made(kept), frozenset(clash)
