"""The words of Patterns: true, within a stated tolerance, and never kinder than the answers."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longarc.care import patterns, shares
from longarc.care.arc import POSITION, CheckIn, State

DAY = timedelta(days=1)
NOW = datetime(2030, 6, 1, 9, tzinfo=UTC)
W, U, D, UU, DD, M = (
    POSITION[s]
    for s in (State.WITHIN, State.UP, State.DOWN, State.WAY_UP, State.WAY_DOWN, State.MIXED)
)


def daily(*positions):
    """One check-in a day, the last of them an hour before NOW."""
    first = NOW - timedelta(hours=1) - (len(positions) - 1) * DAY
    return [CheckIn(first + i * DAY, position) for i, position in enumerate(positions)]


def said(check_ins, days=90, as_of=NOW):
    return [text.plain() for text in patterns.summary(check_ins, as_of=as_of, days=days)]


def counts():
    return st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@given(counts())
def test_a_share_in_words_is_within_the_tolerance(count):
    hits, of = count
    assert abs(shares.meant(hits, of) - Fraction(hits, of)) <= shares.TOLERANCE


@given(counts())
def test_never_and_always_are_said_only_when_true(count):
    hits, of = count
    assert (shares.meant(hits, of) == 0) == (hits == 0)
    assert (shares.meant(hits, of) == 1) == (hits == of)


@given(counts())
def test_a_larger_share_never_sounds_smaller(count):
    hits, of = count
    if hits < of:
        assert shares.meant(hits, of) <= shares.meant(hits + 1, of)


@pytest.mark.parametrize(
    ("hits", "of", "words"),
    [
        (0, 20, "at no check-in"),
        (20, 20, "at every check-in"),
        (40, 60, "about 2 times in 3"),
        (10, 20, "about half the time"),
        (59, 60, "almost every time"),
        (2, 20, "now and then"),
    ],
)
def test_words_of_a_share(hits, of, words):
    assert shares.in_words(hits, of).plain() == words


@pytest.mark.parametrize(("hits", "of"), [(0, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_is_refused(hits, of):
    with pytest.raises(ValueError, match="not a share"):
        shares.in_words(hits, of)


def test_the_words_say_range_share_and_how_much_they_rest_on():
    assert said(daily(*[W, W, D] * 40)) == [
        "Over 90 days you were within reach about 2 times in 3.",
        "Based on 90 check-ins. Fewer would make this less sure.",
    ]


def test_a_short_history_says_since_when_instead_of_90_days():
    assert said(daily(*[W, W, D] * 6))[0].startswith("Since 2030-05-15")
    assert said(daily(*[W] * 20), days=None)[0].endswith("you were within reach at every check-in.")


def test_thirteen_check_ins_are_not_enough_and_that_is_fine():
    assert said(daily(*[W] * 13)) == ["Not enough yet to say anything true. That's fine."]
    assert len(said(daily(*[W] * 14))) == 2


def test_few_in_the_chosen_days_says_so_of_those_days():
    old = [CheckIn(c.at - 60 * DAY, c.position) for c in daily(*[W] * 30)]
    assert said(old, days=30) == ["Not enough in these 30 days to say anything true. That's fine."]


def test_both_at_once_counts_as_outside():
    assert (
        said(daily(*[W, M] * 30))[0]
        == "Since 2030-04-03 08:00:00+00:00 you were within reach about half the time."
    )


def test_check_ins_after_today_are_not_read():
    later = [CheckIn(c.at + 200 * DAY, DD) for c in daily(*[DD] * 100)]
    made = daily(*[W] * 40)
    assert said(made + later) == said(made)
    assert patterns.harder_lately(made + later, NOW) == ()
    assert patterns.recent_words(made + later, NOW).plain() == "mostly within"
    assert patterns.usual_range(made + later, as_of=NOW) == (50, 50)


@pytest.mark.parametrize(
    ("lately", "words"),
    [
        (D, "down more than usual for you"),
        (DD, "down more than usual for you"),
        (U, "up more than usual for you"),
        (M, "more often both at once, or hard to tell"),
    ],
)
def test_a_harder_time_is_named_with_its_side(lately, words):
    texts = said(daily(*[W, W, W, U, D] * 12, *[lately] * 14))
    assert texts[2] == f"It has been harder in the last 14 days: {words}."
    assert texts[3:] == ["You don't have to work out why.", "Your therapist can see this too."]


def test_harder_on_both_sides_names_neither():
    texts = said(daily(*[W] * 60, *[DD, UU] * 7))
    assert "farther from within reach than is usual for you" in texts[2]


def test_farther_out_on_the_same_side_is_harder_too():
    """From down to way down: no less within reach, and yet harder."""
    assert len(said(daily(*[D] * 60, *[DD] * 14))) == 5


def test_the_usual_ups_and_downs_are_not_called_harder():
    assert len(said(daily(*[W, D, W, U, DD] * 15))) == 2


def test_an_easier_time_is_not_called_anything():
    assert len(said(daily(*[DD] * 60, *[W] * 14))) == 2


def test_a_single_hard_day_is_not_called_harder():
    assert len(said(daily(*[W] * 60, DD))) == 2


positions = st.sampled_from([W, U, D, UU, DD, M])


@given(st.lists(positions, min_size=20, max_size=60), st.integers(1, 14), st.data())
def test_a_worse_answer_lately_never_takes_the_harder_sentence_away(made, back, data):
    check_ins = daily(*made)
    if not patterns.harder_lately(check_ins, NOW):
        return
    position = check_ins[-back].position
    if position not in (DD, UU, M):
        worse = data.draw(st.sampled_from([DD, UU, M]))
        check_ins[-back] = CheckIn(check_ins[-back].at, worse)
    assert patterns.harder_lately(check_ins, NOW)


@given(st.lists(positions, max_size=80), st.randoms(use_true_random=False))
def test_order_of_arrival_never_matters(made, random):
    check_ins = daily(*made)
    shuffled = random.sample(check_ins, len(check_ins))
    assert said(check_ins) == said(shuffled)
    assert patterns.recent_words(check_ins, NOW) == patterns.recent_words(shuffled, NOW)
    assert patterns.usual_range(check_ins, as_of=NOW) == patterns.usual_range(shuffled, as_of=NOW)


@given(st.lists(positions, max_size=120), st.sampled_from([30, 90, None]))
def test_sentences_for_the_client_are_short_and_calm(made, days):
    for sentence in said(daily(*made), days=days):
        for part in sentence.replace("+00:00", "").split(". "):
            assert len(part.split()) <= 20
        for word in ("!", "should", "missed", "poor", "abnormal", "score", "streak", "failed"):
            assert word not in sentence.lower()


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ([], "no check-ins yet"),
        ([W] * 4, "too few to say"),
        ([W, W, W, D, U] * 5, "mostly within"),
        ([W, D, DD] * 8, "mostly down"),
        ([UU, U, W] * 8, "mostly up"),
        ([M, M, W] * 8, "mostly both at once"),
        ([U, DD, W, UU, D] * 5, "up and down"),
        ([W, W, D, M, D] * 5, "varied"),
        ([W] * 21 + [DD] * 7, "mostly within, lately down"),
        ([W] * 21 + [M] * 7, "mostly within, lately both at once"),
    ],
)
def test_a_few_words_on_the_last_28_days(made, words):
    assert patterns.recent_words(daily(*made), NOW).plain() == words


def test_quiet_for_fourteen_days():
    check_ins = daily(*[W] * 20)
    last = check_ins[-1].at
    assert patterns.recent_words(check_ins, last + 14 * DAY - DAY / 24).plain() == "mostly within"
    assert patterns.recent_words(check_ins, last + 14 * DAY).plain() == "quiet"


@given(st.lists(positions, min_size=5, max_size=28))
def test_mostly_within_is_never_said_of_fewer_than_six_in_ten(made):
    words = patterns.recent_words(daily(*made), NOW).plain()
    share = sum(position == W for position in made) / len(made)
    assert words.startswith("mostly within") == (share >= 0.6)


def test_the_usual_range_is_the_middle_of_the_last_90_days():
    ladder = list(range(100))
    assert patterns.usual_range(daily(*ladder[:90]), as_of=NOW) == (8, 81)
    assert patterns.usual_range(daily(*[DD] * 200, *[W] * 90), as_of=NOW) == (50, 50)


def test_the_usual_range_leaves_out_what_has_no_position():
    assert patterns.usual_range(daily(*[W] * 13, *[M] * 30), as_of=NOW) is None
    assert patterns.usual_range(daily(*[W] * 14, *[M] * 30), as_of=NOW) == (50, 50)


@given(st.lists(st.integers(0, 100), min_size=14, max_size=90))
def test_at_least_80_in_100_lie_in_the_usual_range(made):
    low, high = patterns.usual_range(daily(*made), as_of=NOW)
    inside = sum(low <= position <= high for position in made)
    assert inside * 100 >= 80 * len(made)
    assert {low, high} <= set(made)
