"""What the model says in words: never more than it knows, and never a number by itself."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from longarc.care.arc import State
from longarc.care.statement import in_ten, rows
from longarc.care.window import Agreed, Picture, Range, Settling
from longarc.care.window_words import level_line, settling, statements, too_early, versions

NOW = datetime(2030, 5, 15, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
LEVEL = Range(0.52, 0.46, 0.61)
KNOWN = Picture(
    too_early=False,
    reports=84,
    agreed=Agreed((State.WITHIN, State.UP)),
    model="window-1",
    prior="launch-1-ladder",
    thresholds="2",
    level=LEVEL,
    swing=Range(0.12, 0.09, 0.15),
    inside=Range(0.71, 0.62, 0.79),
    anchor=NOW - 84 * DAY,
    drift=Range(0.08, 0.02, 0.14),
)
EARLY = Picture(True, 9, Agreed(), "window-1", "launch-1-ladder", "2")


def said(picture, name):
    """The sentences under one heading."""
    found = [one for one in statements(picture, as_of=NOW) if one.name.plain().startswith(name)]
    assert len(found) == 1
    return " ".join(sentence.plain() for sentence in found[0].what)


def test_too_early_is_an_answer_and_nothing_else_is_said():
    assert too_early(EARLY).plain() == "Too early: 9 of 14 check-ins."
    assert statements(EARLY, as_of=NOW) == ()
    assert level_line(EARLY) is None


def test_the_usual_level_has_its_row_and_its_range():
    assert said(KNOWN, "Usual level") == (
        "In the row Within reach, at 52 of 100. 80 % range: 46 (Within reach) to 61 (Up)."
    )


def test_an_end_beyond_the_scale_is_said_as_the_end_of_the_scale():
    wide = replace(KNOWN, level=Range(0.9, 0.7, 1.04))
    assert "to 100 (Way up)" in said(wide, "Usual level")


def test_the_share_names_the_agreed_window_and_says_where_both_at_once_counts():
    share = said(KNOWN, "Share inside the agreed window")
    assert "about 71 of 100" in share
    assert "Within reach and Up (80 % range 62 to 79)" in share
    assert "counts as outside" in share


@pytest.mark.parametrize(
    ("drift", "words"),
    [
        (Range(0.08, 0.02, 0.14), "it went up by 8 of 100 (80 % range 2 to 14)"),
        (Range(-0.08, -0.14, -0.02), "it went down by 8 of 100 (80 % range 2 to 14)"),
        (Range(0.03, -0.05, 0.11), "is not clear: the 80 % range goes from 5 down to 11 up"),
        (None, "Not yet: it needs four weeks."),
    ],
)
def test_drift_has_a_direction_only_where_its_range_has_one(drift, words):
    assert words in said(replace(KNOWN, drift=drift), "Drift")


def test_settling_time_is_refused_without_enough_reports():
    assert said(KNOWN, "Settling time") == "Not enough reports after sessions."
    known = replace(KNOWN, half_time=Range(14.2, 8.0, 71.0))
    assert "about 14 hours (80 % range 8 hours to 3 days)" in said(known, "Settling time")


def test_the_estimated_window_is_never_called_agreed():
    assert said(KNOWN, "Estimated window") == "Not enough answers about getting back yet."
    half = replace(KNOWN, upper=Range(0.78, 0.7, 0.83), answers=31)
    assert "for the other edge" in said(half, "Estimated window")
    both = replace(half, lower=Range(0.2, 0.1, 0.3))
    assert "Upper edge: 78 of 100, Up (80 % range 70 to 83)." in said(both, "Estimated window")
    assert "agreed" not in said(both, "Estimated window").lower()


def test_whether_it_widened_comes_with_its_chance():
    wider = replace(KNOWN, widened=Range(0.04, -0.02, 0.1), widened_chance=0.82)
    assert "about 4 of 100 wider; that it is wider: 8 in 10" in said(wider, "Estimated window")


def after_session(days_ago, **known):
    held = {"reports": 12, "by_day_3": None, "by_day_7": None, "lasting": None, **known}
    return [
        sentence.plain()
        for sentence in settling(Settling(NOW - days_ago * DAY, **held), 1, as_of=NOW).what
    ]


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.96, "Day 3: settled (more than 9 in 10)."),
        (0.8, "Day 3: settled (8 in 10)."),
        (0.79, "Day 3: not yet clear (7 in 10)."),
        (0.21, "Day 3: not yet clear (3 in 10)."),
        (0.2, "Day 3: not settled (2 in 10)."),
        (0.03, "Day 3: not settled (less than 1 in 10)."),
        (None, "Day 3: not enough check-ins after this session to say."),
    ],
)
def test_settled_not_settled_or_not_yet_clear(chance, words):
    assert after_session(5, by_day_3=chance) == [words, "Day 7: too early."]


def test_a_lasting_rise_is_said_when_it_is_likely():
    known = {"by_day_3": 0.9, "by_day_7": 0.9}
    assert len(after_session(9, **known, lasting=0.79)) == 2
    assert "up by more than half of a swing (8 in 10)" in after_session(9, **known, lasting=0.8)[2]


def test_settled_around_a_level_outside_the_agreed_window_is_not_good_news_by_itself():
    held = Settling(NOW - 9 * DAY, 12, 0.9, 0.9, None)
    outside = replace(KNOWN, level=Range(0.85, 0.75, 0.93), settling=(held,))
    assert "now lies outside the agreed window, in the row Way up" in said(outside, "Medicine")
    assert "outside" not in said(replace(outside, level=LEVEL), "Medicine")
    unsettled = replace(outside, settling=(replace(held, by_day_3=0.1, by_day_7=0.1),))
    assert "outside" not in said(unsettled, "Medicine")


def test_every_statement_says_what_it_rests_on_and_what_would_change_it():
    held = Settling(NOW - 9 * DAY, 1, 0.9, None, None)
    for one in statements(replace(KNOWN, settling=(held,)), as_of=NOW):
        assert re.search(r"Rests on \d+ ", one.rests.plain())
        assert one.changes.plain().endswith(".")


def test_a_borrowed_prior_is_said_to_be_borrowed():
    borrowed = " ".join(text.plain() for text in versions(KNOWN))
    assert "Model window-1, prior launch-1-ladder, thresholds 2." in borrowed
    assert "not from psychedelic clients" in borrowed
    own = " ".join(text.plain() for text in versions(replace(KNOWN, prior="practice-2030-05")))
    assert "clients of this practice" in own


def test_rows_in_words():
    below = (State.WAY_DOWN, State.DOWN, State.WITHIN)
    found = [rows(below[-n:]).plain() for n in (1, 2, 3)]
    assert found == ["Within reach", "Down and Within reach", "Way down to Within reach"]
    assert in_ten(0.5).plain() == "5 in 10"
