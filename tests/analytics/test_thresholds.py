"""The shipped table, and what lies between its places."""

import numpy as np
import pytest

from longarc.analytics import thresholds
from longarc.analytics.thresholds import EITHER, ONE, shipped

HERE = {"per_week": 7, "baseline_days": 28, "horizon_weeks": 26, "budget": 0.2}


def at(sides=EITHER, **other):
    return shipped().at(**(HERE | other), sides=sides)


def test_the_tables_own_places_are_given_back():
    table = shipped()
    place = [list(axis).index(v) for axis, v in ((table.per_week, 7), (table.baseline_days, 28))]
    place += [list(table.horizon_weeks).index(26), list(table.budget).index(0.2)]
    assert at() == pytest.approx(table.sums[EITHER][tuple(place)], abs=1e-9)


def test_more_chances_to_be_wrong_ask_for_more_evidence():
    assert at(budget=0.05) > at(budget=0.1) > at(budget=0.2)
    assert at(horizon_weeks=52) > at(horizon_weeks=26) > at(horizon_weeks=4)
    assert at(per_week=21) > at(per_week=7) > at(per_week=3)
    assert at(EITHER) > at(ONE)


def test_between_places_it_lies_between_and_beyond_them_at_the_edge():
    assert at(per_week=7) < at(per_week=10) < at(per_week=14)
    assert at(per_week=300) == at(per_week=42)
    assert at(per_week=0) == at(per_week=2)


@pytest.mark.parametrize("budget", [0.0, 1.0, -0.1, float("nan")])
def test_a_budget_is_a_chance(budget):
    with pytest.raises(ValueError, match="chance"):
        at(budget=budget)


def test_the_table_says_how_it_was_made():
    assert shipped().version in thresholds.SHIPPED
    assert {"by", "seed", "people", "population"} <= set(shipped().made)
    assert np.isfinite(shipped().sums[ONE]).all()


def test_a_piece_of_the_table_made_again_is_the_same():
    pytest.importorskip("numba")
    from longarc.analytics import calibration

    few = calibration.schedule_sums(2.0, 40, calibration.SEED)
    np.testing.assert_array_equal(few, calibration.schedule_sums(2.0, 40, calibration.SEED))
    assert (np.diff(few, axis=-1) <= 0).all()  # a larger budget, a lower threshold
    assert (np.diff(few, axis=-2) >= 0).all()  # a longer horizon, a higher one


def test_rows_have_a_table_of_their_own_that_asks_for_less():
    table, points = thresholds.for_rows(), shipped()
    assert table.version != points.version
    assert table.made["population"] == "launch-1-ladder"
    lower = np.array(table.sums[EITHER]) < np.array(points.sums[EITHER])
    assert lower.mean() > 0.9


def test_a_piece_of_the_table_for_rows_watches_rows():
    pytest.importorskip("numba")
    from longarc.analytics import calibration

    values = calibration.to_rows(np.array([-0.3, 0.0, 0.19, 0.2, 0.5, 0.99, 1.0, 1.4]))
    np.testing.assert_allclose(values, [0.1, 0.1, 0.1, 0.3, 0.5, 0.9, 0.9, 0.9])
    few = calibration.schedule_sums(2.0, 40, calibration.SEED, calibration.ROWS)
    assert np.isfinite(few).all()
    assert (np.diff(few, axis=-1) <= 0).all()
