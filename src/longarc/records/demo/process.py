"""How the check-ins of the demonstration are made up. Everything here is invented.

The process is made to look alive, not to be true: no number in it was estimated from people,
and nothing about real clients can be learned from it. On the ladder's scale, 0 to 1, high is
activated; t in hours; one person's state at time t is

    y(t) = 0.5 + d(t) + x(t) + m(t) + e   what a check-in at t reports
    d(t) = share(t) * (home - 0.5)        how far the usual level lies from within reach
    dx   = -(x / tau) dt + s(t) sqrt(2 / tau) dW      activation that comes and goes
    e    ~ Normal(0, NOISE)

x is an Ornstein-Uhlenbeck process and is stepped exactly between two moments dt apart:
a = exp(-dt / tau); x <- a x + s sqrt(1 - a^2) Normal(0, 1).

Phases change the process: see `story.Span` for `share` (falls, stays or rises after a medicine
session, so that some people get better, some do not, and some find it harder) and for the factor
on s. A medicine session, at SESSION_HOUR of the first day of its phase, adds Normal(lift,
lift_spread) to x. m is what moved the usual level for good: the newest session of some people,
and nothing that anybody knows for one (`person.Person.lasting`, `moved`). Events come as a
Poisson process, one in EVENT_DAYS days, and add a jump to x, mostly to the person's own side.

After a session people check in as `care.schedule` plans it, or as often as they do anyway.

Gaps cluster at extremes: farther than FAR from within reach a check-in is given less often
(times ANSWERS_FAR), and may begin a silence of several days (exponential, mean SILENCE_DAYS).
"Both at once, or hard to tell" is reported with chance MIXED, more when far, more after a
session. The report is the row that y lies in, or y itself for people who use the finer line.
"""

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from longarc.care import schedule
from longarc.care.arc import POSITION, state_at
from longarc.records.demo.person import NOISE, TWICE, Person
from longarc.records.demo.story import Span

SESSION_HOUR = 10.0
BURST_HOURS = (9.0, 14.0, 20.5)
EVENT_DAYS, EVENT, EVENT_SPREAD, OWN_SIDE = 21, 0.22, 0.08, 0.7
FAR, ANSWERS_FAR = 0.3, 0.5
SILENCE, SILENCE_DAYS = 0.04, 3.0
MIXED, MIXED_FAR, MIXED_AFTER_SESSION = 0.02, 0.08, 0.12
JITTER_HOURS = 0.6
DAY = 24.0


@dataclass(frozen=True, slots=True)
class Report:
    """One invented check-in.

    Args:
        far: the state behind it was far from within reach.
        out: how far it was outside the person's own window; below 0, inside.
    """

    at: datetime
    offset: int
    position: int | None
    far: bool
    out: float


@dataclass(frozen=True, slots=True)
class Session:
    """One medicine session, and what it was made to do: the truth that no model is told.

    Args:
        lift: what it added to the activation, 0 to 1.
        lasting: what it added to the usual level for good.
        tau: hours in which activation goes down to 37 %.
        swing: the size of the person's everyday ups and downs, as check-ins show it.
    """

    at: datetime
    lift: float
    lasting: float
    tau: float
    swing: float

    def back_by(self, day: int) -> bool:
        """Whether no more than an everyday swing was left of the lift after so many days."""
        return abs(self.lift) * math.exp(-DAY * day / self.tau) < self.swing


