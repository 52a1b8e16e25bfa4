"""Series of anyone's reports, as files hold them: forecasts one step ahead, and flags.

A row is a person's code, a time in hours and a value on a scale of 0 to 1. Order in the file does
not matter: reports are taken by time. People come out in the order in which they first appear.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from longarc.analytics.kernels import ou
from longarc.analytics.kernels.grid import Event, follow
from longarc.analytics.kernels.population import Population, launch
from longarc.analytics.kernels.prior import reestimated

COLUMNS = ("person", "t_hours", "value")


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

    def unit(self, value: float) -> float:
        """The value on 0 to 1."""
        return (value - self.low) / (self.high - self.low)


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


def parsed(lines: Iterable[Mapping[str, str | None]], scale: Scale) -> Iterator[Row]:
    """Rows from the lines of a file with named columns; an empty value or NaN is no report.

    Raises:
        BadSeries: a column is missing.
        BadRow: a number cannot be read, a time is not finite, a value is outside the scale.
    """
    for number, line in enumerate(lines, start=2):
        missing = [name for name in COLUMNS if line.get(name) is None]
        if missing and number == 2:
            raise BadSeries(f"Columns are missing: {', '.join(missing)}.")
        row = _parsed(line, number, scale)
        if row is not None:
            yield row


def _parsed(line: Mapping[str, str | None], number: int, scale: Scale) -> Row | None:
    person = (line.get("person") or "").strip()
    if not person:
        raise BadRow(f"Line {number}: no person.")
    time = _number(line.get("t_hours"), number, "t_hours")
    if not math.isfinite(time):
        raise BadRow(f"Line {number}: t_hours is not a time.")
    written = (line.get("value") or "").strip()
    value = _number(written, number, "value") if written else math.nan
    if math.isnan(value):
        return None
    if not scale.low <= value <= scale.high:
        bounds = f"{scale.low:g} to {scale.high:g}"
        raise BadRow(f"Line {number}: value {written} is outside the scale {bounds}.")
    return Row(person, time, scale.unit(value))


def _number(text: str | None, number: int, name: str) -> float:
    try:
        return float(text or "")
    except ValueError:
        raise BadRow(f"Line {number}: {name} is not a number: {text or 'empty'}.") from None


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
) -> Iterator[Forecast]:
    """One result for each report, one step ahead; a result never rests on its own value or a later.

    Args:
        rows: reports of any number of people, in any order.
        population: the prior; without one, the launch prior.
        after: leave out the first so many reports of each person.
        unit: log score and CRPS are given in this unit of the scaled value.

    Raises:
        BadRow: a row is no report (before any result).
        BadSeries: `unit` is not above 0.
    """
    if not (math.isfinite(unit) and unit > 0):
        raise BadSeries(f"The unit {unit:g} is not above 0.")
    people = by_person(rows)
    prior = launch() if population is None else population
    return (
        one for name, events in people.items() for one in _each(name, events, prior, after, unit)
    )


def _each(
    person: str, events: list[Event], prior: Population, after: int, unit: float
) -> Iterator[Forecast]:
    for event, before in follow(prior, events):
        if before.n >= after and event.y is not None:
            expected = before.expect(event.noise).pruned()
            low, high = np.clip(expected.quantiles((0.05, 0.95)), 0.0, 1.0)
            yield Forecast(
                person, event.t, event.y, before.n, expected.mean, expected.sd,
                float(low), float(high),
                expected.log_density(event.y) + math.log(unit), expected.crps(event.y) / unit,
            )  # fmt: skip
