"""What the records of medicine sessions say that must reach a person: leaving, and touch."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from longarc.care.risk_questions import Answering
from longarc.care.session_record import NO, YES, Fit, Kind, Line, Record, Told, touched
from longarc.care.touch import Terms, Touch

#: Nobody wrote that it was asked about with nothing of concern.
NOT_SHOWN = "not_shown"


@dataclass(frozen=True)
class Recorded:
    """Sessions with their lines about leaving and touch; what was agreed on touch.

    One that was taken back is among them: what was recorded of it still asks for a person.
    `answered`: the risk questions, whenever they were answered.
    """

    records: tuple[Record, ...] = ()
    touch: Touch = field(default_factory=Touch)
    answered: tuple[Answering, ...] = ()

    def dates(self) -> Iterator[datetime]:
        """When each of it was written. What a line tells of may lie long before."""
        for record in self.records:
            yield from (line.written_at for line in record.lines)
            yield from (gone.at for gone in record.taken)
            if record.mistaken:
                yield record.mistaken.at
        yield from (one.since for one in self.touch.statements)
        yield from (one.at for one in self.answered)

    def upto(self, as_of: datetime) -> "Recorded":
        """What was written by then."""
        known = (_upto(record, as_of) for record in self.records)
        told = tuple(one for one in self.answered if one.at <= as_of)
        return replace(self, records=tuple(known), answered=told)


NOTHING = Recorded()


def _upto(record: Record, as_of: datetime) -> Record:
    lines = tuple(one for one in record.lines if one.written_at <= as_of)
    taken = tuple(one for one in record.taken if one.at <= as_of)
    gone = record.mistaken if record.mistaken and record.mistaken.at <= as_of else None
    return replace(record, lines=lines, taken=taken, mistaken=gone)


@dataclass(frozen=True, slots=True)
class Left:
    """A line about leaving that is not as it should be: which points, in the order of the page.

    Args:
        suicide: what it says of not wanting to live: `NO`, `NOT_SHOWN`, or empty when it is fine.
    """

    line: Line
    points: tuple[Fit, ...]
    suicide: str = ""


def leavings(record: Record, answered: Iterable[Answering] = ()) -> Iterator[Left]:
    """The lines of one session that ask for a person.

    A later line that says yes answers a point, if it was also written later. Of not wanting to
    live it takes nothing back: that goes once the risk questions were asked after it (`answered`),
    or when the line is corrected.
    """
    told = tuple(answered)
    lines = [one for one in record.standing if one.told.kind is Kind.LEAVE]
    for line in lines:
        suicide = "" if _asked_since(line, told) else _suicide(line, lines)
        left = Left(line, _points(line, lines), suicide)
        if left.points or left.suicide:
            yield left


def _asked_since(line: Line, answered: Iterable[Answering]) -> bool:
    """What was left out is not known; a positive answer opens a path, and that asks instead."""
    after = (one for one in answered if one.said_at > line.written_at)
    return any(one.whole or one.positive for one in after)


def _points(line: Line, lines: list[Line]) -> tuple[Fit, ...]:
    said_no = (one for one in Fit if line.told.facts.get(one) == NO and one is not Fit.SUICIDE)
    later = [one for one in lines if _answers(one, line)]
    return tuple(
        one for one in said_no if not any(after.told.facts.get(one) == YES for after in later)
    )


def _answers(later: Line, line: Line) -> bool:
    """Whoever wrote a yes before the no did not know of it; where a time is missing, only that says
    which came later.
    """
    if later.told.at is None or line.told.at is None or later.told.at == line.told.at:
        return later.written_at > line.written_at
    return later.told.at > line.told.at and later.written_at >= line.written_at


def _suicide(line: Line, lines: list[Line]) -> str:
    """Where no line of the session says anything of it, the last one stands for all."""
    if line.told.facts.get(Fit.SUICIDE) == NO:
        return NO
    silent = all(Fit.SUICIDE not in one.told.facts for one in lines)
    return NOT_SHOWN if silent and line is lines[-1] else ""


def beyond(record: Record, agreed: Touch) -> Iterator[Line]:
    """The touches that are not shown to lie within what was agreed to then."""
    for line in (one for one in record.standing if one.told.kind is Kind.TOUCH):
        if not touched(line.told, agreed_for(line.told, record, agreed, line.written_at)):
            yield line


def agreed_for(told: Told, record: Record, agreed: Touch, written_at: datetime) -> Terms:
    """What a touch is held against: what stood then, or the strictest where no time is said.

    Without a time it may have been after any narrowing that came before the line was written.
    """
    return agreed.stood(told.at) if told.at else agreed.strictest(record.starts_at, written_at)
