"""Consent is to the very words that were read, and a no needs none."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from longarc.care.consent import Answer, State, consents
from longarc.care.consent_texts import STARTING, Asked, Item, Words, in_force

T0 = datetime(2030, 5, 1, 9, tzinfo=UTC)
VERSIONS = [UUID(int=number) for number in (1, 2)]

#: Few moments, so that answers often fall on the same one.
moments = st.integers(0, 4).map(lambda hours: T0 + timedelta(hours=hours))
answers = st.builds(
    Answer,
    st.sampled_from([Item.SESSION, Item.VIDEO]),
    st.booleans(),
    st.none() | st.sampled_from(VERSIONS),
    moments,
    by_client=st.booleans(),
    id=st.integers(1, 99).map(lambda number: UUID(int=number)),
)
words = st.builds(
    Words,
    st.just(Item.SESSION),
    st.sampled_from(VERSIONS),
    st.just(2),
    st.just("Our words."),
    st.sampled_from(Asked),
)


def stands(told, written=()):
    return consents(in_force(written), told)


@given(
    st.lists(answers, max_size=8, unique_by=lambda one: one.id),  # no two entries have one id
    words,
    st.randoms(use_true_random=False),
)
def test_neither_order_nor_repetition_changes_what_stands(told, written, random):
    mixed = [*told, *told[:3]]
    random.shuffle(mixed)
    assert stands(mixed, [written]) == stands(told, [written])


@given(st.lists(answers, max_size=8), words, moments)
def test_after_a_no_nothing_earlier_or_of_the_same_moment_is_a_yes(told, written, at):
    before = [one for one in told if one.at <= at]
    no = Answer(Item.SESSION, False, None, at)
    found = stands([*before, no], [written]).of(Item.SESSION)
    assert found is None or found.state is State.NO


@given(st.lists(answers, max_size=8), words)
def test_a_yes_is_the_client_s_own_to_the_words_in_force_and_the_gate_says_what_is_missing(
    told, written
):
    found = stands(told, [written])
    for one in found.items:
        if one.state is State.GIVEN:
            newest = one.history[0]
            assert newest.given
            assert newest.by_client
            assert newest.version == one.words.version
    missing = [one for one in found.items if one.required and one.state is not State.GIVEN]
    assert len(found.gate().reasons) == len(missing)
    assert found.current is not bool(missing)


def test_new_words_make_an_earlier_yes_a_yes_to_earlier_words():
    old = STARTING[Item.VIDEO]
    yes = Answer(Item.VIDEO, True, old.version, T0)
    assert stands([yes]).of(Item.VIDEO).state is State.GIVEN
    new = Words(Item.VIDEO, VERSIONS[0], 2, "Other words.", Asked.REQUIRED)
    found = stands([yes], [new])
    assert found.of(Item.VIDEO).state is State.EARLIER
    assert "consent_earlier" in {reason.code for reason in found.gate().reasons}


def test_nothing_is_given_until_somebody_says_so():
    found = stands([])
    assert {one.state for one in found.items} == {State.UNANSWERED}
    assert [reason.code for reason in found.gate().reasons] == ["consent_not_given"] * 2
    assert len({one.version for one in STARTING.values()}) == len(Item)


def test_what_is_not_asked_stops_nothing():
    off = [Words(item, one.version, 1, one.text, Asked.NOT_ASKED) for item, one in STARTING.items()]
    assert stands([], off).items == ()
    assert stands([], off).gate().allowed
