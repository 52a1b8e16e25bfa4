"""The filter against one big Gaussian."""

import numpy as np
import pytest

from longarc.analytics.kernels import ou
from tests.analytics import dense

PUSH = ou.Push(a0=0.1, va=0.04, vd=0.01)


def filtered(t, y, noise, sessions, profile):
    ev = ou.events(*dense.merged(t, y, noise, sessions))
    parts = ou.Profile(*(np.asarray(part) for part in profile))
    return ev, ou.run(ev, parts, ou.begin(parts, 0.4, 0.04), PUSH)


@pytest.mark.parametrize("seed", range(200))
def test_every_prediction_is_that_of_the_dense_gaussian(seed):
    rng = np.random.default_rng(seed)
    t, y, noise, sessions, profile = dense.random_series(rng)
    ev, run = filtered(t, y, noise, sessions, profile)
    mean, cov = dense.moments(t, profile, 0.4, 0.04, noise, sessions, PUSH)
    expected = dense.one_step_ahead(y, mean, cov)
    for ours, theirs in zip(run.seen, expected, strict=False):
        np.testing.assert_allclose(ours[~np.isnan(ev.y)], theirs, rtol=1e-8, atol=1e-8)


def test_people_and_profiles_together_give_what_each_gives_alone():
    rng = np.random.default_rng(1)
    people = [dense.random_series(rng, sessions=False) for _ in range(3)]
    longest = max(len(p[0]) for p in people)
    t = np.array([np.pad(p[0], (0, longest - len(p[0])), mode="edge") for p in people])
    y = np.array([np.pad(p[1], (0, longest - len(p[1])), constant_values=np.nan) for p in people])
    profile = ou.Profile(*np.exp(rng.normal([2.7, -2.5, -2.5, -6.0], 0.5, (7, 4))).T)
    together = ou.log_likelihood(
        ou.events(t[:, None, :], y[:, None, :]), profile, ou.begin(profile, [[0.4]], 0.04), PUSH
    )
    for i, person in enumerate(people):
        for g in range(7):
            one = ou.Profile(*(part[g] for part in profile))
            alone = ou.log_likelihood(
                ou.events(person[0], person[1]), one, ou.begin(one, 0.4, 0.04), PUSH
            )
            np.testing.assert_allclose(together[i, g], alone, rtol=1e-10)


def test_no_event_at_all_leaves_the_start():
    profile = ou.Profile(*np.ones((4, 3)))
    run = ou.run(ou.events([], []), profile, ou.begin(profile, 0.5, 0.04), PUSH)
    assert run.seen.mean.shape == (3, 0)
    np.testing.assert_array_equal(run.last.mu, 0.5)


def test_a_gap_of_years_and_a_gap_of_nothing_stay_finite():
    profile = ou.Profile(*(np.asarray(v) for v in (0.01, 0.1, 0.05, 0.001)))
    with np.errstate(all="raise"):
        run = ou.run(
            ou.events([0, 0, 1e-9, 9e4, 9e5], [0.1, 0.9, 0.5, 0.5, 0.0]),
            profile,
            ou.begin(profile, 0.5, 0.04),
            PUSH,
        )
    assert np.isfinite(run.seen.logp).all()
    assert (run.seen.var > 0).all()
