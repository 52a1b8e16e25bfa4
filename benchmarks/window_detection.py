"""How soon a lasting rise is found, at an equal budget of false flags, and whether it is kept.

    python benchmarks/window_detection.py [--people 600]

Invented people of the launch population; 85 % of check-ins answered; 28 days of baseline. Every
detector's threshold is the one that a fifth of other such people, to whom nothing happens, go over
within 180 days. Then the usual level of each person rises for good, on a day drawn between 7 and
60 days into the watch. "found": over the threshold within 30 days after, and not before. "drift":
usual levels drift as in the population; "still": q = 0, in both halves. "real": of the flags of a
practice in which 15 % rise by one swing, the share that is theirs.
"""

import argparse
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numba import njit, prange

from longarc.analytics import calibration
from longarc.analytics.calibration import People, highest
from longarc.analytics.kernels import simulate
from longarc.analytics.kernels.population import launch
from longarc.analytics.thresholds import ONE, shipped

BASELINE, DAYS, BUDGET, ANSWERED = 28.0, 180.0, 0.2, 0.85
PER_WEEK = (3.0, 7.0, 21.0)
SWINGS = (0.5, 1.0, 2.0, 3.0, 5.0)
WORSENING = 0.15

Detector = Callable[[People], np.ndarray]


def drawn(truth: simulate.Truth, per_week: float, random: np.random.Generator) -> People:
    count = len(truth.level)
    hours, starts = simulate.schedule(BASELINE + DAYS, per_week, count, random, ANSWERED)
    person = np.repeat(np.arange(count), np.diff(starts))
    values = simulate.reports(hours, truth, person, random, launch().tail)
    return People(hours, values, starts)


def window_model(people: People) -> np.ndarray:
    return calibration.watched(people, calibration.baselines(people, BASELINE))[0]


def standardised(people: People) -> np.ndarray:
    """Values in the person's own baseline mean and SD (the SD drawn to the population's swing)."""
    hours, values, starts = people
    z = np.empty_like(values)
    for a, b in pairwise(starts):
        base = values[a:b][hours[a:b] < hours[a] + BASELINE * 24]
        spread = np.sqrt((((base - base.mean()) ** 2).sum() + 5 * 0.117**2) / (len(base) + 4))
        z[a:b] = (values[a:b] - base.mean()) / spread
    return z


def recursive(step: Callable[[float, float], float]) -> Detector:
    def detector(people: People) -> np.ndarray:
        hours, _, starts = people
        z, out = standardised(people), np.zeros(len(hours))
        for a, b in pairwise(starts):
            state = 0.0
            for k in range(a, b):
                if hours[k] >= hours[a] + BASELINE * 24:
                    state = step(state, z[k])
                    out[k] = state
        return out

    return detector


def bocpd(people: People) -> np.ndarray:
    """Adams & MacKay 2007: chance that the present run began lately and lies half an SD higher."""
    hours, _, starts = people
    since = hours - np.repeat(hours[starts[:-1]], np.diff(starts))
    return _bocpd(standardised(people), since, starts, 1 / 200, BASELINE * 24)


@njit(parallel=True, cache=True)
def _bocpd(z, since, starts, hazard, baseline):
    out = np.zeros(len(z))
    for i in prange(len(starts) - 1):
        n = starts[i + 1] - starts[i]
        mass, mean, var = np.zeros(n + 1), np.zeros(n + 1), np.ones(n + 1)
        mass[0] = 1.0
        for k in range(n):
            y = z[starts[i] + k]
            total, high = 0.0, 0.0
            for r in range(k, -1, -1):
                spread = var[r] + 1.0
                grown = mass[r] * np.exp(-0.5 * (y - mean[r]) ** 2 / spread) / np.sqrt(spread)
                total += grown
                gain = var[r] / spread
                mass[r + 1] = grown * (1 - hazard)
                mean[r + 1] = mean[r] + gain * (y - mean[r])
                var[r + 1] = var[r] * (1 - gain)
            mass[0], mean[0], var[0] = total * hazard, 0.0, 1.0
            for r in range(k + 2):
                mass[r] /= total
                if mean[r] > 0.5 and since[starts[i] + k - min(r, k)] >= baseline - 24:
                    high += mass[r]
            if since[starts[i] + k] >= baseline:
                out[starts[i] + k] = -np.log(max(1 - high, 1e-12))
    return out


