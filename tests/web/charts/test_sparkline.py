from tests.web.charts.drawing import daily, days, outside, paths, points, read

from longarc.care.arc import CheckIn
from longarc.web.charts import sparkline


def test_one_mark_for_each_report_and_none_for_a_day_without():
    svg = sparkline.svg([CheckIn(days(n), 50) for n in (1, 2, 20)], days(28))
    found = points(paths(svg, "dot"))
    assert len(found) == 3
    assert found[2][0] - found[1][0] == 18 * sparkline.DAY


def test_rows_are_told_apart_and_up_is_up():
    positions = (90, 70, 50, 30, 10)
    svg = sparkline.svg([CheckIn(days(1), position) for position in positions], days(28))
    heights = [y for _, y in points(paths(svg, "dot"))]
    assert heights == sorted(set(heights))


def test_mixed_lies_below_the_ladder_and_is_no_dot():
    svg = sparkline.svg([CheckIn(days(3), None), CheckIn(days(4), 10)], days(28))
    (_, lowest), (_, mixed) = points(paths(svg, "dot"))[0], points(paths(svg, "mixed"))[0]
    assert len(points(paths(svg, "dot"))) == 1
    assert mixed > lowest


def test_only_the_last_days_up_to_the_moment_are_drawn():
    svg = sparkline.svg([CheckIn(days(n), 50) for n in (0, 2, 30, 31)], days(30), days=28)
    assert len(points(paths(svg, "dot"))) == 2


def test_it_is_small_whole_and_left_to_the_words_beside_it():
    svg = sparkline.svg(daily(28), days(28))
    assert len(svg) < 512
    assert read(svg).get("aria-hidden") == "true"
    assert outside(svg) == []
    assert outside(sparkline.svg([CheckIn(days(28), None), CheckIn(days(0), 0)], days(28))) == []


def test_an_imported_series_has_no_row_within_reach():
    marks = [CheckIn(days(28), 40)]
    assert 'class="within"' in sparkline.svg(marks, days(28))
    assert 'class="within"' not in sparkline.svg(marks, days(28), on_ladder=False)
