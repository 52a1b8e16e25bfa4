"""Silence that is long for this person. Time in which the client rests is not silence.

No silence is ever shown to the client, and nobody is asked to explain one.
"""

from longarc.care import silence

title = "Silence that is unusual for this person"
rules = [silence]


def test_quiet_much_longer_than_their_own_gaps(rule):
    rule(
        """
        day   | what     | value
        ------+----------+------
        1..60 | check-in | within
        """,
        on_day=69,
        stands=["silence since day 60"],
        says=["Quiet for 9 days.", "1 day or shorter (59 gaps)"],
    )


def test_shorter_than_four_days_never_counts(rule):
    rule(
        """
        day   | what     | value
        ------+----------+------
        1..60 | check-in | within
        """,
        on_day=63.9,
        stands=[],
    )


def test_the_same_days_are_usual_for_someone_who_comes_weekly(rule):
    """Their usual longest gap is 7 days, so silence begins to count at 14."""
    story = """
        day    | what     | value
        -------+----------+------
        1..99/7 | check-in | within
        """
    rule(story, on_day=108, stands=[])
    rule(story, on_day=113, stands=["silence since day 99"])


def test_with_too_few_gaps_silence_says_nothing(rule):
    rule(
        """
        day   | what     | value
        ------+----------+------
        1..10 | check-in | within
        """,
        on_day=40,
        stands=[],
    )


def test_rest_stops_the_clock(rule):
    """Nine days of which five are rest: four days of silence."""
    story = """
        day   | what     | value
        ------+----------+------
        1..60 | check-in | within
        62    | rest     | until 67
        """
    rule(story, on_day=68.5, stands=[])
    rule(story, on_day=69, stands=["silence since day 60"], says=["Quiet for 4 days."])


def test_rest_without_an_end_is_no_silence_however_long(rule):
    rule(
        """
        day   | what     | value
        ------+----------+------
        1..60 | check-in | within
        61    | rest     | until they say
        """,
        on_day=200,
        stands=[],
    )


def test_a_year_of_silence_still_stands(rule):
    """An arc ends only when a person says so: the longest silence is the last to be forgotten."""
    rule(
        """
        day   | what     | value
        ------+----------+------
        1..60 | check-in | within
        """,
        on_day=425,
        stands=["silence since day 60"],
        says=["Quiet for 365 days."],
    )


def test_the_next_check_in_eases_it(rule):
    story = """
        day   | what     | value
        ------+----------+------
        1..60 | check-in | within
        70    | check-in | down
        """
    rule(story, on_day=70, stands=["silence since day 60, eased on day 70"])
    rule(story, on_day=73, stands=["silence since day 60, eased on day 70"])


def test_after_an_arc_was_closed_on_purpose_silence_is_no_finding(rule):
    """Also the silence that had begun before: whoever closed it knew of it."""
    story = """
        day   | what     | value
        ------+----------+------
        1..60 | check-in | within
        70    | closed   |
        """
    rule(story, on_day=69, stands=["silence since day 60"])
    rule(story, on_day=70, stands=[])
    rule(story, on_day=435, stands=[])


def test_what_the_client_asks_after_the_closing_stands_as_ever(rule):
    rule(
        """
        day   | what     | value
        ------+----------+------
        1..60 | check-in | within
        70    | closed   |
        100   | contact  |
        """,
        on_day=160,
        stands=["contact since day 100"],
    )


def test_opened_again_the_count_begins_anew(rule):
    """Four days count for them; the year in which it was closed does not."""
    story = """
        day   | what     | value
        ------+----------+------
        1..60 | check-in | within
        62    | closed   |
        400   | reopened |
        """
    rule(story, on_day=403.9, stands=[])
    rule(story, on_day=404, stands=["silence since day 400"], says=["Quiet for 4 days."])


def test_gaps_of_a_closed_time_are_not_their_usual(rule):
    """They came weekly while it was closed, and daily before and after."""
    story = """
        day        | what     | value
        -----------+----------+------
        1..60      | check-in | within
        62         | closed   |
        67..137/7  | check-in | within
        138        | reopened |
        139..145   | check-in | within
        """
    rule(story, on_day=148, stands=[])
    rule(story, on_day=149, stands=["silence since day 145"])
