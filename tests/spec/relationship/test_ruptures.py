"""Named by a person, mended by two. Silence closes nothing that the client opened."""

from longarc.care import relationship

title = "Ruptures"
rules = [relationship]


def test_one_that_the_client_named_needs_a_repair_and_their_word(rule):
    story = """
        day | what    | value
        ----+---------+------
        0   | rupture | client withdrawal
        3   | repair  |
        10  | mended  |
        """
    rule(story, on_day=0, stands=("rupture",))
    rule(story, on_day=9, stands=("rupture",))
    rule(story, on_day=10, stands=())


def test_their_word_alone_does_not_close_it_without_a_record(rule):
    """What was talked about is not lost."""
    rule(
        """
        day | what    | value
        ----+---------+------
        0   | rupture | client confrontation
        3   | mended  |
        """,
        on_day=4,
        stands=("rupture",),
    )


def test_one_that_the_care_team_named_closes_with_the_repair(rule):
    story = """
        day | what    | value
        ----+---------+------
        0   | rupture | team withdrawal
        3   | repair  |
        """
    rule(story, on_day=2, stands=("rupture",))
    rule(story, on_day=3, stands=())


def test_not_yet_keeps_it_open_and_opens_it_again(rule):
    story = """
        day | what    | value
        ----+---------+------
        0   | rupture | team own
        1   | not yet |
        3   | repair  |
        5   | mended  |
        20  | not yet |
        """
    rule(story, on_day=4, stands=("rupture",))
    rule(story, on_day=5, stands=())
    rule(story, on_day=20, stands=("rupture",))
