from pathlib import Path

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from tests.web.charts.drawing import NASTY, outside, read, read_html

from longarc.care.body import (
    BACK,
    FRONT,
    REGION_LABEL,
    SENSATION_LABEL,
    BodyMark,
    Region,
    Sensation,
    parse,
    parse_all,
)
from longarc.web.charts import body, figure

SHEET = Path(body.__file__).parents[1] / "static" / "charts.css"
MARKS = (BodyMark(Region.CHEST, Sensation.TIGHT), BodyMark(Region.CALF_LEFT))


def test_there_are_28_places_each_with_words_of_its_own():
    assert len(Region) == 28
    assert (len(FRONT), len(BACK)) == (18, 10)
    assert set(REGION_LABEL) == set(Region)
    assert len(set(REGION_LABEL.values())) == 28
    assert set(SENSATION_LABEL) == set(Sensation)


@pytest.mark.parametrize("region", Region)
def test_a_mark_reads_back_as_it_was_written(region):
    for mark in (BodyMark(region, Sensation.NUMB), BodyMark(region)):
        assert parse(str(mark)) == mark


@pytest.mark.parametrize(
    ("pair", "why"),
    [
        ("elbow:tight", "'elbow' is not a place"),
        ("chest:blue", "'blue' is not a sensation"),
        ("", "place"),
    ],
)
def test_an_unknown_place_or_word_is_refused_by_name(pair, why):
    with pytest.raises(ValueError, match=why):
        parse(pair)


def test_a_place_cannot_be_marked_twice():
    with pytest.raises(ValueError, match="twice"):
        parse_all(["chest:tight", "chest:warm"])


def test_every_place_is_drawn_once_inside_the_drawing_and_followed_by_the_sheet():
    svg = body.form().drawing
    drawn = [e.get("data-place") for e in read(svg).iter("path") if e.get("data-place")]
    assert sorted(drawn) == sorted(Region)
    assert outside(svg) == []
    sheet = SHEET.read_text()
    assert [r for r in Region if f"[value={r}]:checked) .r-{r}" not in sheet] == []


@pytest.mark.parametrize("front", [True, False])
def test_each_figure_is_its_own_mirror_image(front):
    axis = figure.HALF if front else 3 * figure.HALF
    drawn = {d for _, d in figure.shapes(front)}
    sides = {_leftmost(d, axis) for d in drawn}
    assert sides == {-right for right in (_rightmost(d, axis) for d in drawn)}


def _across(d, axis):
    numbers = d.replace("M", " ").replace("C", " ").replace("Z", " ").split()
    return [int(n) - axis for n in numbers[::2]]


def _leftmost(d, axis):
    return min(_across(d, axis))


def _rightmost(d, axis):
    return max(_across(d, axis))


def test_left_is_the_clients_own_left():
    front = dict(figure.shapes(front=True))
    behind = dict(figure.shapes(front=False))
    assert _leftmost(front[Region.HAND_LEFT], figure.HALF) > 0
    assert _rightmost(behind[Region.CALF_LEFT], 3 * figure.HALF) < 0


def test_a_posted_form_gives_its_marks_and_a_word_without_a_tick_is_left_out():
    post = QueryDict("body=calf_left&body=chest&feels-chest=tight&feels-head=numb&feels-calf_left=")
    assert body.read(post.getlist("body"), post.dict()) == MARKS
    assert body.read([], {}) == ()


def test_the_form_keeps_what_was_marked():
    root = read_html(render_to_string("parts/body_map.html", {"body": body.form(MARKS)}))
    boxes = [e for e in root.iter("input") if e.get("type") == "checkbox"]
    assert len(boxes) == 28
    assert {e.get("value") for e in boxes if "checked" in e.attrib} == {"chest", "calf_left"}
    labels = {e.get("for") for e in root.iter("label")}
    assert labels == {e.get("id") for e in boxes}
    chosen = [e.get("value") for e in root.iter("option") if "selected" in e.attrib]
    assert chosen == ["tight"]


def test_the_therapist_sees_the_marks_as_a_drawing_and_in_words():
    svg = body.readonly_svg(MARKS, title=NASTY)
    marked = {e.get("data-place") for e in read(svg).iter("path") if "on" in e.get("class").split()}
    assert marked == {"chest", "calf_left"}
    assert read(svg).find("desc").text == "Chest: tight; Left calf"
    assert body.in_words(MARKS) == ["Chest: tight", "Left calf"]
    assert "<script" not in svg
    assert read(body.readonly_svg((), title="x")).find("desc").text == "Nothing is marked."
