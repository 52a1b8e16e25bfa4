"""Make the table of thresholds by watching invented people to whom nothing happens.

Needs Numba; no page imports it. `tools/make_thresholds` writes the file.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from longarc.analytics.kernels import cohort, compiled, cusum, ou, prior, simulate
from longarc.analytics.kernels.population import LADDER, Population, launch, profiles
from longarc.analytics.kernels.relay import normalised
from longarc.analytics.thresholds import EITHER, ONE
from longarc.care.arc import ROW_HEIGHT

Array = NDArray[np.float64]
Places = NDArray[np.int64]

VERSION, ROWS_VERSION, SEED, PEOPLE = "2", "rows-1", 20, 2000
PER_WEEK = (2.0, 3.0, 7.0, 14.0, 21.0, 42.0)
BASELINE_DAYS = (14.0, 28.0, 56.0)
HORIZON_WEEKS = (4.0, 13.0, 26.0, 52.0)
BUDGET = (0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5)
ANSWERED = 0.85
_ROW = ROW_HEIGHT / 100
#: As the compiled watch takes it.
RULE = compiled.Rule(
    cusum.SIZES,
    cusum.WORTH,
    cusum.PACE,
    cusum.DOUBT,
    cusum.FOLLOWED,
    cusum.FADES,
    cusum.LEAST_SD,
)


class People(NamedTuple):
    """Reports of invented people, one person after another; person i from `starts[i]` on."""

    hours: Array
    values: Array
    starts: Places

    @property
    def since(self) -> Array:
        """Hours since each person's first report."""
        return self.hours - np.repeat(self.hours[self.starts[:-1]], np.diff(self.starts))

    def counted(self, which: NDArray[np.bool_]) -> Places:
        """How many of these reports each person has."""
        return np.asarray(np.add.reduceat(which.astype(np.int64), self.starts[:-1]))


class Kind(NamedTuple):
    """How these people answer: `rows` with a row of the ladder, else with a point."""

    version: str
    population: Population
    rows: bool


POINTS, ROWS = Kind(VERSION, launch(), False), Kind(ROWS_VERSION, LADDER, True)


def make_table(kind: Kind = POINTS, people: int = PEOPLE, seed: int = SEED) -> dict[str, Any]:
    """The whole table, as plain numbers (some minutes)."""
    pieces = [schedule_sums(rate, people, seed, kind) for rate in PER_WEEK]
    return assembled(pieces, people, seed, kind)


def assembled(pieces: list[Array], people: int, seed: int, kind: Kind = POINTS) -> dict[str, Any]:
    """The file's content from one piece for each of `PER_WEEK`."""
    sums = np.round(np.stack(pieces, axis=1), 3)  # kinds x schedules x baselines x horizons x ...
    return {
        "version": kind.version,
        "made": {"by": "tools/make_thresholds", "seed": seed, "people": people}
        | {"population": kind.population.version, "answered": ANSWERED, "pace": cusum.PACE},
        "per_week": PER_WEEK,
        "baseline_days": BASELINE_DAYS,
        "horizon_weeks": HORIZON_WEEKS,
        "budget": BUDGET,
        "sums": {ONE: sums[0].tolist(), EITHER: sums[1].tolist()},
    }


def schedule_sums(per_week: float, people: int, seed: int, kind: Kind = POINTS) -> Array:
    """Thresholds for one schedule: 2 (one, either) x baselines x horizons x budgets."""
    random = np.random.default_rng([seed, round(10 * per_week)])
    longest = HORIZON_WEEKS[-1] * 7 + BASELINE_DAYS[-1]
    usual = usual_people(kind.population, people, per_week, longest, random)
    if kind.rows:
        usual = usual._replace(values=to_rows(usual.values))
    return np.stack([_quantiles(usual, days, kind) for days in BASELINE_DAYS], axis=1)


def to_rows(values: Array) -> Array:
    """The middle of the row of the ladder that each value lies in; beyond it the outer one."""
    return np.asarray((np.clip(np.floor(values / _ROW), 0, 4) + 0.5) * _ROW)


def usual_people(
    population: Population, people: int, per_week: float, days: float, random: np.random.Generator
) -> People:
    """Invented people to whom nothing happens but drift; `per_week` counts what is answered."""
    truth = simulate.people(population, people, random)
    hours, starts = simulate.schedule(days, per_week / ANSWERED, people, random, ANSWERED)
    person = np.repeat(np.arange(people), np.diff(starts))
    values = simulate.reports(hours, truth, person, random, population.tail)
    return People(hours, values, starts)


class Known(NamedTuple):
    """People at the end of their baselines: weights (people x points), state (people x 5 x
    points), and the hour of each one's last report in it."""

    weights: Array
    state: Array
    ends: Array


def row_baselines(people: People, days: float) -> Known:
    """The same for people who answer with rows, as the product learns from rows."""
    early = people.since < days * 24
    counts = people.counted(early)
    bounds = np.cumsum(counts)[:-1]
    hours, values = (np.split(part[early], bounds) for part in (people.hours, people.values))
    series = [ou.events(t, y, width=_ROW) for t, y in zip(hours, values, strict=True)]
    grid = profiles(LADDER)
    first = ou.begin(grid.profile, grid.level, grid.level_var)
    log_weight, ev, state = grid.log_weight, prior.stacked(series), first
    for _, after, seen in ou.walk(ev, grid.profile, first, LADDER.push, LADDER.tail):
        log_weight, state = log_weight + seen.logp, after
    parts = [np.broadcast_to(part, (len(series), len(grid.level))) for part in state]
    now = np.stack(parts, axis=1)
    now[:, 1] = np.clip(now[:, 1], 0.0, 1.0)  # the watch begins on the scale (`person`)
    ends = np.array([t[-1] for t in hours])
    return Known(normalised(log_weight), now, ends)


def baselines(people: People, days: float) -> Known:
    """What a baseline of so many days tells of each person, under the launch prior."""
    early = people.since < days * 24
    starts = np.concatenate([[0], np.cumsum(people.counted(early))])
    hours, noise = people.hours[early], np.ones(early.sum())
    known_of = cohort.prior(launch())
    logs, state = compiled.posteriors(hours, people.values[early], noise, starts, *known_of)
    return Known(normalised(logs), state, hours[starts[1:] - 1])


def watched(people: People, known: Known) -> Array:
    """The evidence for each side after each report, 2 x reports; 0 within the baseline."""
    later = people.hours > np.repeat(known.ends, np.diff(people.starts))
    starts = np.concatenate([[0], np.cumsum(people.counted(later))])
    events = (people.hours[later], people.values[later], starts, known.ends)
    known_of = cohort.prior(launch())
    person = (np.stack(known_of.profile), known.weights, known.state)
    out = np.zeros((2, len(people.hours)))
    out[:, later] = compiled.watches(*events, *person, known_of.push, RULE)
    return out


def highest(people: People, evidence: Array, which: NDArray[np.bool_]) -> Array:
    """Each person's highest evidence among these reports; 0 without one."""
    return np.asarray(np.maximum.reduceat(np.where(which, evidence, 0.0), people.starts[:-1]))


def _quantiles(people: People, days: float, kind: Kind) -> Array:
    known = row_baselines(people, days) if kind.rows else baselines(people, days)
    sums = watched(people, known)
    since = people.since / 168 - days / 7
    kinds = []
    for top in (sums[0], sums.max(axis=0)):
        tops = [highest(people, top, since < weeks) for weeks in HORIZON_WEEKS]
        kinds.append(np.quantile(np.array(tops), 1 - np.array(BUDGET), axis=1).T)
    return np.array(kinds)
