"""The bands of a timeline: spans, moments, check-ins on the ladder, and imported series.

Every band knows whether it has anything to show in a span of time, and how to draw itself
from `top` down. All words come in already translated.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from longarc.care.arc import CheckIn
from longarc.care.arc import State as Row
from longarc.care.window import Place
from longarc.web.charts import ladder as ladder_marks
from longarc.web.charts import ribbon
from longarc.web.charts.labels import PAD, Tick, placed
from longarc.web.charts.scale import LADDER, WIDTH, Ladder, TimeScale, pack, shorten
from longarc.web.charts.svg import Layer, Word, band, bars, dots, path, rules

ROOM = 640.0  # units of text across the plot at its narrowest (`charts.css`, .timeline)
GUTTER = 112  # units of text for the names at its side, 7rem
LINE = 22  # one line of a band
LANE = 14  # one course among several in a row of the ladder
FOOT = 15  # from the top of a line to the foot of its words


class Drawn(NamedTuple):
    """A band's drawing, the words beside it, and the units down that it takes."""

    layer: Layer
    names: tuple[Word, ...]
    height: int


class Band(Protocol):
    def filled(self, scale: TimeScale) -> bool: ...

    def draw(self, scale: TimeScale, top: int) -> Drawn: ...


@dataclass(frozen=True, slots=True)
class Span:
    """Something that lasted. `end` None: it still does."""

    start: datetime
    end: datetime | None
    label: str = ""

    def meets(self, scale: TimeScale) -> bool:
        return self.start <= scale.end and (self.end is None or self.end >= scale.start)


@dataclass(frozen=True, slots=True)
class Spans:
    """Phases, quiet times or signals; those that would overlap go on lines of their own."""

    name: str
    spans: tuple[Span, ...]
    kind: Literal["phase", "quiet", "signal"]

    def filled(self, scale: TimeScale) -> bool:
        return any(span.meets(scale) for span in self.spans)

    def draw(self, scale: TimeScale, top: int) -> Drawn:
        shown = sorted((s for s in self.spans if s.meets(scale)), key=lambda span: span.start)
        lines = pack((_extent(span, scale) for span in shown), gap=0)
        tops = [top + LINE * line for line in lines]
        layers = [self._one(span, scale, y) for span, y in zip(shown, tops, strict=True)]
        layer = Layer("".join(one.shapes for one in layers), sum((x.words for x in layers), ()))
        return Drawn(layer, (_name(self.name, top),), LINE * (1 + max(lines)))

    def _one(self, span: Span, scale: TimeScale, y: int) -> Layer:
        left, right = scale.x(span.start), scale.x(span.end or scale.end)
        body = band(y + 2, y + LINE - 2, left, right)
        shapes = path(self.kind, body) + path("edge", bars([left], y + 2, y + LINE - 2))
        label = placed(left, span.label, ROOM)
        return Layer(shapes, (label.word(y + FOOT),) if span.label else ())


@dataclass(frozen=True, slots=True)
class Moments:
    """Meetings and other dated events, one mark each."""

    name: str
    ticks: tuple[Tick, ...]

    def filled(self, scale: TimeScale) -> bool:
        return any(scale.covers(tick.at) for tick in self.ticks)

    def draw(self, scale: TimeScale, top: int) -> Drawn:
        places = (scale.x(tick.at) for tick in self.ticks if scale.covers(tick.at))
        shapes = path("tick", bars(places, top + 5, top + LINE - 5))
        return Drawn(Layer(shapes), (_name(self.name, top),), LINE)


@dataclass(frozen=True, slots=True)
class State:
    """Check-ins on the rows of the ladder.

    Args:
        rows: a word for each of the six states.
        window: lowest and highest position of the agreed window (decision 3), shaded.
        usual: the usual level as the model knows it, a ribbon behind the marks; empty before it
            has enough check-ins (decision 7).
    """

    name: str
    rows: Mapping[Row, str]
    check_ins: tuple[CheckIn, ...]
    window: tuple[int, int] = (40, 60)
    usual: tuple[Place, ...] = ()

    def filled(self, scale: TimeScale) -> bool:
        return any(scale.covers(one.at) for one in self.check_ins)

    def draw(self, scale: TimeScale, top: int) -> Drawn:
        ladder = Ladder(top + LINE, row=20)
        low, high = self.window
        shaded = band(ladder.edge(high), ladder.edge(low))
        shapes = path("within", shaded) + ribbon.marks(self.usual, scale, ladder)
        shapes += ladder_marks.marks(self.check_ins, scale, ladder)
        below = ladder_marks.mixed(self.check_ins, scale, ladder.bottom + 5)
        names = [_row(self.rows[row], ladder.row_top(row)) for row in LADDER]
        if below:
            shapes += path("rule", rules([ladder.bottom])) + below
            names.append(_row(self.rows[Row.MIXED], ladder.bottom))
        return Drawn(
            Layer(shapes),
            (_name(self.name, top), *names),
            ladder.bottom - top + (20 if below else 0),
        )


