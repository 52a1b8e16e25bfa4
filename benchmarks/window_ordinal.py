"""Ordered answers: does a likelihood of rows expect the next row better than the Gaussian does?

    python benchmarks/window_ordinal.py [--data DIR] [--rounds 10] [--bootstrap 2000] [--quick]

Both ways have the same person inside: a swing around a drifting usual level, 64 weighted profiles.
  gaussian  the product's: a row is its middle, with noise (which holds the rounding); the chance of
            a row is the mixture between the row's edges, the outer rows reaching to infinity.
            `cut off` leaves out what lies beyond the scale and brings the rest to 1.
  ordinal   a report says only that state and noise together lie between two edges (cumulative
            probit). The filter takes the exact mean and variance of that truncated normal and goes
            on as a Gaussian (assumed density). Noise without the rounding.
`no tail` leaves out the reports of the tail. `own edges` puts the ordinal edges where the people
of the other folds have them; the others have evenly spread edges. `shares` is the plain way: how
often each row was given so far, with 5 reports of the other people among them.

Data: Fried and others 2021 (79 students, 18 items of 5 rows each, 4 prompts a day for 14 days;
CC BY 4.0), people in 5 folds. The launch prior as it is, and the prior re-estimated from the other
four folds by each likelihood for itself. The first n answers are for learning, the next 10 are
expected one step ahead; a person's figure is the mean over items and answers, and people are drawn
again for the ranges. Then one person of Kossakowski and others 2017 (1,476 reports, 7 rows; CC BY
4.0) with the launch prior, weeks drawn again. Log score in nats a report (more is better); ranked
probability score from 0 to 1 (less is better). Nobody here is a client of psychedelic therapy.
"""

import argparse
import csv
import gzip
import math
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

import numpy as np
from common import machine
from numba import njit
from scipy.special import log_ndtr, ndtr, ndtri
from scipy.stats import multivariate_normal

from longarc.analytics.kernels import compiled, ou
from longarc.analytics.kernels import prior as em
from longarc.analytics.kernels.cohort import prior as as_arrays
from longarc.analytics.kernels.population import Population, Profiles, launch, profiles
from longarc.analytics.kernels.relay import normalised, relaid

SEED, FOLDS, NEXT, LEARNED = 1, 5, 10, (10, 20, 40)
PSEUDO_REPORTS = 5.0
MANY, FEW = 0.7, 0.5  # share of answers in one outer row: floor or ceiling; the middle of the scale
RELAY_AT, RELAYS = (64, 128, 256, 512, 1024), 2  # as the product lays its grid anew

Array = np.ndarray
See = Callable[[ou.State, Array, Array, ou.Tail], tuple[ou.State, ou.Seen]]


class Answers(NamedTuple):
    """Series of one item, stacked: hours and rows (0, 1, ...; -1 none), series x answers."""

    t: Array
    row: Array
    rows: int


class Way(NamedTuple):
    """A likelihood: how a report is taken, the edges of the rows, and whether to cut off."""

    ordinal: bool
    tail: bool = True
    cut_off: bool = False
    own_edges: bool = False


WAYS = {
    "gaussian": Way(False),
    "gaussian, cut off": Way(False, cut_off=True),
    "gaussian, no tail": Way(False, tail=False),
    "ordinal": Way(True),
    "ordinal, no tail": Way(True, tail=False),
    "ordinal, own edges": Way(True, own_edges=True),
}


def even(rows: int) -> Array:
    """Edges of the rows, the outer ones at infinity."""
    return np.concatenate([[-np.inf], np.arange(1, rows) / rows, [np.inf]])


def own_edges(answers: Answers, population: Population) -> Array:
    """Where this population's own spread has the shares of the rows that these people gave."""
    below = np.cumsum(shares(answers))[:-1]
    mean, (s, r) = population.mean, np.exp(population.mean[2:4])
    wide = math.sqrt(population.cov[0, 0] + s**2 + r**2)
    return np.concatenate([[-np.inf], mean[0] + wide * ndtri(below), [np.inf]])


def shares(answers: Answers) -> Array:
    """How often each row was given by all of them; no row never."""
    counts = np.array([(answers.row == k).sum() for k in range(answers.rows)]) + 0.5
    return counts / counts.sum()


