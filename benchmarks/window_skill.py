"""How well the window model expects the next report, beside plainer ways.

    NUMBA_NUM_THREADS=1 python benchmarks/window_skill.py [--data DIR] [--bootstrap 2000]

Fried and others 2021 (79 students, 4 prompts a day for 14 days; CC BY 4.0). The value is the mean
of irritable, worry, nervous and 6 - relax, mapped from 1-5 to 0-1; a row without one of the four
is left out. People are put into 5 folds by a random order (seed below); what a fold's people are
judged by comes from the other four. The first n reports of a person are for learning, the next 10
are each expected one step ahead; people with at least n + 10 reports count, each once (mean of
their 10). Log score and CRPS are in units of the pooled within-person SD. None of these people are
clients of psychedelic therapy.
"""

import argparse
import csv
import gzip
import json
import math
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy import optimize, stats

from longarc.analytics.kernels import compiled, grid, ou
from longarc.analytics.kernels.population import Population, launch
from longarc.analytics.kernels.prior import reestimated

SEED, FOLDS, NEXT, LEARNED = 1, 5, 10, (10, 20, 40)
ITEMS = ("irritable", "worry", "nervous", "relax")
HALVES = (0.25, 0.4, 0.45)  # half of 50, 80 and 90 %
FLOOR = 0.02  # no plain method says less than this for its SD (0-1 scale)

Series = tuple[np.ndarray, np.ndarray]
Score = np.ndarray  # log score, CRPS, |chance below - 1/2| for each report
Method = Callable[[Series, list[Series], Population], Score]


