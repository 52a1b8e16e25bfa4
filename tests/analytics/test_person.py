"""One person followed: learned, watched, asked, told, learned anew."""

from datetime import UTC, datetime, timedelta
from random import Random

import numpy as np
import pytest

from longarc.analytics import packed, thresholds
from longarc.analytics.kernels.population import LADDER
from longarc.analytics.person import Happening, With, follow, hours, lapsed, moment
from longarc.care.flags import Outcome, Side

T0 = datetime(2030, 1, 1, 8, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
USING = With(LADDER, thresholds.shipped(), 0.2, 0.5)
LATER = T0 + 400 * DAY


def life(seed, move=0.0, level=0.5, at_day=60, days=110, gap=8.0):
    """Three check-ins a day around `level`, moved for good by `move` from a day on."""
    random, x, made = np.random.default_rng(seed), 0.0, []
    for step in range(int(days * 24 / gap)):
        at = T0 + step * timedelta(hours=gap)
        left = np.exp(-gap / 15)
        x = left * x + 0.08 * np.sqrt(1 - left**2) * random.standard_normal()
        y = level + x + 0.05 * random.standard_normal() + move * (at >= T0 + at_day * DAY)
        made.append(Happening(at, min(4, max(0, int(5 * y))) * 0.2 + 0.1))
    return made


def flags(happened, using=USING):
    return lapsed(follow(using, happened), LATER).flags


def found(seeds, **how):
    return sum(bool(flags(life(seed, **how))) for seed in range(seeds))


def test_a_large_lasting_move_away_is_flagged_up_and_down_and_nothing_in_ordinary_lives():
    for move, side in ((0.35, Side.RISE), (-0.35, Side.FALL)):
        for seed in range(4):
            first = flags(life(seed, move))[0]
            assert first.side is side
            assert T0 + 60 * DAY < first.at < T0 + 90 * DAY
            assert (first.after - first.before) * move > 0
    assert found(8) <= 1


def test_a_move_towards_the_agreed_window_is_no_flag():
    assert found(4, level=0.85, move=-0.3) == 0
    assert found(4, level=0.15, move=0.3) == 0


def test_a_worsening_that_begins_with_a_medicine_session_is_found():
    """After the days in which a rise is left to the settling statement."""
    for seed in range(4):
        session = Happening(T0 + 60 * DAY, None)
        first = flags([*life(seed, 0.35), session])[0]
        assert first.side is Side.RISE
        assert first.at < T0 + 95 * DAY


def test_a_rise_rests_for_three_days_after_a_session():
    times = [flags([*life(s, 0.4), Happening(T0 + 60 * DAY, None)])[0].at for s in range(4)]
    assert min(times) > T0 + 63 * DAY


def test_nothing_is_said_before_four_weeks_and_fourteen_check_ins():
    early = life(1, 0.4, at_day=14, days=28)
    assert follow(USING, early).watch is None
    few = life(1, 0.4, days=110)[::30]
    assert len(few) < 14
    assert follow(USING, few).watch is None


def test_the_order_of_arrival_does_not_matter():
    happened = [*life(2, 0.35), Happening(T0 + 50 * DAY, None)]
    shuffled = happened[:]
    Random(3).shuffle(shuffled)
    straight, mixed = follow(USING, happened), follow(USING, shuffled)
    assert packed.state(straight) == packed.state(mixed)
    assert packed.flags(straight) == packed.flags(mixed)


def test_a_level_that_comes_back_eases_the_flag():
    away = life(3, 0.35, days=85)
    back = [one._replace(at=one.at + 85 * DAY) for one in life(4, days=60)]
    first = flags([*away, *back])[0]
    assert first.outcome(LATER) is Outcome.CONFIRMED
    assert first.eased
    assert first.eased > T0 + 85 * DAY


def test_times_come_back_to_the_microsecond():
    random = Random(5)
    for _ in range(2000):
        at = T0 + timedelta(microseconds=random.randrange(-(10**14), 10**15))
        assert moment(hours(at)) == at


@pytest.mark.parametrize("y", [0.1, 0.9])
def test_someone_who_always_gives_the_same_answer_is_followed_calmly(y):
    same = [Happening(T0 + n * 9 * HOUR, y) for n in range(300)]
    assert flags(same) == ()
