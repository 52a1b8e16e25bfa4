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

from longarc.care.arc import CheckIn, State
from longarc.web.charts import patterns_chart
from longarc.web.charts.labels import Tick
from longarc.web.charts.patterns_chart import Words


def draw(check_ins, span=90, rows=ROWS, **more):
    told = {"title": "Your last 90 days", "description": "Mostly within.", **more}
    return patterns_chart.svg(
        check_ins, days(0), days(span), words=Words(rows, "your range"), **told
    )


def test_it_is_one_image_with_a_title_and_a_description():
    root = read(draw(daily(90), uid="mine"))
    assert root.get("role") == "img"
    named = {e.get("id"): e.text for e in root if e.tag in ("title", "desc")}
    assert named == {"mine-t": "Your last 90 days", "mine-d": "Mostly within."}
    assert root.get("aria-labelledby", "").split() == list(named)


def test_a_dot_for_each_report_and_nothing_joins_them():
    check_ins = [CheckIn(days(n), 50) for n in (1, 2, 60)]
    d = paths(draw(check_ins), "dot")
    assert len(points(d)) == 3
    assert d.count("M") == d.count("h0") == 3
    assert not set(d) & set("LlCcHV")


def test_mixed_has_its_own_lane_below_the_ladder_and_only_when_there_is_one():
    plain = draw([CheckIn(days(1), 10)])
    both = draw([CheckIn(days(1), 10), CheckIn(days(2), None)])
    assert ROWS[State.MIXED] not in words(plain)
    assert ROWS[State.MIXED] in words(both)
    assert len(points(paths(both, "dot"))) == len(points(paths(both, "mixed"))) == 1
    assert points(paths(both, "mixed"))[0][1] > points(paths(both, "dot"))[0][1]


def test_rows_carry_the_clients_own_words():
    own = {**ROWS, State.WAY_DOWN: "Under the ice"}
    assert [w for w in words(draw(daily(30, mixed=0), rows=own)) if w in own.values()] == [
        "Way up",
        "Up",
        "Within reach",
        "Down",
        "Under the ice",
    ]


def test_the_range_is_drawn_and_named_only_when_it_is_known():
    assert "your range" not in words(draw(daily(30)))
    svg = draw(daily(30), range_=(33, 66))
    assert "your range" in words(svg)
    assert len(points(paths(svg, "range"))) == 2


def test_dated_events_are_lines_with_their_words_and_others_are_left_out():
    marks = [Tick(days(10), "Session 1"), Tick(days(200), "Later")]
    svg = draw(daily(90), marks=marks)
    assert len(points(paths(svg, "event"))) == 1
    assert "Session 1" in words(svg)
    assert "Later" not in words(svg)


@pytest.mark.parametrize("span", [1, 30, 90, 730])
def test_nothing_lies_outside_the_drawing(span):
    marks = [Tick(days(span * n / 9), f"Session {n}") for n in range(10)]
    assert outside(draw(daily(span), span, range_=(0, 100), marks=marks)) == []


def test_words_from_people_cannot_become_markup():
    own = dict.fromkeys(ROWS, NASTY)
    svg = draw(daily(9), rows=own, marks=[Tick(days(1), NASTY)], title=NASTY, description=NASTY)
    assert "<script" not in svg
    assert read(svg).find("title").text == NASTY


def test_two_years_of_days_stay_light():
    svg = draw(daily(730), 730, range_=(33, 66))
    assert len(gzip.compress(svg.encode())) < 10_000


def test_no_style_and_no_script_in_the_drawing():
    svg = draw(daily(90), range_=(33, 66))
    assert not [e for e in read(svg).iter() if e.get("style") or e.tag in ("style", "script")]
