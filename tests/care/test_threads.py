"""Threads, parts and commitments: only a person's word moves anything, in whatever order it came.

Each of these was seen to fail on a planted fault: nearness said by staff counted; a thread that
landed after 90 quiet days; answers taken in order of arrival; "not today" ending "too near".
"""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longarc.care import commitments, parts, threads
from longarc.care.commitments import Answer, Answered, Commitment, Rhythm, over_weeks
from longarc.care.parts import Told
from longarc.care.threads import Empty, Moved, Near, Said, State, Thread, TooLong

START = datetime(2030, 5, 15, 9, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")
TODAY = START.date()

moments = st.integers(0, 500).map(lambda hours: START - timedelta(hours=hours))
said = st.builds(Said, near=st.sampled_from(Near), at=moments, by_client=st.booleans())
moved = st.builds(
    Moved,
    state=st.sampled_from(State),
    at=moments,
    by_client=st.booleans(),
    uid=st.integers(0, 2**64).map(lambda n: UUID(int=n)),
)
all_moves = st.lists(moved, unique_by=lambda one: one.uid)
days = st.lists(st.integers(0, 60).map(lambda n: TODAY - timedelta(days=n)), max_size=12)


def thread(moves=(), answers=()):
    return Thread(UUID(int=1), START, "words", moves=tuple(moves), answers=tuple(answers))


# -- nearness is the client's alone ---------------------------------------------------------


@given(st.lists(said), st.integers(0, 20))
def test_what_others_say_of_nearness_changes_nothing(answers, ago):
    day = TODAY - timedelta(days=ago)
    own = [one for one in answers if one.by_client]
    assert threads.too_near(answers) == threads.too_near(own)
    assert thread(answers=answers).near_on(day, UTC_ZONE) == thread(answers=own).near_on(
        day, UTC_ZONE
    )


@given(st.lists(said), st.integers(0, 4000))
def test_too_near_stands_until_the_client_says_near_enough(answers, later):
    """However long nobody speaks of it, and whatever else is said, "not today" too."""
    first = Said(Near.TOO_NEAR, START + timedelta(hours=1))
    after = START + timedelta(hours=2 + later)
    quiet = [*answers, first]
    assert threads.too_near(quiet) == first.at
    assert thread(answers=quiet).near_on(after.date(), UTC_ZONE) is Near.TOO_NEAR
    assert threads.too_near([*quiet, Said(Near.NOT_TODAY, after)]) == first.at
    assert threads.too_near([*quiet, Said(Near.NEAR_ENOUGH, after, by_client=False)]) == first.at
    assert threads.too_near([*quiet, Said(Near.NEAR_ENOUGH, after)]) is None


def test_other_answers_speak_of_their_day_where_the_client_is():
    late = datetime(2030, 5, 15, 2, tzinfo=UTC)  # the evening before in Portland
    one = thread(answers=[Said(Near.NEAR_ENOUGH, late)])
    portland = ZoneInfo("America/Los_Angeles")
    assert one.near_on(date(2030, 5, 14), portland) is Near.NEAR_ENOUGH
    assert one.near_on(date(2030, 5, 15), portland) is None
    assert one.near_on(date(2030, 5, 15), UTC_ZONE) is Near.NEAR_ENOUGH


# -- states are moved by people, never by silence -------------------------------------------


@given(all_moves, st.lists(said))
def test_a_thread_lands_only_when_somebody_says_so(moves, answers):
    one = thread(moves, answers)
    if one.state is State.LANDED:
        last = max(move.at for move in moves)
        assert any(move.at == last and move.state is State.LANDED for move in moves)
    assert thread([m for m in moves if m.state is not State.LANDED]).state is not State.LANDED
    assert len(one.history) == len(moves)


@given(all_moves, st.lists(said), st.randoms())
def test_the_order_of_arrival_makes_no_difference(moves, answers, dice):
    one = thread(moves, answers)
    dice.shuffle(moves)
    dice.shuffle(answers)
    again = thread(moves, answers)
    assert (again.state, again.history) == (one.state, one.history)
    assert (again.too_near_since, again.open) == (one.too_near_since, one.open)
    assert again.near_on(TODAY, UTC_ZONE) == one.near_on(TODAY, UTC_ZONE)


def test_what_landed_is_open_again_while_it_is_too_near():
    landed = Moved(State.LANDED, START, by_client=True)
    assert not thread([landed]).open
    assert thread([landed], [Said(Near.TOO_NEAR, START)]).open


def test_words_are_checked_before_they_are_kept():
    with pytest.raises(Empty):
        threads.checked(" \n ", 10)
    with pytest.raises(TooLong):
        threads.checked("x" * 11, 10)
    assert threads.checked(" a b ", 10) == "a b"


# -- parts ----------------------------------------------------------------------------------


def test_a_part_is_read_back_as_it_was_written():
    told = Told("The Watcher", "me", "quiet", (UUID(int=7),), ("Staying useful",), trigger=True)
    assert parts.parse(parts.written(parts.checked(told))) == told
    with pytest.raises(Empty):
        parts.checked(Told(ways=("Staying useful",)))
    with pytest.raises(TooLong):
        parts.checked(Told(name="x" * 61))


# -- commitments ----------------------------------------------------------------------------


@given(st.lists(st.builds(Answered, st.sampled_from(Answer), moments)), st.randoms())
def test_of_one_day_the_last_answer_stands_in_whatever_order_they_came(answers, dice):
    def one(told):
        return Commitment(UUID(int=1), START, "walk", Rhythm.MOST_DAYS, tuple(told))

    before = one(answers)
    shuffled = dice.sample(answers, len(answers))
    assert one(shuffled).on(TODAY, UTC_ZONE) == before.on(TODAY, UTC_ZONE)
    assert one(shuffled).over_weeks(TODAY, UTC_ZONE) == before.over_weeks(TODAY, UTC_ZONE)
    quiet = [a for a in answers if a.answer is Answer.DID]
    if len(quiet) == len(answers) and answers:
        changed = [*answers, Answered(Answer.NOT_TODAY, START + timedelta(hours=1))]
        assert one(changed).on(TODAY, UTC_ZONE) is Answer.NOT_TODAY


@given(days, st.integers(0, 30), days)
def test_the_view_over_weeks_counts_nothing_and_never_gets_worse_by_doing_more(done, age, more):
    began = TODAY - timedelta(days=age)
    now, with_more = over_weeks(done, began, TODAY), over_weeks([*done, *more], began, TODAY)
    assert not any(sign.isdigit() for sign in now.plain())
    assert RANK.index(kind_of(with_more)) >= RANK.index(kind_of(now))


RANK = ("new", "rested", "on and off", "lately", "each")


def kind_of(text):
    return {
        commitments._NEW: "new",
        commitments._RESTED: "rested",
        commitments._ON_AND_OFF: "on and off",
        commitments._LATELY: "lately",
    }.get(text.one, "each")


@pytest.mark.parametrize(
    ("done", "age", "says"),
    [
        ((0, 8, 15, 27), 200, "Some days in each of the last four weeks."),
        ((0, 8), 10, "Some days in each of the last two weeks."),
        ((3,), 3, "Some days this week."),
        ((1, 20), 200, "Some days this week, and on and off before."),
        ((20,), 200, "On and off in the last four weeks."),
        ((40,), 200, "It has rested for a while. It can begin again any day."),
        ((), 200, "It can begin any day. No hurry."),
    ],
)
def test_gaps_are_forgiven_in_words(done, age, says):
    days = [TODAY - timedelta(days=n) for n in done]
    assert over_weeks(days, TODAY - timedelta(days=age), TODAY).plain() == says
