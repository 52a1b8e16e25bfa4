"""A report that is a row of the ladder: what is known of it is that it lies between two edges."""

from dataclasses import astuple, replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from scipy import special, stats

from longarc.analytics import person, picture, thresholds
from longarc.analytics.kernels import grid, normal, ou, population, prior, simulate, window
from longarc.analytics.kernels.grid import NOISE, Event
from longarc.care.arc import CheckIn, Resolution
from longarc.care.window import Agreed
from tests.analytics.test_recovery import client_of_a_practice, history

LADDER = population.LADDER
TAIL = ou.Tail(0.1, 3.0, 0.05)
STATE = ou.State(*(np.array(v) for v in (0.02, 0.4, 0.008, 0.001, 0.01)))
H = np.array([1.0, 1.0])
ROWS = np.array([0.1, 0.3, 0.5, 0.7, 0.9])
EDGES = [(-np.inf, 0.2), (0.2, 0.4), (0.4, 0.6), (0.8, np.inf), (0.499, 0.501)]
BEGAN = datetime(2030, 1, 1, tzinfo=UTC)


def in_rows(events):
    """The same history by someone who picks rows; sessions and looks stay."""
    return [
        event._replace(y=float(ROWS[np.clip(int(event.y * 5), 0, 4)]), width=0.2)
        if event.y is not None
        else event
        for event in events
    ]


def unrounded(truth):
    """People whose reports, before the rounding, have the noise that the model takes of a row."""
    return replace(truth, profile=truth.profile._replace(r=ou.UNROUNDED * truth.profile.r))


def test_the_tail_of_the_normal_distribution_is_that_of_scipy():
    z = np.concatenate([np.linspace(0, 40, 4001), np.geomspace(40, 1e6, 200)])
    exact = np.sqrt(np.pi / 2) * special.erfcx(z / np.sqrt(2))
    np.testing.assert_allclose(normal.mills(z), exact, rtol=6e-13)


@pytest.mark.parametrize("sd", [0.01, 0.05, 0.3, 1.5])
@pytest.mark.parametrize(("low", "high"), EDGES)
def test_chance_and_moments_are_those_of_the_truncated_normal(low, high, sd):
    for mean in (-0.3, 0.1, 0.39, 0.5, 0.61, 1.2):
        found = normal.between(low, high, np.array(mean), np.array(sd**2))
        a, b = ((edge - mean) / sd for edge in (low, high))
        if a > 0:  # where SciPy loses nothing
            a, b = -b, -a
        logp = special.log_ndtr(b) + np.log1p(-np.exp(special.log_ndtr(a) - special.log_ndtr(b)))
        assert float(found.logp) == pytest.approx(logp, rel=1e-9, abs=1e-12)
        middle, var = by_integral(low, high, mean, sd)
        assert mean + sd**2 * found.pull == pytest.approx(middle, abs=1e-8)
        assert 1 - sd**2 * found.cut == pytest.approx(var / sd**2, abs=1e-8)


def by_integral(low, high, mean, sd):
    """Mean and variance between the edges, by quadrature around where the density lies."""
    near = np.clip(mean, low, high)
    ends = np.linspace(max(low, near - 12 * sd), min(high, near + 12 * sd), 61)
    node, weight = np.polynomial.legendre.leggauss(20)
    half = np.diff(ends)[:, None] / 2
    at = ends[:-1, None] + half * (1 + node)
    weight = weight * half * np.exp(((near - mean) ** 2 - (at - mean) ** 2) / 2 / sd**2)
    middle = near + (weight * (at - near)).sum() / weight.sum()
    return middle, (weight * (at - middle) ** 2).sum() / weight.sum()


