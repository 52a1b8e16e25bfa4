"""How the check-ins of the demonstration are made up. Everything here is invented.

The process is made to look alive, not to be true: no number in it was estimated from people,
and nothing about real clients can be learned from it. On the ladder's scale, 0 to 1, high is
activated; t in hours; one person's state at time t is

    y(t) = 0.5 + d(t) + x(t) + e          what a check-in at t reports
    d(t) = share(t) * (home - 0.5)        how far the usual level lies from within reach
    dx   = -(x / tau) dt + s(t) sqrt(2 / tau) dW      activation that comes and goes
    e    ~ Normal(0, NOISE)

x is an Ornstein-Uhlenbeck process and is stepped exactly between two moments dt apart:
a = exp(-dt / tau); x <- a x + s sqrt(1 - a^2) Normal(0, 1).

Phases change the process: see `story.Span` for `share` (falls, stays or rises after a medicine
session, so that some people get better, some do not, and some find it harder) and for the factor
on s. A medicine session adds Normal(LIFT, LIFT_SPREAD) to x. Events come as a Poisson process,
one in EVENT_DAYS days, and add a jump to x, mostly to the person's own side.

Gaps cluster at extremes: farther than FAR from within reach a check-in is given less often
(times ANSWERS_FAR), and may begin a silence of several days (geometric, mean SILENCE_DAYS).
"Both at once, or hard to tell" is reported with chance MIXED, more when far, more after a
session. The report is the row that y lies in, or y itself for people who use the finer line.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from longarc.care.arc import POSITION, state_at
from longarc.records.demo.story import Span

NOISE = 0.05
LIFT, LIFT_SPREAD = 0.2, 0.1
EVENT_DAYS, EVENT, EVENT_SPREAD, OWN_SIDE = 21, 0.22, 0.08, 0.7
FAR, ANSWERS_FAR = 0.3, 0.5
SILENCE, SILENCE_DAYS = 0.04, 3.0
MIXED, MIXED_FAR, MIXED_AFTER_SESSION = 0.02, 0.08, 0.12
AFTER_SESSION_DAYS = 7
JITTER_HOURS = 0.6


@dataclass(frozen=True, slots=True)
class Person:
    """What makes one invented person different from the next.

    Args:
        home: the level that their state returned to before any care, 0 to 1.
        tau: how fast it returns, in hours; swing: its size (s above), 0 to 1.
        answers: the chance that they check in at one of their hours.
        hours: the hours of the day at which they do, local time.
        fine: they use the finer line between the rows.
    """

    home: float
    tau: float
    swing: float
    answers: float
    hours: tuple[float, ...]
    fine: bool
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Report:
    """One invented check-in: `far` says that the state behind it was far from within reach."""

    at: datetime
    offset: int
    position: int | None
    far: bool


def invent(dice: Random, zone: ZoneInfo) -> Person:
    side = dice.choices((0.72, 0.27, 0.5), (45, 35, 20))[0]
    swing = 0.1 * math.exp(dice.gauss(0, 0.25)) * (1.7 if side == 0.5 else 1)
    return Person(
        home=dice.gauss(side, 0.05),
        tau=15 * math.exp(dice.gauss(0, 0.6)),
        swing=swing,
        answers=dice.uniform(0.7, 0.95),
        hours=dice.choices(((20.0,), (8.5, 20.5), (8.0, 14.0, 21.0)), (25, 55, 20))[0],
        fine=dice.random() < 0.15,
        zone=zone,
    )


def calm(zone: ZoneInfo) -> Person:
    """Someone whose state is seldom far from within reach, whatever the dice say."""
    return Person(0.58, 15.0, 0.08, 0.9, (8.5, 20.5), False, zone)


class _State:
    """Where one person is now, and until when they say nothing."""

    def __init__(self, person: Person, dice: Random, begins: float) -> None:
        self.person, self.dice = person, dice
        self.x, self.last, self.silent_until = 0.0, begins, begins

    def step(self, hours: float, swing: float) -> None:
        """Go on to `hours`, counted from the first day of the calendar."""
        passed, self.last = max(hours - self.last, 0.0), hours
        a = math.exp(-passed / self.person.tau)
        self.x = a * self.x + swing * math.sqrt(1 - a * a) * self.dice.gauss(0, 1)
        if self.dice.random() < passed / (24 * EVENT_DAYS):
            self._event()

    def _event(self) -> None:
        side = 1 if self.person.home >= 0.5 else -1
        if self.dice.random() > OWN_SIDE:
            side = -side
        self.x += side * abs(self.dice.gauss(EVENT, EVENT_SPREAD))

    def lift(self) -> None:
        self.x += self.dice.gauss(LIFT, LIFT_SPREAD)

    def answers(self, chance: float, far: bool) -> bool:
        """Whether they check in now; far from within reach less often, and silence may begin."""
        if self.last < self.silent_until:
            return False
        if far and self.dice.random() < SILENCE:
            self.silent_until = self.last + 24 * self.dice.expovariate(1 / SILENCE_DAYS)
        return self.dice.random() < (chance * ANSWERS_FAR if far else chance)


def reports(person: Person, spans: list[Span], until: datetime, dice: Random) -> Iterator[Report]:
    """Every check-in of one person over their whole arc, oldest first, none after `until`."""
    state = _State(person, dice, 24.0 * spans[0].first.toordinal())
    for span in spans:
        for day in range(span.days):
            if span.is_session(day):
                state.lift()
            yield from _day(person, state, span, day, until)


def _day(person: Person, state: _State, span: Span, day: int, until: datetime) -> Iterator[Report]:
    midnight, offset = _midnight(span.first + timedelta(days=day), person.zone)
    usual = 0.5 + span.share(day) * (person.home - 0.5)
    swing, chance = person.swing * span.swing(day), person.answers * span.answers
    for hour in span.hours(day) or person.hours:
        hours = hour + state.dice.uniform(-JITTER_HOURS, JITTER_HOURS)
        at = midnight + timedelta(seconds=round(hours * 3600))
        if at > until:
            return
        state.step(24.0 * (span.first.toordinal() + day) + hours, swing)
        y = min(1.0, max(0.0, usual + state.x + state.dice.gauss(0, NOISE)))
        far = abs(y - 0.5) > FAR
        if state.answers(chance, far):
            yield Report(at, offset, _position(y, far, person.fine, span.raw(day), state.dice), far)


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
