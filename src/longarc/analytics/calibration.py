"""Make the table of thresholds by watching invented people to whom nothing happens.

Needs Numba; no page imports it. `tools/make_thresholds` writes the file.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from longarc.analytics.kernels import cohort, compiled, simulate
from longarc.analytics.kernels.cusum import PACE
from longarc.analytics.kernels.population import Population, launch
from longarc.analytics.thresholds import EITHER, ONE

Array = NDArray[np.float64]

VERSION, SEED, PEOPLE = "1", 20, 1500
PER_WEEK = (2.0, 3.0, 7.0, 14.0, 21.0, 42.0)
BASELINE_DAYS = (14.0, 28.0, 56.0)
HORIZON_WEEKS = (4.0, 13.0, 26.0, 52.0)
BUDGET = (0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5)
ANSWERED = 0.85


def make_table(people: int = PEOPLE, seed: int = SEED) -> dict[str, Any]:
    """The whole table, as plain numbers (some minutes)."""
    return assembled([schedule_sums(rate, people, seed) for rate in PER_WEEK], people, seed)


def assembled(pieces: list[Array], people: int, seed: int) -> dict[str, Any]:
    """The file's content from one piece for each of `PER_WEEK`."""
    sums = np.round(np.stack(pieces, axis=1), 3)  # kinds x schedules x baselines x horizons x ...
    return {
        "version": VERSION,
        "made": {"by": "tools/make_thresholds", "seed": seed, "people": people}
        | {"population": launch().version, "answered": ANSWERED, "pace": PACE},
        "per_week": PER_WEEK,
        "baseline_days": BASELINE_DAYS,
        "horizon_weeks": HORIZON_WEEKS,
        "budget": BUDGET,
        "sums": {ONE: sums[0].tolist(), EITHER: sums[1].tolist()},
    }


def schedule_sums(per_week: float, people: int, seed: int) -> Array:
    """Thresholds for one schedule: 2 (one, either) x baselines x horizons x budgets."""
    random = np.random.default_rng([seed, round(10 * per_week)])
    longest = HORIZON_WEEKS[-1] * 7 + BASELINE_DAYS[-1]
    hours, values, starts = usual_people(launch(), people, per_week, longest, random)
    rows = [_quantiles(hours, values, starts, days) for days in BASELINE_DAYS]
    return np.stack(rows, axis=1)


def usual_people(
    population: Population, people: int, per_week: float, days: float, random: np.random.Generator
) -> tuple[Array, Array, NDArray[np.int64]]:
    """Times, values and places of invented people to whom nothing happens but drift."""
    truth = simulate.people(population, people, random)
    hours, starts = simulate.schedule(days, per_week / ANSWERED, people, random, ANSWERED)
    person = np.repeat(np.arange(people), np.diff(starts))
    return hours, simulate.reports(hours, truth, person, random, population.tail), starts


def watched(hours: Array, values: Array, starts: NDArray[np.int64], days: float) -> Array:
    """The two sums after each report, under the launch prior."""
    begin = hours[starts[:-1]] + days * 24
    return np.asarray(compiled.watches(hours, values, starts, begin, *cohort.prior(launch()), PACE))


def _quantiles(hours: Array, values: Array, starts: NDArray[np.int64], days: float) -> Array:
    sums = watched(hours, values, starts, days)
    since = hours - np.repeat(hours[starts[:-1]], np.diff(starts)) - days * 24
    kinds = []
    for top in (sums[0], sums.max(axis=0)):
        highest = [
            np.maximum.reduceat(np.where(since < weeks * 168, top, 0.0), starts[:-1])
            for weeks in HORIZON_WEEKS
        ]
        kinds.append(np.quantile(np.array(highest), 1 - np.array(BUDGET), axis=1).T)
    return np.array(kinds)
