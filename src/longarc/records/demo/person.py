"""Who the invented clients are: most by the dice, some by their number.

Those with a number are made so that the model of one person has something to find whose truth is
known (see `life.Life`). Their numbers come again after `story.ENDINGS_EVERY` clients.
"""

import math
from dataclasses import dataclass, replace
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from longarc.care.arc import ROW_HEIGHT, Ease
from longarc.records.demo.story import ENDINGS_EVERY, ORDINARY, WORSENED

NOISE = 0.05
#: How sharp the edge of a window is, how far inside it help begins to be wanted, and how many
#: answers are a slip: as `analytics.kernels.window` expects people to be.
SHARP, HELP, SLIP = 0.05, 0.1, 0.02
#: An edge that moves has gone half of its way after 89 in 100 of the arc (0.89^6).
LATE = 6
ONCE, TWICE, THRICE = (20.0,), (8.5, 20.5), (8.0, 14.0, 21.0)


@dataclass(frozen=True, slots=True)
class Person:
    """What makes one invented person different from the next. Positions are 0 to 1.

    Args:
        home: the level that their state returned to before any care.
        tau: how fast it returns, in hours; swing: its size (s in `process`).
        answers: the chance that they check in at one of their hours.
        hours: the hours of the day at which they do, local time.
        fine: they use the finer line between the rows.
        events: a factor on how often something happens to them.
        bursts: they agreed to three check-ins a day after each medicine session.
        edges: where "I can be with it" turns into "not now", below and above.
        widens: how far each edge has moved outwards by the end of the arc.
        lift, lift_spread: what a session adds to the activation.
        lasting: what the newest session adds to the usual level for good.
        moved, moved_days: the usual level moved by so much, so many days before the last.
    """

    home: float
    tau: float
    swing: float
    answers: float
    hours: tuple[float, ...]
    fine: bool
    zone: ZoneInfo
    events: float = 1.0
    bursts: bool = False
    edges: tuple[float, float] = (0.3, 0.7)
    widens: float = 0.0
    lift: float = 0.2
    lift_spread: float = 0.1
    lasting: float = 0.0
    moved: float = 0.0
    moved_days: int = 0

    @property
    def everyday(self) -> float:
        """The size of their everyday ups and downs, as check-ins show it."""
        row = 0.0 if self.fine else ROW_HEIGHT / 100 / math.sqrt(12)
        return math.hypot(self.swing, NOISE, row)

    def edges_at(self, gone: float) -> tuple[float, float]:
        """The edges after the share `gone` of the arc: they move most towards its end."""
        (lower, upper), by = self.edges, self.widens * gone**LATE
        return lower - by, upper + by


_PLAIN = {"fine": False, "answers": 0.9, "hours": TWICE, "events": 0.0}
#: What a session does to these is known, and nothing else happens to them. Activation is down to
#: half in six hours.
_FAST = {
    **_PLAIN, "home": 0.4, "tau": 8.0, "swing": 0.05, "lift": 0.3, "lift_spread": 0.05,
    "bursts": True,
}  # fmt: skip
#: In about eight days: a week after a session it is not back.
_SLOW = {**_FAST, "home": 0.36, "tau": 270.0, "swing": 0.04, "lift": 0.36, "lift_spread": 0.03}
#: It goes; but the newest session moved the usual level up by more than a swing.
_LASTING = {**_FAST, "tau": 15.0, "lift": 0.2, "lasting": 0.16}
#: Up and down alike, often enough past the edges to show where they are, now and at the beginning.
_WIDENS = {**_PLAIN, "home": 0.5, "tau": 15.0, "swing": 0.15, "edges": (0.4, 0.6), "widens": 0.2}

CAST: dict[int, dict[str, Any]] = {
    0: {**_PLAIN, "home": 0.58, "tau": 15.0, "swing": 0.08, "bursts": True},
    2: _FAST,
    WORSENED: {
        **_PLAIN, "home": 0.5, "tau": 12.0, "swing": 0.05, "answers": 0.95, "hours": THRICE,
        "moved": 0.18, "moved_days": 16,
    },
    8: _SLOW,
    10: {**_FAST, "bursts": False},
    18: _SLOW,
    20: _FAST,
    22: _LASTING,
    24: _WIDENS,
    ORDINARY: {**_PLAIN, "home": 0.55, "tau": 15.0, "swing": 0.09, "events": 1.0},
    28: _LASTING,
    29: _WIDENS,
}  # fmt: skip


def of(number: int, dice: Random, zone: ZoneInfo) -> Person:
    """The client of this number."""
    return replace(invent(dice, zone), **CAST.get(number % ENDINGS_EVERY, {}))


def invent(dice: Random, zone: ZoneInfo) -> Person:
    side = dice.choices((0.72, 0.27, 0.5), (45, 35, 20))[0]
    swing = 0.1 * math.exp(dice.gauss(0, 0.25)) * (1.7 if side == 0.5 else 1)
    return Person(
        home=dice.gauss(side, 0.05),
        tau=15 * math.exp(dice.gauss(0, 0.6)),
        swing=swing,
        answers=dice.uniform(0.7, 0.95),
        hours=dice.choices((ONCE, TWICE, THRICE), (25, 55, 20))[0],
        fine=dice.random() < 0.15,
        zone=zone,
        bursts=dice.random() < 0.7,
        edges=(0.5 - dice.uniform(0.12, 0.28), 0.5 + dice.uniform(0.12, 0.28)),
    )


def ease(out: float, dice: Random) -> Ease:
    """How well they can get back, from how far outside their own edges they are (inside: < 0)."""
    if dice.random() < 3 * SLIP:
        return dice.choice(tuple(Ease))
    roll = dice.random()
    if roll < _beyond(out):
        return Ease.NOT_NOW
    return Ease.WITH_HELP if roll < _beyond(out + HELP) else Ease.ON_MY_OWN


def _beyond(out: float) -> float:
    return 0.5 + 0.5 * math.tanh(out / SHARP / 2)
