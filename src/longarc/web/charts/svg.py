"""The few pieces of SVG that the charts are made of. Every word goes through `escape`."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from longarc.web.charts.axis import Mark
from longarc.web.charts.scale import WIDTH

UNITS_PER_REM = 16
AXIS_HEIGHT = 26


@dataclass(frozen=True, slots=True)
class Word:
    """`label` at units (x, y); `kind` holds classes ("end": it ends at x), `shift` a length."""

    x: float
    y: float
    label: str
    kind: str = ""
    shift: str = ""

    def markup(self, height: int) -> str:
        of_kind = f' class="{self.kind}"' if self.kind else ""
        moved = f' dx="{self.shift}"' if self.shift else ""
        across, down = 100 * self.x / WIDTH, 100 * self.y / height
        place = f'x="{across:.4g}%" y="{down:.4g}%"'
        return f"<text {place}{moved}{of_kind}>{escape(self.label)}</text>"


@dataclass(frozen=True, slots=True)
class Layer:
    """Shapes in units, and words; a later layer lies over an earlier one."""

    shapes: str = ""
    words: tuple[Word, ...] = ()


def plot(height: int, layers: Iterable[Layer], attributes: str, head: str = "") -> str:
    """One plot: its shapes stretch with the page, its words keep their size.

    Args:
        height: units.
        attributes: written into the svg tag; our own text, never a person's.
        head: title and description (`named`), or nothing for a hidden drawing.
    """
    layers = list(layers)
    shapes = "".join(layer.shapes for layer in layers)
    words = "".join(word.markup(height) for layer in layers for word in layer.words)
    return (
        f'<svg {attributes} width="100%" height="{height / UNITS_PER_REM:g}rem">{head}'
        f'<svg width="100%" height="100%" viewBox="0 0 {WIDTH} {height}"'
        f' preserveAspectRatio="none">{shapes}</svg>{words}</svg>'
    )


def named(uid: str, title: str, description: str) -> tuple[str, str]:
    """The attributes and the head of a drawing that stands as one image."""
    uid = escape(uid)
    head = (
        f'<title id="{uid}-t">{escape(title)}</title>'
        f'<desc id="{uid}-d">{escape(description)}</desc>'
    )
    return f'role="img" aria-labelledby="{uid}-t {uid}-d"', head


def path(kind: str, d: str) -> str:
    """One path, or nothing when there is nothing to draw."""
    return f'<path class="{kind}" d="{d}"/>' if d else ""


def dots(places: Iterable[tuple[int, int]]) -> str:
    """Path data of one round mark for each place; marks on top of each other are drawn once."""
    return "".join([f"M{x} {y}h0" for x, y in dict.fromkeys(places)])


def bars(places: Iterable[int], top: int, bottom: int) -> str:
    """Path data of one upright line for each place."""
    return "".join([f"M{x} {top}V{bottom}" for x in dict.fromkeys(places)])


def rules(heights: Iterable[int]) -> str:
    """Path data of one level line for each height."""
    return "".join([f"M0 {y}H{WIDTH}" for y in heights])


def band(top: int, bottom: int, left: int = 0, right: int = WIDTH) -> str:
    """Path data of a filled band."""
    return f"M{left} {top}H{right}V{bottom}H{left}z"


def time_axis(found: Iterable[Mark], top: int) -> Layer:
    """A time axis whose line is at `top`; it takes `AXIS_HEIGHT` units."""
    found = list(found)
    lines = rules([top]) + bars((mark.x for mark in found), top, top + 5)
    labels = [Word(mark.x, top + 20, mark.label) for mark in found if mark.label]
    return Layer(path("axis", lines), tuple(labels))


def safe(markup: str) -> SafeString:
    """Mark markup that this package built as safe; every word in it was escaped above."""
    return mark_safe(markup)  # noqa: S308
