"""Enquiries: what somebody who is not a client may write, and how long it is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from longarc.care.decision import ALLOWED, Decision, refuse
from longarc.care.text import Text, msg

#: An enquiry is kept so many days after the last thing that happened, unless the practice says
#: otherwise. Source: Longarc's own starting rule, unsigned.
KEEP_DAYS = 90
#: The practice may choose from so many days.
#: Source: Longarc's own starting rule, unsigned.
FEWEST_DAYS = 14
#: The practice may choose up to so many days.
#: Source: Longarc's own starting rule, unsigned.
MOST_DAYS = 365
#: A form that comes back sooner was hardly read by a person.
#: Source: Longarc's own starting rule, unsigned.
SOONEST = timedelta(seconds=3)
#: A form that comes back later is shown once more before it is kept.
#: Source: Longarc's own starting rule, unsigned.
LATEST = timedelta(days=2)
LONGEST_LINE = 200
LONGEST_TEXT = 2_000


class Kind(StrEnum):
    """What was done about an enquiry. Stored, never renamed."""

    TALK = "talk"
    NOT_NOW = "not_now"


class NotNow(StrEnum):
    """Why it is "not here, not now". Stored, never renamed."""

    NO_PLACE = "no_place"
    OTHER_HELP = "other_help"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Told:
    """What the form holds. `text` may be empty."""

    name: str
    reach: str
    text: str = ""


class NotKept(ValueError):
    """The enquiry was not kept; `field` and `text` say where and how to go on."""

    def __init__(self, field: str, text: Text) -> None:
        super().__init__(f"{field}: {text.plain()}")
        self.field = field
        self.text = text


def check(told: Told) -> None:
    """Refuse what nobody could answer, or what is too long to keep.

    Raises:
        NotKept: the first thing to change.
    """
    if not told.name:
        raise NotKept("name", Text(msg("It is not sent yet. Write a name we can call you by.")))
    if not told.reach:
        raise NotKept("reach", Text(msg("It is not sent yet. Write a phone number or an e-mail.")))
    for field, text, limit in (
        ("name", told.name, LONGEST_LINE),
        ("reach", told.reach, LONGEST_LINE),
        ("text", told.text, LONGEST_TEXT),
    ):
        if len(text) > limit:
            sentence = msg("It is not sent yet. Your words are still here. We keep %(n)s letters.")
            raise NotKept(field, Text(sentence, {"n": limit}))


def forget_on(steps: Iterable[datetime], days: int) -> datetime:
    """From when an enquiry is gone, counted from the last thing that happened or is planned."""
    return max(steps) + timedelta(days=days)


def may_publish(*, support_published: bool) -> Decision:
    """The page names the Support page, so that comes first (decision 13)."""
    if support_published:
        return ALLOWED
    sentence = msg("Nothing was published. Publish the Support page first: this page leads to it.")
    return refuse("no_support_page", Text(sentence))
