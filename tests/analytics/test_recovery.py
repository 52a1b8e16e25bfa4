"""Invented people whose truth is known: it is found again, and the ranges cover as they say."""

from dataclasses import replace

import numpy as np
import pytest

from longarc.analytics.kernels import grid, ou, population, prior, settle, simulate, window
from longarc.analytics.kernels.grid import Event

EXACT = replace(population.LADDER, tail=ou.EXACT)


def history(truth, i, hours, random, tail=ou.EXACT):
    one = simulate.Truth(ou.Profile(*(p[i : i + 1] for p in truth.profile)), truth.level[i : i + 1])
    values = simulate.reports(hours, one, np.zeros(len(hours), int), random, tail)
    return [Event(float(t), float(y)) for t, y in zip(hours, values, strict=True)]


def covered(known, truth, i):
    """Whether the middle 80 % of each number holds the truth."""
    wanted = [np.log(part[i]) for part in truth.profile]
    hits = []
    for column, value in enumerate(wanted):
        below = known.weights @ (known.grid.theta[:, column] < value)
        hits.append(0.1 < below < 0.9)
    return hits


def test_the_ranges_of_a_persons_profile_cover_as_they_say():
    random, count = np.random.default_rng(11), 60
    truth = simulate.people(EXACT, count, random)
    hits = []
    for i in range(count):
        hours = np.cumsum(random.exponential(6.0, 90))
        known = grid.closely(EXACT, history(truth, i, hours, random))
        hits.append(covered(known, truth, i))
    rate = np.mean(hits, axis=0)  # 60 people: two standard errors are 0.10
    assert (rate > 0.68).all(), rate
    assert (rate < 0.94).all(), rate


def test_forecasts_of_the_models_own_people_cover_as_they_say():
    random, count = np.random.default_rng(12), 40
    truth = simulate.people(population.LADDER, count, random)
    inside = []
    for i in range(count):
        hours = np.cumsum(random.exponential(10.0, 40))
        events = history(truth, i, hours, random, population.LADDER.tail)
        for event, before in grid.follow(population.LADDER, events):
            below = before.expect().cdf(event.y)
            inside.append([abs(below - 0.5) < half for half in (0.25, 0.4, 0.45)])
    np.testing.assert_allclose(np.mean(inside, axis=0), [0.5, 0.8, 0.9], atol=0.04)


def client_of_a_practice(truth, i, random):
    """Ten weeks at three a week, and three a day for five days after each of two sessions."""
    began = (14 * 24.0, 42 * 24.0)
    burst = np.concatenate([at + np.arange(2.0, 122.0, 8.0) for at in began])
    weekly, _ = simulate.schedule(70, 3, 1, random)
    hours = np.sort(np.concatenate([weekly, burst + random.uniform(-1, 1, len(burst))]))
    events = history(truth, i, hours, random, population.LADDER.tail)
    push, tau = population.LAUNCH_PUSH, truth.profile.tau[i]
    for at in began:
        stays, goes = np.sqrt([push.vd, push.va]) * random.standard_normal(2)
        events = [
            e._replace(y=e.y + stays + goes * np.exp((at - e.t) / tau)) if e.t >= at else e
            for e in events
        ]
    return grid.as_arrays(grid.ordered([*events, *(Event(at) for at in began)]))


@pytest.mark.parametrize("shift", [(-0.1, -0.7, 0.4, -0.3, -0.5), (0.1, 0.5, 0.3, -0.3, 0.5)])
def test_the_prior_of_a_practice_of_200_moves_towards_the_truth_for_each_of_the_five(shift):
    random, launch = np.random.default_rng(1), population.LADDER
    real = replace(launch, mean=launch.mean + np.array(shift), cov=launch.cov * 0.5)
    truth = simulate.people(real, 200, random)
    series = [client_of_a_practice(truth, i, random) for i in range(200)]
    found = prior.reestimated(series, launch, "practice-1", rounds=15)
    wrong = np.abs(found.mean - real.mean) / np.abs(shift)
    assert (wrong < 0.85).all(), dict(zip(population.NAMES, wrong, strict=True))
    spread = np.sqrt(np.diag(found.cov) / np.diag(real.cov))
    assert ((spread > 0.7) & (spread < 1.6)).all(), spread
    assert found.version == "practice-1"


def sessions_with(profile, hours, shift, random):
    """Two sessions that raise activation by 0.3; the usual level moves by `shift` at the first."""
    tau = profile[0]
    began = (240.0, 960.0)
    one = simulate.Truth(ou.Profile(*(np.array([v]) for v in profile)), np.array([0.5]))
    values = simulate.reports(hours, one, np.zeros(len(hours), int), random)
    for at in began:
        since = np.maximum(hours - at, 0.0)
        values = values + (hours >= at) * 0.3 * np.exp(-since / tau)
    values = values + shift * (hours >= began[0])
    return [Event(t) for t in began] + [Event(*row) for row in zip(hours, values, strict=True)]


PROFILE = (12.0, 0.06, 0.06, 0.0005)
SPARSE = np.arange(0.0, 1600.0, 56.0)
BURSTS = np.sort(
    np.concatenate([SPARSE] + [at + 1 + np.arange(0.0, 120.0, 6.0) for at in (240.0, 960.0)])
)


