"""One client's arc on one time axis: what lasted, what happened, how it was (experience 3.6)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.safestring import SafeString

from longarc.web.charts import axis
from longarc.web.charts.bands import ROOM, Band, Drawn
from longarc.web.charts.labels import Tick, along_the_top
from longarc.web.charts.scale import TimeScale
from longarc.web.charts.svg import (
    AXIS_HEIGHT,
    Layer,
    bars,
    named,
    path,
    plot,
    rules,
    safe,
    time_axis,
)

BETWEEN = 12  # units between two bands


def svg(
    bands: Sequence[Band],
    start: datetime,
    end: datetime,
    *,
    title: str,
    description: str,
    sessions: Sequence[Tick] = (),
    uid: str = "arc",
    along: Sequence[axis.Mark] = (),
) -> SafeString:
    """Names at the side, bands beside them. It needs room: the page lets it scroll sideways.

    Args:
        bands: in the order shown; those without anything in the span are left out.
        start, end: aware, in the zone whose days the axis shows.
        sessions: upright lines through every band, such as medicine sessions.
        uid: makes the ids of title and description unique on the page.
        along: marks of the axis other than days, such as days from a session.
    """
    scale = TimeScale(start, end)
    labels, top = along_the_top(sessions, scale, ROOM)
    drawn, foot = _stack([band for band in bands if band.filled(scale)], scale, top)
    through = bars((scale.x(one.at) for one in sessions if scale.covers(one.at)), 0, foot)
    layers = (
        Layer(path("event", through)),
        *(one.layer for one in drawn),
        labels,
        time_axis(along or axis.marks(scale, ROOM), foot),
    )
    names = Layer(words=tuple(word for one in drawn for word in one.names))
    attributes, head = named(uid, title, description)
    height = foot + AXIS_HEIGHT
    return safe(
        '<div class="timeline">'
        + plot(height, [names], 'class="plot names" aria-hidden="true"')
        + plot(height, layers, f'class="plot" {attributes}', head)
        + "</div>"
    )


def _stack(bands: Sequence[Band], scale: TimeScale, top: int) -> tuple[list[Drawn], int]:
    """The bands drawn one below the other from `top`, and where the last one ends."""
    drawn = []
    for band in bands:
        top += BETWEEN // 2
        one = band.draw(scale, top)
        top += one.height + BETWEEN // 2
        line = Layer(one.layer.shapes + path("rule", rules([top])), one.layer.words)
        drawn.append(one._replace(layer=line))
    return drawn, top
