"""Reading a CSV of reports, row by row. What cannot be read is told with its line number.

The columns are `person`, `value`, and either `t_hours` (hours since the series' start) or `at`
(an ISO time). Others are left alone. An empty value is a missing answer: it stays missing and is
no mistake. Rows may stand in any order. The same row twice counts once; the same person and time
with another value is a mistake.
"""

import csv
import gzip
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from longarc.records.refused import Refused

NAMESPACE = UUID("5c3f4c1e-8a55-5d2b-9d0e-3f1f6f0b7a10")
LONGEST_PERSON = 40
SHOWN = 20
GZIP = b"\x1f\x8b"


class NotRead(Refused):
    """Nothing of the file was imported."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What the file is said to be.

    Args:
        low, high: the ends of its scale; values are kept as their share of the way between.
        start: the moment that `t_hours` counts from.
        zone: of times in `at` that name none; None: such times are mistakes.
        now: a report later than this is a mistake.
    """

    name: str
    low: float
    high: float
    polarity: str
    start: datetime
    zone: ZoneInfo | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """One report: `value` is 0 to 1; `uid` is the same whenever the same report is read."""

    line: int
    person: str
    at: datetime
    value: float
    uid: UUID


@dataclass(frozen=True, slots=True)
class Mistake:
    line: int
    what: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}"


@dataclass
class Read:
    """What a file held."""

    rows: list[Row] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    without_answer: int = 0
    twice: int = 0


def read(path: Path, practice: int, kind: Kind) -> Read:
    """Read a whole file; one ending in .gz, or packed with gzip, is unpacked.

    Raises:
        NotRead: the header does not fit, or the file as a whole cannot be read.
    """
    try:
        with _open(path) as lines:
            return _Reader(practice, kind).read(lines)
    except UnicodeDecodeError as wrong:
        raise NotRead(
            f"{path} is not text in UTF-8 ({wrong.reason}). Nothing was imported."
        ) from wrong
    except (EOFError, gzip.BadGzipFile) as wrong:
        raise NotRead(f"{path} is cut off or damaged ({wrong}). Nothing was imported.") from wrong


def _open(path: Path) -> IO[str]:
    with path.open("rb") as raw:
        packed = raw.read(2) == GZIP
    opened: Any = gzip.open if packed else open
    found: IO[str] = opened(path, "rt", encoding="utf-8-sig", newline="")
    return found


class _Reader:
    def __init__(self, practice: int, kind: Kind) -> None:
        self.kind, self.found = kind, Read()
        self.base = uuid5(NAMESPACE, f"{practice}/{kind.name}")
        self.seen: dict[UUID, float] = {}

    def read(self, lines: IO[str]) -> Read:
        table = csv.reader(_whole(lines, self.found.mistakes), strict=True)
        try:
            places = _places(next(table, []))
            for cells in table:
                self._row(table.line_num, cells, places)
        except csv.Error as wrong:
            self.found.mistakes.append(Mistake(table.line_num, f"{wrong}: the rest was not read"))
        return self.found

    def _row(self, line: int, cells: list[str], places: "_Places") -> None:
        if not cells:
            return
        try:
            row = self._understood(line, cells, places)
        except ValueError as wrong:
            self.found.mistakes.append(Mistake(line, str(wrong)))
            return
        if row is None:
            self.found.without_answer += 1
        elif row.uid not in self.seen:
            self.seen[row.uid] = row.value
            self.found.rows.append(row)
        elif self.seen[row.uid] == row.value:
            self.found.twice += 1
        else:
            said = "this person has another value for the same time further up"
            self.found.mistakes.append(Mistake(line, said))

    def _understood(self, line: int, cells: list[str], places: "_Places") -> Row | None:
        if len(cells) != places.width:
            raise ValueError(f"{len(cells)} columns, the header has {places.width}")
        person, when = _person(cells[places.person]), cells[places.time].strip()
        at = self._at(when) if places.absolute else self._hours(when)
        if at > self.kind.now:
            raise ValueError(f"{when} is still to come (an earlier --start may help)")
        if not (told := cells[places.value].strip()):
            return None
        uid = uuid5(self.base, f"{person}/{at.astimezone(UTC).isoformat()}")
        return Row(line, person, at.astimezone(UTC), self._value(told), uid)

    def _hours(self, told: str) -> datetime:
        try:
            return self.kind.start + timedelta(hours=_number(told))
        except OverflowError:
            raise ValueError(f"t_hours {told} is no time that we can keep") from None

    def _at(self, told: str) -> datetime:
        try:
            at = datetime.fromisoformat(told)
        except ValueError:
            raise ValueError(f"{told!r} is not an ISO time") from None
        if at.tzinfo is None and self.kind.zone is None:
            raise ValueError(f"{told} names no time zone: add one, or say --zone")
        return at if at.tzinfo else at.replace(tzinfo=self.kind.zone)

    def _value(self, told: str) -> float:
        number, low, high = _number(told), self.kind.low, self.kind.high
        if not low <= number <= high:
            raise ValueError(f"{told} is outside the scale {low:g} to {high:g}")
        return (number - low) / (high - low)


@dataclass(frozen=True, slots=True)
class _Places:
    """Which column is which."""

    width: int
    person: int
    time: int
    value: int
    absolute: bool


def _places(header: Sequence[str]) -> _Places:
    names = [name.strip() for name in header]
    times = [name for name in ("t_hours", "at") if name in names]
    if "person" not in names or "value" not in names or len(times) != 1:
        raise NotRead(
            "The first line has to name the columns person, value, and one of t_hours or at. "
            f"It says: {','.join(names)[:80] or 'nothing'}. Nothing was imported."
        )
    place = {name: names.index(name) for name in names}
    return _Places(len(names), place["person"], place[times[0]], place["value"], times == ["at"])


def _whole(lines: IO[str], mistakes: list[Mistake]) -> Iterator[str]:
    """The lines of the file; the last one only when it ends, because half a number is a number."""
    for number, line in enumerate(lines, start=1):
        if line.endswith(("\n", "\r")):
            yield line
        else:
            said = "the file ends inside this line; add a line end if the line is whole"
            mistakes.append(Mistake(number, said))


def _person(told: str) -> str:
    person = told.strip()
    if not person or len(person) > LONGEST_PERSON or not person.isprintable():
        raise ValueError(f"person {person[:LONGEST_PERSON]!r} is no short code")
    return person


def _number(told: str) -> float:
    try:
        number = float(told)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"{told!r} is not a number (leave a missing answer empty)")
    return number
