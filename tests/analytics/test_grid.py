"""One person on the grid: replay, order, causality, honesty."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longarc.analytics.kernels import grid, ou, population, relay, simulate
from longarc.analytics.kernels.grid import NOISE, Event

LADDER = population.LADDER

hours = st.integers(0, 40).map(lambda n: n * 6.0)
values = st.sampled_from([0.1, 0.3, 0.5, 0.7, 0.9])
widths = st.sampled_from([0.0, 0.2])
reports = st.builds(Event, hours, values, st.sampled_from(sorted(NOISE.values())), widths)
histories = st.lists(st.one_of(reports, hours.map(Event)), max_size=12)


def same(a, b):
    np.testing.assert_array_equal(a.log_weight, b.log_weight)
    for one, other in zip(a.state, b.state, strict=True):
        np.testing.assert_array_equal(one, other)
    assert (a.t, a.n) == (b.t, b.n)


@settings(max_examples=60, deadline=None)
@given(histories, st.randoms())
def test_the_order_of_arrival_never_matters(events, chance):
    shuffled = list(events)
    chance.shuffle(shuffled)
    same(grid.replay(LADDER, events), grid.replay(LADDER, shuffled))


@settings(max_examples=60, deadline=None)
@given(histories, reports, st.data())
def test_an_edit_replayed_is_a_fresh_run(events, corrected, data):
    """A report is corrected: what is then known is what a run over the standing ones gives."""
    if not events:
        return
    k = data.draw(st.integers(0, len(events) - 1))
    standing = [*events[:k], *events[k + 1 :], corrected]
    fresh = grid.begin(LADDER)
    for event in grid.ordered(standing):
        fresh = fresh.then(event)
    same(grid.replay(LADDER, standing), fresh)


@settings(max_examples=40, deadline=None)
@given(histories, histories)
def test_the_future_never_changes_an_expectation(events, later):
    """What was expected of a report is the same, whatever comes at or after it."""
    end = max((event.t for event in events), default=0.0)
    after = [event._replace(t=event.t + end + 1) for event in later]
    with_future = list(grid.follow(LADDER, [*events, *after]))
    for (event, before), (again, alone) in zip(
        with_future, grid.follow(LADDER, events), strict=False
    ):
        assert event == again
        assert before.expect().mean == alone.expect().mean


def test_the_future_never_changes_an_expectation_where_the_grid_is_laid_anew():
    random = np.random.default_rng(4)
    events = [Event(float(7 * k), float(random.uniform(0.2, 0.8))) for k in range(150)]
    whole = [before.expect().mean for _, before in grid.follow(LADDER, events)]
    part = [before.expect().mean for _, before in grid.follow(LADDER, events[:129])]
    assert whole[:129] == part


def test_following_gives_the_same_person_as_replaying():
    random = np.random.default_rng(5)
    events = [Event(float(7 * k), float(random.uniform(0.2, 0.8))) for k in range(70)]
    last, before = list(grid.follow(LADDER, events))[-1]
    same(before.then(last), grid.replay(LADDER, events))


def test_the_weights_are_those_of_bayes_rule():
    prior = replace(LADDER, tail=ou.EXACT)
    events = [Event(0.0, 0.5), Event(9.0, 0.9), Event(11.0, 0.3)]
    points = population.profiles(prior)
    start = ou.begin(points.profile, points.level, points.level_var)
    logp = ou.log_likelihood(grid.as_arrays(events), points.profile, start, prior.push)
    expected = np.exp(logp) / np.exp(logp).sum()
    np.testing.assert_allclose(grid.replay(prior, events).weights, expected, rtol=1e-12)


def test_the_grid_has_the_moments_of_the_population():
    points = population.profiles(LADDER)
    mean, cov = relay.moments(points.theta, np.full(64, 1 / 64))
    np.testing.assert_allclose(mean, LADDER.mean[1:], atol=1e-9)
    np.testing.assert_allclose(cov, LADDER.cov[1:, 1:], atol=1e-9)


def test_a_grid_laid_anew_keeps_many_points_alive():
    random = np.random.default_rng(6)
    values = 0.4 + 0.1 * random.standard_normal(400)
    events = [Event(8.0 * k, float(y)) for k, y in enumerate(np.clip(values, 0, 1))]
    plain = grid.begin(LADDER)
    for event in events:
        plain = plain.then(event)
    assert relay.effective_points(plain.weights) < 6
    assert relay.effective_points(grid.closely(LADDER, events).weights) > 15


def test_a_time_that_goes_back_is_refused():
    now = grid.replay(LADDER, [Event(5.0, 0.5)])
    with pytest.raises(ValueError, match="before"):
        now.then(Event(4.0, 0.5))


def test_a_finer_report_counts_more_and_a_recalled_one_less():
    def sd_after(source):
        return grid.replay(LADDER, [Event(0.0, 0.6, NOISE[source])]).level().sd

    assert sd_after("fine") < sd_after("zone") < sd_after("recalled") < LADDER.cov[0, 0] ** 0.5


def test_after_thousands_of_rows_many_points_still_carry_the_weight():
    """Untempered, one point carries nearly all of it, and the usual level jumps between layings."""
    random = np.random.default_rng(3)
    truth = simulate.people(LADDER, 1, random)
    hours, _ = simulate.schedule(1100, 21, 1, random)
    values = simulate.reports(hours, truth, np.zeros(len(hours), int), random, LADDER.tail)
    rows = np.clip(np.floor(values * 5), 0, 4) / 5 + 0.1
    events = [Event(float(t), float(y), width=0.2) for t, y in zip(hours, rows, strict=True)]
    once = grid.closely(LADDER, events)
    again = grid.laid_anew(once, events, 1)
    assert min(relay.effective_points(one.weights) for one in (once, again)) > 8
    assert abs(once.level().mean - again.level().mean) < once.level().sd / 5
