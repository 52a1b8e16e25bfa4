"""Three contacts after each session. One asks on its last day, and goes on asking after it."""

from longarc.care import after

title = "The days after"
rules = [after]


def test_the_next_day_is_due_that_day_and_stays_until_it_is_recorded(rule):
    story = """
        day | what    | value
        ----+---------+------
        0   | session |
        3   | called  | day_1
        """
    rule(story, on_day=0, stands=())
    rule(story, on_day=1, stands=("contact_due",))
    rule(story, on_day=2, stands=("contact_due",))
    rule(story, on_day=3, stands=())


def test_who_was_not_reached_still_waits(rule):
    rule(
        """
        day  | what    | value
        -----+---------+---------
        0    | session |
        1    | called  | day_1
        5..7 | tried   | days_2_7
        """,
        on_day=8,
        stands=("contact_due",),
    )


def test_a_person_can_say_why_one_does_not_happen(rule):
    rule(
        """
        day | what    | value
        ----+---------+---------
        0   | session |
        1   | wrote   | day_1
        8   | why_not | days_2_7
        """,
        on_day=9,
        stands=(),
    )


def test_a_session_that_was_entered_late_plans_nothing_backwards(rule):
    """Its follow-up asks all the same."""
    rule(
        """
        day | what    | value
        ----+---------+--------------
        0   | session | entered on 60
        """,
        on_day=61,
        stands=("follow_up",),
    )