@pytest.mark.parametrize(("low", "high"), EDGES)
def test_one_row_is_weighed_as_both_readings_of_it(low, high):
    """Chance, mean and covariance of (x, mu), a report of the tail counted with its chance."""
    mean = np.array([STATE.x, STATE.mu])
    cov = np.array([[STATE.pxx, STATE.pxm], [STATE.pxm, STATE.pmm]])
    var, parts = H @ cov @ H + 0.006, []
    for share, spread in ((0.9, var), (0.1, 9 * var + 0.05**2)):
        a, b = ((edge - H @ mean) / np.sqrt(spread) for edge in (low, high))
        told, gain = stats.truncnorm(a, b), cov @ H / spread
        centre = mean + gain * np.sqrt(spread) * told.mean()
        rest = cov - np.outer(gain, cov @ H) + np.outer(gain, gain) * spread * told.var()
        parts.append((share * (stats.norm.cdf(b) - stats.norm.cdf(a)), centre, rest))
    total = sum(chance for chance, _, _ in parts)
    middle = sum(chance / total * centre for chance, centre, _ in parts)
    around = sum(
        chance / total * (rest + np.outer(centre - middle, centre - middle))
        for chance, centre, rest in parts
    )
    state, seen = ou.see_row(STATE, low, high, 0.006, TAIL)
    assert float(seen.logp) == pytest.approx(np.log(total), rel=1e-9)
    np.testing.assert_allclose([state.x, state.mu], middle, rtol=1e-8)
    ours = [[state.pxx, state.pxm], [state.pxm, state.pmm]]
    np.testing.assert_allclose(ours, around, rtol=1e-6)


@pytest.mark.parametrize("y", [0.02, 0.4, 0.55, 0.97])
def test_a_very_narrow_row_is_a_point(y):
    width = 1e-3
    row, seen = ou.see_row(STATE, y - width / 2, y + width / 2, 0.006, TAIL)
    point, known = ou.see(STATE, y, 0.006, TAIL)
    np.testing.assert_allclose(row, point, rtol=1e-4)
    assert float(seen.logp) - np.log(width) == pytest.approx(float(known.logp), abs=1e-4)


def test_outer_rows_reach_beyond_the_scale_and_the_others_do_not():
    low, high = ou.row_edges(ROWS, 0.2)
    np.testing.assert_allclose(low, [-np.inf, 0.2, 0.4, 0.6, 0.8], atol=1e-12)
    np.testing.assert_allclose(high, [0.2, 0.4, 0.6, 0.8, np.inf], atol=1e-12)


def test_a_row_and_a_point_of_one_moment_are_taken_in_the_same_order():
    row, point = Event(8.0, 0.7, width=0.2), Event(8.0, 0.7)
    events = [Event(0.0, 0.3, width=0.2), row, point]
    one, other = grid.replay(LADDER, events), grid.replay(LADDER, events[::-1])
    np.testing.assert_array_equal(one.log_weight, other.log_weight)
    np.testing.assert_array_equal(one.state.mu, other.state.mu)


def test_rows_points_and_nothing_side_by_side_are_what_each_is_alone():
    random, count = np.random.default_rng(1), 12
    width = random.choice([0.0, 0.2], (3, count))
    y = np.where(width > 0, random.choice(ROWS, (3, count)), random.uniform(0, 1, (3, count)))
    y = np.where(random.random((3, count)) < 0.2, np.nan, y)
    t, points = np.cumsum(random.exponential(9.0, (3, count)), axis=1), population.profiles(LADDER)
    start, push = ou.begin(points.profile, points.level, points.level_var), LADDER.push
    together = ou.events(t[:, None], y[:, None], 1.0, False, width[:, None])
    found = ou.log_likelihood(together, points.profile, start, push, TAIL)
    for i in range(3):
        events = [Event(*row) for row in zip(t[i], y[i], [1.0] * count, width[i], strict=True)]
        alone = grid.begin(LADDER)
        for event in events:
            alone = alone.at(event.t) if np.isnan(event.y) else alone.then(event)
        np.testing.assert_allclose(found[i], alone.log_weight - points.log_weight, rtol=1e-9)


