"""How many check-ins a day or a week are planned. Check-ins of one's own are always welcome.

Days are days of the calendar where the client lives; the day of a medicine session is day 0.
Decision 8 stands above experience 2.3: no more than one a day, but for the days after a session.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from longarc.care.arc import Phase
from longarc.care.text import Text, msg

#: Check-ins a day after a medicine session, when the client agreed to closer check-ins.
#: Source: decision 8; window-model.md, "What is known": with fewer, settling cannot be learned.
BURST_A_DAY = 3
#: For so many days after the session.
#: Source: decision 8.
BURST_DAYS = 5
#: Check-ins a day after a session without that agreement.
#: Source: decision 8; experience 2.3.
AFTER_A_DAY = 2
#: For so many days after the session.
#: Source: decision 8; experience 2.3.
AFTER_DAYS = 3
#: On other days, never more than so many a day.
#: Source: decision 8.
OTHERWISE_A_DAY = 1
#: Daily check-ins begin so many days before a planned session.
#: Source: experience 2.3.
BEFORE_DAYS = 3
#: Daily check-ins end so many days after a session.
#: Source: experience 2.3.
DAILY_DAYS = 14
#: Check-ins a week in preparation, and until the session in the phase that is named after it.
#: Source: experience 2.3.
PREPARATION_A_WEEK = 4
#: Check-ins a week once the days after a session are over.
#: Source: experience 2.3.
INTEGRATION_A_WEEK = 3
#: Check-ins a week in long follow-up.
#: Source: experience 2.3.
FOLLOW_UP_A_WEEK = 1


class Every(StrEnum):
    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is planned on one day.

    Args:
        times: check-ins planned in each `every`; 0: none.
        until: the last day of it; None: until the phase or a session changes it.
        why: the reason, as one says it to the client.
    """

    times: int
    every: Every
    until: date | None
    why: Text

    @property
    def burst(self) -> bool:
        """More than one a day: the days on which the client is told."""
        return self.every is Every.DAY and self.times > OTHERWISE_A_DAY


def plan(phase: Phase | None, sessions: Iterable[date], *, on: date, agreed: bool = False) -> Plan:
    """What is planned on the day `on`.

    Args:
        phase: the phase of that day; None: none has begun.
        sessions: the days of all medicine sessions, past and planned, in any order.
        agreed: the client agreed to closer check-ins after a session.
    """
    near = [found for day in sorted(set(sessions)) if (found := _around(day, on, agreed=agreed))]
    return max(near, key=lambda one: (one.times, one.until or on), default=_BY_PHASE[phase])


def _around(session: date, on: date, *, agreed: bool) -> Plan | None:
    """What one session asks for on that day; None when it is too far away."""
    day = (on - session).days
    if agreed and 1 <= day <= BURST_DAYS:
        return _daily(BURST_A_DAY, session, BURST_DAYS, _AGREED)
    if not agreed and 1 <= day <= AFTER_DAYS:
        return _daily(AFTER_A_DAY, session, AFTER_DAYS, _AFTER)
    if -BEFORE_DAYS <= day <= 0:
        return _daily(OTHERWISE_A_DAY, session, 0, _BEFORE)
    if 0 < day <= DAILY_DAYS:
        return _daily(OTHERWISE_A_DAY, session, DAILY_DAYS, _DAILY)
    return None


def _daily(times: int, session: date, days: int, why: str) -> Plan:
    until = session + timedelta(days=days)
    return Plan(times, Every.DAY, until, Text(why, {"n": times, "until": until}))


_AGREED = msg("You agreed to %(n)s short check-ins a day until %(until)s.")
_AFTER = msg("Until %(until)s, %(n)s short check-ins a day help to see how things settle.")
_BEFORE = msg("Your session is on %(until)s. Until then, one check-in a day helps.")
_DAILY = msg("After a session, one check-in a day helps, until %(until)s.")
_A_WEEK = (msg("%(n)s check-in a week."), msg("%(n)s check-ins a week."))


def _weekly(times: int) -> Plan:
    one, many = _A_WEEK
    return Plan(times, Every.WEEK, None, Text(one, {"n": times}, many=many))


_NONE = Plan(0, Every.WEEK, None, Text(msg("No check-ins are planned yet.")))
_BY_PHASE: dict[Phase | None, Plan] = {
    None: _NONE,
    Phase.ARRIVAL: _NONE,
    Phase.PREPARATION: _weekly(PREPARATION_A_WEEK),
    Phase.MEDICINE: _weekly(PREPARATION_A_WEEK),
    Phase.INTEGRATION: _weekly(INTEGRATION_A_WEEK),
    Phase.FOLLOW_UP: _weekly(FOLLOW_UP_A_WEEK),
}