class Simulation:
    """One person's check-ins and sessions over their whole arc, in order of time.

    Args:
        until: no check-in is given after it.
    """

    def __init__(self, person: Person, spans: list[Span], until: datetime, dice: Random) -> None:
        self.person, self.until, self.dice = person, until, dice
        self.reports: list[Report] = []
        self.sessions: list[Session] = []
        self._x, self._risen = 0.0, 0.0
        self._first = spans[0].first.toordinal()
        self._days = sum(span.days for span in spans)
        self._last = self._silent_until = DAY * self._first
        self._session_day = 0
        self._newest = max((span.first for span in spans if span.is_session(0)), default=None)
        for span in spans:
            for day in range(span.days):
                self._day(span, day)

    def _day(self, span: Span, day: int) -> None:
        on = span.first + timedelta(days=day)
        number, (midnight, offset) = on.toordinal(), _midnight(on, self.person.zone)
        usual = 0.5 + span.share(day) * (self.person.home - 0.5) + self._moved(number)
        swing, begins = self.person.swing * span.swing(day), span.is_session(day)
        self._session_day = number if begins else self._session_day
        for hour in self._hours(number):
            hours = hour + self.dice.uniform(-JITTER_HOURS, JITTER_HOURS)
            if begins and hour > SESSION_HOUR:
                self._session(span, midnight, swing)
            self._step(DAY * number + hours, swing)
            at = midnight + timedelta(seconds=round(hours * 3600))
            if at <= self.until:
                self._report(at, offset, usual, span, day)

    def _hours(self, number: int) -> tuple[float, ...]:
        own, since = self.person.hours, number - self._session_day
        if since == 0:
            return (*(hour for hour in own if hour < SESSION_HOUR - 1), BURST_HOURS[-1])
        if self.person.bursts and since <= schedule.BURST_DAYS:
            return BURST_HOURS
        return TWICE if since <= schedule.AFTER_DAYS and len(own) < len(TWICE) else own

    def _moved(self, number: int) -> float:
        left = self._first + self._days - 1 - number
        return self.person.moved if left < self.person.moved_days else 0.0

    def _step(self, hours: float, swing: float) -> None:
        """Go on to `hours`, counted from the first day of the calendar."""
        passed, self._last = hours - self._last, hours
        a = math.exp(-passed / self.person.tau)
        self._x = a * self._x + swing * math.sqrt(1 - a * a) * self.dice.gauss(0, 1)
        if self.dice.random() < self.person.events * passed / (DAY * EVENT_DAYS):
            self._event()

    def _event(self) -> None:
        side = 1 if self.person.home >= 0.5 else -1
        if self.dice.random() > OWN_SIDE:
            side = -side
        self._x += side * abs(self.dice.gauss(EVENT, EVENT_SPREAD))

    def _session(self, span: Span, midnight: datetime, swing: float) -> None:
        person, at = self.person, midnight + timedelta(hours=SESSION_HOUR)
        self._step(DAY * span.first.toordinal() + SESSION_HOUR, swing)
        lift = self.dice.gauss(person.lift, person.lift_spread)
        lasting = person.lasting if span.first == self._newest else 0.0
        self.sessions.append(Session(at, lift, lasting, person.tau, person.everyday))
        self._x, self._risen = self._x + lift, self._risen + lasting

    def _answers(self, chance: float, far: bool) -> bool:
        """Whether they check in now; far from within reach less often, and silence may begin."""
        if self._last < self._silent_until:
            return False
        if far and self.dice.random() < SILENCE:
            self._silent_until = self._last + DAY * self.dice.expovariate(1 / SILENCE_DAYS)
        return self.dice.random() < (chance * ANSWERS_FAR if far else chance)

    def _report(self, at: datetime, offset: int, usual: float, span: Span, day: int) -> None:
        y = usual + self._risen + self._x + self.dice.gauss(0, NOISE)
        y = min(1.0, max(0.0, y))
        far = abs(y - 0.5) > FAR
        if not self._answers(self.person.answers * span.answers, far):
            return
        lower, upper = self.person.edges_at((self._last / DAY - self._first) / self._days)
        position = _position(y, far, self.person.fine, span.raw(day), self.dice)
        self.reports.append(Report(at, offset, position, far, max(lower - y, y - upper)))


def _midnight(day: date, zone: ZoneInfo) -> tuple[datetime, int]:
    local = datetime.combine(day, time(), zone)
    offset = local.utcoffset() or timedelta()
    return local.astimezone(UTC), int(offset.total_seconds()) // 60


def _position(y: float, far: bool, fine: bool, raw: bool, dice: Random) -> int | None:
    mixed = MIXED + (MIXED_FAR if far else 0) + (MIXED_AFTER_SESSION if raw else 0)
    if dice.random() < mixed:
        return None
    exact = round(100 * y)
    return exact if fine else POSITION[state_at(exact)]
