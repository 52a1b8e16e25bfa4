"""What holds of behaviour beside mood and insight for every story."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from longarc.care.living import (
    ANSWERS_NEEDED,
    WANTED,
    Course,
    Facts,
    Measure,
    Moved,
    Point,
    asks,
    change,
    looks,
)

SESSION = date(2030, 3, 1)
TODAY = date(2032, 6, 1)
AT = datetime(2032, 5, 1, tzinfo=UTC)
RANGE = {
    Measure.MOOD: (0, 4),
    Measure.INSIGHT: (0, 4),
    Measure.BEHAVIOUR: (-1, 1),
    Measure.DIARY: (0, 1),
}
days = st.integers(-90, 500).map(lambda n: SESSION + timedelta(days=n))


@st.composite
def courses(draw, *, answered=False):
    """Some answers, sometimes several about one day, sometimes left open."""
    kind = draw(st.sampled_from(Measure))
    steps = st.integers(*RANGE[kind])
    values = steps if answered else steps | st.none()
    told = draw(st.lists(st.tuples(days, values, st.integers(0, 3)), max_size=25))
    points = tuple(
        Point(on, value, AT + timedelta(hours=hour), UUID(int=n))
        for n, (on, value, hour) in enumerate(told)
    )
    return Course(kind, points, draw(st.sampled_from(("", "Sleep", "Call"))))


stories = st.builds(
    Facts,
    sessions=st.lists(st.sampled_from((SESSION, SESSION + timedelta(days=200)))).map(tuple),
    courses=st.lists(courses(), max_size=5).map(tuple),
)


def moves(facts):
    return [
        (look.months, look.number, one.course.measure, one.moved, one.by)
        for look in looks(facts, TODAY)
        for one in look.changes
    ]


@given(stories, st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_matters(told, random):
    shuffled = [
        replace(one, points=tuple(random.sample(one.points, len(one.points))))
        for one in told.courses
    ]
    mixed = Facts(tuple(random.sample(told.sessions, len(told.sessions))), tuple(shuffled))
    assert moves(mixed) == moves(told)
    assert (asks(mixed, TODAY) is None) == (asks(told, TODAY) is None)


@given(courses(), st.lists(days, max_size=30))
def test_days_left_open_never_count_as_change(course, empty):
    """A day on which nothing is known changes nothing, however many there are."""
    known = {one.on for one in course.points}
    left_open = tuple(
        Point(on, None, AT, UUID(int=1000 + n)) for n, on in enumerate(empty) if on not in known
    )
    more = replace(course, points=(*course.points, *left_open))
    told = [Facts((SESSION,), (one,)) for one in (course, more)]
    assert moves(told[0]) == moves(told[1])


@given(courses())
def test_too_few_answers_say_nothing(course):
    few = replace(course, points=course.points[: ANSWERS_NEEDED - 1])
    assert all(moved is Moved.NOT_KNOWN for *_, moved, _ in moves(Facts((SESSION,), (few,))))


@given(courses(answered=True), st.integers(0, 400))
def test_the_direction_belongs_to_the_item(course, first):
    """The same answers turned upside down move the other way, and no other way."""
    low, high = RANGE[course.measure]
    turned = replace(
        course,
        points=tuple(replace(one, value=low + high - one.value) for one in course.points),
    )
    span = (SESSION, SESSION + timedelta(days=first), SESSION + timedelta(days=first + 80))
    here, there = change(course, *span), change(turned, *span)
    opposite = {Moved.WANTED: Moved.AWAY, Moved.AWAY: Moved.WANTED}
    assert there.moved is opposite.get(here.moved, here.moved)
    if here.moved is Moved.WANTED:
        after = [value for _, value in here.after]
        before = [value for _, value in here.before] or [0]
        rose = sum(after) / len(after) > sum(before) / len(before)
        assert rose is (WANTED[course.measure] > 0)


@given(stories)
def test_it_asks_only_where_behaviour_is_known_and_none_of_it_moved(told):
    look = asks(told, TODAY)
    if look is not None:
        inner = [one for one in look.changes if one.course.measure in WANTED_INSIDE]
        outer = [one for one in look.changes if one not in inner]
        assert any(one.moved is Moved.WANTED for one in inner)
        assert any(one.moved is not Moved.NOT_KNOWN for one in outer)
        assert all(one.moved is not Moved.WANTED for one in outer)


WANTED_INSIDE = (Measure.MOOD, Measure.INSIGHT)


@given(stories)
def test_without_a_session_there_is_no_look(told):
    assert looks(replace(told, sessions=()), TODAY) == ()