def test_settling_time_is_refused_on_three_a_week_and_given_after_bursts():
    random = np.random.default_rng(14)
    given = {}
    for name, hours in (("sparse", SPARSE), ("bursts", BURSTS)):
        answers = [
            settle.half_time(
                grid.closely(EXACT, sessions_with(PROFILE, hours, 0.0, np.random.default_rng(seed)))
            )
            for seed in random.integers(0, 1000, 8)
        ]
        given[name] = [answer for answer in answers if answer]
    assert len(given["sparse"]) <= 2
    assert len(given["bursts"]) >= 6
    truth = 12.0 * np.log(2)
    held = [answer.low < truth < answer.high for answer in given["bursts"]]
    assert sum(held) >= len(held) - 2


def test_what_settled_and_what_stayed_is_told_apart():
    def after(shift):
        events = sessions_with(PROFILE, BURSTS, shift, np.random.default_rng(3))
        return settle.sessions(EXACT, events, 1600.0, 0.1)

    (settled, again), (stayed, _) = after(0.0), after(0.25)
    assert min(settled.within[0], again.within[0]) > 0.8
    assert settled.lasting < 0.4
    assert stayed.lasting > 0.9


def test_nothing_is_said_of_a_session_too_early():
    events = [Event(0.0, 0.5), Event(10.0), Event(12.0, 0.8), Event(20.0, 0.7)]
    (only,) = settle.sessions(EXACT, events, 21.0, 0.1)
    assert only == settle.Settled(2, (None, None), None)
    (later,) = settle.sessions(EXACT, [*events, Event(60.0, 0.6)], 100.0, 0.1)
    assert later.within[0] is not None
    assert later.within[1] is None


def test_nothing_is_said_of_a_time_without_a_report_near_it():
    """Without reports the model alone would say that everything settles."""
    events = [Event(0.0, 0.5), Event(10.0), Event(12.0, 0.9), Event(16.0, 0.9), Event(20.0, 0.9)]
    (only,) = settle.sessions(EXACT, events, 1000.0)
    assert only.within == (None, None)


def answers_of(lower, upper, count, random):
    """Check-ins of a person with this window: positions, and how well they could get back."""
    places = random.uniform(0.02, 0.98, count)
    out = np.maximum(places - upper, lower - places)
    sharp, help_ = random.choice([0.02, 0.05, 0.1]), random.choice([0.04, 0.1, 0.2])
    drawn = random.random(count)
    never, helped = window.not_now(out, sharp), window.not_now(out + help_, sharp)
    ease = np.where(drawn < never, 1, np.where(drawn < helped, 2, 3))
    ease = np.where(random.random(count) < 0.06, random.integers(1, 4, count), ease)
    return [
        window.Answer(round(float(p), 2), int(e), fine=True)
        for p, e in zip(places, ease, strict=True)
    ]


def test_the_windows_edges_and_widening_are_found_and_cover_as_they_say():
    random = np.random.default_rng(15)
    edges, changes, signs = [], [], []
    for _ in range(80):
        ends = np.clip(0.2 + 0.15 * random.standard_normal(4), 0.02, 0.48)
        first, second = (
            window.edges(answers_of(0.5 - low, 0.5 + high, 60, random))
            for low, high in (ends[:2], ends[2:])
        )
        for found, (low, high) in ((first, ends[:2]), (second, ends[2:])):
            for band, truth in ((found.lower, 0.5 - low), (found.upper, 0.5 + high)):
                if band:
                    edges.append(band.low <= truth <= band.high)
        change = window.widened(first, second)
        if change:
            truth = ends[2] + ends[3] - ends[0] - ends[1]
            changes.append(change.by.low <= truth <= change.by.high)
            signs.append((change.chance > 0.5) == (truth > 0))
    assert len(edges) > 150
    assert len(changes) > 30
    assert np.mean(edges) == pytest.approx(0.8, abs=0.09)
    assert np.mean(changes) == pytest.approx(0.8, abs=0.14)
    assert np.mean(signs) > 0.85


def test_an_edge_is_refused_without_answers_beyond_it():
    never_down = [window.Answer(0.5, 3)] * 30 + [window.Answer(0.9, 1)] * 10
    never_down += [window.Answer(0.7, 3)] * 10
    found = window.edges(never_down)
    assert found.lower is None
    assert found.upper is not None
    assert 0.7 < found.upper.mean < 0.9
    assert window.edges([]).upper is None
    assert window.widened(window.edges([]), found) is None


def test_the_share_inside_is_that_of_the_reports_to_come():
    random = np.random.default_rng(16)
    truth = simulate.people(EXACT, 1, random)
    hours = np.cumsum(random.exponential(10.0, 400))
    one = simulate.Truth(truth.profile._replace(q=np.zeros(1)), truth.level)
    events = history(one, 0, hours, random)
    share = window.share_inside(grid.closely(EXACT, events[:200]), 0.4, 0.6)
    seen = np.mean([0.4 < event.y < 0.6 for event in events])
    assert share.low - 0.05 < seen < share.high + 0.05
    assert share.low < share.mean < share.high
