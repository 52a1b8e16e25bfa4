"""What the records of medicine sessions say that must reach a person: leaving, and touch."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from longarc.care.session_record import NO, YES, Fit, Kind, Line, Record, touched
from longarc.care.touch import Touch

#: Nobody wrote that it was asked about with nothing of concern.
NOT_SHOWN = "not_shown"


@dataclass(frozen=True)
class Recorded:
    """Sessions that stand, with their lines about leaving and touch; what was agreed on touch."""

    records: tuple[Record, ...] = ()
    touch: Touch = field(default_factory=Touch)

    def dates(self) -> Iterator[datetime]:
        """When each of it was written. What a line tells of may lie long before."""
        for record in self.records:
            yield from (line.written_at for line in record.lines)
            yield from (gone.at for gone in record.taken)
        yield from (one.since for one in self.touch.statements)

    def upto(self, as_of: datetime) -> "Recorded":
        """What was written by then."""
        known = (_upto(record, as_of) for record in self.records)
        return replace(self, records=tuple(known))


NOTHING = Recorded()


def _upto(record: Record, as_of: datetime) -> Record:
    lines = tuple(one for one in record.lines if one.written_at <= as_of)
    return replace(record, lines=lines, taken=tuple(t for t in record.taken if t.at <= as_of))


@dataclass(frozen=True, slots=True)
class Left:
    """A line about leaving that is not as it should be: which points, in the order of the page.

    Args:
        suicide: what it says of not wanting to live: `NO`, `NOT_SHOWN`, or empty when it is fine.
    """

    line: Line
    points: tuple[Fit, ...]
    suicide: str = ""


def leavings(record: Record) -> Iterator[Left]:
    """The lines of one session that ask for a person.

    A later line that says yes answers a point; of not wanting to live it takes nothing back.
    """
    lines = [one for one in record.standing if one.told.kind is Kind.LEAVE]
    for place, line in enumerate(lines):
        left = Left(line, _points(line, lines[place + 1 :]), _suicide(line, lines))
        if left.points or left.suicide:
            yield left


def _points(line: Line, later: list[Line]) -> tuple[Fit, ...]:
    said_no = (one for one in Fit if line.told.facts.get(one) == NO and one is not Fit.SUICIDE)
    return tuple(
        one for one in said_no if not any(after.told.facts.get(one) == YES for after in later)
    )


def _suicide(line: Line, lines: list[Line]) -> str:
    """Where no line of the session says anything of it, the last one stands for all."""
    if line.told.facts.get(Fit.SUICIDE) == NO:
        return NO
    silent = all(Fit.SUICIDE not in one.told.facts for one in lines)
    return NOT_SHOWN if silent and line is lines[-1] else ""


def beyond(record: Record, agreed: Touch) -> Iterator[Line]:
    """The touches that are not shown to lie within what was agreed to then."""
    for line in record.standing:
        if line.told.kind is Kind.TOUCH:
            stood = agreed.stood(line.told.at or record.starts_at)
            if not touched(line.told, stood):
                yield line
