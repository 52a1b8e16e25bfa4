"""The two likelihoods that `window_ordinal.py` compares, around one and the same person.

A report is a row of an ordered scale. `Way` says how the filter takes it; everything else (the
swing around a drifting level, the weighted grid, its laying anew, the re-estimation of the prior)
is the product's.
"""

import math
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri
from scipy.stats import multivariate_normal

from longarc.analytics.kernels import ou
from longarc.analytics.kernels import prior as em
from longarc.analytics.kernels.population import Population, Profiles, profiles
from longarc.analytics.kernels.relay import normalised, relaid

SEED = 1
PSEUDO_REPORTS = 5.0
RELAY_AT, RELAYS = (64, 128, 256, 512, 1024), 2  # as the product lays its grid anew

Array = np.ndarray


class Answers(NamedTuple):
    """Series of one item, stacked: hours and rows (0, 1, ...; -1 none), series x answers."""

    t: Array
    row: Array
    rows: int


class Way(NamedTuple):
    """A likelihood: how a report is taken, the edges of the rows, and whether to cut off."""

    ordinal: bool
    tail: bool = True
    own_edges: bool = False
    rounding: bool = False
    cut_off: bool = False


WAYS = {
    "gaussian": Way(False),
    "gaussian, cut off": Way(False, cut_off=True),
    "gaussian, no tail": Way(False, tail=False),
    "gaussian, rounding apart": Way(False, rounding=True),
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


def noise_of(way: Way, r: Array, rows: int) -> Array:
    """Variance of a report. The launch r of 0.08 holds the rounding to rows; an ordinal report has
    none, and with `rounding` it is a part of its own that cannot be learned away.
    """
    rounded = 1 / rows**2 / 12
    own = r**2 * (1 - rounded / 0.08**2)
    return own if way.ordinal else own + rounded if way.rounding else r**2


def walk(
    answers: Answers, profile: ou.Profile, state: ou.State, way: Way, edges: Array, tail: ou.Tail
) -> Iterator[tuple[ou.State, ou.State, ou.Seen]]:
    """The twin of `ou.walk`; the state has the axes series x points."""
    hours = np.diff(answers.t, axis=1, prepend=answers.t[:, :1])
    noise_var = noise_of(way, profile.r, answers.rows)
    for k in range(answers.t.shape[1]):
        before = ou.step(state, hours[:, k, None], profile)
        missing = answers.row[:, k, None] < 0
        row = np.where(missing, 0, answers.row[:, k, None])
        if way.ordinal:
            state, seen = ou.see_row(before, edges[row], edges[row + 1], noise_var, tail)
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
    noise_var = noise_of(way, profile.r, answers.rows)
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
            state, seen = ou.see_row(state, low[k], high[k], r**2, ou.EXACT)
            total += float(seen.logp)
        off.append(abs(total - math.log(exact)))
    return float(np.mean(off)), max(off)
