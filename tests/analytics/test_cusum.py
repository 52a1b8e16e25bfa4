"""The watch: what it finds, what it never does, and what leaves no trace."""

import math
from itertools import pairwise

import numpy as np
import pytest

from longarc.analytics.kernels import cusum, grid, simulate
from longarc.analytics.kernels.cusum import FALL, RISE
from longarc.analytics.kernels.grid import Event
from longarc.analytics.kernels.population import LADDER

BASELINE, MOVED, UNTIL = 28 * 24.0, 40 * 24.0, 70 * 24.0
NEEDED = {RISE: 3.0, FALL: 3.0}


@pytest.fixture(scope="module")
def cohort():
    """Invented people who report daily: their reports, and their swing."""
    random = np.random.default_rng(4)
    truth = simulate.people(LADDER, 12, random)
    hours, starts = simulate.schedule(UNTIL / 24, 7, 12, random)
    person = np.repeat(np.arange(12), np.diff(starts))
    values = simulate.reports(hours, truth, person, random, LADDER.tail)
    reports = [[] for _ in truth.swing]
    for who, t, y in zip(person, hours, values, strict=True):
        reports[who].append(Event(float(t), float(y)))
    return list(zip(reports, truth.swing, strict=True))


def split(events):
    """The person at the end of the baseline, and what comes after."""
    usual = grid.begin(LADDER)
    for event in events:
        if event.t < BASELINE:
            usual = usual.then(event)
    return usual, [event for event in events if event.t >= BASELINE]


def moved(events, by):
    return [e._replace(y=e.y + by * (e.t >= MOVED)) for e in events]


def ends(usual, events, **other):
    *_, (_, watch) = cusum.follow(usual, events, **other)
    return watch


@pytest.mark.parametrize("way", [1, -1])
def test_a_larger_lasting_move_is_never_found_less_often(cohort, way):
    found = []
    for swings in (0.5, 1, 2, 3, 5, 8):
        now = set()
        for k, (events, swing) in enumerate(cohort):
            one = cusum.first(*split(moved(events, way * swings * swing)), NEEDED)
            if one is not None and one.t >= MOVED and one.side == (RISE if way > 0 else FALL):
                now.add(k)
        found.append(now)
    assert all(small <= large for small, large in pairwise(found))
    assert len(found[-1]) >= 11
    assert len(found[0]) < 9


@pytest.mark.parametrize("wild", [-30.0, -0.5, 0.0, 1.0, 1.5, 30.0])
def test_one_wild_report_never_decides(cohort, wild):
    for events, _ in cohort:
        usual, later = split(events)
        watch = ends(usual, later[:8])
        after = cusum.then(watch, later[8]._replace(y=wild))
        known = (watch.sums.total * cusum.WORTH).max(axis=-1)
        assert (after.evidence <= known + 1e-12).all()


@pytest.mark.parametrize("wild", [-30.0, 0.0, 1.0, 30.0])
def test_one_wild_report_among_ordinary_ones_is_no_flag(wild):
    usual_one = [Event(8.0 * k, 0.4 + 0.03 * (k * k % 5 - 2)) for k in range(200)]
    usual, later = split([*usual_one, Event(1001.0, wild)])
    assert cusum.first(usual, later, {RISE: 1.0, FALL: 1.0}) is None


def test_the_order_of_arrival_leaves_no_trace(cohort):
    usual, later = split(cohort[0][0])
    later = [*later, Event(later[5].t), Event(later[9].t, 0.2, 1.5), Event(later[9].t, 0.9)]
    straight = [watch.evidence for _, watch in cusum.follow(usual, later)]
    mixed = [later[k] for k in np.random.default_rng(1).permutation(len(later))]
    again = [watch.evidence for _, watch in cusum.follow(usual, mixed)]
    np.testing.assert_array_equal(straight, again)
    assert cusum.first(usual, mixed, NEEDED) == cusum.first(usual, later, NEEDED)


def test_a_flag_says_how_many_reports_it_rests_on_and_since_when(cohort):
    events, swing = cohort[2]
    usual, later = split(moved(events, 5 * swing))
    one = cusum.first(usual, later, {RISE: 4.0})
    assert (one.side, one.threshold) == (RISE, 4.0)
    assert one.evidence > 4.0
    under = [event for event in later if one.began <= event.t <= one.t]
    assert one.reports == len(under) > 1


def test_a_session_moves_both_readings_alike(cohort):
    usual, later = split(cohort[0][0])
    before = ends(usual, later[:5])
    after = cusum.then(before, Event(before.t))
    np.testing.assert_array_equal(after.sums.total, before.sums.total)
    np.testing.assert_array_equal(after.gap.mu, before.gap.mu)
    assert (after.state.pxx > before.state.pxx).all()


def test_a_side_that_rests_takes_no_evidence_but_learns(cohort):
    usual, later = split(cohort[0][0])
    session = later[0].t + 1
    high = [Event(session + 6.0 * k, 1.0) for k in range(1, 20)]
    resting = cusum.follow(usual, [later[0], Event(session), *high], rest={RISE: 72.0})
    rested = [(e.t, w) for e, w in resting]
    awake = [w for _, w in cusum.follow(usual, [later[0], Event(session), *high])]
    quiet = [w.evidence[RISE] for t, w in rested if t < session + 72]
    assert max(quiet) <= rested[0][1].evidence[RISE]
    assert awake[12].evidence[RISE] > 2
    assert rested[-1][1].evidence[RISE] > 0
    np.testing.assert_array_equal(rested[-1][1].state.mu, awake[-1].state.mu)


def test_evidence_fades_and_may_be_calmed(cohort):
    events, swing = cohort[2]
    usual, later = split(moved(events, 5 * swing))
    watch = ends(usual, later)
    look = cusum.then(watch, Event(watch.t + cusum.FADES, math.nan))
    assert look.evidence[RISE] == pytest.approx(watch.evidence[RISE] / math.e)
    assert watch.evidence[RISE] > 3
    calm = cusum.calmed(watch)
    assert not calm.evidence.any()
    assert calm.under(RISE)[0] == 0
    np.testing.assert_array_equal(calm.state.mu, watch.state.mu)


def test_after_a_move_the_level_is_learned_anew():
    usual, later = split([Event(8.0 * k, 0.3 + 0.5 * (k >= 120)) for k in range(140)])
    watch = ends(usual, later)
    assert cusum.moved_level(watch, RISE) > 0.45
    now = cusum.moved_for_good(watch)
    for k in range(10):
        now = now.then(Event(watch.t + 8.0 * (k + 1), 0.8))
    assert now.level().mean == pytest.approx(0.8, abs=0.04)


def test_time_does_not_go_back_and_nobody_is_watched_unknown(cohort):
    usual, later = split(cohort[0][0])
    watch = ends(usual, later[:3])
    with pytest.raises(ValueError, match="before"):
        cusum.then(watch, later[0])
    with pytest.raises(ValueError, match="baseline"):
        cusum.begin(grid.begin(LADDER))
