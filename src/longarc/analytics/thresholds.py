"""How much evidence makes a flag: a table by schedule, baseline, horizon and budget.

A budget, not a significance level: the chance of any false flag for one person within the horizon.
The table was made by `tools/make_thresholds`: people of the launch population, whose usual level
drifts, were watched without anything having happened to them; the threshold is the sum that the
budget's share of them went over. Never taken from a person's own first weeks; nor
from what those say of the person's swings and drift, which in simulation told nothing of it.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

SHIPPED = "data/thresholds-2.json"
#: For people who answer with rows of the ladder: rounding hides much of what makes false flags.
SHIPPED_FOR_ROWS = "data/thresholds-rows-1.json"
#: `ONE` side is watched, or the first flag of `EITHER` counts.
ONE, EITHER = "one", "either"


@dataclass(frozen=True, eq=False)
class Table:
    """Thresholds, and how they were made.

    Args:
        version: kept with every flag.
        per_week: answered reports a week, rising.
        baseline_days, horizon_weeks: rising.
        budget: rising.
        sums: for ONE and EITHER, an array over the four, in this order.
        made: seed, people and population.
    """

    version: str
    per_week: Array
    baseline_days: Array
    horizon_weeks: Array
    budget: Array
    sums: dict[str, Array]
    made: dict[str, Any]

    def at(
        self,
        *,
        per_week: float,
        baseline_days: float,
        horizon_weeks: float,
        budget: float,
        sides: str = EITHER,
    ) -> float:
        """The threshold: straight lines between the table's places, on log scales.

        Outside the table its nearest edge is taken; a budget of 0 or of 1 and more is refused.

        Raises:
            ValueError: the budget is not between 0 and 1.
        """
        if not 0 < budget < 1:
            raise ValueError(f"a budget is a chance between 0 and 1, not {budget}")
        places = (self.per_week, self.baseline_days, self.horizon_weeks, self.budget)
        values = self.sums[sides]
        asked = (per_week, baseline_days, horizon_weeks, budget)
        for place, value in zip(places, asked, strict=True):
            values = _between(values, np.log(place), float(np.log(max(value, 1e-9))))
        return float(values)


def _between(values: Array, places: Array, at: float) -> Array:
    """Linear interpolation over the first axis, which is then gone."""
    where = np.interp(at, places, np.arange(len(values)))
    low = min(int(where), len(values) - 2)
    share = where - low
    return np.asarray(values[low] * (1 - share) + values[low + 1] * share)


def from_dict(kept: dict[str, Any]) -> Table:
    """A table from its file."""
    axes = {name: np.array(kept[name], float) for name in _AXES}
    sums = {sides: np.array(kept["sums"][sides], float) for sides in (ONE, EITHER)}
    return Table(version=kept["version"], sums=sums, made=kept["made"], **axes)


_AXES = ("per_week", "baseline_days", "horizon_weeks", "budget")


def shipped() -> Table:
    """The table for reports anywhere on a scale."""
    return _read(SHIPPED)


def for_rows() -> Table:
    """The table for reports that are rows of the ladder."""
    return _read(SHIPPED_FOR_ROWS)


def table_for(*, fine: bool) -> Table:
    """The table for someone who answers with rows, or on the finer line."""
    return shipped() if fine else for_rows()


@cache
def _read(name: str) -> Table:
    return from_dict(json.loads(resources.files("longarc.analytics").joinpath(name).read_text()))
