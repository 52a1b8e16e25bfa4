"""Reading a CSV of anyone's reports: the one reader, so that every command says the same of a file.

The columns are `person`, `value`, and the time. Others are left alone. An empty value is a missing
answer: it stays missing and is no mistake. Rows may stand in any order. The same row twice counts
once; the same person and time with another value is a mistake. Nothing is guessed.
"""

import csv
import gzip
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Generic, TypeVar

T = TypeVar("T")
LONGEST_PERSON = 40
GZIP = b"\x1f\x8b"
SPREADSHEET = b"PK\x03\x04"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
SAVE_AS = "Save it as CSV UTF-8"


class BadFile(ValueError):
    """The file as a whole cannot be read; says why and what to do."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A row that cannot be a report."""

    line: int
    what: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}"


@dataclass(frozen=True, slots=True)
class Report(Generic[T]):
    """One report: `value` is 0 to 1, its share of the way from the lowest answer to the highest."""

    line: int
    person: str
    time: T
    value: float


@dataclass
class Found(Generic[T]):
    """What a file held; the same report further down is counted in `twice`."""

    reports: list[Report[T]] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    without_answer: int = 0
    twice: int = 0


@dataclass(frozen=True)
class Reading(Generic[T]):
    """How a file is read.

    Args:
        low, high: the ends of its scale.
        times: for each column that may hold the time, how a time is read from it. It raises
            ValueError, with the reason, for what is none.
    """

    low: float
    high: float
    times: dict[str, Callable[[str], T]]


def read(path: Path, how: Reading[T]) -> Found[T]:
    """Read a whole file; one that is packed with gzip is unpacked.

    Raises:
        BadFile: the header does not fit, or the file as a whole cannot be read.
    """
    try:
        with _open(path) as lines:
            return _Reader(how).read(lines)
    except UnicodeDecodeError as wrong:
        raise BadFile(
            f"It is not text in UTF-8; letters such as é come from another coding. {SAVE_AS}."
        ) from wrong
    except (EOFError, gzip.BadGzipFile) as wrong:
        raise BadFile(f"It is cut off or damaged ({wrong}).") from wrong


def _open(path: Path) -> IO[str]:
    with path.open("rb") as raw:
        start = raw.read(4)
    if start.startswith(UTF_16):
        raise BadFile(f'It is in UTF-16 ("Unicode text"). {SAVE_AS}.')
    if start == SPREADSHEET:
        raise BadFile(f"It is a spreadsheet, not a CSV. {SAVE_AS}.")
    opened: Any = gzip.open if start.startswith(GZIP) else open
    found: IO[str] = opened(path, "rt", encoding="utf-8-sig", newline="")
    return found


def number(told: str) -> float:
    """A number with a decimal point.

    Raises:
        ValueError: it is none, with what to do.
    """
    if not NUMBER.fullmatch(told) or not math.isfinite(float(told)):
        how = "write a decimal point" if "," in told else "leave a missing answer empty"
        raise ValueError(f"{told!r} is not a number ({how})")
    return float(told)


@dataclass(frozen=True, slots=True)
class _Places:
    """Which column is which."""

    width: int
    person: int
    time: int
    value: int
    named: str


