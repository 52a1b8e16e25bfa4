"""Open adverse events as findings: they stand until somebody records that they are resolved."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from longarc.care.adverse import Event, Grade, Severity, YesNo, open_ones
from longarc.care.finding import Code, Finding
from longarc.care.text import Moment, Text, msg

#: The level of one that is serious, or not known to be otherwise.
#: Source: Longarc's own starting rule, unsigned.
URGENT = 1


def found(events: Iterable[Event], *, as_of: datetime) -> Iterator[Finding]:
    """One for each open event. None of them eases by itself."""
    return (_finding(one, as_of) for one in open_ones(events, as_of))


def _finding(one: Event, as_of: datetime) -> Finding:
    grade = one.grade(as_of)
    return Finding(
        code=Code.ADVERSE,
        since=one.at,
        level=URGENT if one.urgent(as_of) else 0,
        evidence=(one.uid,),
        what=Text(_what(grade), {"since": one.at}),
        sure=_BY_CLIENT if one.by_client else _BY_TEAM,
        next_step=_next(one, as_of),
        goes_when=Text(_GOES),
        below=grade is not None and _mild(grade),
    )


def _mild(grade: Grade) -> bool:
    """Graded mild and not serious: it is followed up, and asks for no more today."""
    return grade.severity is Severity.MILD and grade.serious is YesNo.NO


def _next(one: Event, as_of: datetime) -> Text:
    followed = one.followed(as_of)
    return Text(_FOLLOW, {"at": Moment(followed[-1].at)}) if followed else Text(_GRADE)


def _what(grade: Grade | None) -> str:
    return _SAID[grade.serious] if grade else _NEW


_NEW = msg("An adverse event was reported on %(since)s. Nobody has graded it yet.")
_SERIOUS = msg("A serious adverse event is open, reported on %(since)s.")
_NOT_KNOWN = msg("An adverse event is open, reported on %(since)s. Nobody said if it is serious.")
_OPEN = msg("An adverse event is open, reported on %(since)s.")
_SAID = {YesNo.YES: _SERIOUS, None: _NOT_KNOWN, YesNo.NO: _OPEN}
_BY_CLIENT = Text(msg("Sure: the client reported it."))
_BY_TEAM = Text(msg("Sure: the care team reported it."))
_GRADE = msg("Reach the client, ask how it is now, and write the first follow-up.")
_FOLLOW = msg("Last followed up on %(at)s. Ask how it is now, and write the next follow-up.")
_GOES = msg("It stands until a follow-up says that it is resolved.")
