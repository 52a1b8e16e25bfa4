"""Which reminders are due: over two years, in zones with clock changes, whatever was chosen."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longarc.care import reminder_form, schedule
from longarc.care.arc import Rest
from longarc.care.reminder_states import (
    LEASE,
    NOT_REACHING,
    Outcome,
    Reach,
    Send,
    Tried,
    Why,
    reach,
    settled,
)
from longarc.care.reminder_words import TEXTS, Wording, telling
from longarc.care.reminders import (
    LASTS,
    Around,
    Choices,
    Quiet,
    Way,
    due,
    planned,
)
from longarc.care.wall_time import moment

# Both clock changes at 1, 2 and 3 o'clock, at midnight, by half an hour, and never.
ZONES = (
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "America/Santiago",
    "Europe/London",
    "Asia/Kolkata",
    "Pacific/Apia",
)
START = datetime(2026, 1, 1, tzinfo=UTC)
YEARS = timedelta(days=730)
EVERY = Choices(way=Way.EMAIL, zone="America/New_York", since=START)

walls = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
zones = st.sampled_from(ZONES)


@st.composite
def chosen(draw) -> Choices:
    """Times on and around the hours at which clocks change, quiet hours of any shape."""
    first, *more = draw(st.lists(walls, min_size=1, max_size=3, unique=True))
    return Choices(
        way=draw(st.sampled_from([Way.EMAIL, Way.PUSH, Way.CALENDAR])),
        first=first,
        more=tuple(more),
        days=draw(st.frozensets(st.integers(0, 6))),
        closer=draw(st.booleans()),
        quiet=draw(st.builds(Quiet, walls, walls)),
        zone=draw(zones),
        since=START,
    )


@st.composite
def arounds(draw) -> Around:
    days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
    times = st.timedeltas(timedelta(), YEARS).map(lambda span: START + span)
    begin = draw(times)
    length = draw(st.none() | st.timedeltas(timedelta(), timedelta(days=40)))
    return Around(
        sessions=tuple(draw(st.lists(days, max_size=4))),
        agreed=draw(st.booleans()),
        rests=(Rest(begin, None if length is None else begin + length),),
        check_ins=tuple(draw(st.lists(times, max_size=5))),
    )


def two_years(choices: Choices, around: Around):
    return planned(choices, around, after=START, until=START + YEARS)


def asked(choices: Choices, around: Around, local: datetime) -> list[time]:
    """What the client asked for on a day, said again in other words."""
    burst = [0 < (local.date() - day).days <= 5 for day in around.sessions]
    if choices.closer and around.agreed and any(burst):
        return [choices.first, *choices.more]
    return [choices.first] if local.weekday() in choices.days else []


@settings(max_examples=60, deadline=None)
@given(chosen(), arounds())
def test_over_two_years_none_outside_what_was_chosen(choices, around):
    place, seen = ZoneInfo(choices.zone), Counter()
    for one in two_years(choices, around):
        local = one.at.astimezone(place)
        walls = asked(choices, around, local)
        assert any(shown(wall, local, place) for wall in walls)
        assert local.time() not in choices.quiet
        assert one.at < one.until <= one.at + LASTS
        assert not any(
            r.at <= one.at and (r.until is None or one.at < r.until) for r in around.rests
        )
        seen[one.key] += 1
        seen[one.day] += 1
        assert seen[one.day] <= max(1, len(walls))
    assert all(n == 1 for key, n in seen.items() if isinstance(key, str))


def shown(wall: time, local: datetime, place: ZoneInfo) -> bool:
    """The clock shows it; or it was jumped over, and this is the first moment after."""
    if local.time() == wall:
        return local.fold == 0
    minute_before = (local.astimezone(UTC) - timedelta(minutes=1)).astimezone(place)
    return minute_before.time() < wall < local.time() and minute_before.date() == local.date()


@settings(max_examples=40, deadline=None)
@given(chosen(), arounds(), st.data())
def test_at_no_instant_is_one_due_in_quiet_hours_in_a_rest_or_beside_another(choices, around, data):
    for one in two_years(choices, around)[:40]:
        at = one.at + data.draw(st.timedeltas(timedelta(), LASTS * 2))
        there = due(choices, around, at=at)
        assert len(there) <= 1
        assert not (there and at.astimezone(choices.place).time() in choices.quiet)
        assert not (there and around.resting(at))
        assert all(one.at <= at < one.until for one in there)


@settings(max_examples=40, deadline=None)
@given(chosen(), arounds(), st.lists(st.timedeltas(timedelta(), YEARS), max_size=6))
def test_looking_often_or_seldom_gives_the_same(choices, around, cuts):
    """However a worker's looks divide two years, each reminder comes in exactly one of them."""
    edges = sorted({START, START + YEARS, *(START + cut for cut in cuts)})
    looks = [
        one
        for after, until in pairwise(edges)
        for one in planned(choices, around, after=after, until=until)
    ]
    assert tuple(looks) == two_years(choices, around)