def between(low: Array, high: Array, mean: Array, var: Array) -> tuple[Array, Array, Array]:
    """N(mean, var) is known to lie between two edges: log chance, and `pull` and `cut` of `ou`.

    Worked out on the side of the smaller tail, where nothing cancels.
    """
    sd = np.sqrt(var)
    a, b = (low - mean) / sd, (high - mean) / sd
    over = np.where(np.isinf(a), b > -a, a > -b)  # the middle is above the mean
    a, b, side = np.where(over, -b, a), np.where(over, -a, b), np.where(over, -1.0, 1.0)
    log_a, log_b = log_ndtr(a), log_ndtr(b)
    logp = log_b + np.log1p(-np.exp(log_a - log_b))
    f_a, f_b = (np.exp(-0.5 * (z * z + ou.LOG_2PI) - logp) for z in (a, b))  # 0 at infinity
    at_a, at_b = (np.where(np.isinf(z), 0.0, z) for z in (a, b))
    off = f_a - f_b
    cut = np.clip(off * off - (at_a * f_a - at_b * f_b), 0.0, 1.0)
    return logp, side * off / sd, cut / var


def see_row(
    state: ou.State, low: Array, high: Array, noise_var: Array, tail: ou.Tail
) -> tuple[ou.State, ou.Seen]:
    """The twin of `ou.see` for a report that only says between which edges it lies."""
    mean, var = ou.expect(state, noise_var)
    logp, pull, cut = between(low, high, mean, var)
    if tail.share:
        log_in = logp + math.log1p(-tail.share)
        log_out, pull_out, cut_out = between(low, high, mean, ou.tail_var(var, tail))
        log_out = log_out + math.log(tail.share)
        logp = np.logaddexp(log_in, log_out)
        out = np.exp(log_out - logp)
        cut = cut + out * (cut_out - cut) - out * (1 - out) * (pull_out - pull) ** 2
        pull = pull + out * (pull_out - pull)
    seen = ou.Seen(mean, var, logp, pull, cut)
    return ou._moved(state, seen), seen


def noise_factor(way: Way, rows: int) -> float:
    """The launch r of 0.08 holds the rounding to five rows; an ordinal report has none."""
    rounding = 1 / rows**2 / 12
    return math.sqrt(1 - rounding / 0.08**2) if way.ordinal else 1.0


def walk(
    answers: Answers, profile: ou.Profile, state: ou.State, way: Way, edges: Array, tail: ou.Tail
) -> Iterator[tuple[ou.State, ou.State, ou.Seen]]:
    """The twin of `ou.walk`; the state has the axes series x points."""
    hours = np.diff(answers.t, axis=1, prepend=answers.t[:, :1])
    noise_var = (noise_factor(way, answers.rows) * profile.r) ** 2
    for k in range(answers.t.shape[1]):
        before = ou.step(state, hours[:, k, None], profile)
        missing = answers.row[:, k, None] < 0
        row = np.where(missing, 0, answers.row[:, k, None])
        if way.ordinal:
            state, seen = see_row(before, edges[row], edges[row + 1], noise_var, tail)
        else:
            state, seen = ou.see(before, (row + 0.5) / answers.rows, noise_var, tail)
        if missing.any():
            seen = ou._nothing_where(missing, seen)
            state = ou._moved(before, seen)
        yield before, state, seen


def chances(
    state: ou.State, noise_var: Array, log_weight: Array, way: Way, edges: Array, tail: ou.Tail
) -> Array:
    """The chance of each row now: series x rows."""
    if way.cut_off:
        edges = np.concatenate([[0.0], edges[1:-1], [1.0]])
    mean, var = (part[..., None] for part in ou.expect(state, noise_var))
    below = ndtr((edges - mean) / np.sqrt(var))
    if tail.share:
        wide = ndtr((edges - mean) / np.sqrt(ou.tail_var(var, tail)))
        below = (1 - tail.share) * below + tail.share * wide
    per_row = np.diff(np.einsum("sg,sge->se", normalised(log_weight), below))
    return np.maximum(per_row, 1e-12) / per_row.sum(axis=1, keepdims=True)


def forecast(
    answers: Answers, population: Population, way: Way, edges: Array, relays: bool = False
) -> Array:
    """Chances of the rows before each answer, never knowing it: series x answers x rows."""
    out = np.empty((*answers.t.shape, answers.rows))
    first, total = 0, answers.t.shape[1]
    for last in [*(at for at in RELAY_AT if relays and at < total), total]:
        grid = spread(profiles(population), len(answers.t))
        for _ in range(RELAYS if first else 0):
            log_weight = grid.log_weight
            for _, _, seen, _ in followed(until(answers, first), population, grid, way, edges):
                log_weight = log_weight + seen.logp
            grid = relaid(population, grid.theta, log_weight)
        steps = followed(until(answers, last), population, grid, way, edges)
        for k, (_, _, _, chance) in enumerate(steps):
            if k >= first:
                out[:, k] = chance()
        first = last
    return out


