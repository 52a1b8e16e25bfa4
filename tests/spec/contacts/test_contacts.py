"""Those who come after long suffering are given more of everything from the beginning."""

from longarc.care import plan
from longarc.care.numbers import Area

title = "Meetings to prepare and to take it in"
rules = [plan]
areas = [Area.PLAN]


def test_the_numbers_follow_from_the_support(rule):
    rule(
        """
        day | what    | value
        ----+---------+---------------
        0   | support | stable_seeker
        """,
        on_day=0,
        plan="3 and 4",
    )
    rule(
        """
        day | what    | value
        ----+---------+---------------
        0   | support | in_between
        """,
        on_day=0,
        plan="5 and 8",
    )
    rule(
        """
        day | what    | value
        ----+---------+---------------
        0   | support | long_suffering
        """,
        on_day=0,
        plan="8 and 12",
    )


def test_when_more_is_needed_the_numbers_follow_at_once(rule):
    """A stable look can hide what it costs: later the care team sees that more is needed."""
    story = """
        day | what    | value
        ----+---------+---------------
        0   | support | stable_seeker
        30  | support | long_suffering
        """
    rule(story, on_day=29, plan="3 and 4")
    rule(story, on_day=30, plan="8 and 12")


def test_when_less_is_needed_the_numbers_stay_until_there_is_a_reason(rule):
    story = """
        day | what     | value
        ----+----------+---------------
        0   | support  | long_suffering
        60  | support  | in_between
        61  | meetings | 6 and 8
        62  | meetings | 6 and 8, because they asked for fewer and meet a group each week
        """
    rule(story, on_day=60, plan="8 and 12")
    rule(story, on_day=61, plan="8 and 12", refused=True)
    rule(story, on_day=62, plan="6 and 8")


def test_what_was_lowered_with_a_reason_needs_no_new_one_until_it_goes_further_down(rule):
    story = """
        day | what     | value
        ----+----------+---------------
        0   | support  | in_between
        10  | meetings | 4 and 8, because the way here is long for them
        20  | meetings | 4 and 9
        30  | meetings | 3 and 9
        """
    rule(story, on_day=20, plan="4 and 9")
    rule(story, on_day=30, plan="4 and 9", refused=True)


def test_a_reason_has_words(rule):
    story = """
        day | what     | value
        ----+----------+---------------
        0   | support  | stable_seeker
        10  | meetings | 2 and 4, because ...
        """
    rule(story, on_day=10, plan="3 and 4", refused=True)


def test_no_reason_is_good_for_no_meeting_at_all(rule):
    story = """
        day | what     | value
        ----+----------+---------------
        0   | support  | stable_seeker
        10  | meetings | 0 and 4, because they feel ready
        """
    rule(story, on_day=10, plan="3 and 4", refused=True)