def of_day(day: date, wall: time, zone: str, **more: object):
    choices = Choices(way=Way.EMAIL, first=wall, quiet=Quiet(time(0), time(0)), zone=zone, **more)
    begin = datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC) - timedelta(seconds=1)
    return planned(choices, Around(), after=begin, until=begin + timedelta(hours=30))


def test_an_hour_that_does_not_exist_comes_once_right_after_the_jump():
    first, *_ = of_day(date(2026, 3, 8), time(2, 30), "America/New_York")
    assert first.at == datetime(2026, 3, 8, 7, 0, tzinfo=UTC)  # 3:00 on the new clock
    [midnight] = of_day(date(2026, 4, 24), time(0, 15), "Africa/Cairo")[:1]
    assert midnight.at.astimezone(ZoneInfo("Africa/Cairo")).time() == time(1, 0)
    assert midnight.day == date(2026, 4, 24)


def test_an_hour_that_comes_twice_comes_the_first_time_only():
    [one] = of_day(date(2026, 11, 1), time(1, 30), "America/New_York")[:1]
    assert one.at == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    again = planned(
        Choices(way=Way.EMAIL, first=time(1, 30), quiet=Quiet(time(0), time(0)), zone=EVERY.zone),
        Around(),
        after=one.at,
        until=one.at + timedelta(hours=20),
    )
    assert again == ()


def test_a_day_that_a_place_left_out_has_no_reminder():
    skipped = moment(date(2011, 12, 30), time(9), ZoneInfo("Pacific/Apia"))
    assert skipped == datetime(2011, 12, 30, 10, tzinfo=UTC)  # midnight of the 31st
    days = [one.day for one in of_day(date(2011, 12, 30), time(9), "Pacific/Apia")]
    assert date(2011, 12, 30) not in days


AGREED = Around(sessions=(date(2026, 5, 4),), agreed=True)
THREE = Choices(
    way=Way.PUSH,
    first=time(18),
    more=(time(9), time(13)),
    days=frozenset({0}),
    closer=True,
    since=START,
)


def on(day: int, choices: Choices = THREE, around: Around = AGREED):
    begin = datetime(2026, 5, day, tzinfo=UTC)
    return planned(choices, around, after=begin, until=begin + timedelta(days=1))


def test_three_a_day_only_by_agreement_and_only_for_five_days():
    assert [len(on(day)) for day in range(4, 12)] == [1, 3, 3, 3, 3, 3, 0, 1]
    unagreed = Around(sessions=AGREED.sessions, agreed=False)
    assert [len(on(day, around=unagreed)) for day in range(4, 12)] == [1, 0, 0, 0, 0, 0, 0, 1]
    assert schedule.BURST_A_DAY == 3


def test_a_check_in_makes_as_many_needless_as_were_asked_for():
    slots = {1: [0, 2], 2: [0], 3: []}
    for made, left in slots.items():
        early = tuple(datetime(2026, 5, 5, 6, n, tzinfo=UTC) for n in range(made))
        around = Around(AGREED.sessions, agreed=True, check_ins=early)
        assert sorted(one.slot for one in on(5, around=around)) == left


def test_who_changes_the_time_of_day_gets_no_second_one():
    """The key names the day and the slot, never the time."""
    [before] = on(11)
    [after] = on(11, Choices(way=Way.EMAIL, first=time(20), days=frozenset({0}), since=START))
    assert (before.key, before.at) != (after.key, after.at)
    assert before.key == after.key


def test_late_in_the_evening_it_ends_where_quiet_hours_begin():
    [one] = on(11, Choices(way=Way.EMAIL, first=time(20, 30), days=frozenset({0}), since=START))
    assert one.until - one.at == timedelta(minutes=30)


def test_a_second_one_of_a_day_takes_the_place_of_one_that_was_not_sent_yet():
    close = Choices(
        way=Way.PUSH, first=time(13), more=(time(13, 30),), closer=True, since=START
    )  # fmt: skip
    for minute, slots in {(13, 29): [0], (13, 30): [1], (14, 59): [1]}.items():
        at = datetime(2026, 5, 5, *minute, tzinfo=UTC)
        assert [one.slot for one in due(close, AGREED, at=at)] == slots


def test_quiet_hours_that_come_twice_are_kept_twice():
    """The clock shows 1:50, and 25 minutes later 1:15 again: quiet hours from 1:00 to 1:45."""
    choices = Choices(
        way=Way.EMAIL, first=time(1, 50), quiet=Quiet(time(1), time(1, 45)), zone=EVERY.zone
    )  # fmt: skip
    first = datetime(2026, 11, 1, 5, 50, tzinfo=UTC)
    assert due(choices, Around(), at=first)
    assert not due(choices, Around(), at=first + timedelta(minutes=25))


