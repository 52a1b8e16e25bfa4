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
    from longarc.analytics.kernels import compiled

    hours, values, starts = cohort_of_three
    begin = np.full(3, 14 * 24.0)
    sums = compiled.watches(hours, values, starts, begin, *cohort.prior(PRIOR), cusum.PACE)
    assert sums.max() > 0.5
    for _, here, events in each(cohort_of_three):
        usual, watch = grid.begin(PRIOR), None
        for k, event in enumerate(events):
            if watch is None and event.t >= begin[0]:
                watch = cusum.begin(usual)
            if watch is None:
                usual = usual.then(event)
                continue
            watch = cusum.then(watch, event)
            np.testing.assert_allclose(sums[:, here][:, k], watch.sums, rtol=1e-9, atol=1e-10)


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
