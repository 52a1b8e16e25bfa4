"""From the recorded start of a session touch only narrows, whatever arrives, in whatever order."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from longarc.care.jurisdiction import Code
from longarc.care.session_plan import UNDER_WAY_HOURS
from longarc.care.touch import (
    NO_TOUCH,
    Place,
    Statement,
    Terms,
    Touch,
    listed,
    offered,
    over_at,
    says,
    terms,
)

T0 = datetime(2030, 5, 1, 9, tzinfo=UTC)
WIDEST = Terms(frozenset(Place), ask_first=False)


def hour(number: float) -> datetime:
    return T0 + timedelta(hours=number)


#: Few hours around a session, so that its start, statements and arrivals often fall together.
hours = st.integers(0, 6)
some_terms = st.sampled_from(
    [
        Terms(frozenset(places), ask_first)
        for places in ([], [Place.HAND], [Place.SHOULDER], [Place.HAND, Place.SHOULDER])
        for ask_first in (True, False)
    ]
)


#: Made at one hour, with the server at the same, later, or (a clock ahead) earlier.
statements = st.builds(
    lambda wanted, signed, made, arrived: Statement(wanted, signed, hour(made), hour(arrived)),
    some_terms,
    st.booleans(),
    hours,
    hours,
)


#: What is known, and from which hour on it is known that a session began, and when.
histories = st.tuples(
    st.lists(statements, max_size=5),
    st.lists(st.tuples(hours, hours), min_size=1, max_size=2),
)


def known(history, at):
    """What the server knows at this moment: statements and starts that have arrived."""
    told, starts = history
    return (
        [one for one in told if one.received_at <= at],
        [hour(start) for start, arrived in starts if hour(max(start, arrived)) <= at],
    )


@settings(max_examples=2000)
@given(histories)
def test_touch_never_widens_after_the_session_began(history):
    told, starts = history
    start, arrived = starts[0]
    recorded = max(start, arrived)
    told_before = [one for one in told if one.since < hour(start)]
    before = terms(told_before, known(history, hour(recorded))[1])
    for number in range(recorded, 7):
        then, now = known(history, hour(number)), known(history, hour(number + 1))
        assert terms(*now).within(terms(*then))
        assert terms(now[0][::-1] * 2, now[1][::-1]) == terms(*now)
        assert terms(*now).within(before)


@given(histories, statements)
def test_one_more_narrowing_or_start_never_widens(history, more):
    told, starts = history[0], [hour(start) for start, _ in history[1]]
    narrowing = Statement(more.terms, False, more.at, more.received_at)
    assert terms([*told, narrowing], starts).within(terms(told, starts))
    assert terms(told, [*starts, more.at]).within(terms(told, starts))


@given(some_terms, some_terms)
def test_what_both_welcome_is_within_each(one, other):
    assert (one & other).within(one)
    assert (one & other).within(other)
    assert NO_TOUCH.within(one)
    assert one.within(other) is (one & other == one & one)


def signed(at, wanted=WIDEST):
    return Statement(wanted, True, hour(at), hour(at))


def test_before_a_session_a_signature_widens_and_after_it_again():
    less = Terms(frozenset({Place.HAND}))
    assert terms([signed(0, less), signed(2)], []) == WIDEST
    assert terms([signed(0, less), signed(2)], [hour(2)]) == less
    after = UNDER_WAY_HOURS + 2
    assert terms([signed(0, less), signed(after)], [hour(2)]) == WIDEST
    assert over_at(hour(2)) == hour(after)


def test_the_gate_asks_for_a_signature_for_each_session():
    assert [one.code for one in Touch().gate().reasons] == ["touch_not_signed"]
    assert Touch((signed(0),)).gate().allowed
    used = Touch((signed(0),), (hour(2),))
    assert [one.code for one in used.gate().reasons] == ["touch_not_signed_again"]
    assert Touch((signed(0),), (hour(2),), as_of=hour(4)).current
    assert not Touch((signed(0),), (hour(2),), as_of=hour(40)).current
    assert Touch((signed(0), signed(41)), (hour(2),), as_of=hour(42)).current
    assert not Touch((signed(3),), (hour(2),), as_of=hour(4)).current
    mistaken = Touch((signed(0),), (hour(2),), frozenset({hour(2)}))
    assert mistaken.current


def test_a_start_that_was_taken_back_is_no_way_to_widen():
    none = Statement(NO_TOUCH, False, hour(3), hour(3))
    taken_back = Touch((signed(0), none, signed(4)), (hour(2),), frozenset({hour(2)}))
    assert taken_back.terms == NO_TOUCH


def test_in_words():
    assert says(NO_TOUCH).plain() == "No touch"
    assert says(WIDEST).plain() == (
        "Touch: hand, arm, shoulder, upper back, feet and a hug, as agreed"
    )
    assert listed([Place.FEET, Place.HAND]).plain() == "hand and feet"
    assert Touch().says.plain() == "Touch: none agreed"


def test_a_profile_leaves_the_places_that_its_law_names():
    assert offered(Code.NONE) == tuple(Place)
    assert offered(Code.OREGON) == (Place.HAND, Place.SHOULDER, Place.FEET, Place.HUG)
