"""Reading a CSV of reports as a real series: each row's moment and the id that it always has.

Rows and their mistakes are those of `analytics.report_file`. The time is `t_hours` (hours since the
series' start) or `at` (an ISO time).
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from longarc.analytics import report_file
from longarc.analytics.report_file import BadFile, Mistake, Reading, number
from longarc.records.refused import Refused

__all__ = ["SHOWN", "Kind", "Mistake", "NotRead", "Read", "Row", "read"]

NAMESPACE = UUID("5c3f4c1e-8a55-5d2b-9d0e-3f1f6f0b7a10")
SHOWN = 20


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


@dataclass
class Read:
    """What a file held."""

    rows: list[Row] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    without_answer: int = 0
    twice: int = 0


def read(path: Path, practice: int, kind: Kind) -> Read:
    """Read a whole file; one that is packed with gzip is unpacked.

    Raises:
        NotRead: the header does not fit, or the file as a whole cannot be read.
    """
    times = _Times(kind)
    how = Reading(kind.low, kind.high, {"t_hours": times.hours, "at": times.at})
    try:
        found = report_file.read(path, how)
    except BadFile as wrong:
        raise NotRead(f"{path}: {wrong} Nothing was imported.") from wrong
    base = uuid5(NAMESPACE, f"{practice}/{kind.name}")
    rows = [
        Row(one.line, one.person, one.time, one.value, _uid(base, one.person, one.time))
        for one in found.reports
    ]
    return Read(rows, found.mistakes, found.without_answer, found.twice)


def _uid(base: UUID, person: str, at: datetime) -> UUID:
    return uuid5(base, f"{person}/{at.isoformat()}")


@dataclass(frozen=True)
class _Times:
    """How the two kinds of time are read, as moments in UTC."""

    kind: Kind

    def hours(self, told: str) -> datetime:
        try:
            at = self.kind.start + timedelta(hours=number(told))
        except OverflowError:
            raise ValueError(f"t_hours {told} is no time that we can keep") from None
        return self._over(at, told)

    def at(self, told: str) -> datetime:
        try:
            at = datetime.fromisoformat(told)
        except ValueError:
            raise ValueError(f"{told!r} is not an ISO time") from None
        if at.tzinfo is None and self.kind.zone is None:
            raise ValueError(f"{told} names no time zone: add one, or say --zone")
        return self._over(at if at.tzinfo else at.replace(tzinfo=self.kind.zone), told)

    def _over(self, at: datetime, told: str) -> datetime:
        try:
            there = at.astimezone(UTC)
        except OverflowError:
            raise ValueError(f"{told} is no time that we can keep") from None
        if there > self.kind.now:
            raise ValueError(f"{told} is still to come (an earlier --start may help)")
        return there
