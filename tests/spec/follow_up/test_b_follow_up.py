"""At 4 weeks, 3, 6 and 12 months, then each year; a talk shortly before a date answers it."""

from longarc.care import follow_up, plan

title = "Follow-up"
rules = [plan, follow_up]
BEGINS = """
        day | what    | value
        ----+---------+----------
        0   | session |
        1   | met     | day_1
        4   | called  | days_2_7
        20  | met     | weeks_2_4
        """


def test_a_talk_answers_what_is_due_until_the_next_date(rule):
    story = f"""{BEGINS.rstrip()}
        30  | called  | follow_up
        """
    rule(story, on_day=28, stands=("follow_up",))
    rule(story, on_day=30, stands=())
    rule(story, on_day=90, stands=("follow_up",))


def test_fourteen_months_of_silence_and_a_closed_arc_change_nothing(rule):
    """Somebody closed the arc on day 40; after that nothing was recorded at all."""
    rule(
        f"""{BEGINS.rstrip()}
        30  | called  | follow_up
        40  | closed  |
        """,
        on_day=426,
        stands=("follow_up",),
    )


def test_not_reached_is_not_a_talk(rule):
    rule(
        f"""{BEGINS.rstrip()}
        28..35/7 | tried | follow_up
        """,
        on_day=40,
        stands=("follow_up",),
    )


def test_a_person_can_end_it_and_a_later_session_begins_it_again(rule):
    story = f"""{BEGINS.rstrip()}
        100 | ended   |
        400 | session |
        401 | called  | day_1
        405 | called  | days_2_7
        415 | called  | weeks_2_4
        """
    rule(story, on_day=399, stands=())
    rule(story, on_day=428, stands=("follow_up",))


def test_a_next_session_leaves_the_earlier_dates_standing(rule):
    """Day 90 is three months after the first session, two weeks after the second."""
    rule(
        f"""{BEGINS.rstrip()}
        30  | called  | follow_up
        75  | session |
        76  | called  | day_1
        80  | called  | days_2_7
        """,
        on_day=90,
        stands=("follow_up",),
    )