DETECTORS: dict[str, Detector] = {
    "EWMA 0.1": recursive(lambda state, z: 0.9 * state + 0.1 * z),
    "CUSUM 0.5": recursive(lambda state, z: max(0.0, state + z - 0.5)),
    "BOCPD": bocpd,
    "window model": window_model,
}


def compare(count: int, per_week: float, still: bool) -> dict[str, list[float]]:
    """For each detector, the share found of a rise by each of `SWINGS`."""
    random = np.random.default_rng([7, int(per_week), still])

    def people() -> simulate.Truth:
        truth = simulate.people(launch(), count, random)
        none = np.zeros(count)
        return replace(truth, profile=truth.profile._replace(q=none)) if still else truth

    usual, truth = drawn(people(), per_week, random), people()
    base = drawn(truth, per_week, random)
    person = np.repeat(np.arange(count), np.diff(base.starts))
    at = (BASELINE + random.uniform(7, 60, count))[person] * 24 + base.hours[base.starts[:-1]][
        person
    ]
    found: dict[str, list[float]] = {}
    for name, detector in DETECTORS.items():
        tops = highest(usual, detector(usual), usual.hours > -1e9)
        over = np.quantile(tops, 1 - BUDGET)
        for swings in SWINGS:
            by = swings * truth.swing[person]
            moved = base._replace(values=simulate.stepped(base.values, base.hours, at, by))
            sums = detector(moved)
            early = highest(moved, sums, base.hours < at) > over
            late = highest(moved, sums, (base.hours >= at) & (base.hours < at + 720)) > over
            found.setdefault(name, []).append(float((late & ~early).mean()))
    return found


def real(found: float) -> float:
    """The share of flags that are real, where `WORSENING` of people worsen by one swing."""
    true, false = WORSENING * found, (1 - WORSENING) * BUDGET
    return true / (true + false)


def kept(count: int, per_week: float, baseline: float, repeats: int = 8) -> tuple[float, float]:
    """Share of people with any flag in 26 weeks by the shipped table; of the worst-off tenth."""
    random = np.random.default_rng([8, int(per_week), int(baseline)])
    one = simulate.people(launch(), count, random)
    each = np.repeat(np.arange(count), repeats)
    truth = simulate.Truth(type(one.profile)(*(p[each] for p in one.profile)), one.level[each])
    hours, starts = simulate.schedule(baseline + 182, per_week, len(each), random, ANSWERED)
    person = np.repeat(np.arange(len(each)), np.diff(starts))
    values = simulate.reports(hours, truth, person, random, launch().tail)
    people = People(hours, values, starts)
    sums = calibration.watched(people, calibration.baselines(people, baseline))[0]
    tops, table = highest(people, sums, hours > -1e9), shipped()
    options = {"baseline_days": baseline, "horizon_weeks": 26, "budget": BUDGET, "sides": ONE}
    counted = people.counted(people.since < baseline * 24)
    over = [table.at(per_week=7 * n / baseline, **options) for n in counted]
    flagged = (tops > np.array(over)).reshape(count, repeats).mean(axis=1)
    return float(flagged.mean()), float(np.sort(flagged)[-max(count // 10, 1) :].mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=600)
    count = parser.parse_args().people
    print(f"found within 30 days of a rise by {SWINGS} swings, at 20 % any false flag in 180 days")
    for still in (False, True):
        for per_week in PER_WEEK:
            for name, found in compare(count, per_week, still).items():
                shares = " ".join(f"{100 * share:3.0f}" for share in found)
                where = f"{'still' if still else 'drift'} {per_week:g} a week"
                share = 100 * real(found[SWINGS.index(1.0)])
                print(f"{where:16} {name:14}{shares}  real {share:.0f} %", flush=True)
    print("shipped thresholds, any false rise flag in 26 weeks, budget 20 %; under drift")
    for per_week, baseline in ((3, 14), (3, 28), (5, 42), (7, 28), (21, 28), (35, 42)):
        share, worst = kept(count // 4, per_week, baseline)
        print(f"{per_week} a week, {baseline} days: {100 * share:.1f} %; worst-off tenth "
              f"{100 * worst:.0f} %", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
