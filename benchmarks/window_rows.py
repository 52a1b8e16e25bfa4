"""Flags on the rows of the ladder: whether the budget is kept, and what is found in 30 days.

    python benchmarks/window_rows.py [--people 1000]

Invented people of the ladder's launch population, whose usual levels drift, answer with rows; 28
days of baseline, learned from rows as the product does; both sides watched, budget 20 % in 26
weeks. With the table for rows, and with the one for points on the same people as the reference.
"""

import argparse
import json

import numpy as np
from common import machine

from longarc.analytics import thresholds
from longarc.analytics.calibration import People, highest, row_baselines, to_rows, watched
from longarc.analytics.kernels import simulate
from longarc.analytics.kernels.population import LADDER

BASELINE, WEEKS, BUDGET, ANSWERED, SIZES = 28.0, 26.0, 0.2, 0.85, (1.0, 1.5, 2.0, 3.0)


def evidence(people: People) -> np.ndarray:
    return watched(people, row_baselines(people, BASELINE)).max(axis=0)


def compare(count: int, per_week: float) -> dict[str, list[float]]:
    random = np.random.default_rng([9, int(per_week)])
    truth = simulate.people(LADDER, count, random)
    days = BASELINE + 7 * WEEKS + 28
    hours, starts = simulate.schedule(days, per_week / ANSWERED, count, random, ANSWERED)
    person = np.repeat(np.arange(count), np.diff(starts))
    values = simulate.reports(hours, truth, person, random, LADDER.tail)
    usual = People(hours, to_rows(values), starts)
    over = {name: limits(usual, table) for name, table in TABLES.items()}
    tops = highest(usual, evidence(usual), usual.since < (BASELINE + 7 * WEEKS) * 24)
    told = {name: [100 * float((tops > limit).mean())] for name, limit in over.items()}
    for size in SIZES:
        at = (BASELINE + random.uniform(7, 60, count))[person] * 24 + hours[starts[:-1]][person]
        moved = simulate.stepped(values, hours, at, size * truth.swing[person])
        people = People(hours, to_rows(moved), starts)
        found = evidence(people)
        before = highest(people, found, hours < at)
        after = highest(people, found, (hours >= at) & (hours < at + 720))
        for name, limit in over.items():
            told[name].append(100 * float(((after > limit) & ~(before > limit)).mean()))
    return told


def limits(people: People, table: thresholds.Table) -> np.ndarray:
    counts = people.counted(people.since < BASELINE * 24)
    asked = {"baseline_days": BASELINE, "horizon_weeks": WEEKS, "budget": BUDGET}
    return np.array([table.at(per_week=7 * n / BASELINE, **asked) for n in counts])


TABLES = {"rows": thresholds.for_rows(), "points": thresholds.shipped()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=1000)
    count = parser.parse_args().people
    print(json.dumps(machine(("numpy",))))
    print("% with a false flag; % found within 30 days for moves of 1, 1.5, 2, 3 swings")
    for per_week in (3.0, 7.0, 21.0):
        for name, row in compare(count, per_week).items():
            print(f"{per_week:g} a week, table for {name}: " + " / ".join(f"{v:.1f}" for v in row))


if __name__ == "__main__":
    main()
