"""A run of way up, way down, or both at once, against this person's own usual.

"Both at once, or hard to tell" counts like way up and way down: it is never taken for fine.
"""

from longarc.care import chance, runs

title = "A run of extreme or mixed states"
rules = [runs, chance]


def test_four_of_the_last_five_against_a_steady_usual(rule):
    """The run begins with its first extreme check-in, not on the day it was noticed."""
    rule(
        """
        day    | what     | value
        -------+----------+------
        1..60  | check-in | within, way down, within, down, within
        61     | check-in | way down
        62     | check-in | within
        63..65 | check-in | way down
        """,
        on_day=65,
        stands=["run since day 61"],
        says=["4 of 5 check-ins since day 61 were way down", "about 1 time in 5"],
    )


def test_three_of_five_is_not_enough(rule):
    rule(
        """
        day    | what     | value
        -------+----------+------
        1..60  | check-in | within
        61..65 | check-in | way down, within, way down, within, way down
        """,
        on_day=65,
        stands=[],
    )


def test_what_is_usual_for_this_person_is_not_a_signal(rule):
    """Five days way down and three within, again and again, are this person's usual.

    While their usual was not known yet, it was told of: twice, in the first days.
    """
    rule(
        """
        day   | what     | value
        ------+----------+------
        1..77 | check-in | way down, way down, way down, way down, way down, within, within, within
        """,
        on_day=77,
        stands=[],
        earlier=["run since day 1, eased on day 8", "run since day 9, eased on day 16"],
    )


def test_only_the_90_days_before_are_their_usual(rule):
    """A hard time long ago does not make a new one usual."""
    rule(
        """
        day      | what     | value
        ---------+----------+------
        1..100   | check-in | way down
        101..195 | check-in | within
        196..199 | check-in | way down
        """,
        on_day=199,
        stands=["run since day 196"],
        says=["at no check-in (90 check-ins since day 105)"],
    )


def test_with_too_few_earlier_check_ins_it_stands_and_says_so(rule):
    """A new client is not left out because their usual is not known."""
    rule(
        """
        day   | what     | value
        ------+----------+------
        1..3  | check-in | within
        4..7  | check-in | way up
        """,
        on_day=7,
        stands=["run since day 4"],
        says=["Their usual before this is not known.", "Not sure that this is a change"],
    )


def test_both_at_once_is_never_taken_for_fine(rule):
    rule(
        """
        day    | what     | value
        -------+----------+------
        1..30  | check-in | within, up
        31..34 | check-in | mixed
        """,
        on_day=34,
        stands=["run since day 31"],
        says=["4 of 4 check-ins since day 31 were both at once, or hard to tell"],
    )


def test_up_and_down_in_turn_is_a_run_too(rule):
    rule(
        """
        day    | what     | value
        -------+----------+------
        1..30  | check-in | within
        31..34 | check-in | way up, way down, mixed, way down
        """,
        on_day=34,
        stands=["run since day 31"],
        says=["were way up, way down or both at once"],
    )


def test_up_and_down_without_extremes_is_ordinary(rule):
    rule(
        """
        day    | what     | value
        -------+----------+------
        1..30  | check-in | within
        31..40 | check-in | up, down
        """,
        on_day=40,
        stands=[],
    )


def test_check_ins_far_apart_are_not_a_run(rule):
    """Four of the last five, but over four weeks: only those of the last 10 days count."""
    rule(
        """
        day      | what     | value
        ---------+----------+------
        1..57/7  | check-in | within
        64..85/7 | check-in | way down
        """,
        on_day=85,
        stands=[],
    )


def test_a_recalled_check_in_counts_for_the_time_it_tells_of(rule):
    rule(
        """
        day    | what     | value
        -------+----------+------
        1..30  | check-in | within
        31     | check-in | way down
        32     | recalled | way down
        33     | recalled | way down
        34     | check-in | way down
        """,
        on_day=34,
        stands=["run since day 31"],
    )


def test_three_others_in_a_row_ease_it(rule):
    """Two are not enough. What has eased stays on the list for 14 days, after all the others."""
    story = """
        day    | what     | value
        -------+----------+------
        1..30  | check-in | within
        31..35 | check-in | way down
        36..38 | check-in | down, within, within
        38     | rest     | until they say
        """
    rule(story, on_day=37, stands=["run since day 31"])
    rule(story, on_day=38, stands=["run since day 31, eased on day 38"])
    rule(story, on_day=52, stands=[], earlier=["run since day 31, eased on day 38"])


def test_a_run_keeps_its_first_day_while_it_goes_on(rule):
    story = """
        day    | what     | value
        -------+----------+------
        1..30  | check-in | within
        31..60 | check-in | way down, way down, within
        """
    rule(story, on_day=40, stands=["run since day 31"])
    rule(story, on_day=60, stands=["run since day 31"])


def test_answering_only_on_hard_days_is_offered_when_there_are_gaps(rule):
    rule(
        """
        day      | what     | value
        ---------+----------+------
        1..30    | check-in | within
        31..37/2 | check-in | way down
        """,
        on_day=37,
        stands=["run since day 31"],
    )
