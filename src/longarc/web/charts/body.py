"""The body map: a form that works as a plain list, and a drawing that goes with it.

The list is the form: a checkbox for each place, a word beside each one that is ticked. The
drawing repeats it: rules in `charts.css` colour what is ticked, and `body.js` lets a tap on the
drawing tick the list. Nothing depends on the drawing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from longarc.care.body import (
    BACK,
    FRONT,
    REGION_LABEL,
    SENSATION_LABEL,
    BodyMark,
    Region,
    Sensation,
    parse_all,
)
from longarc.web.charts import figure
from longarc.web.charts.svg import named, safe

PLACES = "body"
FEELS = "feels-"


@dataclass(frozen=True, slots=True)
class Place:
    """One row of the list: `feels` is the code of the chosen word, or empty."""

    code: str
    label: str
    marked: bool
    feels: str


@dataclass(frozen=True, slots=True)
class BodyForm:
    """What `parts/body_map.html` needs as `body`.

    Args:
        sides: (heading, places) for front and back.
        words: (code, label) of every sensation.
        drawing: the figure that follows the list.
    """

    sides: tuple[tuple[str, tuple[Place, ...]], ...]
    words: tuple[tuple[str, str], ...]
    drawing: SafeString


def form(marks: Iterable[BodyMark] = ()) -> BodyForm:
    """The form, with `marks` already set (such as what was typed before an error)."""
    set_ = {mark.region: mark.sensation for mark in marks}
    return BodyForm(
        sides=(
            (gettext("Front"), tuple(_place(region, set_) for region in FRONT)),
            (gettext("Back"), tuple(_place(region, set_) for region in BACK)),
        ),
        words=tuple((str(code), gettext(label)) for code, label in SENSATION_LABEL.items()),
        drawing=safe(_drawing('class="figure" aria-hidden="true"', "", frozenset())),
    )


def read(places: Iterable[str], fields: Mapping[str, str]) -> tuple[BodyMark, ...]:
    """The marks of a posted form: `read(request.POST.getlist("body"), request.POST)`.

    A word whose place is not ticked is left out: taking a tick back takes its word back.

    Raises:
        ValueError: a place or a word that the form does not offer.
    """
    return parse_all(f"{place}:{fields.get(FEELS + place, '')}" for place in places)


def in_words(marks: Iterable[BodyMark]) -> list[str]:
    """Each mark as words: "Chest: tight", or "Chest" alone."""
    return [_in_words(mark) for mark in marks]


def readonly_svg(
    marks: Iterable[BodyMark], *, title: str, uid: str = "body", description: str = ""
) -> SafeString:
    """The figure with its marks. Put `in_words(marks)` beside it as well.

    Args:
        description: in place of the marks in words.
        uid: makes the ids of title and description unique on the page.
    """
    marks = list(marks)
    told = description or "; ".join(in_words(marks)) or gettext("Nothing is marked.")
    attributes, head = named(uid, title, told)
    marked = frozenset(mark.region for mark in marks)
    return safe(_drawing(f'class="figure" {attributes}', head, marked))


def _place(region: Region, marks: Mapping[Region, Sensation | None]) -> Place:
    label = gettext(REGION_LABEL[region])
    return Place(str(region), label, region in marks, str(marks.get(region) or ""))


def _in_words(mark: BodyMark) -> str:
    place = gettext(REGION_LABEL[mark.region])
    if mark.sensation is None:
        return place
    word = gettext(SENSATION_LABEL[mark.sensation])
    return gettext("%(place)s: %(word)s") % {"place": place, "word": word}


def _drawing(attributes: str, head: str, marked: frozenset[Region]) -> str:
    parts = "".join(
        _shape(region, d, region in marked)
        for front in (True, False)
        for region, d in figure.shapes(front)
    )
    return (
        f'<svg {attributes} viewBox="0 0 {figure.WIDTH} {figure.HEIGHT}">{head}{parts}'
        f"{_sides()}</svg>"
    )


def _shape(region: Region | None, d: str, marked: bool) -> str:
    if region is None:
        return f'<path class="rest" d="{d}"/>'
    on = " on" if marked else ""
    return f'<path class="place r-{region}{on}" data-place="{region}" d="{d}"/>'


def _sides() -> str:
    """Left and right as the client has them, beside the hands: the front is not a mirror."""
    left = escape(pgettext("first letter of left, on a drawing", "L"))
    right = escape(pgettext("first letter of right, on a drawing", "R"))
    places = ((5, right), (119, left), (129, left), (243, right))
    return "".join(f'<text x="{x}" y="136">{letter}</text>' for x, letter in places)
