"""The compiled kernels give what their NumPy twins give."""

import sys

import numpy as np
import pytest

from longarc.analytics.kernels import cohort, cusum, grid, ou, population, simulate

pytest.importorskip("numba")
PRIOR = population.LADDER


@pytest.fixture(scope="module")
def cohort_of_three():
    random = np.random.default_rng(8)
    truth = simulate.people(PRIOR, 3, random)
    hours, starts = simulate.schedule(70, 7, 3, random)
    person = np.repeat(np.arange(3), np.diff(starts))
    return hours, simulate.reports(hours, truth, person, random, PRIOR.tail), starts


def each(cohort_of_three):
    hours, values, starts = cohort_of_three
    for i in range(3):
        here = slice(starts[i], starts[i + 1])
        yield i, here, [grid.Event(*row) for row in zip(hours[here], values[here], strict=True)]


def test_the_plain_filter(cohort_of_three):
    from longarc.analytics.kernels import compiled

    hours, values, starts = cohort_of_three
    theta = np.exp(np.random.default_rng(1).normal([2.7, -2.5, -2.5, -6.0], 0.5, (3, 4)))
    level = np.tile([0.5, 0.04], (3, 1))
    together = compiled.log_likelihood(hours, values, starts, theta, level)
    for i, here, _ in each(cohort_of_three):
        one = ou.Profile(*(np.asarray(v) for v in theta[i]))
        start = ou.begin(one, 0.5, 0.04)
        alone = ou.log_likelihood(ou.events(hours[here], values[here]), one, start, PRIOR.push)
        assert together[i] == pytest.approx(float(alone), rel=1e-10)


def test_the_posterior_with_sessions_slips_and_sources(cohort_of_three):
    from longarc.analytics.kernels import compiled

    series, known = [], []
    for i, _, events in each(cohort_of_three):
        events[3] = events[3]._replace(y=30.0)  # beyond any doubt a slip
        events[5] = events[5]._replace(noise=1.5)
        events = grid.ordered([*events, grid.Event(events[9].t), grid.Event(events[20].t + i)])
        series.append(grid.as_arrays(events))
        now = grid.begin(PRIOR)
        for event in events:
            now = now.then(event)
        known.append(now)
    logs, states = compiled.posteriors(*cohort.flat(series), *cohort.prior(PRIOR))
    for i, now in enumerate(known):
        np.testing.assert_allclose(logs[i], now.log_weight, rtol=1e-10, atol=1e-10)
        np.testing.assert_allclose(states[i], np.array(now.state), rtol=1e-10, atol=1e-10)


def test_the_watch(cohort_of_three):
    from longarc.analytics import calibration

    people = calibration.People(*cohort_of_three)
    evidence = calibration.watched(people, calibration.baselines(people, 14))
    assert evidence.max() > 0.5
    early = people.since < 14 * 24
    for _, here, events in each(cohort_of_three):
        usual, known = grid.begin(population.launch()), early[here].sum()
        for event in events[:known]:
            usual = usual.then(event)
        watched = [watch.evidence for _, watch in cusum.follow(usual, events[known:])]
        np.testing.assert_allclose(evidence[:, here][:, known:].T, watched, atol=1e-10)
        assert not evidence[:, here][:, :known].any()


def test_a_watch_with_sessions_and_slips(cohort_of_three):
    from longarc.analytics import calibration
    from longarc.analytics.kernels import compiled

    _, _, events = next(each(cohort_of_three))
    usual = grid.begin(PRIOR)
    for event in events[:20]:
        usual = usual.then(event)
    later = [*events[20:], grid.Event(events[30].t - 1), grid.Event(events[40].t)]
    later = grid.ordered([*later, grid.Event(events[33].t, 30.0)])
    ev, profile = grid.as_arrays(later), np.stack(usual.profile)
    person = (profile, usual.weights[None], np.stack(usual.state)[None])
    ends, places = np.array([usual.t]), np.array([0, len(later)])
    rule, push = calibration.RULE, PRIOR.push
    found = compiled.watches(ev.t, ev.y, places, ends, *person, push, rule)
    watched = [watch.evidence for _, watch in cusum.follow(usual, later)]
    np.testing.assert_allclose(found.T, watched, rtol=1e-9, atol=1e-10)


def test_nothing_that_answers_a_request_loads_the_compiled_path():
    import subprocess

    code = (
        "import sys; from longarc.analytics import series;"
        "from longarc.analytics.kernels import settle, window;"
        "list(series.monitor([series.Row('a', 8.0 * k, 0.4) for k in range(200)], 28));"
        "print([m for m in ('numba', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
