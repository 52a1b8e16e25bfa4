"""The course of one invented arc: which phases, how long, and what each does to the process."""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from longarc.care.arc import Phase

#: The phase that client i is in on the day the demonstration is opened; then from the beginning.
PHASE_NOW = (
    Phase.INTEGRATION,
    Phase.PREPARATION,
    Phase.FOLLOW_UP,
    Phase.ARRIVAL,
    Phase.INTEGRATION,
    Phase.MEDICINE,
    Phase.PREPARATION,
    Phase.INTEGRATION,
    Phase.FOLLOW_UP,
    Phase.INTEGRATION,
)
DAYS = {
    Phase.ARRIVAL: (14, 28),
    Phase.PREPARATION: (35, 56),
    Phase.MEDICINE: (2, 3),
    Phase.INTEGRATION: (56, 84),
    Phase.FOLLOW_UP: (90, 240),
}
BEFORE = {
    Phase.PREPARATION: Phase.INTEGRATION,
    Phase.MEDICINE: Phase.PREPARATION,
    Phase.INTEGRATION: Phase.MEDICINE,
    Phase.FOLLOW_UP: Phase.INTEGRATION,
}
#: A whole cycle and an arrival need so many days; with fewer left, the arc began here.
CYCLE_DAYS = 150
#: What a cycle leaves of the distance from within reach: eased, unchanged, harder; their chances.
KEEPS, KEEPS_CHANCE = (0.6, 1.0, 1.2), (50, 30, 20)
RAW_DAYS = 7


class Ending(StrEnum):
    """What happened to a client in the last days, so that the morning list has its reasons."""

    NONE = "none"
    NEARLY = "nearly"
    RUN_DOWN = "run_down"
    RUN_UP = "run_up"
    RUN_MIXED = "run_mixed"
    SILENT = "silent"
    RESTING = "resting"
    ASKED = "asked"
    ANSWERED = "answered"
    WORSENED = "worsened"
    ORDINARY = "ordinary"


#: Greta Imaginary's usual level moved up from within reach sixteen days ago, and stayed there.
WORSENED = 6
#: Bram Maybeck's goes up and down, with hard days and good ones, around a level that stays.
ORDINARY = 27
#: By the client's number; the same again after `ENDINGS_EVERY` clients.
#: One tap of the first client (way down) is enough to change the list of the first therapist.
ENDINGS = {
    0: Ending.NEARLY,
    4: Ending.RUN_DOWN,
    WORSENED: Ending.WORSENED,
    7: Ending.ASKED,
    9: Ending.SILENT,
    11: Ending.RUN_UP,
    12: Ending.ANSWERED,
    14: Ending.RUN_MIXED,
    16: Ending.RESTING,
    17: Ending.SILENT,
    21: Ending.RUN_DOWN,
    24: Ending.ASKED,
    ORDINARY: Ending.ORDINARY,
}
ENDINGS_EVERY = 30


def ending(number: int) -> Ending:
    return ENDINGS.get(number % ENDINGS_EVERY, Ending.NONE)


@dataclass(frozen=True, slots=True)
class Span:
    """One phase of one arc, from day `first` on.

    Args:
        share_from, share_to: how much of the distance from within reach is left at its two ends.
    """

    phase: Phase
    first: date
    days: int
    share_from: float
    share_to: float

    def share(self, day: int) -> float:
        return self.share_from + (self.share_to - self.share_from) * day / self.days

    def swing(self, day: int) -> float:
        """A factor on the everyday ups and downs: wide after a session, then narrowing."""
        if self.phase is Phase.MEDICINE:
            return 1.6
        if self.phase is Phase.INTEGRATION:
            return 1 + 0.6 * math.exp(-day / 14)
        return 0.85 if self.phase is Phase.FOLLOW_UP else 1.0

    @property
    def answers(self) -> float:
        """A factor on how often they check in."""
        return 0.45 if self.phase is Phase.FOLLOW_UP else 1.0

    def is_session(self, day: int) -> bool:
        return self.phase is Phase.MEDICINE and day == 0

    def raw(self, day: int) -> bool:
        """The days in which a session is still near."""
        return self.phase is Phase.MEDICINE or (self.phase is Phase.INTEGRATION and day < RAW_DAYS)


def length_of(number: int, years: float, dice: Random) -> int:
    """How many days an arc has lasted: three of ten are young, the others go back far."""
    if PHASE_NOW[number % 10] is Phase.ARRIVAL:
        return dice.randint(12, 20)
    if number % 10 == 1:
        return dice.randint(40, 60)
    if number % 10 == 5:
        return dice.randint(70, 95)
    return round(365 * years * dice.uniform(0.7, 1.0))


def arc(number: int, days: int, today: date, dice: Random) -> list[Span]:
    """The phases of one arc up to and with `today`, worked out backwards from the one it is in."""
    pieces = _backwards(PHASE_NOW[number % 10], days, dice)
    first, share, spans = today - timedelta(days=sum(n for _, n in pieces) - 1), 1.0, []
    for phase, length in pieces:
        to = min(1.4, share * _change(phase, dice))
        spans.append(Span(phase, first, length, share, to))
        first, share = first + timedelta(days=length), to
    return spans


def _backwards(now: Phase, days: int, dice: Random) -> list[tuple[Phase, int]]:
    pieces: list[tuple[Phase, int]] = []
    phase, left = now, days
    while phase is not Phase.ARRIVAL:
        length = dice.randint(*DAYS[phase])
        if not pieces:
            length = dice.randint(2, length)
        pieces.insert(0, (phase, min(length, max(left - DAYS[Phase.ARRIVAL][0], 2))))
        left -= length
        began = phase is Phase.PREPARATION and left < CYCLE_DAYS
        phase = Phase.ARRIVAL if began else BEFORE[phase]
    return [(Phase.ARRIVAL, max(left, DAYS[Phase.ARRIVAL][0])), *pieces]


def _change(phase: Phase, dice: Random) -> float:
    if phase is Phase.PREPARATION:
        return 0.92
    if phase is Phase.INTEGRATION:
        return dice.choices(KEEPS, KEEPS_CHANCE)[0]
    return 1.0
