from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from tests.web.charts.drawing import START, days

from longarc.care.arc import State
from longarc.web.charts import axis
from longarc.web.charts.scale import (
    INSET,
    WIDTH,
    Ladder,
    TimeScale,
    pack,
    shorten,
    text_width,
)


@given(st.lists(st.floats(0, 730), min_size=2, max_size=20))
def test_later_is_never_further_left(moments):
    scale = TimeScale(days(0), days(730))
    places = [scale.x(days(moment)) for moment in sorted(moments)]
    assert places == sorted(places)


def test_the_span_fills_the_plot_and_other_moments_are_held_at_its_edges():
    scale = TimeScale(days(0), days(10))
    found = [scale.x(days(n)) for n in (-5, 0, 5, 10, 99)]
    assert found == [INSET, INSET, WIDTH // 2, WIDTH - INSET, WIDTH - INSET]


def test_a_span_must_end_after_it_starts():
    with pytest.raises(ValueError, match="end after its start"):
        TimeScale(START, START)


@pytest.mark.parametrize("ladder", [Ladder(0, 40, 18), Ladder(23, 20)])
def test_a_higher_position_is_never_lower_and_stays_in_its_row_below_the_words(ladder):
    heights = [ladder.y(position) for position in range(101)]
    assert heights == sorted(heights, reverse=True)
    within = [ladder.y(position) for position in range(40, 60)]
    top = ladder.row_top(State.WITHIN)
    assert top + ladder.strip < min(within)
    assert max(within) < top + ladder.row


@pytest.mark.parametrize("ladder", [Ladder(0, 40, 18), Ladder(23, 20)])
def test_a_range_holds_just_the_marks_inside_it(ladder):
    for low, high in ((40, 60), (33, 66), (20, 80)):
        inside = [p for p in range(100) if ladder.edge(high) < ladder.y(p) < ladder.edge(low)]
        assert set(inside) <= set(range(low, high + 1))
        assert {50} <= set(inside)


@pytest.mark.parametrize("position", [-1, 101])
def test_there_is_no_place_off_the_ladder(position):
    with pytest.raises(ValueError, match="outside 0 to 100"):
        Ladder(0, 20).y(position)


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 200)), max_size=30))
def test_packed_things_never_touch(found):
    extents = [(begin, begin + length) for begin, length in sorted(found)]
    rows = pack(extents, gap=6)
    for row in set(rows):
        here = [extent for extent, its in zip(extents, rows, strict=True) if its == row]
        assert all(one[1] + 6 <= two[0] for one, two in pairwise(here))


@given(st.text(max_size=60), st.integers(20, 300))
def test_shortened_words_fit(label, room):
    assert text_width(shorten(label, room)) <= room


@pytest.mark.parametrize(
    ("span", "labels"),
    [
        (0.4, ["1 Mar"]),
        (3, ["1 Mar", "2 Mar", "3 Mar"]),
        (90, ["Mar 2025", "Apr", "May"]),
        (730, ["2026"]),
        (365 * 12, ["2026", "2028", "2030", "2032", "2034"]),
    ],
)
def test_the_axis_suits_its_span_on_a_phone(span, labels):
    with translation.override("en-gb"):
        found = axis.marks(TimeScale(days(0), days(span)), 262)
    assert [mark.label for mark in found if mark.label] == labels


@given(st.floats(0.1, 20000), st.integers(0, 400), st.sampled_from([262.0, 640.0]))
def test_axis_labels_never_touch_and_never_leave_the_plot(span, offset, room):
    start = days(offset + 0.3)
    found = axis.marks(TimeScale(start, start + timedelta(days=span)), room)
    extents = [(m.x / WIDTH * room, text_width(m.label)) for m in found if m.label]
    assert extents
    assert all(x + width <= room for x, width in extents)
    assert all(one[0] + one[1] <= two[0] for one, two in pairwise(extents))


def test_days_begin_at_midnight_where_the_reader_is():
    zone = ZoneInfo("America/Los_Angeles")
    start = datetime(2026, 3, 7, tzinfo=zone)
    scale = TimeScale(start, datetime(2026, 3, 10, tzinfo=zone))
    second = axis.marks(scale, 640)[1]
    assert second.x == scale.x(datetime(2026, 3, 8, 8, tzinfo=UTC))
