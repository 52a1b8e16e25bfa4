"""The oracle: the window model as one Gaussian over all reports, with nothing recursive in it."""

from itertools import pairwise

import numpy as np


def moments(t, profile, level, level_var, noise, sessions, push):
    """Mean and covariance of the reports at `t` under one profile (plain numbers)."""
    tau, s, r, q = profile
    t = np.asarray(t, float)
    apart, shared = np.abs(t[:, None] - t), np.minimum(t[:, None], t) - t[0]
    cov = level_var + q**2 * shared + s**2 * np.exp(-apart / tau) + np.diag((r * noise) ** 2)
    mean = np.full(len(t), float(level))
    for began in sessions:
        since = t >= began
        left = np.where(since, np.exp(-np.maximum(t - began, 0) / tau), 0.0)
        mean += push.a0 * left
        cov += push.va * np.outer(left, left) + push.vd * np.outer(since, since)
    return mean, cov


def one_step_ahead(y, mean, cov):
    """Mean, variance and log density of each report given those before it."""
    low = np.linalg.cholesky(cov)
    z = np.linalg.solve(low, np.asarray(y) - mean)
    sd = np.diag(low)
    return y - sd * z, sd**2, -0.5 * np.log(2 * np.pi) - np.log(sd) - z**2 / 2


def given_all(y, mean, cov, cross, prior_mean, prior_cov):
    """Mean and covariance of other quantities, `cross` = their covariance with the reports."""
    weights = np.linalg.solve(cov, cross.T).T
    return prior_mean + weights @ (y - mean), prior_cov - weights @ cross.T


def random_series(rng, *, sessions=True):
    """Times, values, noise factors, sessions and a profile of one random irregular series."""
    n = int(rng.integers(1, 40))
    gaps = rng.exponential(1.0, n) * rng.choice([0.0, 0.01, 3.0, 40.0, 700.0], n)
    t = 5.0 + np.cumsum(gaps)
    profile = np.exp(rng.normal([2.7, -2.5, -2.5, -6.0], [1.4, 0.5, 0.5, 0.7]))
    noise = rng.choice([0.7, 1.0, 1.5], n)
    count = int(rng.integers(0, 4)) if sessions else 0
    began = np.sort(rng.uniform(t[0], t[-1] + 1, count))
    began[: count // 2] = rng.choice(t, count // 2)  # a session in the very moment of a report
    return t, rng.uniform(0, 1, n), noise, np.sort(began), profile


def merged(t, y, noise, sessions):
    """Reports and sessions as one ordered list of events; a session before a report at its time."""
    rows = [(b, 0, np.nan, 1.0) for b in sessions]
    rows += [(a, 1, b, c) for a, b, c in zip(t, y, noise, strict=True)]
    rows.sort(key=lambda row: row[:2])
    assert all(a[0] <= b[0] for a, b in pairwise(rows))
    t, y, noise = (np.array([row[i] for row in rows]) for i in (0, 2, 3))
    return t, y, noise, np.array([row[1] == 0 for row in rows])