def fried(folder: Path) -> list[Series]:
    """Each person's times and values."""
    people: dict[str, list[tuple[float, float]]] = {}
    with gzip.open(folder / "fried2021_students_covid.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            answers = [row[item] for item in ITEMS]
            if all(answers):
                *up, relax = map(float, answers)
                value = (sum(up) + 6 - relax) / 4
                people.setdefault(row["person"], []).append(
                    (float(row["t_hours"]), (value - 1) / 4)
                )
    return [tuple(np.array(sorted(rows)).T) for rows in people.values()]


def pooled_sd(people: list[Series]) -> float:
    squares = sum(((y - y.mean()) ** 2).sum() for _, y in people)
    return math.sqrt(squares / sum(len(y) - 1 for _, y in people))


def gaussian(y: np.ndarray, mean: np.ndarray, sd: np.ndarray) -> Score:
    z = (y - mean) / sd
    crps = sd * (z * (2 * stats.norm.cdf(z) - 1) + 2 * stats.norm.pdf(z) - 1 / math.sqrt(math.pi))
    return np.array([stats.norm.logpdf(z) - np.log(sd), crps, np.abs(stats.norm.cdf(z) - 0.5)])


def by_grid(person: Series, _: list[Series], population: Population) -> Score:
    events = [grid.Event(float(t), float(y)) for t, y in zip(*person, strict=True)]
    rows = []
    for event, before in grid.follow(population, events):
        m = before.expect().pruned()
        rows.append([m.log_density(event.y), m.crps(event.y), abs(m.cdf(event.y) - 0.5)])
    return np.array(rows).T


def by_shrunk_mean(person: Series, others: list[Series], _: Population) -> Score:
    """Mean and variance of the reports so far, drawn towards the others (5 pseudo-reports)."""
    y, n = person[1], np.arange(len(person[1]))
    within = np.mean([o.var(ddof=1) for _, o in others])
    means = np.array([o.mean() for _, o in others])
    between = max(means.var(ddof=1) - within / np.mean([len(o) for _, o in others]), 1e-4)
    left = 1 / (1 / between + n / within)
    mean = left * (means.mean() / between + np.concatenate([[0], np.cumsum(y)[:-1]]) / within)
    squares = np.array([((y[:k] - y[:k].mean()) ** 2).sum() if k else 0.0 for k in n])
    spread = (squares + 5 * within) / (np.maximum(n - 1, 0) + 5)
    return gaussian(y, mean, np.sqrt(spread + left))


def by_last_value(person: Series, others: list[Series], _: Population) -> Score:
    y = person[1]
    step = np.sqrt(np.mean(np.concatenate([np.diff(o) for _, o in others]) ** 2))
    return gaussian(y, np.concatenate([[0.35], y[:-1]]), np.full(len(y), step))


def by_ar1(person: Series, n: int) -> Score:
    """Least squares on the first n, by number of report (no clock)."""
    y = person[1]
    x = np.concatenate([[y[0]], y[:-1]])
    design = np.stack([np.ones(n - 1), y[: n - 1]], axis=1)
    beta, *_ = np.linalg.lstsq(design, y[1:n], rcond=None)
    sd = math.sqrt(((y[1:n] - design @ beta) ** 2).sum() / (n - 3))
    return gaussian(y, beta[0] + beta[1] * x, np.full(len(y), max(sd, FLOOR)))


def by_ml(person: Series, n: int) -> Score:
    """The Ornstein-Uhlenbeck process with noise, its five numbers by likelihood of the first n."""
    t, y = person
    starts = np.array([0, n])

    def lost(p: np.ndarray) -> float:
        theta = np.array([[*np.exp(np.clip(p[:3], -8, 8)), 0.0]])
        level = np.array([[p[3], 0.0]])
        return -compiled.log_likelihood(t[:n], y[:n], starts, theta, level)[0]

    first = [2.5, math.log(y[:n].std() + FLOOR), math.log(y[:n].std() + FLOOR), y[:n].mean()]
    best = optimize.minimize(lost, first, method="Nelder-Mead", options={"maxiter": 600}).x
    tau, s, r = (np.asarray(v) for v in np.exp(np.clip(best[:3], -8, 8)))
    profile = ou.Profile(tau, s, np.hypot(r, FLOOR), np.zeros(()))
    start = ou.begin(profile, best[3], 0.0)
    seen = ou.run(ou.events(t, y), profile, start, launch().push).seen
    return gaussian(y, seen.mean, np.sqrt(seen.var))


def table(people: list[Series]) -> dict[str, dict[int, np.ndarray]]:
    """For each method and n: one row a person of log score, CRPS and the three coverages."""
    order = np.random.default_rng(SEED).permutation(len(people))
    found: dict[str, dict[int, list[np.ndarray]]] = {}
    for k in range(FOLDS):
        others = [people[i] for i in order if i not in set(order[k::FOLDS])]
        arrays = [ou.events(*other) for other in others]
        ours = reestimated(arrays, launch(), "benchmark")
        plain = reestimated(arrays, replace(launch(), tail=ou.EXACT), "benchmark")
        for i in order[k::FOLDS]:
            once = {
                "window model": by_grid(people[i], others, ours),
                "without tail": by_grid(people[i], others, plain),
                "launch prior": by_grid(people[i], others, launch()),
                "shrunk mean": by_shrunk_mean(people[i], others, ours),
                "last value": by_last_value(people[i], others, ours),
            }
            for n in LEARNED:
                if len(people[i][0]) < n + NEXT:
                    continue
                all_ = once | {"AR(1)": by_ar1(people[i], n), "OU, own ML": by_ml(people[i], n)}
                for name, score in all_.items():
                    ten = score[:, n : n + NEXT]
                    inside = [(ten[2] < half).mean() for half in HALVES]
                    row = np.array([ten[0].mean(), ten[1].mean(), *inside])
                    found.setdefault(name, {}).setdefault(n, []).append(row)
    return {name: {n: np.array(v) for n, v in by_n.items()} for name, by_n in found.items()}


def bootstrap(ours: np.ndarray, theirs: np.ndarray, times: int) -> tuple[float, float]:
    """95 % range of the mean difference over people drawn again."""
    random = np.random.default_rng(SEED)
    off = ours - theirs
    means = off[random.integers(0, len(off), (times, len(off)))].mean(axis=1)
    return tuple(np.quantile(means, [0.025, 0.975]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    here = Path(os.environ.get("LONGARC_TEST_DATA", Path(__file__).parents[2] / "shared/data"))
    parser.add_argument("--data", type=Path, default=here)
    parser.add_argument("--bootstrap", type=int, default=2000)
    options = parser.parse_args()
    people = fried(options.data)
    unit = pooled_sd(people)
    found = table(people)
    print(f"{len(people)} people, {sum(len(t) for t, _ in people)} reports, unit {unit:.4f}")
    print("n   method         people  log score  CRPS    50%   80%   90%   ours better by (95 %)")
    for n in LEARNED:
        ours = found["window model"][n]
        for name, by_n in found.items():
            rows = by_n[n]
            log, crps, *inside = rows.mean(axis=0)
            low, high = bootstrap(ours[:, 0], rows[:, 0], options.bootstrap)
            cover = "  ".join(f"{100 * share:4.0f}" for share in inside)
            print(
                f"{n:<3} {name:<14} {len(rows):<7} {log + math.log(unit):8.3f} {crps / unit:8.4f} "
                f"{cover}   {low:.3f} to {high:.3f}"
            )
    print(json.dumps({"seed": SEED, "folds": FOLDS, "items": ITEMS, "unit": round(unit, 5)}))


if __name__ == "__main__":
    main()
