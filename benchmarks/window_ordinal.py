"""Ordered answers: does a likelihood of rows expect the next row better than the Gaussian does?

    python benchmarks/window_ordinal.py [--data DIR] [--rounds 10] [--bootstrap 2000] [--quick]

Both ways have the same person inside: a swing around a drifting usual level, 64 weighted profiles.
  gaussian  the product's: a row is its middle, with noise (which holds the rounding); the chance of
            a row is the mixture between the row's edges, the outer rows reaching to infinity.
            `cut off` leaves out what lies beyond the scale and brings the rest to 1.
  ordinal   a report says only that state and noise together lie between two edges (cumulative
            probit). The filter takes the exact mean and variance of that truncated normal and goes
            on as a Gaussian (assumed density). Noise without the rounding.
`rounding apart` is the Gaussian with the rounding as a noise of its own that cannot be learned
away. `no tail` leaves out the reports of the tail. `own edges` puts the ordinal edges where the
people of the other folds have them; the others have evenly spread edges. `shares` is the plain
way: how often each row was given so far, with 5 reports of the other people among them.

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
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from common import machine
from ordinal import (
    SEED,
    WAYS,
    Answers,
    Array,
    assumed_density,
    by_shares,
    even,
    forecast,
    own_edges,
    reestimated,
    scores,
    shares,
)
from ordinal_cost import costs

from longarc.analytics.kernels import ou
from longarc.analytics.kernels.population import Population, launch

FOLDS, NEXT, LEARNED = 5, 10, (10, 20, 40)
RIVALS = ("ordinal", "gaussian, rounding apart")  # the likelihood tried, and the best Gaussian
MANY, FEW = 0.7, 0.5  # share of answers in one outer row: floor or ceiling; the middle of the scale


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
    fitted: dict[tuple[bool, ...], Population] = {}
    for name, way in WAYS.items():
        start = launch() if way.tail else replace(launch(), tail=ou.EXACT)
        edges = own_edges(others, start) if way.own_edges else even(here.rows)
        yield f"launch: {name}", forecast(here, start, way, edges)
        if not rounds:
            continue
        which = way[:4]  # cutting off changes the forecast only
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
    """One line a way: people x 2; each against the product's Gaussian with the launch prior."""
    people = len(next(iter(by_way.values())))
    print(f"\n{title} ({people})")
    print(f"{'':<34} log score  against gaussian (95 %)       RPS     against gaussian (95 %)")
    for name, found in by_way.items():
        base = by_way["launch: gaussian"]
        line = f"{name:<34}"
        for j, digits in ((0, 3), (1, 4)):
            off = found[:, j] - base[:, j]
            low, high = resampled(off, times)
            line += f" {found[:, j].mean():8.{digits}f}  {off.mean():+.{digits}f}"
            line += f" ({low:+.{digits}f} to {high:+.{digits}f})  "
        print(line, flush=True)
    for prior in ("launch", "fitted"):
        best, base = (by_way.get(f"{prior}: {name}") for name in RIVALS)
        if best is not None and base is not None:
            off = best[:, 0] - base[:, 0]
            low, high = resampled(off, times)
            print(f"{prior}: {' - '.join(RIVALS)}: {off.mean():+.3f} ({low:+.3f} to {high:+.3f})")


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
    print(f"\n{' - '.join(RIVALS)}, after 20, by item: log score, launch prior; fitted")
    for item in found:
        by_way = people_means({item: found[item]}, 20, lambda *_: True)
        priors = [p for p in ("launch", "fitted") if f"{p}: {RIVALS[0]}" in by_way]
        off = [np.subtract(*(by_way[f"{p}: {name}"] for name in RIVALS)) for p in priors]
        said = "  ".join(f"{o[:, 0].mean():+.3f}" for o in off)
        print(f"  {item:<16} outer {outer[item].mean():.2f}  {said}")


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    here = Path(os.environ.get("LONGARC_TEST_DATA", Path(__file__).parents[2] / "shared/data"))
    parser.add_argument("--data", type=Path, default=here)
    parser.add_argument("--rounds", type=int, default=10, help="of re-estimation; 0 for none")
    parser.add_argument("--bootstrap", type=int, default=2000)
    parser.add_argument("--quick", action="store_true", help="a few items, to see that it runs")
    options = parser.parse_args()
    print(machine())
    mean, worst = assumed_density()
    print(f"assumed density off by {mean:.3f} nats over 6 answers on average, {worst:.3f} at most")
    if not options.data.is_dir():
        raise SystemExit(f"skipped: no data at {options.data}")
    students(options.data, options.rounds, options.bootstrap, options.quick)
    one_person(options.data, options.bootstrap, options.quick)
    costs()


if __name__ == "__main__":
    main()
