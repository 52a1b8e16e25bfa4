"""A session note: three boxes in the author's words. Signed, it only gets addenda."""

import json
from collections.abc import Mapping
from enum import StrEnum

from longarc.care.text import Text, msg

#: The most letters of each box, of an addendum and of a process note.
#: Source: Longarc's own starting rule, unsigned.
LONGEST = 10_000
#: The most letters of a phrase, and of the short word that brings it.
#: Source: Longarc's own starting rule, unsigned.
LONGEST_PHRASE, LONGEST_NAME = 1_000, 20


class Section(StrEnum):
    """The boxes of a note, in order. Stored, never renamed."""

    MATTERED = "mattered"
    HOLD = "hold"
    NEXT = "next"


Words = Mapping[Section, str]


class TooLong(ValueError):
    """Longer than can be kept; `text` says so, and that nothing is lost."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit} letters")
        sentence = msg("Not kept yet. Up to %(n)s letters fit here; your words are still below.")
        self.text = Text(sentence, {"n": limit})


def checked(words: Words) -> Words:
    """The boxes that hold something, trimmed.

    Raises:
        TooLong: one of them is longer than `LONGEST`.
    """
    return {one: text for one in Section if (text := within(words.get(one, ""), LONGEST))}


def within(text: str, limit: int) -> str:
    """The text, trimmed.

    Raises:
        TooLong: it has more than `limit` letters.
    """
    if len(text.strip()) > limit:
        raise TooLong(limit)
    return text.strip()


def written(words: Words) -> str:
    """As it is stored; `parse` reads it back."""
    return json.dumps({str(one): words[one] for one in Section if one in words})


def parse(text: str) -> Words:
    told = json.loads(text)
    return {one: told[one] for one in Section if one in told}
