"""Follow-up after every medicine session, until somebody ends it on purpose.

It is due at fixed times after each session, then once a year. A next session begins its own dates
and leaves the earlier ones standing; only the yearly talk moves to the newest session. Nothing but
a recorded act of a person answers what is due, and nothing but such an act ends it: not silence,
not a closed arc, not a care team that ended, not the program.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from uuid import UUID

from longarc.care.after import ANSWERS, Act, Facts, Slot, Step
from longarc.care.plan import FOLLOW_UP_MONTHS, FOLLOW_UP_WEEKS

#: A talk so many days before a follow-up is due answers it.
#: Source: Longarc's own starting rule, unsigned.
EARLY = timedelta(days=14)
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """A follow-up is due from day `on`: so many months after a session; 0: the one in weeks."""

    on: date
    months: int
    session: UUID


@dataclass(frozen=True, slots=True)
class Talk:
    """A follow-up that was due, with what was recorded of it before the next one."""

    due: Due
    acts: tuple[Act, ...]

    @property
    def answered(self) -> bool:
        return any(one.step in ANSWERS for one in self.acts)


def later_by(day: date, months: int) -> date:
    """The same day so many months later; the last of a month that is too short.

    >>> later_by(date(2030, 11, 30), 3)
    datetime.date(2031, 2, 28)
    """
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def dates(facts: Facts, until: date) -> tuple[Due, ...]:
    """Every day up to `until` on which a follow-up became due, oldest first."""
    held = sorted((facts.day(one.starts_at), one.uid) for one in facts.sessions)
    found = [due for day, uid in held for due in _fixed(day, uid)]
    ends = [*(day for day, _ in held[1:]), until]
    for (day, uid), end in zip(held, ends, strict=False):
        found += _yearly(day, uid, min(end, until))
    return tuple(sorted(one for one in found if one.on <= until))


def _fixed(day: date, uid: UUID) -> Iterator[Due]:
    yield Due(day + timedelta(weeks=FOLLOW_UP_WEEKS), 0, uid)
    for months in FOLLOW_UP_MONTHS:
        yield Due(later_by(day, months), months, uid)


def _yearly(day: date, uid: UUID, end: date) -> Iterator[Due]:
    """From the second year on, up to `end`: the next session, or today."""
    for months in count(2 * MONTHS_A_YEAR, MONTHS_A_YEAR):
        if (on := later_by(day, months)) > end:
            return
        yield Due(on, months, uid)


def next_due(facts: Facts, as_of: datetime) -> Due | None:
    """The next one ahead; None: no session, or somebody ended the follow-up."""
    if not facts.upto(as_of).sessions or ended(facts, as_of):
        return None
    today, known = facts.day(as_of), facts.upto(as_of)
    ahead = dates(known, later_by(today, 2 * MONTHS_A_YEAR))
    return next(one for one in ahead if one.on > today)


def talks(facts: Facts, as_of: datetime) -> tuple[Talk, ...]:
    """What was due up to now, oldest first, each with what was recorded of it.

    Dates within `EARLY` of each other are one: a talk answers them together.
    """
    known = facts.upto(as_of)
    due = dates(known, known.day(as_of))
    said = _in_time(one for one in known.acts if one.slot is Slot.FOLLOW_UP)
    return tuple(
        Talk(one, tuple(act for act in said if one.on - EARLY <= act.on < _end(one, due)))
        for one in due
    )


def _end(one: Due, due: Iterable[Due]) -> date:
    """From this day on a talk answers a later one, no longer this."""
    later = (other.on - EARLY for other in due if other.on - EARLY > one.on)
    return min(later, default=date.max)


def asks(facts: Facts, as_of: datetime) -> Talk | None:
    """The follow-up that is due and that nobody answered; None: none, or it was ended."""
    if ended(facts, as_of):
        return None
    newest = next(reversed(talks(facts, as_of)), None)
    return newest if newest and not newest.answered else None


def since(facts: Facts, as_of: datetime) -> Due | None:
    """The earliest due day since somebody last answered one; None when none asks."""
    if asks(facts, as_of) is None:
        return None
    first = None
    for talk in reversed(talks(facts, as_of)):
        if talk.answered:
            break
        first = talk.due
    return first


def ended(facts: Facts, as_of: datetime) -> Act | None:
    """The act that ended the follow-up; None: it goes on.

    A session that took place or was entered later begins it again, also one that was taken back
    then and stands again: whoever ended it did not know of that session.
    """
    known = facts.upto(as_of)
    last = _last(known.acts, Step.ENDED)
    if last is None:
        return None
    again = [one.at for one in known.acts if one.step is Step.AGAIN]
    again += [max(one.starts_at, one.stood_at or one.known_at) for one in known.sessions]
    return last if all(at < last.at for at in again) else None


def closed(facts: Facts, as_of: datetime) -> Act | None:
    """The act that closed the arc (discharge); None: it is open. Follow-up goes on either way."""
    known = facts.upto(as_of)
    last = _last(known.acts, Step.CLOSED)
    if last is None:
        return None
    opened = (one.at for one in known.acts if one.step is Step.REOPENED)
    return last if all(at < last.at for at in opened) else None


def stands_so(step: Step, facts: Facts, as_of: datetime) -> bool:
    """It is ended, closed or open already: said once is enough."""
    match step:
        case Step.ENDED:
            return ended(facts, as_of) is not None
        case Step.AGAIN:
            return ended(facts, as_of) is None
        case Step.CLOSED:
            return closed(facts, as_of) is not None
        case Step.REOPENED:
            return closed(facts, as_of) is None
    return False


def closings(facts: Facts, as_of: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """From when to when the arc was closed, oldest first; one that still is ends with `as_of`."""
    known = [one for one in facts.upto(as_of).acts if one.slot is Slot.ARC]
    spans, begin = [], None
    for one in sorted(known, key=lambda one: (one.at, one.step is Step.REOPENED)):
        if one.step is Step.CLOSED:
            begin = begin or one.at
        elif begin:
            spans.append((begin, one.at))
            begin = None
    return (*spans, *([(begin, as_of)] if begin else ()))


def _last(acts: Iterable[Act], step: Step) -> Act | None:
    found = (one for one in acts if one.step is step)
    return max(found, key=lambda one: (one.at, one.uid), default=None)


def _in_time(acts: Iterable[Act]) -> list[Act]:
    return sorted(acts, key=lambda one: (one.on, one.at, one.uid))