@dataclass(frozen=True, slots=True)
class Overlaid:
    """Check-ins of several courses on one ladder: in every row each course has a line of its own.

    A mark is the short word of its course, so that no colour is needed to tell them apart.

    Args:
        rows: a word for each of the six states.
        courses: the word of each, with its check-ins; the first is the uppermost line of a row.
        window: lowest and highest position of the agreed window (decision 3), shaded.
    """

    name: str
    rows: Mapping[Row, str]
    courses: tuple[tuple[str, tuple[CheckIn, ...]], ...]
    window: tuple[int, int] = (40, 60)

    def filled(self, scale: TimeScale) -> bool:
        return any(scale.covers(one.at) for _, told in self.courses for one in told)

    def draw(self, scale: TimeScale, top: int) -> Drawn:
        ladder = Ladder(top + LINE, row=LANE * len(self.courses) + 4)
        low, high = self.window
        edges = [ladder.row_top(row) for row in LADDER]
        tops = {**dict(zip(LADDER, edges, strict=True)), Row.MIXED: ladder.bottom}
        told = {one.state for _, found in self.courses for one in found if scale.covers(one.at)}
        shown = [row for row in tops if row in LADDER or row in told]
        shapes = path("within", band(ladder.edge(high), ladder.edge(low)))
        shapes += path("rule", rules([*edges[1:], ladder.bottom]))
        names = tuple(_row(self.rows[row], tops[row]) for row in shown)
        height = ladder.row * len(shown) + LINE
        layer = Layer(shapes, tuple(self._marks(scale, tops)))
        return Drawn(layer, (_name(self.name, top), *names), height)

    def _marks(self, scale: TimeScale, tops: Mapping[Row, int]) -> Iterator[Word]:
        """Of marks in one place one is drawn."""
        for line, (mark, told) in enumerate(self.courses):
            places = [(scale.x(one.at), one.state) for one in told if scale.covers(one.at)]
            for x, state in dict.fromkeys(places):
                yield Word(x, tops[state] + LANE * (line + 1), mark, "mark")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of an imported series, 0 to 100."""

    at: datetime
    value: int


@dataclass(frozen=True, slots=True)
class Series:
    """An imported series on its own axis from low to high; never rows of the ladder (decision 2).

    Args:
        low, high: the words at the two ends of its axis.
    """

    name: str
    low: str
    high: str
    values: tuple[Value, ...]

    def filled(self, scale: TimeScale) -> bool:
        return any(scale.covers(one.at) for one in self.values)

    def draw(self, scale: TimeScale, top: int) -> Drawn:
        first, room = top + LINE + 4, 52
        places = (
            (scale.x(one.at), first + room - round(one.value * room / 100))
            for one in self.values
            if scale.covers(one.at)
        )
        ends = path("rule", rules([first, first + room]))
        names = _row(self.high, first - 6), _row(self.low, first + room - 12)
        height = LINE + room + 12
        return Drawn(
            Layer(ends + path("dot value", dots(places))), (_name(self.name, top), *names), height
        )


def _extent(span: Span, scale: TimeScale) -> tuple[float, float]:
    """The units of text that a span and its label take."""
    left, right = scale.x(span.start), scale.x(span.end or scale.end)
    begin, end = left / WIDTH * ROOM, right / WIDTH * ROOM
    if not span.label:
        return begin, end
    label = placed(left, span.label, ROOM)
    return min(begin, label.begin), max(end, label.end + PAD)


def _name(name: str, top: int) -> Word:
    return Word(0, top + FOOT, shorten(name, GUTTER), "name")


def _row(label: str, top: int) -> Word:
    return Word(0, top + FOOT, shorten(label, GUTTER))
