"""Adverse events: what is open stays on the list until a follow-up says that it is resolved."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longarc.care import pacing, signals
from longarc.care.adverse import Event, FollowUp, Grade, NotAGrade, Status, YesNo, checked
from longarc.care.arc import Arc, CheckIn, ContactRequest
from longarc.care.finding import Code, Mark, MarkKind
from longarc.care.finding_kinds import urgent

NOW = datetime(2030, 5, 15, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def hours(low, high):
    return st.integers(low, high).map(lambda n: NOW + n * HOUR)


def ids():
    return st.uuids(version=4)


@st.composite
def events(draw):
    grades = st.builds(
        Grade, status=st.sampled_from(Status), serious=st.sampled_from([*YesNo, None])
    )
    follow_ups = st.lists(st.builds(FollowUp, at=hours(-90, 0), grade=grades, uid=ids()))
    return Event(draw(ids()), draw(hours(-100, -91)), follow_ups=tuple(draw(follow_ups)))


def marks(event):
    made = st.builds(
        Mark,
        code=st.just(Code.ADVERSE),
        since=st.just(event.at),
        level=st.integers(0, 3),
        kind=st.sampled_from([kind for kind in MarkKind if kind is not MarkKind.LATER]),
        at=hours(-90, 0),
        until=hours(0, 900),
    )
    return st.lists(made)


@given(events(), st.data())
def test_an_event_never_leaves_the_list_without_resolved(event, data):
    """Whatever is marked but Later, however well the days go, however much time goes by."""
    said = data.draw(marks(event))
    after = NOW + data.draw(st.integers(0, 9000)) * HOUR
    steady = tuple(CheckIn(NOW + n * HOUR, 50) for n in range(0, 40, 4))
    noticed = signals.findings(Arc(check_ins=steady, adverse=(event,)), as_of=after)
    listed = signals.standing(noticed, said, as_of=after)
    last = max(event.follow_ups, key=lambda one: one.at, default=None)
    same_time = [one for one in event.follow_ups if last and one.at == last.at]
    resolved = bool(same_time) and all(one.grade.status is not Status.GOES_ON for one in same_time)
    assert any(one.evidence == (event.uid,) for one in listed) is not resolved


@given(events())
def test_pacing_counts_just_those_that_stand(event):
    harm = pacing.AdverseEvent(event.at, event.closed(NOW))
    facts = pacing.Facts(pacing.capacities.Facts(), adverse_events=(harm,))
    found = [one for one in pacing.suggest(facts, as_of=NOW).reasons if one.code == "adverse_event"]
    assert bool(found) is event.is_open(NOW)


def at(days, **grade):
    return FollowUp(NOW - timedelta(days=days), Grade(**grade), uid=UUID(int=int(days * 10)))


def event(*follow_ups, days=5.0):
    return Event(UUID(int=int(days * 100)), NOW - timedelta(days=days), follow_ups=follow_ups)


def test_it_opens_again_when_it_goes_on():
    over = at(2, status=Status.RESOLVED)
    assert not event(over).is_open(NOW)
    assert event(over).is_open(NOW - timedelta(days=3))
    assert event(over, at(1, status=Status.GOES_ON)).is_open(NOW)
    again = at(2, status=Status.GOES_ON)  # two people, at one moment
    assert event(over, again).is_open(NOW)
    assert event(again, over).is_open(NOW)


@pytest.mark.parametrize(
    ("follow_ups", "urgent"),
    [
        ((), True),
        ((at(1),), True),
        ((at(1, serious=YesNo.YES),), True),
        ((at(1, serious=YesNo.NO),), False),
        ((at(2, serious=YesNo.NO), at(1)), True),
    ],
)
def test_what_is_not_known_counts_as_serious(follow_ups, urgent):
    assert event(*follow_ups).urgent(NOW) is urgent


def test_requests_for_contact_come_first_then_serious_ones_then_mild_ones():
    mild = event(at(1, serious=YesNo.NO), days=9)
    new = event(days=1)
    asked = ContactRequest(NOW - timedelta(days=30), UUID(int=7))
    arc = Arc(adverse=(mild, new), contact_requests=(asked,))
    found = signals.findings(arc, as_of=NOW)
    assert [one.evidence[0] for one in found] == [asked.uid, new.uid, mild.uid]
    assert all(urgent(one.code) for one in found)  # never capped


@pytest.mark.parametrize(
    "grade",
    [
        Grade(onset=date(2030, 5, 2), ended=date(2030, 5, 1), status=Status.RESOLVED),
        Grade(ended=date(2030, 5, 1)),
        Grade(status=Status.NOT_ONE, words=" ."),
        Grade(words="x" * 4001),
    ],
)
def test_what_cannot_be_kept_says_why(grade):
    with pytest.raises(NotAGrade, match=r"^Nothing was kept yet\."):
        checked(grade)
