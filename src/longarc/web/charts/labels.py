"""Dated words that stand over a plot, in as few lines as keep them apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from longarc.web.charts.scale import WIDTH, TimeScale, pack, shorten, text_width
from longarc.web.charts.svg import Layer, Word

LINE = 18  # units down for one line of words
FIRST = 16  # the foot of the first line
PAD = 5  # units before and after the words of a label
MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Tick:
    """Something that happened at one moment. An empty label is drawn without words."""

    at: datetime
    label: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A label with the units of text it takes across; it runs left when the edge is near."""

    x: int
    label: str
    begin: float
    end: float
    leftward: bool = False

    def word(self, y: int) -> Word:
        if self.leftward:
            return Word(self.x, y, self.label, "end", "-.35em")
        return Word(self.x, y, self.label, shift=".35em")


def placed(x: int, label: str, room: float) -> Placed:
    """Where `label` goes beside the unit `x` of a plot that is `room` units of text wide."""
    label = shorten(label, room / 2)
    here, width = x / WIDTH * room, text_width(label) + PAD
    if here + width <= room:
        return Placed(x, label, here, here + width)
    return Placed(x, label, here - width, here, leftward=True)


def along_the_top(ticks: Iterable[Tick], scale: TimeScale, room: float) -> tuple[Layer, int]:
    """The labels of `ticks` over a plot, and the units down that they take.

    Where there are too many to keep apart, the later ones go without words: the table has them.
    """
    within = sorted((tick for tick in ticks if scale.covers(tick.at)), key=lambda tick: tick.at)
    found = [placed(scale.x(tick.at), tick.label, room) for tick in within if tick.label]
    lines = pack((one.begin, one.end) for one in found)
    kept = [(one, line) for one, line in zip(found, lines, strict=True) if line < MOST_LINES]
    words = tuple(one.word(FIRST + LINE * line) for one, line in kept)
    return Layer(words=words), LINE * (1 + max((line for _, line in kept), default=-1)) + 5
