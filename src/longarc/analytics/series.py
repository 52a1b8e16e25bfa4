"""Series of anyone's reports, as files hold them: forecasts one step ahead, and flags.

A row is a person's code, a time in hours and a value on a scale of 0 to 1. Order in the file does
not matter: reports are taken by time. People come out in the order in which they first appear.
"""

import bisect
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from longarc.analytics.kernels import cusum, ou
from longarc.analytics.kernels.grid import Event, Posterior, begin, follow, ordered
from longarc.analytics.kernels.population import Population, launch
from longarc.analytics.kernels.prior import reestimated
from longarc.analytics.thresholds import shipped

Tick = Callable[[], None]


def nobody() -> None:
    """Nobody wants to know how far it is."""


class Row(NamedTuple):
    """One report; `value` on the scale of 0 to 1."""

    person: str
    t_hours: float
    value: float


class BadRow(ValueError):
    """A row that cannot be a report; says which and why."""


class BadSeries(ValueError):
    """A file or an option that cannot be worked with; says why."""


@dataclass(frozen=True)
class Scale:
    """The lowest and the highest value that the answers allow.

    Raises:
        BadSeries: the bounds are not finite, or not in order.
    """

    low: float = 0.0
    high: float = 1.0

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low < self.high):
            raise BadSeries(f"The scale {self.low:g} to {self.high:g} is not a scale.")


class Forecast(NamedTuple):
    """What was expected of one report before it, its own value unknown."""

    person: str
    t_hours: float
    value: float
    n_before: int
    mean: float
    sd: float
    lo90: float
    hi90: float
    logscore: float
    crps: float


class Flag(NamedTuple):
    """The usual level has moved, as far as the budget allows to say so.

    Args:
        kind: `rise` or `fall`.
        day: of this person's series, the first is 1.
        statistic, threshold: natural log of the evidence, and what it had to reach.
        reports: how many reports the evidence rests on.
    """

    person: str
    kind: str
    t_hours: float
    day: int
    statistic: float
    threshold: float
    reports: int


#: A watch needs a baseline of so many reports; before it is too early.
LEAST_BASELINE = 5
_KINDS = {cusum.RISE: "rise", cusum.FALL: "fall"}


def by_person(rows: Iterable[Row]) -> dict[str, list[Event]]:
    """Each person's reports, in the order in which the people first appear.

    Raises:
        BadRow: a time is not finite, or a value not within 0 to 1. NaN is no report.
    """
    people: dict[str, list[Event]] = {}
    for row in rows:
        if math.isnan(row.value):
            continue
        if not (math.isfinite(row.t_hours) and 0 <= row.value <= 1):
            raise BadRow(f"{row.person}: {row.value} at {row.t_hours} h is not a report.")
        people.setdefault(row.person, []).append(Event(float(row.t_hours), float(row.value)))
    return people


def population_of(rows: Iterable[Row], version: str = "file") -> Population:
    """The prior of the people in `rows`, with the launch prior as pseudo-people.

    Raises:
        BadSeries: nobody there has a report.
    """
    people = by_person(rows)
    if not people:
        raise BadSeries("The population has no reports.")
    series = [_arrays(events) for events in people.values()]
    return reestimated(series, launch(), version)


def _arrays(events: Sequence[Event]) -> ou.Events:
    placed = sorted(events, key=lambda event: event.rank)
    values = [np.nan if event.y is None else event.y for event in placed]
    return ou.events([event.t for event in placed], values)


def forecast(
    rows: Iterable[Row],
    population: Population | None = None,
    after: int = 0,
    unit: float = 1.0,
    tick: Tick = nobody,
) -> Iterator[Forecast]:
    """One result for each report, one step ahead; a result never rests on its own value or a later.

    Args:
        rows: reports of any number of people, in any order.
        population: the prior; without one, the launch prior.
        after: leave out the first so many reports of each person.
        unit: log score and CRPS are given in this unit of the scaled value.
        tick: called once for each report.

    Raises:
        BadRow: a row is no report (before any result).
        BadSeries: `unit` is not above 0.
    """
    if not (math.isfinite(unit) and unit > 0):
        raise BadSeries(f"The unit {unit:g} is not above 0.")
    people = by_person(rows)
    asked = _Asked(launch() if population is None else population, after, unit, tick)
    return (one for name, events in people.items() for one in _each(name, events, asked))


class _Asked(NamedTuple):
    prior: Population
    after: int
    unit: float
    tick: Tick


