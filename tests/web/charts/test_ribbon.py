"""The usual level behind the marks: where it runs, and when it is not drawn."""

from itertools import pairwise

from tests.web.charts.drawing import ROWS, daily, days, outside, paths, points

from longarc.care.arc import CheckIn
from longarc.care.window import Place, Range
from longarc.web.charts import timeline
from longarc.web.charts.bands import State


def draw(usual, check_ins=None):
    band = State("State", ROWS, check_ins or (CheckIn(days(1), 50),), usual=tuple(usual))
    return timeline.svg([band], days(0), days(30), title="Arc", description="One.")


def level(mid, half=0.1):
    return Range(mid, mid - half, mid + half)


def places(mids, half=0.1):
    return [Place(days(2 * n), level(mid, half)) for n, mid in enumerate(mids)]


def test_the_line_rises_with_the_level_and_the_ribbon_lies_around_it():
    svg = draw(places([0.3, 0.5, 0.7, 0.9]))
    line = points(paths(svg, "level").replace("L", " M"))
    around = points(paths(svg, "ribbon").replace("L", " M"))
    assert all(later[1] < earlier[1] for earlier, later in pairwise(line))
    above, below = around[:4], around[:3:-1]
    for (x, y), (x_up, up), (x_down, down) in zip(line, above, below, strict=True):
        assert x == x_up == x_down
        assert up < y < down


def test_a_wider_range_is_a_wider_ribbon():
    def height(half):
        ys = [
            y for _, y in points(paths(draw(places([0.5] * 4, half)), "ribbon").replace("L", "M"))
        ]
        return max(ys) - min(ys)

    assert height(0.2) > height(0.05) > 0


def test_without_a_usual_level_there_is_no_line():
    assert not paths(draw([]), "ribbon")
    assert not paths(draw(places([0.5])), "level")
    before = [Place(days(-n), level(0.5)) for n in (9, 6, 3)]
    assert not paths(draw(before), "level")


def test_nothing_of_it_lies_outside_the_drawing():
    svg = draw(places([-0.05, 0.02, 0.5, 0.98, 1.05], 0.2), daily(30))
    assert paths(svg, "ribbon")
    assert outside(svg) == []


def test_check_ins_lie_over_the_ribbon():
    svg = draw(places([0.5, 0.5]))
    assert svg.index('class="within"') < svg.index('class="ribbon"') < svg.index('class="dot')
