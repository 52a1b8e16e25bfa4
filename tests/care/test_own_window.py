"""The client's own window in words: which is agreed, which is estimated, and nothing in numbers."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longarc.care.arc import State
from longarc.care.own_window import Estimate, estimated, inside, partner
from longarc.care.window import Agreed, Named, Range, agreed, waiting

LABELS = {state: state.value.replace("_", " ").capitalize() for state in State}
T0 = datetime(2030, 3, 12, 9, tzinfo=UTC)
IN, UP, DOWN = State.WITHIN, State.UP, State.DOWN


def edge(mid):
    return Range(mid, mid - 0.05, mid + 0.05)


def said(lower=None, upper=None, chance=None, anchor=T0):
    found = Estimate(edge(lower) if lower else None, edge(upper) if upper else None, chance, anchor)
    return " ".join(text.plain() for text in estimated(found, LABELS))


def named(*told):
    """(by client, who, rows), a day apart."""
    return [Named(rows, own, T0 + timedelta(days=n), by) for n, (own, by, rows) in enumerate(told)]


def agreed_words(told):
    now = agreed(told)
    return inside(now, partner(told, now), LABELS).plain()


def test_before_anyone_agreed_on_others_within_reach_is_inside():
    assert agreed_words([]) == ("Inside: Within. You and your care team can agree on other rows.")


def test_it_names_who_agreed_whoever_was_first():
    told = named((False, "Maya", (IN, UP)), (True, "Ada", (IN, UP)))
    assert agreed_words(told) == "Inside, as you and Maya agreed: Within, Up."
    told = named((True, "Ada", (DOWN, IN)), (False, "Finn", (DOWN, IN)), (False, "Maya", (IN,)))
    assert agreed_words(told) == "Inside, as you and Finn agreed: Down, Within."


def test_a_name_that_is_not_known_is_not_made_up():
    assert "you and your care team agreed" in inside(Agreed((IN, UP), T0), "", LABELS).plain()


def test_not_now_is_naming_what_counts_already():
    """It answers the proposal, keeps what counts, and can become a yes later."""
    told = named((False, "Maya", (IN, UP)), (True, "Ada", (IN,)))
    assert (agreed(told).rows, waiting(told)) == ((IN,), None)
    told += named((True, "Ada", (IN, UP)))
    assert agreed(told).rows == (IN, UP)


@pytest.mark.parametrize(
    ("lower", "upper", "words"),
    [
        (0.25, 0.75, "from Down to Up."),
        (0.05, 0.95, "from Way down to Way up."),
        (0.35, 0.75, "from Within to Up."),
        (0.42, 0.58, "near Within."),
        (0.55, 0.68, "near Up."),
        (0.45, 0.47, "near Within."),
        (0.6, 0.4, "near Within."),
    ],
)
def test_a_row_is_named_when_its_middle_lies_inside(lower, upper, words):
    start = "Estimated from your answers: you can mostly get back to steady "
    assert said(lower, upper) == f"{start}{words} An estimate may be off. You know best."


def test_one_edge_alone_leaves_the_other_open():
    assert "down to Down. Not enough answers yet about the rows above." in said(lower=0.25)
    assert "up to Up. Not enough answers yet about the rows below." in said(upper=0.75)


def test_nothing_is_said_before_there_is_enough():
    assert said() == (
        "Not enough answers yet to estimate where you can mostly get back to steady. That's fine."
    )
    assert said(chance=0.99) == said()


def test_a_change_is_said_only_when_it_is_nearly_certain():
    assert "It looks wider than before 2030-03-12" in said(0.25, 0.75, 0.9)
    assert "It looks narrower than before 2030-03-12" in said(0.25, 0.75, 0.1)
    for unsure in (None, 0.11, 0.5, 0.89):
        assert said(0.25, 0.75, unsure) == said(0.25, 0.75)
    assert said(0.25, 0.75, 0.99, anchor=None) == said(0.25, 0.75)


maybe = st.one_of(st.none(), st.floats(0.001, 1))


@given(maybe, maybe, maybe)
def test_never_a_number_and_always_which_is_which(lower, upper, chance):
    words = said(lower, upper, chance)
    assert not re.search(r"\d", words.replace(str(T0), ""))
    assert words.startswith(("Estimated from your answers:", "Not enough answers yet"))
