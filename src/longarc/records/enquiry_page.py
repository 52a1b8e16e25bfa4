"""The practice's public page for enquiries as a value: what it says, and where else to turn."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn
from uuid import UUID

from longarc.care.enquiries import FEWEST_DAYS, KEEP_DAYS, LONGEST_LINE, LONGEST_TEXT, MOST_DAYS
from longarc.care.reports import clean
from longarc.care.text import Text, msg
from longarc.records.codec import Where

MOST_PLACES = 6


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere else to turn: its name, what it offers, how to reach it."""

    name: str
    offers: str = ""
    reach: str = ""


@dataclass(frozen=True, slots=True)
class EnquiryPage:
    """The page. Not published: nobody can write.

    Args:
        about: what the practice says about itself first; may be empty.
        answered_by: by when somebody answers, as the person reads it.
        keep_days: an enquiry is gone so many days after the last thing that happened.
    """

    practice: int
    published: bool = False
    about: str = ""
    answered_by: str = ""
    keep_days: int = KEEP_DAYS
    places: tuple[Place, ...] = ()


def enquiry_cell(practice: int, column: str, uid: UUID) -> Where:
    """Where a text of one enquiry is stored."""
    return Where(practice, None, f"enquiry.{column}", uid)


class NotPublished(ValueError):
    """The page stays as it was; `field` and `text` say what and how to go on."""

    def __init__(self, field: str, text: Text) -> None:
        super().__init__(f"{field}: {text.plain()}")
        self.field = field
        self.text = text


def read(raw: Mapping[str, Any], practice: int) -> EnquiryPage:
    """The page that a settings form asks for.

    Args:
        raw: `about`, `answered_by`, `keep_days`, and for each place `place_1`, `offers_1`,
            `reach_1` up to `MOST_PLACES`.

    Raises:
        NotPublished: with the first field to change.
    """

    def said(field: str) -> str:
        return clean(str(raw.get(field) or "")).strip()

    lines = (
        Place(said(f"place_{n}"), said(f"offers_{n}"), said(f"reach_{n}"))
        for n in range(1, MOST_PLACES + 1)
    )
    wanted = EnquiryPage(
        practice,
        published=True,
        about=said("about"),
        answered_by=said("answered_by"),
        keep_days=_days(said("keep_days")),
        places=tuple(line for line in lines if line.name or line.offers or line.reach),
    )
    _check(wanted)
    return wanted


def _days(text: str) -> int:
    days = int(text) if text.isdecimal() and len(text) < 5 else 0
    if not FEWEST_DAYS <= days <= MOST_DAYS:
        sentence = msg("Nothing was changed. Keep enquiries for %(fewest)s to %(most)s days.")
        _refuse("keep_days", sentence, fewest=FEWEST_DAYS, most=MOST_DAYS)
    return days


def _check(wanted: EnquiryPage) -> None:
    if not wanted.answered_by:
        _refuse(
            "answered_by",
            msg("Nothing was changed. Say by when somebody answers: within three working days."),
        )
    long = [("about", wanted.about, LONGEST_TEXT), ("answered_by", wanted.answered_by, 200)]
    for n, place in enumerate(wanted.places, start=1):
        if not place.name:
            _refuse(f"place_{n}", msg("Nothing was changed. Write the name of this place."))
        long += [(f"place_{n}", place.name, LONGEST_LINE), (f"offers_{n}", place.offers, 200)]
        long.append((f"reach_{n}", place.reach, LONGEST_LINE))
    for field, text, limit in long:
        if len(text) > limit:
            _refuse(field, msg("Nothing was changed. The most here is %(n)s letters."), n=limit)


def _refuse(field: str, sentence: str, **facts: int) -> NoReturn:
    raise NotPublished(field, Text(sentence, dict(facts)))
