"""The practice's part of the Support page as a value: its numbers, and when it may be published.

There is no default number (decision 13): a number comes from the profile of the country that the
practice chose, or from the practice itself.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Generic, NoReturn, TypeVar
from uuid import UUID

from longarc.care.text import Text, msg
from longarc.records.codec import Where

HELPLINES = Path(__file__).parent / "data" / "helplines.json"
#: A check of the numbers is good for so long. Source: experience.md, expectation 18.
CHECK_LASTS = timedelta(days=90)
MOST_OWN_NUMBERS = 5
LONGEST_NUMBER = 40
LONGEST_LINE = 200
#: Some emergency numbers are two digits long.
FEWEST_DIGITS = 2
_DIALLED = frozenset("+0123456789*#")
_SIGNS = _DIALLED | frozenset(" ()-./\u00a0")


@dataclass(frozen=True, slots=True)
class Number:
    """One number for help.

    Args:
        kind: "crisis" (a free line of trained people, at any time), "emergency", "practice", or
            "own" for a number that the practice named and described itself.
        takes_text: text messages are answered too.
    """

    number: str
    name: str = ""
    when: str = ""
    kind: str = "own"
    takes_text: bool = False

    @property
    def dial(self) -> str:
        """The signs that a telephone dials."""
        return "".join(sign for sign in self.number if sign in _DIALLED)


@dataclass(frozen=True, slots=True)
class Support:
    """The practice's part of the Support page. Not published: nothing in it may be shown.

    Args:
        looked_by: by when a person sees a request for contact, as the client reads it.
        own_numbers: numbers besides the country's.
        checked_on: the day on which somebody called each number.
    """

    published: bool = False
    phone: str = ""
    hours: str = ""
    looked_by: str = ""
    country: str = ""
    own_numbers: tuple[Number, ...] = ()
    checked_on: date | None = None

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The practice first, then the country's numbers, then those it named itself."""
        practice = Number(self.phone, when=self.hours, kind="practice")
        first = (practice,) if self.phone else ()
        return (*first, *country_numbers(self.country), *self.own_numbers)

    def check_due(self, on: date) -> bool:
        """Whether somebody of the practice has to call each number again."""
        return self.checked_on is None or self.checked_on + CHECK_LASTS < on


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Version(Generic[T]):
    """A page as it was published once. `at` None: before versions were kept."""

    number: int
    at: datetime | None
    by: str
    page: T


@cache
def profiles() -> dict[str, tuple[Number, ...]]:
    """The numbers of each country that has a profile."""
    found = json.loads(HELPLINES.read_text(encoding="utf-8"))
    return {code: tuple(Number(**n) for n in one["numbers"]) for code, one in found.items()}


def country_numbers(country: str) -> tuple[Number, ...]:
    return profiles().get(country, ())


def plan_cell(practice: int, client: int | None, uid: UUID) -> Where:
    """Where a client's own plan is stored."""
    return Where(practice, client, "ownplan.text", uid)


class NotPublished(ValueError):
    """The page stays as it was; `field` and `text` say what and how to go on."""

    def __init__(self, field: str, text: Text) -> None:
        super().__init__(f"{field}: {text.plain()}")
        self.field = field
        self.text = text


def read(raw: Mapping[str, Any]) -> Support:
    """The page that a settings form asks for.

    Args:
        raw: `phone`, `hours`, `looked_by`, `country`, `checked_on` (ISO day), and for each of
            the practice's own numbers `name_1`, `number_1`, `when_1` up to `MOST_OWN_NUMBERS`.

    Raises:
        NotPublished: the day cannot be read.
    """

    def said(field: str) -> str:
        return str(raw.get(field) or "").strip()

    lines = (
        Number(said(f"number_{n}"), said(f"name_{n}"), said(f"when_{n}"))
        for n in range(1, MOST_OWN_NUMBERS + 1)
    )
    return Support(
        phone=said("phone"),
        hours=said("hours"),
        looked_by=said("looked_by"),
        country=said("country"),
        own_numbers=tuple(line for line in lines if line.number or line.name or line.when),
        checked_on=_day(said("checked_on")),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        _refuse("checked_on", msg("Nothing was published. Write the day like 2030-05-31."))


def check(wanted: Support, *, on: date) -> None:
    """Refuse a page that would leave someone without a number that works.

    Raises:
        NotPublished: the first thing that is missing.
    """
    if wanted.country and wanted.country not in profiles():
        _refuse(
            "country",
            msg("Nothing was published. There are no numbers for that country here yet."),
        )
    if not country_numbers(wanted.country) and not wanted.own_numbers:
        _refuse(
            "number_1",
            msg("Nothing was published. Write a number for help that answers when you don't."),
        )
    if wanted.phone:
        _check_number("phone", wanted.phone)
    for place, number in enumerate(wanted.own_numbers, start=1):
        _check_number(f"number_{place}", number.number)
        if not number.name:
            _refuse(f"name_{place}", msg("Nothing was published. Write who answers at it."))
    _check_lines(wanted)
    _check_day(wanted, on)


def _check_number(field: str, number: str) -> None:
    digits = sum(sign.isdigit() for sign in number)
    if not set(number) <= _SIGNS or digits < FEWEST_DIGITS or len(number) > LONGEST_NUMBER:
        _refuse(
            field,
            msg("Nothing was published. A number holds digits, spaces and + ( ) - . / * # only."),
        )


def _check_lines(wanted: Support) -> None:
    if not wanted.looked_by:
        _refuse(
            "looked_by",
            msg(
                "Nothing was published. Say by when someone looks,"
                " such as: by 9:00 the next working day."
            ),
        )
    lines = [("hours", wanted.hours), ("looked_by", wanted.looked_by)]
    for place, number in enumerate(wanted.own_numbers, start=1):
        lines += [(f"name_{place}", number.name), (f"when_{place}", number.when)]
    for field, line in lines:
        if len(line) > LONGEST_LINE:
            _refuse(field, msg("Nothing was published. This line is long for a hard moment."))


def _check_day(wanted: Support, on: date) -> None:
    if wanted.checked_on is None:
        _refuse("checked_on", msg("Nothing was published. Call each number, then write the day."))
    if wanted.checked_on > on:
        _refuse("checked_on", msg("Nothing was published. That day has not come yet."))
    if wanted.check_due(on):
        _refuse(
            "checked_on",
            msg("Nothing was published. The last calls were long ago: call each number again."),
        )


def _refuse(field: str, sentence: str) -> NoReturn:
    raise NotPublished(field, Text(sentence))
