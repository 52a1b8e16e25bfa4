"""Enough ratings first; then a fall by this person's own measure, or a top that never moves."""

from longarc.care import relationship
from longarc.care.numbers import Area

title = "Worth asking about"
rules = [relationship]
areas = [Area.RELATIONSHIP]


def test_a_fall_is_worth_asking_about_from_the_sixth_rating(rule):
    story = """
        day     | what   | value
        --------+--------+------
        0..21/7 | rating | 3 4 3 4
        28      | rating | 3 3 3 4
        35      | rating | 2 3 2 3
        """
    rule(story, on_day=28, stands=())
    rule(story, on_day=35, stands=("relation",))


def test_a_fall_within_their_own_ups_and_downs_is_not(rule):
    """Somebody whose ratings always move: the same fall says nothing about them."""
    rule(
        """
        day      | what   | value
        ---------+--------+------
        0..28/14 | rating | 4 4 4 4
        7..35/14 | rating | 3 3 3 3
        42       | rating | 4 3 4 3
        49       | rating | 3 3 3 3
        """,
        on_day=49,
        stands=(),
    )


def test_one_answer_that_falls_by_two_steps_counts_alone(rule):
    """ "I could have said no" goes from fully to partly while all else rises."""
    rule(
        """
        day      | what   | value
        ---------+--------+------
        0..28/14 | rating | 4 4 4 4
        7..35/14 | rating | 2 2 2 4
        42       | rating | 3 3 3 2
        """,
        on_day=42,
        stands=("relation",),
    )


def test_three_falls_one_after_the_other_count_however_small(rule):
    story = """
        day     | what   | value
        --------+--------+------
        0       | rating | 1 1 1 1
        7       | rating | 4 4 4 4
        14      | rating | 2 2 2 4
        21      | rating | 4 4 4 4
        28      | rating | 4 4 4 3
        35      | rating | 4 4 3 3
        42      | rating | 4 3 3 3
        """
    rule(story, on_day=35, stands=())
    rule(story, on_day=42, stands=("relation",))


def test_a_skipped_question_is_not_a_fall(rule):
    """Only what was answered both times is compared."""
    rule(
        """
        day     | what   | value
        --------+--------+------
        0..28/7 | rating | 2 4 2 4
        35      | rating | 2 - 2 -
        """,
        on_day=35,
        stands=(),
    )


def test_the_top_step_everywhere_is_worth_asking_about_too(rule):
    """It may be so; it may be hard to say anything else. It comes back after as many more."""
    story = """
        day      | what   | value
        ---------+--------+------
        0..77/7  | rating | 4 4 4 4
        36       | talked |
        """
    rule(story, on_day=28, stands=())
    rule(story, on_day=35, stands=("relation",))
    rule(story, on_day=70, stands=())
    rule(story, on_day=77, stands=("relation",))


def test_it_goes_only_when_what_was_talked_about_is_recorded(rule):
    """Better ratings do not take it back."""
    story = """
        day      | what   | value
        ---------+--------+------
        0..28/7  | rating | 3 4 3 4
        35       | rating | 1 2 1 2
        42..56/7 | rating | 3 4 3 4
        60       | talked |
        """
    rule(story, on_day=59, stands=("relation",))
    rule(story, on_day=60, stands=())
