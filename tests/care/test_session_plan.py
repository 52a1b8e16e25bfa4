"""What must hold for every plan and every gate of a session."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longarc.care import session_gate, session_steps
from longarc.care.decision import Decision, Reason
from longarc.care.numbers import Number, Numbers
from longarc.care.session_gate import Gates, may_start_session
from longarc.care.session_plan import (
    EMPTY,
    OnCall,
    Part,
    Person,
    SessionPlan,
    missing,
    parse,
    together,
    written,
)
from longarc.care.session_steps import Step
from longarc.care.text import Text

NOON = datetime(2030, 5, 1, 12, tzinfo=UTC)
PEOPLE = [Person(UUID(int=n), name) for n, name in enumerate(["Maya", "Finn"])]

decisions = st.builds(
    Decision,
    st.lists(
        st.builds(Reason, st.sampled_from(["a", "b", "c"]), st.just(Text("why"))), max_size=2
    ).map(tuple),
)
gates = st.builds(Gates, *[decisions] * 5)
moments = st.integers(-24, 12 * 24).map(lambda hours: NOON + timedelta(hours=hours))
calls = st.builds(
    OnCall, st.sampled_from(PEOPLE), st.just("555"), st.none() | moments, st.none() | moments
)
texts = st.text(alphabet="ab \n", max_size=4)
plans = st.builds(
    SessionPlan,
    starts_at=st.none() | moments,
    minutes=st.none() | st.integers(1, 600),
    lead=st.none() | st.sampled_from(PEOPLE),
    room=texts,
    transport=texts,
    steps=st.lists(st.builds(Step, st.sampled_from(["", "+0:30"]), st.just("x")), max_size=2).map(
        tuple
    ),
    on_call=st.lists(calls, max_size=3).map(tuple),
)


@given(gates, st.sampled_from(Gates._fields))
def test_one_more_reason_never_opens_the_start(before, where):
    more = Decision((*getattr(before, where).reasons, Reason("more", Text("One more."))))
    after = before._replace(**{where: more})
    assert not may_start_session(*after).allowed
    told = [reason for gate in before for reason in gate.reasons]
    assert may_start_session(*before).allowed == (not told)
    assert list(may_start_session(*before).reasons) == told


@given(plans, st.integers(0, 400), st.lists(st.sampled_from(PEOPLE)))
def test_another_day_or_a_lead_who_left_never_begins(plan, day, team):
    today = date(2030, 1, 1) + timedelta(days=day)
    ids = {one.id for one in team}
    found = session_gate.about_plan(plan, today=today, zone="UTC", team=ids)
    on_the_day = plan.starts_at is not None and plan.starts_at.date() == today
    assert found.allowed == (on_the_day and plan.lead is not None and plan.lead.id in ids)


@given(plans, calls, st.integers(0, 12))
def test_someone_more_on_call_never_takes_cover_away(plan, one, days):
    more = replace(plan, on_call=(*plan.on_call, one))
    assert more.covers(days) or not plan.covers(days)
    assert plan.covers(max(days - 1, 0)) or not plan.covers(days)


def test_a_gap_of_an_hour_is_not_covered():
    end, day = NOON + timedelta(hours=8), timedelta(days=1)
    first = OnCall(PEOPLE[0], "555", until=end + day)
    second = OnCall(PEOPLE[1], "556", since=end + day)
    plan = SessionPlan(starts_at=NOON, minutes=480, on_call=(second, first))
    assert plan.covers(7)
    late = replace(second, since=end + day + timedelta(hours=1))
    assert not replace(plan, on_call=(first, late)).covers(7)
    assert plan.reachable(NOON + timedelta(hours=3)).name == "Maya"
    assert plan.reachable(end + 2 * day).name == "Finn"


@given(plans, plans, plans)
def test_of_two_who_write_nothing_typed_is_lost(base, now, mine):
    found = together(base, now, mine)
    for one in fields(SessionPlan):
        was, theirs, typed = (getattr(plan, one.name) for plan in (base, now, mine))
        assert getattr(found.value, one.name) == (theirs if typed == was else typed)
        assert (one.name in found.both) == (typed not in (was, theirs) and theirs != was)


@given(plans)
def test_a_plan_is_read_as_it_was_written(plan):
    assert parse(written(plan)) == plan


@pytest.mark.parametrize(
    ("line", "step"),
    [
        ("+0:30 You rest.", Step("+0:30", "You rest.")),
        ("9:05 You arrive.", Step("09:05", "You arrive.")),
        ("You arrive.", Step("", "You arrive.")),
        ("25:00 You arrive.", Step("", "25:00 You arrive.")),
        ("+1:75 You rest.", Step("", "+1:75 You rest.")),
    ],
)
def test_a_line_is_a_time_and_words(line, step):
    assert session_steps.read(f"\n {line} \n") == (step,)


def test_a_step_is_shown_as_a_time_of_day_where_the_client_is():
    assert Step("+1:30", "x").at(NOON, "Europe/Berlin") == "15:30"
    assert Step("+1:30", "x").at(None, "UTC") == "+1:30"


def test_what_is_missing_follows_the_number_that_was_signed():
    who = OnCall(PEOPLE[0], "555")
    plan = SessionPlan(starts_at=NOON, minutes=60, on_call=(who,))
    assert Part.ON_CALL not in missing(plan)
    assert Part.ON_CALL in missing(plan, Numbers({Number.ON_CALL_SPAN: 10}))
    assert set(missing(EMPTY)) == set(Part) - {Part.PHONE}
