"""Inner parts, and what each is tied to: two columns with lines between. Drawn on the server."""

from collections.abc import Iterable, Sequence

from django.utils.safestring import SafeString

from longarc.web.charts.scale import shorten, text_width
from longarc.web.charts.svg import Layer, Word, dots, named, path, plot, safe

#: Units of text for a name on a 320 px phone: names are broken for it.
ROOM = 90.0
LEFT, RIGHT, GAP = 440, 560, 30
ROW, LINE, MOST_LINES = 68, 17, 3


def svg(
    parts: Sequence[str],
    things: Sequence[str],
    lines: Iterable[tuple[int, int]],
    *,
    title: str,
    description: str,
    uid: str = "parts-map",
) -> SafeString:
    """Parts on the left, what they are tied to on the right.

    Args:
        parts, things: their names, from the top down.
        lines: (number of a part, number of a thing), each from 0.
        description: the same in sentences, for whoever does not see the drawing.
    """
    height = ROW * max(len(parts), len(things), 1)
    left, right = _places(len(parts), height), _places(len(things), height)
    ties = "".join(f"M{LEFT} {left[part]}L{RIGHT} {right[thing]}" for part, thing in lines)
    drawn = path("edge", ties)
    drawn += path("inner", dots((LEFT, y) for y in left))
    drawn += path("dot", dots((RIGHT, y) for y in right))
    words = [
        *(word for name, y in zip(parts, left, strict=True) for word in _name(name, y, "end name")),
        *(word for name, y in zip(things, right, strict=True) for word in _name(name, y, "thing")),
    ]
    attributes, head = named(uid, title, description)
    return safe(plot(height, [Layer(drawn, tuple(words))], f'class="plot" {attributes}', head))


def _places(count: int, height: int) -> list[int]:
    """Heights that share the room evenly."""
    return [round((n + 0.5) * height / count) for n in range(count)]


def _name(name: str, y: int, kind: str) -> list[Word]:
    told = broken(name)
    top = y - LINE * (len(told) - 1) / 2 + LINE / 4
    x = LEFT - GAP if kind.startswith("end") else RIGHT + GAP
    return [Word(x, top + LINE * n, one, kind) for n, one in enumerate(told)]


def broken(name: str) -> list[str]:
    """`name` in at most `MOST_LINES` lines, each within `ROOM`; what is left over is cut.

    >>> broken("The one who keeps watch")
    ['The one who', 'keeps watch']
    """
    lines = [""]
    for word in name.split():
        joined = f"{lines[-1]} {word}".strip()
        if text_width(joined) <= ROOM or not lines[-1]:
            lines[-1] = joined
        elif len(lines) < MOST_LINES:
            lines.append(word)
        else:
            lines[-1] = joined + "…"
            break
    return [shorten(line, ROOM) for line in lines]
