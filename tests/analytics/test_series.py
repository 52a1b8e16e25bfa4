"""Files of anyone's reports: what comes out, and what bad input does."""

import math

import numpy as np
import pytest

from longarc.analytics import series
from longarc.analytics.series import BadRow, BadSeries, Row, Scale


@pytest.fixture(autouse=True)
def no_numpy_warning():
    with np.errstate(divide="raise", invalid="raise", over="raise"):
        yield


def person(n, seed=0, name="a", gap=8.0, level=0.4):
    random = np.random.default_rng(seed)
    values = np.clip(level + 0.1 * random.standard_normal(n), 0, 1)
    return [Row(name, gap * k, float(v)) for k, v in enumerate(values)]


@pytest.mark.parametrize("bounds", [(1, 1), (2, 1), (0, math.inf), (math.nan, 1)])
def test_a_scale_has_to_be_one(bounds):
    with pytest.raises(BadSeries):
        Scale(*bounds)


def test_rows_made_in_code_are_checked_before_any_result():
    with pytest.raises(BadRow):
        series.forecast([Row("a", 0.0, 0.5), Row("a", 1.0, 1.5)])


def test_no_rows_no_results():
    assert list(series.forecast([])) == []
    assert list(series.monitor([], 28)) == []


def test_one_report_has_one_forecast_from_the_prior():
    (only,) = series.forecast([Row("a", 3.0, 0.4)])
    assert (only.n_before, only.mean) == (0, pytest.approx(0.35, abs=0.02))
    assert only.lo90 < 0.2 < 0.6 < only.hi90
    assert list(series.monitor([Row("a", 3.0, 0.4)], 28)) == []


@pytest.mark.parametrize("value", [0.0, 0.37, 1.0])
def test_the_same_answer_for_ever_is_expected_but_never_certain(value):
    rows = [Row("a", 8.0 * k, value) for k in range(200)]
    last = list(series.forecast(rows))[-1]
    assert last.mean == pytest.approx(value, abs=0.02)
    assert 0.005 < last.sd < 0.06
    assert all(
        math.isfinite(one.logscore) for one in series.forecast([*rows, Row("a", 1601.0, 0.5)])
    )
    assert list(series.monitor(rows, 28)) == []


def test_gaps_of_years_and_reports_in_one_second():
    rows = [Row("a", t, y) for t, y in ((0, 0.2), (0, 0.9), (8760, 0.5), (8760, 0.5), (90000, 0.1))]
    results = list(series.forecast(rows))
    assert [one.n_before for one in results] == [0, 1, 2, 3, 4]
    assert all(math.isfinite(v) for one in results for v in one[3:])
    assert results[4].sd > results[3].sd


def test_times_that_go_back_are_put_in_order():
    rows = person(40)
    assert list(series.forecast(rows[::-1])) == list(series.forecast(rows))


def test_people_do_not_touch_each_other_and_keep_their_order():
    a, b = person(10), person(10, seed=1, name="b")
    mixed = [row for pair in zip(b, a, strict=True) for row in pair]
    assert list(series.forecast(mixed)) == [*series.forecast(b), *series.forecast(a)]


def test_a_forecast_never_sees_its_own_value_or_later_ones():
    rows = person(70)
    changed = [*rows[:65], *(row._replace(value=1.0 - row.value) for row in rows[65:])]
    before, after = list(series.forecast(rows)), list(series.forecast(changed))
    assert before[:65] == after[:65]
    assert before[65][3:8] == after[65][3:8]
    assert before[66].mean != after[66].mean


def test_units_and_the_first_reports_left_out():
    rows = person(20)
    plain, in_units = list(series.forecast(rows)), list(series.forecast(rows, after=5, unit=0.1))
    assert [one.n_before for one in in_units] == list(range(5, 20))
    assert in_units[0].logscore == pytest.approx(plain[5].logscore + math.log(0.1))
    assert in_units[0].crps == pytest.approx(plain[5].crps / 0.1)
    with pytest.raises(BadSeries):
        series.forecast(rows, unit=0.0)


def test_a_population_moves_the_first_expectation():
    others = [row for k in range(20) for row in person(15, seed=k, name=str(k), level=0.8)]
    (first, *_) = series.forecast([Row("new", 0.0, 0.8)], series.population_of(others))
    assert first.mean == pytest.approx(0.75, abs=0.08)
    with pytest.raises(BadSeries, match="no reports"):
        series.population_of([])


