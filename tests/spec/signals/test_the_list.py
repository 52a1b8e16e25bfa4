"""What a person says about a signal, and the order of the list.

Done and not useful close it; later puts it off; looked and talked leave it standing. A closed
signal comes back only when it has grown by a whole step: a run or a silence twice as long.
"""

from longarc.care import signals

title = "What stands on the list"
rules = [signals]


def test_please_contact_me_comes_first_and_stays_until_answered(rule):
    story = """
        day   | what     | value
        ------+----------+------
        1..30 | check-in | within
        31..34 | check-in | way down
        40    | contact  |
        50    | done     | contact
        """
    rule(
        story,
        on_day=41,
        stands=["contact since day 40", "run since day 31", "silence since day 34"],
    )
    rule(
        story,
        on_day=50,
        stands=["run since day 31", "silence since day 34"],
        earlier=["contact since day 40"],
    )


def test_a_request_for_contact_never_goes_by_itself(rule):
    rule(
        """
        day | what    | value
        ----+---------+------
        1   | contact |
        """,
        on_day=300,
        stands=["contact since day 1"],
    )


def test_a_closed_run_that_goes_on_comes_back_when_it_is_twice_as_long(rule):
    story = """
        day    | what     | value
        -------+----------+------
        1..30  | check-in | within
        31..45 | check-in | way down
        35     | done     | run
        """
    rule(story, on_day=37, stands=[], earlier=["run since day 31"])
    rule(story, on_day=38, stands=["run since day 31"], says=["8 of 8 check-ins"])


def test_a_closed_silence_comes_back_when_it_is_twice_as_long(rule):
    story = """
        day    | what       | value
        -------+------------+------
        1..60  | check-in   | within
        65     | not useful | silence
        """
    rule(story, on_day=67.9, stands=[])
    rule(story, on_day=68, stands=["silence since day 60"])


def test_later_puts_it_off_until_that_day(rule):
    story = """
        day    | what     | value
        -------+----------+------
        1..30  | check-in | within
        31..35 | check-in | way down
        35     | later    | run until 37
        """
    rule(story, on_day=36, stands=[], earlier=["run since day 31"])
    rule(story, on_day=37, stands=["run since day 31"])


def test_looked_and_talked_leave_it_standing(rule):
    rule(
        """
        day    | what     | value
        -------+----------+------
        1..30  | check-in | within
        31..35 | check-in | way down
        35     | looked   | run
        35.5   | talked   | run
        """,
        on_day=36,
        stands=["run since day 31"],
    )


def test_a_new_run_after_a_closed_one_is_a_new_signal(rule):
    rule(
        """
        day    | what     | value
        -------+----------+------
        1..60  | check-in | within
        61..64 | check-in | way down
        64     | done     | run
        65..75 | check-in | within
        76..79 | check-in | mixed
        """,
        on_day=79,
        stands=["run since day 76"],
        earlier=["run since day 61, eased on day 67"],
    )


def test_what_has_eased_comes_after_what_goes_on(rule):
    rule(
        """
        day    | what     | value
        -------+----------+------
        1..60  | check-in | within
        61..64 | check-in | way down
        65..67 | check-in | within
        """,
        on_day=72,
        stands=["silence since day 67", "run since day 61, eased on day 67"],
    )


def test_a_run_that_goes_on_is_told_of_for_170_days(rule):
    """Unanswered, it stays on the list all that time. After that it is this person's usual.

    The days are counted back from the latest check-in.
    """
    story = """
        day     | what     | value
        --------+----------+------
        1..60   | check-in | within
        61..232 | check-in | way down
        """
    rule(story, on_day=231, stands=["run since day 61"])
    rule(story, on_day=232, stands=[])