def test_nothing_comes_before_it_was_chosen_nor_without_a_way():
    late = Choices(way=Way.EMAIL, first=time(9), since=datetime(2026, 5, 11, 10, tzinfo=UTC))
    assert on(11, late) == ()
    assert on(11, Choices(first=time(9), since=START)) == ()


# -- what a form says ----------------------------------------------------------------------

FORM = {
    "way": "email",
    "time": "18:00",
    "more_1": "",
    "more_2": "",
    "day_0": "1",
    "quiet_from": "21:00",
    "quiet_to": "08:00",
    "zone": "Europe/Berlin",
    "text": "tea",
}
OFFERED = {Way.NONE, Way.EMAIL}


def test_a_form_is_read_as_it_was_written():
    wanted = reminder_form.read(FORM, Choices(), OFFERED)
    assert wanted == Choices(
        way=Way.EMAIL,
        days=frozenset({0}),
        zone="Europe/Berlin",
        text=Wording.TEA,
        follow_up=False,
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("way", "pigeon"),
        ("way", "push"),
        ("time", "25:00"),
        ("time", ""),
        ("time", "21:30"),
        ("more_1", "07:59"),
        ("more_1", "18:00"),
        ("quiet_to", "soon"),
        ("zone", "Mars/Olympus"),
        ("zone", "../../etc/passwd"),
        ("zone", ""),
        ("text", "Your session"),
        ("day_0", ""),
    ],
)
def test_what_makes_no_sense_changes_nothing_and_says_which_field(field, value):
    with pytest.raises(reminder_form.NotKept) as problem:
        reminder_form.read({**FORM, field: value}, Choices(), OFFERED)
    assert problem.value.field == field
    assert problem.value.text.plain().startswith("Nothing was changed.")


def test_none_can_always_be_chosen_whatever_else_stands_in_the_form():
    before = Choices(way=Way.EMAIL, first=time(11))
    wanted = reminder_form.read({"way": "none", "time": "nonsense"}, before, OFFERED)
    assert (wanted.way, wanted.first) == (Way.NONE, time(11))


# -- what they say -------------------------------------------------------------------------


def test_every_sentence_tells_nothing():
    assert set(TEXTS) == set(Wording)
    assert [text for text in TEXTS.values() if telling(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Your session!",
        "3 waiting",
        "A check-in is overdue",
        "How do you feel",
        "Ketamine",
        "x" * 61,
    ],
)
def test_the_filter_finds_what_tells(text):
    assert telling(text)


# -- what becomes of one ---------------------------------------------------------------------

AT = datetime(2026, 5, 4, 18, tzinfo=UTC)


def test_only_what_was_surely_not_taken_is_tried_again_and_only_in_time():
    for outcome in Outcome:
        state, _ = settled(outcome, at=AT, until=AT + LASTS)
        assert (state is Send.QUEUED) == (outcome is Outcome.NOT_TAKEN)
        state, _ = settled(outcome, at=AT, until=AT + timedelta(minutes=1))
        assert state is not Send.QUEUED
    assert timedelta(minutes=1) < LEASE


def tried(*states: Send, way: Way = Way.EMAIL, why: Why = Why.REFUSED) -> list[Tried]:
    return [Tried(AT, way, state, why) for state in states]


def test_not_reaching_is_said_of_failures_in_a_row_by_the_present_way():
    lost, well, way = [Send.FAILED] * NOT_REACHING, Send.SENT, Way.EMAIL
    assert reach(tried(*lost, well), way) is Reach.NOT
    assert reach(tried(Send.DROPPED, *lost), way) is Reach.NOT
    assert not reach(tried(well, *lost), way)
    assert not reach(tried(Send.FAILED), way)
    assert not reach([], way)
    assert not reach([*tried(Send.FAILED), *tried(Send.FAILED, way=Way.PUSH)], way)
    assert not reach(tried(*lost), Way.PUSH), "they chose another way since"
    assert not reach(tried(*lost, why=Why.NOT_SET_UP), way), "that is ours to put right"


def test_when_nobody_knows_whether_they_arrive_it_is_said_so():
    """What may have arrived is not called lost, and does not hide what was."""
    told = {(Send.UNKNOWN, Send.FAILED), (Send.FAILED, Send.UNKNOWN), (Send.UNKNOWN, Send.UNKNOWN)}
    assert {reach(tried(*states), Way.EMAIL) for states in told} == {Reach.NOT_KNOWN}
    assert not reach(tried(Send.UNKNOWN, Send.SENT), Way.EMAIL)
