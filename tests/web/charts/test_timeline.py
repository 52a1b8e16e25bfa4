import gzip

import pytest
from tests.web.charts.drawing import (
    NASTY,
    ROWS,
    daily,
    days,
    outside,
    paths,
    points,
    read,
    words,
)

from longarc.care.arc import CheckIn
from longarc.web.charts import timeline
from longarc.web.charts.bands import Moments, Series, Span, Spans, State, Value
from longarc.web.charts.labels import Tick

PHASE = Spans(
    "Phase",
    (
        Span(days(0), days(30), "Preparation"),
        Span(days(30), days(31), "Medicine"),
        Span(days(31), None, "Integration"),
    ),
    "phase",
)


def draw(bands, span=120, **more):
    told = {"title": "Arc", "description": "Two phases.", **more}
    return timeline.svg(bands, days(0), days(span), **told)


def everything(span, label=""):
    at = span / 10
    return (
        Spans(
            "Phase",
            tuple(Span(days(n * at), days(n * at + at), f"Phase {n}{label}") for n in range(9)),
            "phase",
        ),
        State("State", ROWS, daily(span)),
        Spans("Quiet", (Span(days(at), days(2 * at)),), "quiet"),
        Moments("Meetings", tuple(Tick(days(n)) for n in range(0, span, 7))),
        Spans(
            "Signals",
            (Span(days(at), days(2 * at), "Run"), Span(days(at * 9.9), None, "Asked for contact")),
            "signal",
        ),
        Series(
            "imported", "low", "high", tuple(Value(days(n), n % 101) for n in range(0, span, 2))
        ),
    )


def test_only_bands_with_something_to_show_are_drawn():
    later = Moments("Meetings", (Tick(days(500)),))
    found = words(draw([PHASE, later, State("State", ROWS, ())]))
    assert "Phase" in found
    assert not {"Meetings", "State"} & set(found)


def test_what_began_before_and_still_lasts_reaches_both_edges():
    svg = draw([Spans("Phase", (Span(days(-50), None, "Follow-up"),), "phase")])
    assert paths(svg, "phase").startswith("M12 ")
    assert "H988" in paths(svg, "phase")


def test_overlapping_signals_go_on_lines_of_their_own():
    spans = (Span(days(10), days(90)), Span(days(20), days(30)), Span(days(95), None))
    found = points(paths(draw([Spans("Signals", spans, "signal")]), "signal"))
    first, second, third = (y for _, y in found)
    assert first == third < second


def test_an_imported_series_has_its_own_axis_and_is_no_row_of_the_ladder():
    svg = draw([Series("imported", "low", "high", (Value(days(1), 0), Value(days(2), 100)))])
    assert words(svg)[:3] == ["imported", "high", "low"]
    (_, low), (_, high) = points(paths(svg, "value"))
    assert high < low
    assert not points(paths(svg, "within"))


def test_mixed_has_its_own_lane():
    svg = draw([State("State", ROWS, (CheckIn(days(1), 10), CheckIn(days(2), None)))])
    assert points(paths(svg, "mixed"))[0][1] > points(paths(svg, "down"))[0][1]
    assert len(points(paths(svg, "dot"))) == len(points(paths(svg, "mixed"))) == 1


def test_the_agreed_window_is_shaded_as_agreed():
    check_ins = (CheckIn(days(1), 70),)
    narrow = draw([State("State", ROWS, check_ins)])
    wide = draw([State("State", ROWS, check_ins, window=(40, 80))])
    assert points(paths(wide, "within"))[0][1] < points(paths(wide, "up"))[0][1]
    assert points(paths(narrow, "within"))[0][1] > points(paths(narrow, "up"))[0][1]


@pytest.mark.parametrize("span", [5, 120, 730])
def test_nothing_lies_outside_the_drawing(span):
    sessions = [Tick(days(span / 3), "Session 1"), Tick(days(span), "Session 2")]
    assert outside(draw(everything(span), span, sessions=sessions)) == []


def test_words_from_people_cannot_become_markup():
    svg = draw(everything(60, NASTY), 60, sessions=[Tick(days(3), NASTY)], title=NASTY)
    assert "<script" not in svg
    assert NASTY in [e.text for e in read(svg).iter("title")]


def test_an_empty_arc_is_still_a_whole_drawing():
    svg = draw([])
    assert outside(svg) == []
    assert words(svg)


def test_two_years_of_days_stay_light():
    svg = draw(everything(730), 730)
    assert len(gzip.compress(svg.encode())) < 12_000