def test_level_and_swing_of_people_who_answer_in_rows_are_covered_as_stated():
    random, count = np.random.default_rng(21), 60
    truth = simulate.people(LADDER, count, random)
    hits = []
    for i in range(count):
        one = simulate.Truth(
            truth.profile._replace(q=np.full(count, 1e-4)), np.clip(truth.level, 0.1, 0.9)
        )
        hours = np.cumsum(random.exponential(8.0, 90))
        events = history(unrounded(one), i, hours, random, LADDER.tail)
        known = grid.closely(LADDER, in_rows(events))
        swing = known.weights @ (known.swing < truth.swing[i])
        hits.append([0.1 < share < 0.9 for share in (known.level().cdf(one.level[i]), swing)])
    rate = np.mean(hits, axis=0)  # 60 people: two standard errors are 0.10
    assert (rate > 0.68).all(), rate
    assert (rate < 0.95).all(), rate


def test_the_prior_of_200_who_answer_in_rows_moves_towards_the_truth():
    random, launch = np.random.default_rng(1), LADDER
    shift = np.array((0.1, 0.5, 0.3, -0.3, 0.5))
    real = replace(launch, mean=launch.mean + shift, cov=launch.cov * 0.5)
    truth = unrounded(simulate.people(real, 200, random))
    series = [as_rows(client_of_a_practice(truth, i, random)) for i in range(200)]
    found = prior.reestimated(series, launch, "practice-1", rounds=8)
    wrong = np.abs(found.mean - real.mean) / np.abs(shift)
    assert (wrong < 0.85).all(), dict(zip(population.NAMES, wrong, strict=True))


def as_rows(ev):
    given = ~np.isnan(ev.y)
    rows = ROWS[np.clip(np.where(given, ev.y, 0.0) * 5, 0, 4).astype(int)]
    return ev._replace(y=np.where(given, rows, np.nan), width=np.where(given, 0.2, 0.0))


def always(position, count, every):
    return [CheckIn(at=BEGAN + every * k, position=position) for k in range(count)]


@pytest.mark.parametrize("position", [10, 90])
def test_someone_who_always_answers_an_outer_row_is_left_in_peace(position):
    """No flag, not half the evidence for one; and every figure shown lies on the scale."""
    check_ins = always(position, 400, timedelta(hours=8))
    using = person.With(LADDER, thresholds.shipped(), 0.2, 0.5)
    happened, followed = person.reports(check_ins), person.nobody(using)
    for one in happened:
        followed = person.then(followed, one, using)
        if followed.watch:
            assert followed.watch.evidence.max() < 0.5 * followed.threshold
    assert followed.watch is not None
    assert followed.flags == ()
    low, high = person.usual_range(followed.usual)
    assert low <= position / 100 <= high
    shown = picture.picture(known(check_ins, happened))
    for place in (shown.level, *(place.level for place in shown.ribbon)):
        assert 0 <= place.low <= place.mid <= place.high <= 1
    assert np.isfinite(astuple(shown.swing)).all()


def known(check_ins, happened):
    return picture.Known(
        check_ins=check_ins,
        sessions=(),
        happened=happened,
        agreed=Agreed(),
        population=LADDER,
        thresholds="",
        flags=(),
        begin=None,
        at=check_ins[-1].at,
    )


def test_a_window_that_takes_in_an_outer_row_is_open_there():
    lowest = grid.replay(LADDER, [Event(8.0 * k, 0.1, width=0.2) for k in range(100)])
    assert lowest.level().mean < 0
    assert window.share_inside(lowest, 0.0, 0.4).mean > 0.97
    assert window.share_inside(lowest, 0.4, 0.6).mean < 0.01


def test_a_labelled_row_is_told_as_a_row_and_a_finer_position_as_a_point():
    check_ins = [
        CheckIn(at=BEGAN, position=70),
        CheckIn(at=BEGAN, position=30, recalled=True),
        CheckIn(at=BEGAN, position=33, resolution=Resolution.FINE),
        CheckIn(at=BEGAN, position=None),
    ]
    told = [one.event[1:] for one in person.reports(check_ins)]
    assert told == [
        (0.7, NOISE["zone"], 0.2),
        (0.3, NOISE["recalled"], 0.2),
        (0.33, NOISE["fine"], 0.0),
    ]
