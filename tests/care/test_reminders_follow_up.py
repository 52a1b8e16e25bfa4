"""When we ask again how it is: one reminder for each follow-up, at the client's own times."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.care.test_reminders import THREE, arounds, chosen

from longarc.care.after import Act, Facts, Session, Slot, Step
from longarc.care.arc import Rest
from longarc.care.follow_up_open import due_between, still_open
from longarc.care.reminders import (
    FOLLOW_UP_LASTS,
    LASTS,
    Around,
    Choices,
    FollowUp,
    Kind,
    Way,
    due,
    kind_of,
    planned,
)

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
START = datetime(2026, 3, 1, tzinfo=UTC)  # clocks change in it, in most of the zones
SPAN = 45 * DAY
dues = st.lists(st.dates(date(2026, 3, 1), date(2026, 4, 10)), max_size=3, unique=True)


class Looks:
    """A worker's looks, one an hour but for those it was away; what it kept and what it sent."""

    def __init__(self, choices: Choices, around: Around, days: list[date]) -> None:
        self.choices, self.around, self.days = choices, around, days
        self.keys, self.sent, self.last = set(), [], START

    def look(self, at: datetime) -> None:
        told = {one.about: one.day for one in self.sent}
        around = replace(
            self.around, follow_ups=tuple(FollowUp(on, told.get(on)) for on in self.days)
        )
        for one in planned(self.choices, around, after=min(self.last, at - LASTS), until=at):
            if one.key not in self.keys:
                self.keys.add(one.key)
                if one in due(self.choices, around, at=at):
                    self.sent.append(one)
        self.last = at


@settings(max_examples=40, deadline=None)
@given(chosen(), arounds(), dues, st.sets(st.integers(0, 45 * 24 - 1), max_size=200))
def test_each_is_told_once_on_days_of_their_own_and_a_date_has_one(choices, around, days, away):
    """Also when a worker was away, when they paused, and when several are due close together."""
    around = replace(around, rests=tuple(replace(r, at=r.at + 30 * DAY) for r in around.rests))
    looks = Looks(replace(choices, since=START), around, days)
    for hour in range(SPAN // HOUR):
        if hour not in away:
            looks.look(START + hour * HOUR + timedelta(minutes=7))
    told = [one for one in looks.sent if one.about]
    assert all(n == 1 for n in Counter(one.about for one in told).values())
    assert all(n == 1 for n in Counter((one.day, one.slot) for one in looks.sent).values())
    for one in told:
        local = one.at.astimezone(choices.place)
        assert one.about <= one.day < one.about + FOLLOW_UP_LASTS
        assert not choices.days or one.day.weekday() in choices.days
        assert one.slot == 0
        assert local.time() not in choices.quiet
        assert not looks.around.resting(one.at)


MONDAY = date(2026, 5, 11)
ONE = Around(follow_ups=(FollowUp(MONDAY),))
EVENING = Choices(way=Way.EMAIL, since=START)


def on(day: date, choices: Choices = EVENING, around: Around = ONE):
    begin = datetime.combine(day, time(), UTC)
    return planned(choices, around, after=begin, until=begin + DAY)


def abouts(choices: Choices, around: Around = ONE, days: int = 60) -> list[date]:
    begin = datetime.combine(MONDAY, time(), UTC)
    return [one.day for one in planned(choices, around, after=begin, until=begin + days * DAY)
            if kind_of(one.about) is Kind.FOLLOW_UP]  # fmt: skip


def test_it_comes_in_the_place_of_the_days_own_and_no_check_in_makes_it_needless():
    assert [one.about for one in on(MONDAY)] == [MONDAY]
    checked_in = replace(ONE, check_ins=(datetime(2026, 5, 11, 8, tzinfo=UTC),))
    assert [one.about for one in on(MONDAY, around=checked_in)] == [MONDAY]
    assert on(MONDAY, around=replace(checked_in, follow_ups=())) == ()


def test_who_wants_it_on_saturdays_is_told_on_the_saturday_and_never_again():
    saturdays = replace(EVENING, days=frozenset({5}))
    assert abouts(saturdays)[0] == date(2026, 5, 16)
    told = Around(follow_ups=(FollowUp(MONDAY, told=date(2026, 5, 16)),))
    assert abouts(saturdays, told) == [date(2026, 5, 16)]
    assert [one.about for one in on(date(2026, 5, 23), saturdays, told)] == [None]


def test_reminders_may_be_wanted_for_this_alone():
    alone = replace(EVENING, days=frozenset(), closer=False)
    assert abouts(alone)[0] == MONDAY
    assert [one.about for one in on(MONDAY, THREE, ONE)] == [MONDAY]
    assert abouts(replace(alone, follow_up=False)) == abouts(replace(alone, way=Way.NONE)) == []
    assert abouts(alone, Around()) == []


def test_a_calendar_shows_it_once_on_the_first_day_on_which_it_can():
    calendar = replace(EVENING, way=Way.CALENDAR, days=frozenset({0, 1}))
    assert abouts(calendar) == [MONDAY]
    rests = (Rest(datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 5, 12, 12, tzinfo=UTC)),)
    assert abouts(calendar, replace(ONE, rests=rests)) == [MONDAY + DAY]
    assert abouts(calendar, replace(ONE, rests=(Rest(rests[0].at, None),))) == []


