"""What is known of one person: one filter for each profile of the grid, weighted by the reports.

No optimiser, nothing that can fail to converge, and honest from the first report: the weight of
a profile is multiplied by the density it gave to each report before the report was seen.
A new report costs one step of 64 filters. A late, corrected or removed report is a replay: the
same events in the order of their time, whatever order they arrived in.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from longarc.analytics.kernels import ou
from longarc.analytics.kernels.mixture import Mixture
from longarc.analytics.kernels.population import Population, Profiles, profiles
from longarc.analytics.kernels.relay import effective_points, normalised, relaid

Array = NDArray[np.float64]

#: The noise of a report by its source, as a factor on a person's own r, in which the rounding to
#: a row of the ladder is. A finer position has not that rounding; where the report is told as a
#: row (`Event.width`), the kernel takes it out again.
#: Source of "recalled" and "observed": Longarc's own starting values, unsigned.
NOISE = {"zone": 1.0, "fine": ou.UNROUNDED, "recalled": 1.5, "observed": 1.5}

#: After these counts of reports the grid is laid anew. Before 64 it predicts no better for it.
RELAY_AT = frozenset({64, 128, 256, 512, 1024, 2048, 4096})
#: It is laid anew until so many points carry the weight, and at most so many times.
_ENOUGH_POINTS, _RELAYS, _RELAYS_ON_THE_WAY = 20.0, 8, 2


class Event(NamedTuple):
    """A report; a session where `y` is None; a mere look at a time where `y` is NaN.

    With a `width` (0.001 to 0.999 of the scale) the report is the row whose middle is `y`, and
    lies anywhere in it; the outer rows reach beyond the scale.

    Events sort by time; a session comes before a report of the same moment, and reports of one
    moment by value: the order of arrival leaves no trace.
    """

    t: float
    y: float | None = None
    noise: float = NOISE["zone"]
    width: float = 0.0

    @property
    def rank(self) -> tuple[float, bool, float, float, float]:
        value = -1.0 if self.y is None or math.isnan(self.y) else self.y
        return (self.t, self.y is not None, value, self.noise, self.width)


@dataclass(frozen=True, eq=False)
class Posterior:
    """A person after some reports. Immutable: each event gives a new one.

    Args:
        population: the prior.
        grid: its points, with the weights before any report.
        profile: the points as the filter wants them.
        log_weight: natural logs of the weights now, not normalised.
        state: what each profile says of x and mu at time `t`.
        t: hours, the time of the last event; None before the first.
        n: how many reports.
    """

    population: Population
    grid: Profiles
    profile: ou.Profile
    log_weight: Array
    state: ou.State
    t: float | None = None
    n: int = 0

    @property
    def weights(self) -> Array:
        """The chance of each profile; they sum to 1."""
        return normalised(self.log_weight)

    @property
    def swing(self) -> Array:
        """Size of everyday ups and downs under each profile: sqrt(s^2 + r^2)."""
        return np.hypot(self.profile.s, self.profile.r)

    def at(self, t: float) -> "Posterior":
        """The same person at a later time, with no report in between.

        Raises:
            ValueError: `t` is before the last event: replay instead.
        """
        if self.t is None or t == self.t:
            return replace(self, t=t)
        if not t > self.t:
            raise ValueError(f"time {t} is before {self.t}, the last event")
        return replace(self, t=t, state=ou.step(self.state, t - self.t, self.profile))

    def expect(self, noise: float = NOISE["zone"]) -> Mixture:
        """The report that would be given now."""
        mean, var = ou.expect(self.state, (noise * self.profile.r) ** 2)
        tail, weights = self.population.tail, self.weights
        if not tail.share:
            return Mixture(weights, mean, np.sqrt(var))
        both = np.concatenate([weights * (1 - tail.share), weights * tail.share])
        variances = np.concatenate([var, ou.tail_var(var, tail)])
        return Mixture(both, np.concatenate([mean, mean]), np.sqrt(variances))

    def level(self) -> Mixture:
        """The usual level now."""
        return Mixture(self.weights, self.state.mu, np.sqrt(self.state.pmm))

    def then(self, event: Event) -> "Posterior":
        """The person once this event is known."""
        here = self.at(event.t)
        if event.y is None:
            return replace(here, state=ou.pushed(here.state, self.population.push))
        noise, tail = event.noise * self.profile.r, self.population.tail
        state, seen = ou.told(here.state, event.y, event.width, noise, tail)
        return replace(here, state=state, log_weight=self.log_weight + seen.logp, n=self.n + 1)


def begin(population: Population, grid: Profiles | None = None) -> Posterior:
    """Someone of this population before the first report."""
    points = profiles(population) if grid is None else grid
    profile = points.profile
    state = ou.begin(profile, points.level, points.level_var)
    return Posterior(population, points, profile, points.log_weight, state)


def ordered(events: Iterable[Event]) -> list[Event]:
    """Events as the model takes them, whatever order they arrived in."""
    return sorted(events, key=lambda event: event.rank)


def follow(population: Population, events: Iterable[Event]) -> Iterator[tuple[Event, Posterior]]:
    """Each event with the person just before it: nothing of it or after it is known yet."""
    for event, before, _ in _follow(population, ordered(events)):
        yield event, before


def replay(population: Population, events: Iterable[Event]) -> Posterior:
    """The person after all these events; the order they arrived in does not matter."""
    now = begin(population)
    for _, _, now in _follow(population, ordered(events)):  # noqa: B007 the last one is wanted
        pass
    return now


def closely(population: Population, events: Iterable[Event]) -> Posterior:
    """As `replay`, with the grid laid anew at the end: for what is said of the person's profile."""
    past = ordered(events)
    return laid_anew(replay(population, past), past)


def laid_anew(now: Posterior, past: list[Event], times: int = _RELAYS) -> Posterior:
    """The same person on a grid around what is known; `past` is every event in order."""
    ev = as_arrays(past)
    for _ in range(times if past else 0):
        now = _over(
            ev, begin(now.population, relaid(now.population, now.grid.theta, now.log_weight))
        )
        if effective_points(now.weights) >= _ENOUGH_POINTS:
            break
    return now


def as_arrays(past: list[Event]) -> ou.Events:
    """Ordered events as the filter wants them."""
    values = [np.nan if event.y is None else event.y for event in past]
    return ou.events(
        [event.t for event in past],
        values,
        [event.noise for event in past],
        [event.y is None for event in past],
        [event.width for event in past],
    )


def _over(ev: ou.Events, now: Posterior) -> Posterior:
    """All events at once, from before the first."""
    log_weight, state = now.log_weight, now.state
    steps = ou.walk(ev, now.profile, now.state, now.population.push, now.population.tail)
    for _, state, seen in steps:  # noqa: B007 the last state is wanted
        log_weight = log_weight + seen.logp
    n = int((~np.isnan(ev.y)).sum())
    return replace(now, state=state, log_weight=log_weight, t=float(ev.t[-1]), n=n)


def _follow(
    population: Population, past: list[Event]
) -> Iterator[tuple[Event, Posterior, Posterior]]:
    now = begin(population)
    for k, event in enumerate(past):
        before = now.at(event.t)
        now = before.then(event)
        if event.y is not None and now.n in RELAY_AT:
            now = laid_anew(now, past[: k + 1], _RELAYS_ON_THE_WAY)
        yield event, before, now
