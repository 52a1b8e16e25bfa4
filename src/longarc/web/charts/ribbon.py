"""The usual level behind the marks of the ladder: its 80 % range as a ribbon, its middle a line."""

from collections.abc import Iterable, Sequence

from longarc.care.window import Place
from longarc.web.charts.scale import Ladder, TimeScale
from longarc.web.charts.svg import path

Point = tuple[int, int]


def marks(places: Sequence[Place], scale: TimeScale, ladder: Ladder) -> str:
    """Ribbon and line through the places in the span; nothing where there are fewer than two.

    Unlike the marks it is drawn between check-ins: there the model is less sure, and it is wider.
    """
    shown = [place for place in places if scale.covers(place.at)]
    if len(shown) < 2:
        return ""
    across = [scale.x(place.at) for place in shown]
    lows, mids, highs = (
        [(x, _y(ladder, value)) for x, value in zip(across, values, strict=True)]
        for values in zip(*((p.level.low, p.level.mid, p.level.high) for p in shown), strict=True)
    )
    around = _line([*highs, *reversed(lows)]) + "z"
    return path("ribbon", around) + path("level", _line(mids))


def _y(ladder: Ladder, value: float) -> int:
    """A level of 0 to 1; the model's range may end a little beyond the scale."""
    return ladder.y(min(max(round(100 * value), 0), 100))


def _line(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points)
