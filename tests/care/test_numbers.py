"""Which numbers may be signed, and which of the signed ones speak."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.care.test_pacing_properties import (
    NOW,
    OPENNESS,
    WORSE,
    cases,
    days,
    ready,
    suggest,
    unsettled,
)

from longarc.care.numbers import (
    ABOUT,
    NOT_MORE_THAN,
    STARTING,
    Area,
    Asks,
    Number,
    Numbers,
    Unit,
    longest,
    may_sign,
    signed_last,
    version,
)
from longarc.care.pacing import Code
from longarc.care.relationship import Facts, Question, Rating, prompts

VALUES = st.dictionaries(
    st.sampled_from(Number), st.integers(1, 30) | st.integers(-5, 12_000), max_size=4
)


def codes(values, over=STARTING, why="we see many who need longer"):
    return {reason.code for reason in may_sign(values, over=over, why=why).reasons}


def test_every_number_says_what_it_decides():
    assert set(ABOUT) == set(Number)
    assert {about.area for about in ABOUT.values()} == set(Area)
    assert len({about.means for about in ABOUT.values()}) == len(Number)
    for about in ABOUT.values():
        assert about.allows(about.start)
        assert "unsigned" in about.source


def test_longarcs_own_numbers_may_be_signed_as_they_are():
    assert not codes({number: STARTING[number] for number in Number}, why="")


@pytest.mark.parametrize("number", Number)
@pytest.mark.parametrize("value", [0, -1, 10_000])
def test_a_number_can_be_wrong(number, value):
    """The answer says what may be written instead."""
    reason = may_sign({number: value}, over=STARTING, why="why").reasons[0]
    said = reason.text.plain()
    assert reason.code == number
    assert ABOUT[number].means in said
    assert ABOUT[number].allowed.plain() in said


def test_the_model_knows_two_days_of_settling():
    assert not codes({Number.SETTLED_SPAN: 3})
    assert codes({Number.SETTLED_SPAN: 5}) == {Number.SETTLED_SPAN}


def test_a_change_needs_a_reason_and_a_signature_as_it_stands_none():
    assert not codes({Number.CHECK_INS: 8}, why="")
    assert codes({Number.CHECK_INS: 9}, why=" ... ") == {"no_reason"}
    assert not codes({Number.CHECK_INS: 9})
    assert not codes({Number.CHECK_INS: 9}, over=Numbers({Number.CHECK_INS: 9}), why="")


def test_numbers_that_can_never_go_together_are_not_signed():
    """Check-ins on more days than are looked at; less for those who need more."""
    assert codes({Number.CHECK_IN_DAYS: 22}) == {Number.CHECK_IN_DAYS}
    assert codes({Number.CHECK_IN_SPAN: 7, Number.CHECK_IN_DAYS: 8}) == {Number.CHECK_IN_DAYS}
    assert not codes({Number.CHECK_IN_SPAN: 30, Number.CHECK_IN_DAYS: 22})
    assert codes({Number.LONG_INTEGRATION: 7}) == {Number.BETWEEN_INTEGRATION}


@given(VALUES, VALUES, st.sampled_from(["", "we thought about it"]))
def test_whatever_is_signed_in_turn_the_numbers_that_stand_are_allowed(first, then, why):
    stands = STARTING
    for values in (first, then):
        if may_sign(values, over=stands, why=why).allowed:
            stands = stands.but(values)
    assert all(ABOUT[number].allows(stands[number]) for number in Number)
    assert all(stands[low] <= stands[high] for low, high in NOT_MORE_THAN)


@given(st.lists(st.tuples(st.sampled_from([*Number, "of_another_version"]), st.integers(-5, 500))))
def test_the_newest_that_is_allowed_speaks(told):
    numbers = signed_last(told)
    for number in Number:
        fit = [value for code, value in told if code == number and ABOUT[number].allows(value)]
        assert numbers[number] == (fit[-1] if fit else ABOUT[number].start)


def test_facts_are_fetched_as_far_back_as_any_signed_span():
    for number, about in ABOUT.items():
        if about.unit is Unit.DAYS:
            assert Numbers({number: about.most}).days(number) == longest(number)


def test_the_version_says_how_much_of_it_is_signed():
    assert version(0).plain() == "Longarc 1, unsigned"
    some = version(3, "2026-05-03", "Maya Invented").plain()
    assert (
        some == f"Longarc 1, 3 of {len(Number)} numbers signed, last on 2026-05-03 by Maya Invented"
    )


#: Which reason a number of pacing decides about; for the others any may change.
DECIDES = {
    Number.SESSION_SPAN: Code.RECENT,
    Number.SETTLED_SPAN: Code.SETTLED,
    Number.FLAG_SPAN: Code.FLAG,
    Number.RISK_OPENED_SPAN: Code.RISK,
    Number.WORSE_TIMES: Code.WORSE,
    Number.WORSE_SPAN: Code.WORSE,
}
ASKING = [
    number
    for number, about in ABOUT.items()
    if about.area in (Area.CAPACITIES, Area.PACING) and about.asks is not Asks.EITHER
]


def allowed(about):
    """Often near where it starts, where the invented arcs are."""
    if about.only:
        return st.sampled_from(about.only)
    near = st.integers(about.least, min(about.most, 2 * about.start))
    return near | st.integers(about.least, about.most)


@st.composite
def stricter(draw, number):
    """A value of this number, one that asks for as much or more, and an arc it may decide about."""
    about, facts = ABOUT[number], draw(cases())
    low, high = sorted(draw(st.lists(allowed(about), min_size=2, max_size=2)))
    was, now = (low, high) if about.asks is Asks.HIGHER else (high, low)
    if number is Number.SETTLED_PERCENT:
        facts = unsettled(ready(), draw(st.floats(0, 1)))
    elif number in DECIDES and facts.sessions:
        for at in draw(st.lists(days, min_size=1, max_size=2)):
            facts = WORSE[DECIDES[number]](facts, at)
    return facts, (Numbers({number: was}), Numbers({number: now}))


@pytest.mark.parametrize("number", ASKING)
@settings(max_examples=60)
@given(data=st.data(), later=st.integers(0, 40))
def test_a_number_that_asks_for_more_never_takes_a_reason_away(number, data, later):
    """So the suggestion is never more open."""
    facts, numbers = data.draw(stricter(number))
    found = [suggest(facts, one, as_of=NOW + timedelta(days=later)) for one in numbers]
    before, after = ({(one.code, one.about) for one in said.reasons} for said in found)
    assert before <= after
    assert OPENNESS.index(found[1].answer) <= OPENNESS.index(found[0].answer)


def test_ratings_are_asked_about_from_the_signed_number_on():
    told = tuple(
        Rating(datetime(2030, 1, day, tzinfo=UTC), {Question.HEARD: step})
        for day, step in enumerate((3, 4, 3, 4, 3, 4, 3, 1), 1)
    )
    end = datetime(2030, 2, 1, tzinfo=UTC)
    assert len(prompts(Facts(told, needed=8), end)) == 1
    assert not prompts(Facts(told, needed=9), end)
