"""Looking back, against one big Gaussian."""

from dataclasses import replace

import numpy as np
import pytest

from longarc.analytics.kernels import grid, ou, population, smooth
from tests.analytics import dense

PUSH = ou.Push(a0=0.1, va=0.04, vd=0.01)


def person_of(profile, level=0.4, level_var=0.04):
    """A posterior whose whole grid is one known profile, without a tail."""
    theta = np.log(np.asarray(profile))[None]
    points = population.Profiles(theta, np.zeros(1), np.array([level]), np.array([level_var]))
    prior = replace(population.LADDER, push=PUSH, tail=ou.EXACT)
    return grid.begin(prior, points)


@pytest.mark.parametrize("seed", range(30))
def test_past_states_and_lasting_shifts_are_those_of_the_dense_gaussian(seed):
    rng = np.random.default_rng(seed)
    t, y, noise, sessions, profile = dense.random_series(rng)
    start = person_of(profile)
    profile = np.array(start.profile)[:, 0]
    events = grid.ordered(
        [grid.Event(*row) for row in zip(t, y, noise, strict=True)]
        + [grid.Event(began) for began in sessions]
    )
    past = smooth.smoothed(start, events)
    mean, cov = dense.moments(t, profile, 0.4, 0.04, noise, sessions, PUSH)
    began = min([t[0], *sessions])
    drift = profile[3] ** 2
    if began < t[0]:  # the drift counts from the first event
        cov = cov + drift * (t[0] - began)
    for k, event in enumerate(events):
        shared = 0.04 + drift * (np.minimum(t, event.t) - began)
        own = 0.04 + drift * (event.t - began)
        for one in sessions:
            shared = shared + PUSH.vd * ((t >= one) & (event.t >= one))
            own += PUSH.vd * (event.t >= one)
        level, var = dense.given_all(y, mean, cov, shared[None], 0.4, np.array([[own]]))
        np.testing.assert_allclose(past.state.mu[k], level, rtol=1e-7, atol=1e-7)
        np.testing.assert_allclose(past.state.pmm[k], var[0], rtol=1e-6, atol=1e-9)
        if event.y is None:
            cross = PUSH.vd * (t >= event.t)
            prior = np.array([[PUSH.vd]])
            shift, var = dense.given_all(y, mean, cov, cross[None], 0.0, prior)
            if (sessions == event.t).sum() == 1:
                np.testing.assert_allclose(past.lasting[k], shift, rtol=1e-6, atol=1e-8)
                np.testing.assert_allclose(past.lasting_var[k], var[0], rtol=1e-6, atol=1e-9)


def test_drift_between_two_events_knows_that_they_go_together():
    rng = np.random.default_rng(3)
    t, y = np.cumsum(rng.exponential(9.0, 30)), rng.uniform(0, 1, 30)
    start = person_of([15.0, 0.1, 0.1, 0.01])
    profile = np.array(start.profile)[:, 0]
    past = smooth.smoothed(start, [grid.Event(a, b) for a, b in zip(t, y, strict=True)])
    mean, cov = dense.moments(t, profile, 0.4, 0.04, np.ones(30), [], PUSH)
    shared = profile[3] ** 2 * (np.minimum(t, t[-1]) - np.minimum(t, t[4]))
    own = np.array([[profile[3] ** 2 * (t[-1] - t[4])]])
    moved, var = dense.given_all(y, mean, cov, shared[None], 0.0, own)
    drift = past.drift_since(4)
    assert drift.mean == pytest.approx(moved[0], abs=1e-8)
    assert drift.sd == pytest.approx(np.sqrt(var[0, 0]), abs=1e-6)


def test_a_look_tells_nothing_and_shows_the_time_between():
    start = person_of([15.0, 0.1, 0.1, 0.01])
    reports = [grid.Event(0.0, 0.2), grid.Event(48.0, 0.8)]
    looked = smooth.smoothed(start, grid.ordered([*reports, grid.Event(24.0, np.nan)]))
    plain = smooth.smoothed(start, reports)
    np.testing.assert_allclose(looked.state.mu[[0, 2]], plain.state.mu, atol=1e-12)
    assert plain.level(0).mean < looked.level(1).mean < plain.level(1).mean