def test_a_pause_puts_it_off_and_a_very_long_one_leaves_it_to_people():
    for days, told in {3: MONDAY + 3 * DAY, 27: MONDAY + 27 * DAY, 28: None}.items():
        rest = Rest(datetime(2026, 5, 1, tzinfo=UTC),
                    datetime(2026, 5, 11, 12, tzinfo=UTC) + days * DAY)  # fmt: skip
        assert next(iter(abouts(EVENING, replace(ONE, rests=(rest,)))), None) == told


# -- which are open --------------------------------------------------------------------------

SESSION = Session(UUID(int=1), datetime(2026, 1, 5, 12, tzinfo=UTC), START - 50 * DAY)
FIRST, SECOND = date(2026, 2, 2), date(2026, 4, 5)  # four weeks, three months


def act(step: Step, day: date, slot: Slot = Slot.FOLLOW_UP) -> Act:
    return Act(slot, step, day, datetime.combine(day, time(9), UTC), UUID(int=day.toordinal()))


def open_ones(*acts: Act, sessions=(SESSION,), answered=(), at=date(2026, 4, 8)) -> list[date]:
    facts, now = Facts(sessions, acts), datetime.combine(at, time(12), UTC)
    near = due_between(facts, now, first=date(2026, 1, 1), last=date(2026, 5, 1))
    return list(still_open(near, facts, answered, as_of=now))


def test_it_is_open_until_somebody_spoke_of_it_or_ended_it_and_not_when_the_arc_is_closed():
    assert open_ones() == [FIRST, SECOND]
    assert open_ones(act(Step.CLOSED, FIRST, Slot.ARC)) == [FIRST, SECOND]
    assert open_ones(act(Step.TRIED, SECOND)) == [FIRST, SECOND]
    assert open_ones(act(Step.MET, FIRST)) == open_ones(answered=[FIRST]) == [SECOND]
    assert open_ones(act(Step.CALLED, SECOND - 14 * DAY)) == open_ones(answered=[SECOND]) == []
    ended = act(Step.ENDED, FIRST + DAY)
    assert open_ones(ended) == []
    assert open_ones(ended, act(Step.AGAIN, FIRST + 2 * DAY)) == [FIRST, SECOND]


@pytest.mark.parametrize(("days", "apart"), [(14, False), (15, True)])
def test_two_that_one_talk_answers_are_one(days, apart):
    """Four weeks after the second session, so many days after three months of the first."""
    at = datetime.combine(SECOND + days * DAY - 28 * DAY, time(12), UTC)
    both = (SESSION, Session(UUID(int=2), at, at))
    later = [SECOND + days * DAY] if apart else []
    assert open_ones(sessions=both) == [FIRST, SECOND, *later]
