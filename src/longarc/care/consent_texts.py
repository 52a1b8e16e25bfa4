"""What a client is asked to agree to before a medicine session, and Longarc's own first texts.

The texts are plain words to begin with, unsigned and not legal advice: a practice reads them,
changes them, and lets somebody who knows the law of its place look at them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid5

from longarc.care.text import Text, msg

#: The most letters of one text: someone reads it before they decide.
#: Source: Longarc's own starting rule, unsigned.
LONGEST_TEXT = 2_000
_STARTING_TEXTS = UUID("6f9d2c1e-4b7a-5d30-9e58-a3c4170b62fd")


class Item(StrEnum):
    """What is agreed to, each by itself. Stored, never renamed."""

    SESSION = "session"
    WHO_IS_THERE = "who_is_there"
    SECOND_PERSON = "second_person"
    VIDEO = "video"
    CONTACT_PERSON = "contact_person"


class Asked(StrEnum):
    """Whether a practice asks for it: a session cannot start without what is required."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NOT_ASKED = "not_asked"


NAMES: Mapping[Item, str] = {
    Item.SESSION: msg("Taking part in a medicine session"),
    Item.WHO_IS_THERE: msg("Who is in the room"),
    Item.SECOND_PERSON: msg("A second person watches and writes"),
    Item.VIDEO: msg("Video of the session"),
    Item.CONTACT_PERSON: msg("Calling my contact person"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """One version of a text.

    Args:
        version: the id of these very words; a client agrees to it, and to no other.
        number: 1 is the first one of this practice.
        text: Longarc's own first text as a `Text`, for translation; a practice's as it is.
        by, at: who wrote it, when; empty and None: it came with Longarc.
    """

    item: Item
    version: UUID
    number: int
    text: Text | str
    asked: Asked
    by: str = ""
    at: datetime | None = None


def _starting(item: Item, asked: Asked, text: str) -> Words:
    """The version is made from the words, so that words changed in a release are a new one."""
    return Words(item, uuid5(_STARTING_TEXTS, f"{item}/{text}"), 1, Text(text), asked)


#: Source: Longarc's own starting texts, unsigned; not legal advice.
STARTING: Mapping[Item, Words] = {
    one.item: one
    for one in (
        _starting(
            Item.SESSION,
            Asked.REQUIRED,
            msg(
                "I want to take part in a medicine session. We talked about what the medicine can "
                "do, what can be hard, and what it cannot promise. I can say stop at any time. "
                "I can say no until it begins, and my care goes on."
            ),
        ),
        _starting(
            Item.WHO_IS_THERE,
            Asked.REQUIRED,
            msg(
                "I know who will be in the room, by name. Nobody else comes in, unless I say yes "
                "first or my body needs help at once."
            ),
        ),
        _starting(
            Item.SECOND_PERSON,
            Asked.OPTIONAL,
            msg(
                "A second person of my care team may be there, watch, and write down what happens. "
                "I can ask them to leave."
            ),
        ),
        _starting(
            Item.VIDEO,
            Asked.OPTIONAL,
            msg(
                "A camera may run in the session. Only my care team sees the video. "
                "I can ask to stop it, and to have it deleted."
            ),
        ),
        _starting(
            Item.CONTACT_PERSON,
            Asked.OPTIONAL,
            msg(
                "My care team may call the contact person I named, if they worry about me. "
                "They say only what that person needs to help."
            ),
        ),
    )
}


def in_force(written: Iterable[Words]) -> dict[Item, Words]:
    """The words that speak for each item, in the order of the page.

    Args:
        written: what the practice kept, oldest first.
    """
    return {**STARTING, **{one.item: one for one in written}}


class NotWritten(ValueError):
    """The words stay as they were; `text` says why and how to go on."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.plain())
        self.text = text


def check(text: str) -> None:
    """
    Raises:
        NotWritten: there are no words, or too many for someone to read before they decide.
    """
    if not text:
        raise NotWritten(Text(msg("Nothing was published. Write what clients are asked.")))
    if len(text) > LONGEST_TEXT:
        limit = {"limit": LONGEST_TEXT}
        raise NotWritten(
            Text(msg("Nothing was published. The most we can keep is %(limit)s letters."), limit)
        )