def until(answers: Answers, last: int) -> Answers:
    return answers._replace(t=answers.t[:, :last], row=answers.row[:, :last])


def followed(
    answers: Answers, population: Population, grid: Profiles, way: Way, edges: Array
) -> Iterator[tuple[ou.State, ou.State, ou.Seen, Callable[[], Array]]]:
    """As `walk` from the beginning, with a way to ask for the chances before the report."""
    profile, log_weight, tail = grid.profile, grid.log_weight, population.tail
    noise_var = (noise_factor(way, answers.rows) * profile.r) ** 2
    state = ou.begin(profile, grid.level, grid.level_var)
    for before, after, seen in walk(answers, profile, state, way, edges, tail):
        known = (before, noise_var, log_weight, way, edges, tail)
        yield before, after, seen, partial(chances, *known)
        log_weight = log_weight + seen.logp


def spread(grid: Profiles, series: int) -> Profiles:
    parts = (grid.theta, grid.log_weight, grid.level, grid.level_var)
    return Profiles(*(np.broadcast_to(part, (series, *part.shape)) for part in parts))


def reestimated(answers: Answers, start: Population, way: Way, edges: Array, rounds: int):
    """`prior.reestimated` with either likelihood: the same rounds, the same pseudo-people."""
    grid, now = spread(profiles(start), len(answers.t)), start
    hours = np.diff(answers.t, axis=1, prepend=answers.t[:, :1])
    for _ in range(rounds):
        profile, log_weight = grid.profile, grid.log_weight
        state = ou.begin(profile, grid.level, grid.level_var)
        level, var, with_x, with_mu = state.mu, state.pmm, np.zeros(state.mu.shape), state.pmm
        steps = walk(answers, profile, state, way, edges, start.tail)
        for k, (before, _, seen) in enumerate(steps):
            with_x = with_x * ou.kept(hours[:, k, None], profile.tau)
            c = with_x + with_mu
            level, var = level + c * seen.pull, var - c * c * seen.cut
            with_x = with_x - (before.pxx + before.pxm) * c * seen.cut
            with_mu = with_mu - (before.pxm + before.pmm) * c * seen.cut
            log_weight = log_weight + seen.logp
        moments = em._person_moments(grid.theta, em._Known(log_weight, level, var))
        now = em._together(start, *moments, em.PSEUDO_PEOPLE, "benchmark")
        grid = relaid(now, grid.theta, log_weight)
    return now


def by_shares(answers: Answers, expected: Array) -> Array:
    """Each person's own shares so far, drawn towards those of the others."""
    given = answers.row[..., None] == np.arange(answers.rows)
    before = np.cumsum(given, axis=1) - given
    pseudo = before + PSEUDO_REPORTS * expected
    return pseudo / pseudo.sum(axis=-1, keepdims=True)


def scores(answers: Answers, chance: Array) -> Array:
    """Log score and ranked probability score of each answer: series x answers x 2; NaN if none."""
    row = answers.row[..., None]
    given = np.take_along_axis(chance, np.maximum(row, 0), axis=-1)[..., 0]
    over = np.cumsum(chance, axis=-1) - (np.arange(answers.rows) >= row)
    ranked = (over**2)[..., :-1].sum(axis=-1) / (answers.rows - 1)
    both = np.stack([np.log(given), ranked], axis=-1)
    return np.where(row < 0, np.nan, both)


def fried(folder: Path) -> dict[str, tuple[list[str], Answers]]:
    """For each item: the people, and their answers."""
    with gzip.open(folder / "fried2021_students_covid.csv.gz", "rt") as file:
        lines = list(csv.DictReader(file))
    items = list(lines[0])[list(lines[0]).index("relax") :]
    people = list(dict.fromkeys(line["person"] for line in lines))
    found = {}
    for item in items:
        series = {
            person: sorted(
                (float(line["t_hours"]), int(float(line[item])) - 1)
                for line in lines
                if line["person"] == person and line[item]
            )
            for person in people
        }
        found[item] = people, stacked([series[person] for person in people], 5)
    return found