class _Reader(Generic[T]):
    def __init__(self, how: Reading[T]) -> None:
        self.how, self.found = how, Found[T]()
        self.seen: dict[tuple[str, T], float] = {}
        self.decimals = 0
        self.ended = True

    def read(self, lines: IO[str]) -> Found[T]:
        table = csv.reader(self._watched(lines), strict=True)
        try:
            places = self._places(next(table, []))
            for cells in table:
                self._row(table.line_num, cells, places)
        except csv.Error as wrong:
            self._mistake(table.line_num, f"{wrong}: the rest was not read")
        return self.found

    def _watched(self, lines: IO[str]) -> Iterator[str]:
        """The lines; the separator is looked at first, and whether the last one ends."""
        for place, line in enumerate(lines):
            if place == 0:
                _separated(line)
            self.ended = line.endswith(("\n", "\r", '"'))
            yield line

    def _places(self, header: Sequence[str]) -> _Places:
        names = [name.strip() for name in header]
        times = [name for name in self.how.times if name in names]
        twice = sorted({one for one in names if one and names.count(one) > 1})
        if twice:
            raise BadFile(f"The first line names a column twice: {', '.join(twice)}.")
        if "person" not in names or "value" not in names or len(times) != 1:
            wanted = " or ".join(self.how.times)
            one_of = "one of " if len(self.how.times) > 1 else ""
            raise BadFile(
                f"The first line has to name the columns person, value, and {one_of}{wanted}. "
                f"It says: {','.join(names)[:80] or 'nothing'}."
            )
        place = {name: names.index(name) for name in names}
        return _Places(len(names), place["person"], place[times[0]], place["value"], times[0])

    def _mistake(self, line: int, what: str) -> None:
        self.found.mistakes.append(Mistake(line, what))

    def _row(self, line: int, cells: list[str], places: _Places) -> None:
        if not cells:
            return
        try:
            report = self._understood(line, cells, places)
        except ValueError as wrong:
            self._mistake(line, str(wrong))
            return
        if report is None:
            self.found.without_answer += 1
        else:
            self._keep(report)

    def _keep(self, report: Report[T]) -> None:
        known = self.seen.get((report.person, report.time))
        if known is None:
            self.seen[report.person, report.time] = report.value
            self.found.reports.append(report)
        elif known == report.value:
            self.found.twice += 1
        else:
            said = "this person has another value for the same time further up"
            self._mistake(report.line, said)

    def _understood(self, line: int, cells: list[str], places: _Places) -> Report[T] | None:
        if not self.ended and not self._whole(cells, places):
            raise ValueError("the file ends inside this line; add a line end if the line is whole")
        if len(cells) != places.width:
            comma = " (a decimal comma? write a point)" if len(cells) > places.width else ""
            raise ValueError(f"{len(cells)} columns, the header has {places.width}{comma}")
        person = _person(cells[places.person])
        time = self.how.times[places.named](cells[places.time].strip())
        told = cells[places.value].strip()
        self.decimals = max(self.decimals, _decimals(told))
        return Report(line, person, time, self._value(told)) if told else None

    def _whole(self, cells: list[str], places: _Places) -> bool:
        """Whether a last line that does not end can be no part of a longer one.

        Half a number is a number, too: it is taken only when no more signs could follow it.
        """
        last, told = len(cells) - 1, cells[-1].strip()
        if len(cells) != places.width or last in (places.person, places.time):
            return False
        if last != places.value:
            return True
        if not self.seen or not told[-1:].isdigit() or not NUMBER.fullmatch(told):
            return False
        if _decimals(told) < self.decimals:
            return False
        one_more = 10 * float(told)  # one more digit, were it cut off
        return "." in told or one_more == 0 or not self.how.low <= one_more <= self.how.high

    def _value(self, told: str) -> float:
        low, high, found = self.how.low, self.how.high, number(told)
        if not low <= found <= high:
            raise ValueError(f"{told} is outside the scale {low:g} to {high:g}")
        return (found - low) / (high - low)


def _separated(line: str) -> None:
    """Refuses what is separated otherwise, before a row of it is called wrong."""
    if line.strip().lower().startswith("sep="):
        raise BadFile(f"Its first line is {line.strip()}: remove it, and separate by commas.")
    for sign, name in ((";", "semicolons"), ("\t", "tabs")):
        if line.count(sign) > line.count(","):
            raise BadFile(
                f"Its columns are separated by {name}. {SAVE_AS}, separated by commas, "
                "with decimal points."
            )


def _decimals(told: str) -> int:
    return len(told.partition(".")[2])


def _person(told: str) -> str:
    person = told.strip()
    if not person or len(person) > LONGEST_PERSON or not person.isprintable():
        raise ValueError(f"person {person[:LONGEST_PERSON]!r} is no short code")
    return person
