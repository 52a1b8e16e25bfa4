"""What holds of contacts and follow-up for every story: nothing but a person's act answers them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from longarc.care import after, after_findings, contact_tally, follow_up, signals
from longarc.care.after import ANSWERS, DAYS, HELD, Act, Facts, Session, Slot, State, Step
from longarc.care.arc import Arc, Phase
from longarc.care.contact_tally import Tally
from longarc.care.finding import Code, Mark, MarkKind

START = datetime(2030, 1, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
LATEST = 1500
ZONES = (UTC, ZoneInfo("America/New_York"), ZoneInfo("Pacific/Apia"))
days = st.integers(0, LATEST)
OF_FOLLOW_UP = (Slot.FOLLOW_UP, (*ANSWERS, Step.TRIED, Step.ENDED, Step.AGAIN))
OF_THE_ARC = (Slot.ARC, (Step.CLOSED, Step.REOPENED))


def moment(day):
    return START + day * DAY


def session(number, day, late=0):
    return Session(UUID(int=number), moment(day), moment(day + late))


def act(slot, step, day, number=0, about=None):
    about = UUID(int=about) if about is not None else None
    return Act(slot, step, moment(day).date(), moment(day), UUID(int=1000 + number), about)


@st.composite
def acts(draw, of=(OF_FOLLOW_UP, OF_THE_ARC)):
    slot, steps = draw(st.sampled_from(of))
    return act(slot, draw(st.sampled_from(sorted(steps))), draw(days), draw(st.integers(0, 9999)))


def contact_acts():
    return st.builds(
        lambda slot, step, day, n, about: act(slot, step, day, n, about),
        st.sampled_from(list(DAYS)),
        st.sampled_from(sorted(ANSWERS | {Step.TRIED})),
        days,
        st.integers(0, 9999),
        st.integers(0, 3),
    )


sessions = st.lists(st.tuples(days, st.integers(0, 60)), max_size=4).map(
    lambda found: tuple(session(n, day, late) for n, (day, late) in enumerate(found))
)
stories = st.builds(
    Facts,
    sessions=sessions,
    acts=st.lists(acts() | contact_acts(), max_size=8, unique_by=lambda one: one.uid).map(tuple),
    zone=st.sampled_from(ZONES),
)


@given(stories, days, st.integers(1, 3000))
def test_no_silence_ends_what_asks(facts, day, longer):
    """Nothing is recorded from then on, for years: it goes on asking, and more never less."""
    upto = facts.upto(moment(day))
    assume(follow_up.asks(upto, moment(day)))
    assert follow_up.asks(upto, moment(day + longer))


@given(stories, days)
def test_follow_up_asks_within_a_year_and_two_weeks_of_any_talk(facts, day):
    """After a session there is always a next time, unless a person ended it."""
    known, at = facts.upto(moment(day)), moment(day)
    assume(known.sessions and not follow_up.ended(known, at))
    assert follow_up.asks(known, at + 366 * DAY + follow_up.EARLY + DAY)


@given(stories, days, st.sampled_from([Step.CLOSED, Step.REOPENED]))
def test_closing_an_arc_ends_no_follow_up_and_no_contact(facts, day, step):
    closing = act(Slot.ARC, step, day, 99_999)
    more = replace(facts, acts=(*facts.acts, closing))
    for later in (day, day + 425):
        assert follow_up.asks(more, moment(later)) == follow_up.asks(facts, moment(later))
        assert after.contacts(more, moment(later)) == after.contacts(facts, moment(later))


@given(stories, days, st.sampled_from(sorted(set(Step) - ANSWERS - {Step.ENDED})))
def test_only_an_answer_or_an_end_quiets_a_follow_up(facts, day, step):
    assume(follow_up.asks(facts, moment(day)))
    more = replace(facts, acts=(*facts.acts, act(Slot.FOLLOW_UP, step, day, 99_999)))
    assert follow_up.asks(more, moment(day))


@given(stories, days, contact_acts())
def test_a_contact_of_the_first_weeks_answers_no_follow_up(facts, day, one):
    more = replace(facts, acts=(*facts.acts, one))
    assert follow_up.asks(more, moment(day)) == follow_up.asks(facts, moment(day))


@given(stories, days, st.sampled_from(sorted(HELD)))
def test_a_talk_answers_all_that_is_due_and_a_year_later_it_asks_again(facts, day, step):
    assume(follow_up.asks(facts, moment(day)))
    known = facts.upto(moment(day))
    more = replace(known, acts=(*known.acts, act(Slot.FOLLOW_UP, step, day, 99_999)))
    assert follow_up.asks(more, moment(day)) is None
    assert follow_up.asks(more, moment(day) + 366 * DAY + follow_up.EARLY)


@given(stories, days, st.integers(0, 400))
def test_a_next_session_leaves_every_earlier_date_standing(facts, day, late):
    """Also one that is entered long after its day."""
    new = replace(facts, sessions=(*facts.sessions, session(77, day, late)))
    at = facts.day(moment(day))
    stood = {one for one in follow_up.dates(facts, at) if one.on < at}
    assert stood <= set(follow_up.dates(new, at))
    fixed = {one for one in follow_up.dates(facts, date(2040, 1, 1)) if one.months <= 12}
    assert fixed <= set(follow_up.dates(new, date(2040, 1, 1)))


@given(stories, days, st.integers(1, 500))
def test_a_session_after_the_end_begins_it_again(facts, day, later):
    known = facts.upto(moment(day))
    end = act(Slot.FOLLOW_UP, Step.ENDED, day, 99_999)
    ended = replace(known, acts=(*known.acts, replace(end, at=end.at + timedelta(hours=1))))
    assert follow_up.ended(ended, moment(day + later))
    more = replace(ended, sessions=(*known.sessions, session(77, day + later)))
    assert follow_up.ended(more, moment(day + later)) is None
    assert follow_up.asks(more, moment(day + later + 28))


@given(stories, days, st.randoms())
def test_the_order_of_facts_never_matters(facts, day, dice):
    held, told = list(facts.sessions), list(facts.acts)
    dice.shuffle(held)
    dice.shuffle(told)
    mixed = replace(facts, sessions=tuple(held), acts=tuple(told))
    at = moment(day)
    assert tuple(after_findings.found(mixed, as_of=at)) == tuple(
        after_findings.found(facts, as_of=at)
    )
    assert after.contacts(mixed, at) == after.contacts(facts, at)
    assert follow_up.talks(mixed, at) == follow_up.talks(facts, at)


@given(stories, days, st.sampled_from([kind for kind in MarkKind if kind is not MarkKind.LATER]))
def test_no_mark_takes_it_off_the_list(facts, day, kind):
    at = moment(day)
    noticed = signals.findings(Arc(after=facts), as_of=at)
    marks = [Mark(one.code, one.since, one.level, kind, at, at + 900 * DAY) for one in noticed]
    assert signals.standing(noticed, marks, as_of=at) == noticed


@given(stories, days, st.integers(0, 1000))
def test_a_contact_that_asks_goes_only_by_an_act_of_a_person(facts, day, longer):
    known = facts.upto(moment(day))
    asking = {(one.session, one.slot) for one in after.contacts(known, moment(day)) if one.asks}
    still = after.contacts(known, moment(day + longer))
    assert asking <= {(one.session, one.slot) for one in still if one.asks}


@given(stories, days)
def test_a_contact_that_was_held_since_the_session_is_never_called_late(facts, day):
    """What is recorded of a day before the session, which was moved, is of no contact of it."""
    known = facts.upto(moment(day))
    began = {one.uid: facts.day(one.starts_at) for one in known.sessions}
    acts = (one for one in known.acts if one.step in HELD)
    held = {(one.session, one.slot) for one in acts if began.get(one.session, one.on) <= one.on}
    for one in after.contacts(facts, moment(day)):
        assert ((one.session, one.slot) in held) == (one.state is State.HELD)


def test_fourteen_months_of_silence_and_a_discharge():
    """One client: a session, one talk, a closed arc, then nothing at all."""
    told = (act(Slot.FOLLOW_UP, Step.CALLED, 29, 1), act(Slot.ARC, Step.CLOSED, 40, 2))
    facts = Facts((session(1, 0),), told)
    asked = [day for day in range(41, 427) if follow_up.asks(facts, moment(day))]
    assert asked == list(range(90, 427))  # from three months after the session on, every day
    assert follow_up.asks(facts, moment(426)).due.months == 12
    assert follow_up.since(facts, moment(426)).months == 3
    (finding,) = (
        one
        for one in signals.findings(Arc(after=facts), as_of=moment(426))
        if one.code is Code.FOLLOW_UP
    )
    assert "12 months" in finding.what.plain()
    ended = replace(facts, acts=(*told, act(Slot.FOLLOW_UP, Step.ENDED, 426, 3)))
    assert follow_up.asks(ended, moment(5000)) is None


@pytest.mark.parametrize(
    ("day", "state"),
    [(0, State.AHEAD), (1, State.AHEAD), (2, State.OPEN), (7, State.DUE), (8, State.LATE)],
)
def test_the_days_of_a_contact(day, state):
    found = after.contacts(Facts((session(1, 0),)), moment(day))
    assert next(one.state for one in found if one.slot is Slot.DAYS_2_7) is state


def test_what_was_over_before_the_session_was_entered_was_never_planned():
    found = after.contacts(Facts((session(1, 0, late=8),)), moment(60))
    assert [one.slot for one in found] == [Slot.WEEKS_2_4]


def test_the_day_is_that_of_the_place_where_the_client_lives():
    """A session at noon in London is of the next day in Apia: so is the day after."""
    at_night = datetime.combine(date(2030, 1, 2), time(12), tzinfo=UTC)
    facts = Facts((session(1, 0),), zone=ZoneInfo("Pacific/Apia"))
    first = after.contacts(facts, at_night)[0]
    assert first.last == date(2030, 1, 3)


def test_dates_of_months_that_are_too_short():
    assert follow_up.later_by(date(2031, 12, 31), 2) == date(2032, 2, 29)
    assert follow_up.later_by(date(2032, 2, 29), 12) == date(2033, 2, 28)


def test_contacts_are_counted_once_a_day_and_by_what_they_were_for():
    begins = date(2030, 1, 1)

    def phase_on(day):
        return Phase.PREPARATION if day < date(2030, 2, 1) else Phase.INTEGRATION

    came = [begins, begins, date(2030, 1, 8), date(2030, 2, 5), date(2030, 6, 30)]
    kept, held = [date(2030, 2, 12), date(2030, 2, 12)], [date(2030, 2, 1)]
    found = contact_tally.tally(came, kept, held, phase_on, date(2030, 7, 1))
    assert found == Tally(2, 1, date(2030, 4, 26))
    assert contact_tally.tally(came, [], held, phase_on, date(2030, 7, 1)).integration == 0
    assert contact_tally.tally(came, [], [], phase_on, date(2030, 1, 9)) == Tally(2)


def test_the_call_of_the_next_day_takes_in_though_the_medicine_phase_goes_on():
    """A medicine phase prepares again only once a new preparation has come before it."""
    ons = (
        (date(2030, 1, 1), Phase.PREPARATION),
        (date(2030, 1, 31), Phase.MEDICINE),
        (date(2030, 2, 4), Phase.INTEGRATION),
        (date(2030, 3, 1), Phase.PREPARATION),
        (date(2030, 3, 20), Phase.MEDICINE),
    )

    def phase_on(day):
        return next((phase for on, phase in reversed(ons) if on <= day), None)

    called = [date(2030, 1, 10), date(2030, 2, 2), date(2030, 2, 10), date(2030, 3, 21)]
    held = [date(2030, 2, 1)]
    found = contact_tally.tally([], called, held, phase_on, date(2030, 3, 22))
    assert (found.preparation, found.integration) == (1, 2)  # 21 March; 2 and 10 February
    both = [*held, date(2030, 3, 22)]
    found = contact_tally.tally([], called, both, phase_on, date(2030, 3, 22))
    assert (found.preparation, found.integration) == (1, 0)  # 21 March is of the new session