def risen(by, days=120, name="a", seed=2):
    """Three reports a day; from day 60 on the usual level is higher."""
    rows = person(days * 3, seed=seed, name=name)
    return [row._replace(value=min(row.value + by * (row.t_hours >= 60 * 24), 1.0)) for row in rows]


def test_a_lasting_rise_is_flagged_once_and_soon():
    flags = list(series.monitor(risen(0.3), 28))
    assert [flag.kind for flag in flags] == ["rise"]
    assert 61 <= flags[0].day <= 66
    assert flags[0].statistic > flags[0].threshold > 0
    assert 1 <= flags[0].reports <= 20


def test_a_lasting_fall_is_its_own_kind():
    flags = list(series.monitor([row._replace(value=1 - row.value) for row in risen(0.3)], 28))
    assert [flag.kind for flag in flags] == ["fall"]


def test_ups_and_downs_alone_are_not_flagged():
    assert list(series.monitor(risen(0.0), 28)) == []


def test_a_flag_never_rests_on_later_reports():
    rows = risen(0.3)
    (flag,) = series.monitor(rows, 28)
    until = [row for row in rows if row.t_hours <= flag.t_hours]
    assert list(series.monitor(until, 28)) == [flag]
    assert list(series.monitor(until[:-1], 28)) == []


def test_a_smaller_budget_asks_for_more():
    (strict,), (loose,) = (list(series.monitor(risen(0.3), 28, b)) for b in (0.02, 0.4))
    assert strict.threshold > loose.threshold
    assert strict.t_hours >= loose.t_hours


def test_the_order_in_the_file_leaves_no_trace_in_flags():
    rows = risen(0.3, days=90)
    assert list(series.monitor(rows[::-1], 28)) == list(series.monitor(rows, 28)) != []


def test_after_a_flag_a_new_baseline_begins():
    rows = risen(0.3, days=140)
    back = [row._replace(value=max(row.value - 0.3 * (row.t_hours >= 110 * 24), 0)) for row in rows]
    assert [flag.kind for flag in series.monitor(back, 28)] == ["rise", "fall"]
    soon = [row for row in back if row.t_hours < 85 * 24]  # within the new baseline
    assert [flag.kind for flag in series.monitor(soon, 28)] == ["rise"]


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_one_wild_report_is_no_flag(value):
    rows = person(240)
    for place in (100, 150, 239):
        wild = [*rows[:place], rows[place]._replace(value=value), *rows[place + 1 :]]
        assert list(series.monitor(wild, 28, budget=0.5)) == list(series.monitor(rows, 28, 0.5))


def test_at_the_floor_until_the_level_moves():
    rows = [Row("a", 8.0 * k, 0.2 * (k >= 180)) for k in range(270)]
    (flag,) = series.monitor(rows, 28)
    assert (flag.kind, flag.reports > 2) == ("rise", True)
    assert flag.day <= 66


def test_bad_times_are_watched_calmly():
    rows = person(120)
    year = [row._replace(t_hours=row.t_hours + 8760 * (k >= 100)) for k, row in enumerate(rows)]
    assert list(series.monitor(year, 28)) == []
    twice = [row for row in rows for _ in range(2)]  # two reports in the same second
    assert list(series.monitor(twice, 28)) == []
    at_once = [row._replace(t_hours=5.0) for row in rows]
    assert list(series.monitor(at_once, 28)) == []
    with pytest.raises(BadRow):
        series.monitor([*rows, Row("a", math.inf, 0.5)], 28)
    assert list(series.monitor([*rows, Row("a", 5.0, math.nan)], 28)) == []


def test_thousands_of_reports_of_one_person():
    rows = person(5000, gap=0.5)
    assert all(flag.day > 28 for flag in series.monitor(rows, 28))


def test_it_is_told_of_each_report_once():
    told = []
    flags = list(
        series.monitor([*risen(0.3), *person(4, name="b")], 28, tick=lambda: told.append(1))
    )
    assert (len(flags), len(told)) == (1, 364)


@pytest.mark.parametrize(
    "wrong", [{"baseline_days": 0}, {"budget": 0.0}, {"budget": 1.0}, {"horizon_weeks": math.nan}]
)
def test_options_out_of_range_are_refused(wrong):
    with pytest.raises(BadSeries):
        series.monitor(person(3), **({"baseline_days": 28} | wrong))