def stacked(series: list[list[tuple[float, int]]], rows: int) -> Answers:
    """Ends of shorter series report nothing."""
    longest = max(len(one) for one in series)
    t = np.array([[a[0] for a in one] + [one[-1][0]] * (longest - len(one)) for one in series])
    row = np.array([[a[1] for a in one] + [-1] * (longest - len(one)) for one in series])
    return Answers(t, row, rows)


def single_case(folder: Path) -> Answers:
    """Every item of mood, thought, self-esteem and body, as one series each."""
    with gzip.open(folder / "wichers_single_case_beeps.csv.gz", "rt") as file:
        lines = sorted(csv.DictReader(file), key=lambda line: float(line["t_hours"]))
    items = [name for name in lines[0] if name.split("_")[0] in ("mood", "pat", "se", "phy")]
    table = np.array([[float(line[item] or "nan") for item in items] for line in lines]).T
    lowest = np.where(np.nanmin(table, axis=1) < 0.5, -3, 1)[:, None]
    row = np.where(np.isnan(table), -1, table - lowest).astype(int)
    hours = np.array([float(line["t_hours"]) for line in lines])
    return Answers(np.broadcast_to(hours, row.shape), row, 7)


def one_item(job: tuple[str, Answers, int]) -> tuple[str, dict[str, Array]]:
    """Scores of all ways for one item, each person judged by the other folds."""
    item, answers, rounds = job
    found: dict[str, Array] = {}
    order = np.random.default_rng(SEED).permutation(len(answers.t))
    for k in range(FOLDS):
        mine = order[k::FOLDS]
        rest = np.setdiff1d(order, mine)
        here, others = (answers._replace(t=answers.t[i], row=answers.row[i]) for i in (mine, rest))
        for name, chance in all_ways(here, others, rounds):
            block = found.setdefault(name, np.full((*answers.t.shape, 2), np.nan))
            block[mine] = scores(here, chance)
    return item, found


def all_ways(here: Answers, others: Answers, rounds: int) -> Iterator[tuple[str, Array]]:
    yield "shares", by_shares(here, shares(others))
    fitted: dict[tuple[bool, bool], Population] = {}
    for name, way in WAYS.items():
        start = launch() if way.tail else replace(launch(), tail=ou.EXACT)
        edges = own_edges(others, start) if way.own_edges else even(here.rows)
        yield f"launch: {name}", forecast(here, start, way, edges)
        if not rounds:
            continue
        which = way[:2] + way[3:]  # cutting off changes the forecast only
        if which not in fitted:
            fitted[which] = reestimated(others, start, way, edges, rounds)
        yield f"fitted: {name}", forecast(here, fitted[which], way, edges)


