"""How fast the window model is: the filter, the whole posterior, one new report, one long person.

    python benchmarks/window_speed.py [--people 1000 10000 100000] [--quick]

Invented people with 200 reports at random times. First it shows that the compiled filter, the
NumPy filter and one dense Gaussian give the same log likelihood. Then cohorts, each in a process
of its own, so that its peak memory is its own: by people, and by reports from 50 to 2,000 for
1,000 people. Says how busy the machine was: wall-clock figures on a shared machine are upper
bounds, processor time is beside them. `window_libraries.py` sets other libraries beside it.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
from common import machine

from longarc.analytics.kernels import cohort, compiled, grid, ou
from longarc.analytics.kernels.population import LADDER

REPORTS = 200
THETA, LEVEL = (15.0, 0.085, 0.08, 0.0025), (0.5, 0.04)


def invented(people: int, reports: int = REPORTS) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(1)
    hours = np.cumsum(random.exponential(8.0, (people, reports)), axis=1).ravel()
    return hours, random.uniform(0, 1, people * reports), np.arange(people + 1) * reports


def timed(work: Callable[[], object], times: int = 3) -> tuple[float, float]:
    """Least wall-clock and least processor seconds of a few runs, after one to warm up."""
    work()
    walls, cpus = [], []
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return min(walls), min(cpus)


def same_likelihood() -> float:
    """The largest difference between the three ways, over 20 people."""
    hours, values, starts = invented(20)
    theta, level = np.tile(THETA, (20, 1)), np.tile(LEVEL, (20, 1))
    fast = compiled.log_likelihood(hours, values, starts, theta, level)
    profile = ou.Profile(*(np.asarray(part) for part in THETA))
    worst = 0.0
    for i, quick in enumerate(fast):
        t, y = (part[starts[i] : starts[i + 1]] for part in (hours, values))
        start = ou.begin(profile, *LEVEL)
        plain = float(ou.log_likelihood(ou.events(t, y), profile, start, LADDER.push))
        tau, s, r, q = THETA
        cov = LEVEL[1] + q**2 * (np.minimum(t[:, None], t) - t[0]) + r**2 * np.eye(len(t))
        cov += s**2 * np.exp(-np.abs(t[:, None] - t) / tau)
        _, log_det = np.linalg.slogdet(2 * np.pi * cov)
        off = y - LEVEL[0]
        dense = -0.5 * (log_det + off @ np.linalg.solve(cov, off))
        worst = max(worst, abs(quick - plain), abs(quick - dense))
    return worst


def line(what: str, wall: float, cpu: float, people: int = 1) -> None:
    print(f"{what:<46} {wall / people:.2e} s wall, {cpu / people:.2e} s processor", flush=True)


def peak() -> float:
    """Megabytes this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def cohort_alone(people: int, reports: int) -> dict[str, float]:
    """Wall and processor seconds for all of them, and megabytes: what one process finds."""
    compiled_first = invented(2, 3)
    prior = cohort.prior(LADDER)
    _work(*compiled_first, prior)
    series = invented(people, reports)
    found = {"before": peak()}
    for name, (wall, cpu) in zip(("filter", "posterior"), _work(*series, prior), strict=True):
        found |= {name: wall, f"{name} cpu": cpu}
    return found | {"peak": peak()}


def _work(
    hours: np.ndarray, values: np.ndarray, starts: np.ndarray, prior: cohort.Prior
) -> list[tuple[float, float]]:
    people, noise = len(starts) - 1, np.ones(len(hours))
    theta, level = np.tile(THETA, (people, 1)), np.tile(LEVEL, (people, 1))
    times = 3 if len(hours) <= 2_000_000 else 1
    return [
        timed(lambda: compiled.log_likelihood(hours, values, starts, theta, level), times),
        timed(lambda: compiled.posteriors(hours, values, noise, starts, *prior), times),
    ]


def cohorts(sizes: list[tuple[int, int]]) -> None:
    """Each size in a process of its own."""
    print(f"{'people':>8} {'reports':>8} | filter, posterior: s a person, wall (processor) |"
          " posterior of all | peak MB, of these before the work")  # fmt: skip
    for people, reports in sizes:
        command = [sys.executable, __file__, "--alone", str(people), str(reports)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        found = json.loads(said)
        each = "  ".join(
            f"{found[name] / people:.2e} ({found[f'{name} cpu'] / people:.2e})"
            for name in ("filter", "posterior")
        )
        print(
            f"{people:>8} {reports:>8} | {each} | {found['posterior']:6.2f} s"
            f" | {found['peak']:.0f}, {found['before']:.0f}",
            flush=True,
        )


def one_person() -> None:
    """Without the compiled path: what a request does."""
    for reports in (200, 2000):
        hours, values, _ = invented(1, reports)
        events = [grid.Event(float(t), float(y)) for t, y in zip(hours, values, strict=True)]
        known = grid.replay(LADDER, events)
        line(f"NumPy: replay of {reports} reports", *timed(lambda e=events: grid.replay(LADDER, e)))
        line(
            "NumPy: the same, laid anew at the end",
            *timed(lambda e=events: grid.closely(LADDER, e), 1),
        )
        new = grid.Event(float(hours[-1]) + 5, 0.5)
        line(f"NumPy: one new report after {reports}", *timed(lambda k=known, n=new: k.then(n), 50))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--quick", action="store_true", help="few people, to see that it runs")
    parser.add_argument("--alone", type=int, nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        print(json.dumps(cohort_alone(*options.alone)))
        return
    print(json.dumps(machine(("numpy", "numba"))))
    print(f"log likelihoods differ by at most {same_likelihood():.1e}")
    one_person()
    by_people = [200, 1_000] if options.quick else options.people
    by_reports = 100 if options.quick else 1_000
    cohorts([(people, REPORTS) for people in by_people])
    cohorts([(by_reports, reports) for reports in (50, 100, 200, 500, 1_000, 2_000)])


if __name__ == "__main__":
    main()
