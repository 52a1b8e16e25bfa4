"""A look over a whole arc that goes on from an earlier one, against the same in one go."""

from random import Random

import numpy as np
import pytest

from longarc.analytics import packed
from longarc.analytics.kernels import grid, lanes, smooth, trail
from longarc.analytics.kernels.grid import NOISE, Event
from longarc.analytics.kernels.population import LADDER, launch


def life(count, seed=0, fine=0.2):
    """Rows, finer positions and recalled ones, with a session in forty, two at a time at times."""
    random, t, events = Random(seed), 60_000.0, []
    for _ in range(count):
        t += random.choice([0.0, 5.0, 9.0, 26.0, 240.0])
        if random.random() < 1 / 40:
            events.append(Event(t))
        elif random.random() < fine:
            events.append(Event(t, random.random(), NOISE["fine"]))
        else:
            row = random.choice([0.1, 0.3, 0.5, 0.5, 0.5, 0.7, 0.9])
            events.append(Event(t, row, random.choice([1.0, 1.0, NOISE["recalled"]]), 0.2))
    return grid.ordered(events)


@pytest.fixture
def short(monkeypatch):
    """A place after every 2 events, and a grid that stands from 16 reports on."""
    for module in (lanes, trail):
        monkeypatch.setattr(module, "STRIDE", 2)
    monkeypatch.setattr(trail, "LAID_EACH_TIME", 16)


@pytest.mark.parametrize(("count", "fine"), [(600, 0.2), (520, 0.0), (257, 1.0), (30, 0.2)])
def test_side_by_side_is_one_after_the_other(count, fine):
    """With looks between two events, at the place of a stretch's end, and after the last."""
    past = life(count, fine=fine)
    way = trail.trail(LADDER, past)
    known = trail.known(way, past)
    ends = [past[k].t for k in (0, 255, 256, 511) if k < len(past)]
    looks = [*ends, *np.linspace(past[-1].t - 800, past[-1].t + 90, 40)]
    seen = grid.ordered([*past, *(Event(at, np.nan) for at in looks)])
    apart, together = smooth.smoothed(known, seen, way.places), smooth.smoothed(known, seen)
    assert len(way.places) == 1 + len(past) // 256
    for one, other in zip(apart.state, together.state, strict=True):
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-12)
    for name in ("with_last", "lasting", "lasting_var"):
        one, other = getattr(apart, name), getattr(together, name)
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-12)


def test_up_to_256_reports_it_is_what_the_close_grid_says():
    past = life(180)
    way = trail.trail(LADDER, past)
    one, other = trail.known(way, past), grid.closely(LADDER, past)
    np.testing.assert_allclose(one.log_weight, other.log_weight, rtol=0, atol=1e-9)
    np.testing.assert_allclose(one.state, other.state, rtol=0, atol=1e-12)


def test_the_grid_is_laid_anew_with_each_report_and_later_with_each_eighth():
    assert [trail.milestone(n) for n in range(257)] == list(range(257))
    for n in range(257, 9000):
        laid = trail.milestone(n)
        assert trail.milestone(laid) == laid
        assert 0 <= n - laid < n / 8


def changed(past, random):
    """The same life with one thing otherwise: something new, late, gone, moved or corrected."""
    events = list(past)
    k = random.choice([random.randrange(len(events)), -random.randrange(1, 9)])
    turn = random.randrange(7)
    if turn == 0:  # a report or a session that came late
        events.append(Event(events[k].t + 0.5, random.choice([0.9, None]), 1.0))
    elif turn == 1:  # taken back
        del events[k]
    elif turn == 2:  # the newest taken back
        del events[-1]
    elif turn == 3:  # another answer, or a session where a report was
        events[k] = events[k]._replace(y=random.choice([0.3, 0.9, None]))
    elif turn == 4:  # told as another kind of answer
        events[k] = events[k]._replace(noise=1.5, width=random.choice([0.0, 0.2]))
    elif turn == 5:  # of another time
        events[k] = events[k]._replace(t=events[k].t + 0.25)
    else:
        events.append(Event(events[-1].t + random.choice([0.0, 7.0]), 0.7, 1.0, 0.2))
    return grid.ordered(events)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_trail_carried_on_is_a_trail_worked_out_anew(short, seed):
    """Whatever changed, and however often; also kept as text in between."""
    random, past, kept = Random(seed), life(76, seed), None
    for _ in range(24):
        way = trail.trail(LADDER, past, kept)
        anew = trail.trail(LADDER, past)
        assert packed.trail(way) == packed.trail(anew)
        kept = packed.of_trail(packed.trail(way), LADDER)
        past = changed(past, random)


def test_a_trail_of_another_prior_is_not_used(short):
    past, other = life(40), launch(0.5, "own-1")
    kept = trail.trail(LADDER, past)
    told = packed.of_trail(packed.trail(kept), other)
    assert trail.trail(other, past, told).laid != kept.laid


def test_what_did_not_change_is_not_worked_out_again(short):
    past = life(60)
    kept = trail.trail(LADDER, past)
    later = [*past, Event(past[-1].t + 5, 0.9, 1.0, 0.2)]
    assert trail.laid_after(later) == trail.laid_after(past)
    way = trail.trail(LADDER, later, kept)
    assert all(one is other for one, other in zip(way.places, kept.places, strict=False))