def resampled(off: Array, times: int) -> tuple[float, float]:
    """95 % range of the mean over people (or weeks) drawn again."""
    random = np.random.default_rng(SEED)
    means = off[random.integers(0, len(off), (times, len(off)))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def compare(title: str, by_way: dict[str, Array], times: int) -> None:
    """One line a way: people x 2; each against the Gaussian with the same prior."""
    people = len(next(iter(by_way.values())))
    print(f"\n{title} ({people})")
    print(f"{'':<30} log score  against gaussian (95 %)       RPS     against gaussian (95 %)")
    for name, found in by_way.items():
        prior = name.split(":")[0] if ":" in name else "launch"
        base = by_way[f"{prior}: gaussian"]
        line = f"{name:<30}"
        for j, digits in ((0, 3), (1, 4)):
            off = found[:, j] - base[:, j]
            low, high = resampled(off, times)
            line += f" {found[:, j].mean():8.{digits}f}  {off.mean():+.{digits}f}"
            line += f" ({low:+.{digits}f} to {high:+.{digits}f})  "
        print(line, flush=True)


def people_means(found: dict[str, dict[str, Array]], n: int, chosen: Callable[[str, int], bool]):
    """For each way: people x 2, the mean over their chosen items and their next ten answers."""
    ways = next(iter(found.values())).keys()
    by_way = {}
    for way in ways:
        sums: dict[int, list[Array]] = {}
        for item, blocks in found.items():
            ten = blocks[way][:, n : n + NEXT]
            for i in np.flatnonzero(~np.isnan(ten).any(axis=(1, 2)) & (ten.shape[1] == NEXT)):
                if chosen(item, int(i)):
                    sums.setdefault(int(i), []).append(ten[i].mean(axis=0))
        by_way[way] = np.array([np.mean(sums[i], axis=0) for i in sorted(sums)])
    return by_way


def outer_share(answers: Answers) -> Array:
    """For each series, the share of answers in the fuller of the two outer rows."""
    given = (answers.row >= 0).sum(axis=1)
    ends = ((answers.row == end).sum(axis=1) for end in (0, answers.rows - 1))
    return np.maximum(*ends) / given


def students(folder: Path, rounds: int, times: int, quick: bool) -> None:
    data = fried(folder)
    if quick:
        data = {item: data[item] for item in list(data)[:3]}
    jobs = [(item, answers, rounds) for item, (_, answers) in data.items()]
    with Pool(min(2, os.cpu_count() or 1)) as pool:
        found = dict(pool.map(one_item, jobs, chunksize=1))
    outer = {item: outer_share(answers) for item, (_, answers) in data.items()}
    floors = sum(int((share >= MANY).sum()) for share in outer.values())
    print(
        f"{len(data)} items, {sum(map(len, outer.values()))} series, {floors} at floor or ceiling"
    )
    for n in LEARNED:
        compare(f"after {n}, people", people_means(found, n, lambda *_: True), times)
    groups = {
        f"{MANY:.0%} or more in one outer row": lambda item, i: outer[item][i] >= MANY,
        f"less than {FEW:.0%} in either": lambda item, i: outer[item][i] < FEW,
    }
    for title, chosen in groups.items():
        for n in (LEARNED[0], LEARNED[-1]):
            compare(f"{title}; after {n}, people", people_means(found, n, chosen), times)
    print("\nordinal - gaussian after 20 by item: log score with the launch prior, with the fitted")
    for item in found:
        by_way = people_means({item: found[item]}, 20, lambda *_: True)
        off = [
            (by_way[f"{p}: ordinal"] - by_way[f"{p}: gaussian"])[:, 0].mean()
            for p in ("launch", "fitted")
            if f"{p}: ordinal" in by_way
        ]
        print(
            f"  {item:<16} outer {outer[item].mean():.2f}  " + "  ".join(f"{o:+.3f}" for o in off)
        )


def one_person(folder: Path, times: int, quick: bool) -> None:
    answers = single_case(folder)
    if quick:
        answers = answers._replace(t=answers.t[:6, :300], row=answers.row[:6, :300])
    week = (answers.t[0, 40:] // 168).astype(int)
    outer, by_way = outer_share(answers), {}
    by_way = {"shares": by_shares(answers, np.full(7, 1 / 7))}
    for name, way in WAYS.items():
        if way.own_edges:
            continue  # nobody else to take them from
        start = launch() if way.tail else replace(launch(), tail=ou.EXACT)
        by_way[f"launch: {name}"] = forecast(answers, start, way, even(7), relays=True)
    scored = {name: scores(answers, chance)[:, 40:] for name, chance in by_way.items()}
    for title, which in (
        ("all items", outer >= 0),
        (f"items with {MANY:.0%} or more in one outer row", outer >= MANY),
        (f"items with less than {FEW:.0%}", outer < FEW),
    ):
        if not which.any():
            continue
        weekly = {
            name: np.array([np.nanmean(s[which][:, week == w], axis=(0, 1)) for w in set(week)])
            for name, s in scored.items()
        }
        compare(f"single case, {title} ({which.sum()}), weeks", weekly, times)


@njit(cache=False, error_model="numpy")
def _see_rows(state, low, high, r, logs):
    """A compiled ordinal update without the tail, for its time only."""
    for g in range(len(r)):
        cx, cm = state[2, g] + state[3, g], state[3, g] + state[4, g]
        var = cx + cm + r[g] * r[g]
        sd = math.sqrt(var)
        mean = state[0, g] + state[1, g]
        a, b = (low - mean) / sd, (high - mean) / sd
        chance = 0.5 * (math.erfc(-b / 1.4142135623730951) - math.erfc(-a / 1.4142135623730951))
        f_a = 0.3989422804014327 * math.exp(-0.5 * a * a) / chance
        f_b = 0.3989422804014327 * math.exp(-0.5 * b * b) / chance
        off = f_a - f_b
        pull, cut = off / sd, (off * off - (a * f_a - b * f_b)) / var
        state[0, g] += cx * pull
        state[1, g] += cm * pull
        state[2, g] -= cx * cx * cut
        state[3, g] -= cx * cm * cut
        state[4, g] -= cm * cm * cut
        logs[g] += math.log(chance)


@njit(cache=False, error_model="numpy")
def _many(count, gap, row, profile, level, level_var, logs):
    state = np.empty((5, len(level)))
    compiled._begin(state, profile, level, level_var)
    for k in range(count):
        compiled._step(state, gap, profile)
        low = 0.2 * row[k]
        _see_rows(state, low - 9.0 * (row[k] == 0), low + 0.2 + 9.0 * (row[k] == 4),
                  profile[2], logs)  # fmt: skip


def assumed_density() -> tuple[float, float]:
    """Mean and largest error of the log chance of 6 answers, against integrals of it all."""
    random, edges, off = np.random.default_rng(SEED), even(5), []
    for _ in range(40):
        tau, s, r = 15 * random.lognormal(0, 1), 0.085 * 2 ** random.normal(), 0.06
        t = np.cumsum(random.exponential(6.0, 6))
        cov = 0.04 + s**2 * np.exp(-np.abs(t[:, None] - t) / tau) + r**2 * np.eye(6)
        row = np.digitize(random.multivariate_normal(np.full(6, 0.5), cov), edges[1:-1])
        low, high = (np.clip(edges[row + k], -9, 9) for k in (0, 1))
        exact = multivariate_normal.cdf(
            high, np.full(6, 0.5), cov, lower_limit=low, maxpts=200_000, abseps=1e-12, rng=random
        )
        profile = ou.Profile(*(np.array(part) for part in (tau, s, r, 0.0)))
        state, total = ou.begin(profile, 0.5, 0.04), 0.0
        for k, hours in enumerate(np.diff(t, prepend=t[0])):
            state = ou.step(state, hours, profile)
            state, seen = see_row(state, low[k], high[k], r**2, ou.EXACT)
            total += float(seen.logp)
        off.append(abs(total - math.log(exact)))
    return float(np.mean(off)), max(off)


def costs() -> None:
    """Time for one report on 64 points: NumPy (a request), compiled (cohorts, one thread)."""
    grid, tail = profiles(launch(0.5)), launch().tail
    profile = grid.profile
    state = ou.step(ou.begin(profile, grid.level, grid.level_var), 6.0, profile)
    var = profile.r**2

    def micro(work: Callable[[], object], times: int, each: int = 1) -> float:
        work()
        walls = []
        for _ in range(5):
            began = time.perf_counter()
            for _ in range(times):
                work()
            walls.append((time.perf_counter() - began) / times / each)
        return 1e6 * min(walls)

    low, high = np.array(0.6), np.array(0.8)
    print("\none report, 64 profiles, microseconds")
    for name, with_tail in (("no tail", ou.EXACT), ("tail", tail)):
        gaussian = micro(lambda w=with_tail: ou.see(state, 0.7, var, w), 500)
        ordinal = micro(lambda w=with_tail: see_row(state, low, high, var, w), 500)
        print(f"  NumPy, {name:<9} gaussian {gaussian:6.1f}   ordinal (with SciPy) {ordinal:6.1f}")
    random, count = np.random.default_rng(SEED), 2000
    t, noise, starts = np.arange(count) * 6.0, np.ones(count), np.array([0, count])
    row = np.minimum(4, np.maximum(0, np.round(random.normal(2, 0.6, count)))).astype(np.int64)
    plain = as_arrays(replace(launch(0.5), tail=ou.EXACT))
    y = (row + 0.5) / 5
    once = micro(
        lambda: compiled.posteriors(t, y, noise, starts, *as_arrays(launch(0.5))), 3, count
    )
    logs = np.zeros(64)
    rows = micro(
        lambda: _many(count, 6.0, row, plain.profile, plain.level, plain.level_var, logs), 3, count
    )
    print(f"  compiled, one thread: gaussian with tail {once:.2f}   ordinal without {rows:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    here = Path(os.environ.get("LONGARC_TEST_DATA", Path(__file__).parents[2] / "shared/data"))
    parser.add_argument("--data", type=Path, default=here)
    parser.add_argument("--rounds", type=int, default=10, help="of re-estimation; 0 for none")
    parser.add_argument("--bootstrap", type=int, default=2000)
    parser.add_argument("--quick", action="store_true", help="a few items, to see that it runs")
    options = parser.parse_args()
    print(machine())
    print(
        f"assumed density against exact integrals, 6 answers: {assumed_density():.4f} nats at most"
    )
    if not options.data.is_dir():
        raise SystemExit(f"skipped: no data at {options.data}")
    students(options.data, options.rounds, options.bootstrap, options.quick)
    one_person(options.data, options.bootstrap, options.quick)
    costs()


if __name__ == "__main__":
    main()