def _each(person: str, events: list[Event], asked: _Asked) -> Iterator[Forecast]:
    for event, before in follow(asked.prior, events):
        if before.n >= asked.after and event.y is not None:
            yield _forecast(person, event.t, event.y, before, asked.unit)
        asked.tick()


def _forecast(person: str, t: float, y: float, before: Posterior, unit: float) -> Forecast:
    expected = before.expect().pruned()
    low, high = np.clip(expected.quantiles((0.05, 0.95)), 0.0, 1.0)
    return Forecast(
        person=person,
        t_hours=t,
        value=y,
        n_before=before.n,
        mean=expected.mean,
        sd=expected.sd,
        lo90=float(low),
        hi90=float(high),
        logscore=expected.log_density(y) + math.log(unit),
        crps=expected.crps(y) / unit,
    )


def monitor(
    rows: Iterable[Row],
    baseline_days: float,
    budget: float = 0.2,
    horizon_weeks: float = 26.0,
    tick: Tick = nobody,
) -> Iterator[Flag]:
    """Flags: the usual level of a person has moved up or down by a swing or more.

    The first `baseline_days` of a person say how they are as before; after a flag a new baseline
    begins, as for someone new. With fewer than `LEAST_BASELINE` reports in it a baseline lasts
    until there are so many. The chance of any false flag is `budget` for one person within
    `horizon_weeks` after a baseline, both kinds together, if people move like the launch
    population. A flag never rests on a later report, nor on a single one.

    Raises:
        BadRow: a row is no report (before any flag).
        BadSeries: an option is out of its range.
    """
    if not (math.isfinite(baseline_days) and baseline_days > 0):
        raise BadSeries("The baseline has to be longer than 0 days.")
    if not 0 < budget < 1:
        raise BadSeries("The budget is a chance between 0 and 1.")
    if not (math.isfinite(horizon_weeks) and horizon_weeks > 0):
        raise BadSeries("The horizon has to be longer than 0 weeks.")
    people = by_person(rows)
    options = _Options(baseline_days, budget, horizon_weeks, tick)
    return (flag for name, events in people.items() for flag in _flags(name, events, options))


class _Options(NamedTuple):
    baseline_days: float
    budget: float
    horizon_weeks: float
    tick: Tick


def _flags(person: str, events: list[Event], options: _Options) -> Iterator[Flag]:
    placed, at = ordered(events), 0
    while at < len(placed):
        watch = _end_of_baseline(placed, at, options)
        found = _found(placed[at:], watch - at, options) if watch < len(placed) else None
        last = len(placed) if found is None else at + found[0]
        for _ in range(at, last):
            options.tick()
        at = last
        if found is not None:
            yield _flag(person, placed[0].t, found[1])


def _end_of_baseline(placed: Sequence[Event], at: int, options: _Options) -> int:
    """The place of the first report that is watched."""
    over = placed[at].t + options.baseline_days * 24
    end = bisect.bisect_left(placed, over, key=lambda event: event.t)
    return max(end, at + LEAST_BASELINE)


def _found(
    placed: Sequence[Event], until: int, options: _Options
) -> tuple[int, cusum.Crossing] | None:
    """The first flag after a baseline of `until` reports, and how many reports that took."""
    usual = begin(launch())
    for event in placed[:until]:
        usual = usual.then(event)
    threshold = _threshold(placed, until, options)
    for n, (_, watch) in enumerate(cusum.follow(usual, placed[until:]), start=until + 1):
        if watch.evidence.max() > threshold:
            threshold = max(threshold, _threshold(placed, n, options))
            one = cusum.crossing(watch, dict.fromkeys(_KINDS, threshold))
            if one is not None:
                return n, one
    return None


def _threshold(placed: Sequence[Event], n: int, options: _Options) -> float:
    """By the schedule that the first `n` reports showed, the baseline or more."""
    days = max(options.baseline_days, (placed[n - 1].t - placed[0].t) / 24)
    return shipped().at(
        per_week=7 * n / days,
        baseline_days=options.baseline_days,
        horizon_weeks=options.horizon_weeks,
        budget=options.budget,
    )


def _flag(person: str, began: float, one: cusum.Crossing) -> Flag:
    day = 1 + int((one.t - began) // 24)
    kind = _KINDS[one.side]
    return Flag(person, kind, one.t, day, one.evidence, one.threshold, one.reports)
