"""The window: the agreed one, and what the model of one person says of theirs.

Positions here are on the ladder's scale of 0 to 1. The agreed window is what client and therapist
agreed; the estimated one is learned from check-ins. Always say which (decision 3).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from longarc.care.arc import POSITION, ROW_HEIGHT, State
from longarc.care.flags import Flag

#: Counts as inside until something else is agreed. Source: decision 3.
DEFAULT_ROWS = (State.WITHIN,)
#: No model line and no numbers of the model before so many reports. Source: decision 7.
LEAST_REPORTS = 14

#: From the bottom up; an agreed window is a stretch of these without a hole.
_LADDER = (State.WAY_DOWN, State.DOWN, State.WITHIN, State.UP, State.WAY_UP)


class NotAWindow(ValueError):
    """The rows named do not lie side by side, or there are none."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """Rows that count as inside; `since` None: nobody agreed on others than the default.

    >>> Agreed((State.WITHIN, State.UP)).ends
    (0.4, 0.8)
    """

    rows: tuple[State, ...] = DEFAULT_ROWS
    since: datetime | None = None

    @property
    def ends(self) -> tuple[float, float]:
        """Where it begins and ends, 0 to 1."""
        middles = [position for row in self.rows if (position := POSITION[row]) is not None]
        half = ROW_HEIGHT / 2
        return (min(middles) - half) / 100, (max(middles) + half) / 100


@dataclass(frozen=True, slots=True)
class Named:
    """One side named the rows that they count as inside; `by` is a first name, or empty."""

    rows: tuple[State, ...]
    by_client: bool
    at: datetime
    by: str = ""


def in_order(rows: Iterable[State]) -> tuple[State, ...]:
    """Rows from the bottom up.

    Raises:
        NotAWindow: there are none, they do not lie side by side, or one has no position.
    """
    named = set(rows)
    found = tuple(row for row in _LADDER if row in named)
    places = [_LADDER.index(row) for row in found]
    if not found or named - set(_LADDER) or places[-1] - places[0] != len(places) - 1:
        raise NotAWindow
    return found


def agreed(named: Iterable[Named]) -> Agreed:
    """What both sides last named alike; `named` in order of arrival."""
    last: dict[bool, tuple[State, ...]] = {}
    found = Agreed()
    for one in named:
        last[one.by_client] = one.rows
        if last.get(True) == last.get(False):
            found = Agreed(one.rows, one.at)
    return found


def waiting(named: Iterable[Named]) -> Named | None:
    """The newest proposal that the other side has not answered alike; None when all agree."""
    said = list(named)
    if not said or agreed(said).rows == said[-1].rows:
        return None
    return said[-1]


@dataclass(frozen=True, slots=True)
class Range:
    """A number with its 80 % range."""

    mid: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Settling:
    """What is known of one medicine session.

    Args:
        reports: check-ins with a position in the seven days after it.
        by_day_3, by_day_7: chance that activation was back within the person's everyday swing;
            None: not yet that day, or not enough reports after the session.
        lasting: chance that it moved the usual level up by more than half a swing.
    """

    at: datetime
    reports: int
    by_day_3: float | None
    by_day_7: float | None
    lasting: float | None


@dataclass(frozen=True, slots=True)
class Place:
    """The usual level at one time, with its 80 % range: a point of the ribbon."""

    at: datetime
    level: Range


@dataclass(frozen=True)
class Picture:
    """What the model says of one person. Every number rests on `reports` check-ins.

    Args:
        too_early: fewer than `LEAST_REPORTS`; then all of the rest is empty.
        level: the usual level now.
        swing: size of everyday ups and downs.
        inside: share of check-ins expected inside the agreed window; "both at once" is outside.
        half_time: hours until an activation is down to half; None: the reports do not tell.
        drift: how far the usual level has moved since `anchor`; None before four weeks.
        lower, upper: edges of the estimated window; None where the answers do not tell yet.
        widened: by how much the estimated window is wider than before `anchor`, and
        widened_chance: the chance that it is wider at all; None where not known.
        settling: one for each medicine session, oldest first.
        ribbon: points of the usual level over the days shown.
        flags: all of them, oldest first.
        model, prior, thresholds: versions, shown with everything above.
    """

    too_early: bool
    reports: int
    agreed: Agreed
    model: str
    prior: str
    thresholds: str
    level: Range | None = None
    swing: Range | None = None
    inside: Range | None = None
    half_time: Range | None = None
    anchor: datetime | None = None
    drift: Range | None = None
    answers: int = 0
    lower: Range | None = None
    upper: Range | None = None
    widened: Range | None = None
    widened_chance: float | None = None
    settling: tuple[Settling, ...] = ()
    ribbon: tuple[Place, ...] = ()
    flags: tuple[Flag, ...] = ()
