"""The client's own check-ins over time, on the rows of the ladder in their own words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from longarc.care.arc import CheckIn, State, state_at
from longarc.web.charts import axis
from longarc.web.charts import ladder as ladder_marks
from longarc.web.charts.labels import Tick, along_the_top
from longarc.web.charts.scale import LADDER, WIDTH, Ladder, TimeScale, shorten
from longarc.web.charts.svg import (
    AXIS_HEIGHT,
    Layer,
    Word,
    band,
    bars,
    named,
    path,
    plot,
    rules,
    safe,
    time_axis,
)

ROOM = 262.0  # units of text across the plot on a 320 px phone: labels are placed for it
ROW, STRIP = 40, 18
FOOT = 14  # from the top of a strip to the foot of its words


@dataclass(frozen=True, slots=True)
class Words:
    """What the chart says, already in the reader's language.

    Args:
        rows: a word for each of the six states, the client's own where they chose some.
        range: names the shaded band, such as "your range".
    """

    rows: Mapping[State, str]
    range: str


def svg(
    check_ins: Iterable[CheckIn],
    start: datetime,
    end: datetime,
    *,
    title: str,
    description: str,
    words: Words,
    range_: tuple[int, int] | None = None,
    marks: Sequence[Tick] = (),
    uid: str = "patterns",
) -> SafeString:
    """Dots where there is a report and nothing where there is none: no line joins them.

    Args:
        check_ins: in any order; those outside `start` to `end` are left out.
        start, end: aware, in the client's zone.
        range_: lowest and highest position of the client's range; None shades "within".
        marks: dated events, each an upright line with its label.
        uid: makes the ids of title and description unique on the page.
    """
    scale = TimeScale(start, end)
    shown = [one for one in check_ins if scale.covers(one.at)]
    some_mixed = any(one.position is None for one in shown)
    labels, top = along_the_top(marks, scale, ROOM)
    ladder = Ladder(top, ROW, STRIP)
    foot = ladder.bottom + (ROW if some_mixed else 0)
    layers = (
        _range(ladder, range_, words.range),
        _rows(ladder, words.rows),
        _events(marks, scale, foot),
        labels,
        Layer(ladder_marks.marks(shown, scale, ladder)),
        _mixed(shown, scale, ladder.bottom, words.rows[State.MIXED]) if some_mixed else Layer(),
        time_axis(axis.marks(scale, ROOM), foot),
    )
    attributes, head = named(uid, title, description)
    return safe(plot(foot + AXIS_HEIGHT, layers, f'class="plot" {attributes}', head))


def _range(ladder: Ladder, range_: tuple[int, int] | None, name: str) -> Layer:
    if range_ is None:
        top = ladder.row_top(State.WITHIN)
        return Layer(path("within", band(top, top + ROW)))
    low, high = sorted(range_)
    top, bottom = ladder.edge(high), ladder.edge(low)
    # The words go into the free strip of the row that holds the middle of the range.
    strip = ladder.row_top(state_at((low + high) // 2))
    shapes = path("within", band(top, bottom)) + path("range", rules([top, bottom]))
    return Layer(shapes, (Word(WIDTH, strip + FOOT, shorten(name, ROOM / 2), "end own", "-.4em"),))


def _rows(ladder: Ladder, rows: Mapping[State, str]) -> Layer:
    tops = [ladder.row_top(state) for state in LADDER]
    labels = [
        Word(0, top + FOOT, shorten(rows[state], ROOM / 2), shift=".4em")
        for state, top in zip(LADDER, tops, strict=True)
    ]
    return Layer(path("rule", rules(tops)), tuple(labels))


def _events(marks: Sequence[Tick], scale: TimeScale, foot: int) -> Layer:
    return Layer(path("event", bars((scale.x(m.at) for m in marks if scale.covers(m.at)), 0, foot)))


def _mixed(shown: Iterable[CheckIn], scale: TimeScale, top: int, name: str) -> Layer:
    shapes = path("rule", rules([top])) + ladder_marks.mixed(shown, scale, top + STRIP + 4)
    return Layer(shapes, (Word(0, top + FOOT, shorten(name, ROOM), shift=".4em"),))
