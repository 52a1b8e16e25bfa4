"""From time and position to places in a drawing.

Across, a plot is always `WIDTH` units wide and stretches to the room it gets. Down, one unit
is a sixteenth of the reader's text size (rem), so a drawing grows with enlarged text.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from unicodedata import east_asian_width

from longarc.care.arc import ROW_HEIGHT, State, state_at

WIDTH = 1000
INSET = 12  # keeps the round marks of the first and the last moment whole
TEXT = 13.0  # text size in units; `charts.css` sets the same, 0.8125rem
LADDER = (State.WAY_UP, State.UP, State.WITHIN, State.DOWN, State.WAY_DOWN)


@dataclass(frozen=True, slots=True)
class TimeScale:
    """Where a moment lies across a plot.

    Args:
        start, end: aware datetimes; the zone of `start` decides where days begin.

    Raises:
        ValueError: the end is not after the start.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("a time scale needs an end after its start")

    def x(self, at: datetime) -> int:
        """Units from the left; a moment outside the span is held at the nearer edge."""
        share = (at - self.start) / (self.end - self.start)
        return round(INSET + min(max(share, 0.0), 1.0) * (WIDTH - 2 * INSET))

    def covers(self, at: datetime) -> bool:
        return self.start <= at <= self.end


@dataclass(frozen=True, slots=True)
class Ladder:
    """Where a position (0 to 100) lies down a plot.

    Args:
        top: the upper edge of "way up".
        row: height of each of the five rows.
        strip: free room at the top of each row, for its words.
    """

    top: int
    row: int
    strip: int = 0
    margin: int = 3

    @property
    def bottom(self) -> int:
        return self.top + self.row * len(LADDER)

    def row_top(self, state: State) -> int:
        return self.top + self.row * LADDER.index(state)

    def y(self, position: int) -> int:
        """Units from the top; falls as the position rises. ValueError outside 0 to 100."""
        state = state_at(position)
        from_below = len(LADDER) - 1 - LADDER.index(state)
        share = position / ROW_HEIGHT - from_below
        room = self.row - self.strip - 2 * self.margin
        return self.row_top(state) + self.row - self.margin - round(share * room)

    def edge(self, position: int) -> int:
        """Where a range ends: at the rule between two rows, or among the marks of one row."""
        if position % ROW_HEIGHT:
            return self.y(position)
        return self.bottom - self.row * (position // ROW_HEIGHT)


def text_width(text: str) -> float:
    """About how many units `text` takes (on the wide side, so that labels stay apart)."""
    return sum(TEXT if east_asian_width(sign) in "WF" else TEXT * 0.62 for sign in text)


def shorten(text: str, room: float) -> str:
    """`text`, cut with an ellipsis when it needs more than `room` units."""
    if text_width(text) <= room:
        return text
    while text and text_width(text + "…") > room:
        text = text[:-1]
    return text.rstrip() + "…"


def pack(extents: Iterable[tuple[float, float]], gap: float = 6) -> list[int]:
    """For each (from, to), the first row in which it touches no earlier one."""
    ends: list[float] = []
    rows = []
    for begin, end in extents:
        row = next((n for n, taken in enumerate(ends) if taken + gap <= begin), len(ends))
        ends[row : row + 1] = [end]
        rows.append(row)
    return rows
