"""More after a medicine session, since only then can it be learned how someone settles."""

from longarc.care import schedule

title = "Check-ins a day and a week"
rules = [schedule]


def test_by_phase_when_no_session_is_near(rule):
    story = """
        day | what  | value
        ----+-------+------------
        0   | phase | arrival
        10  | phase | preparation
        40  | phase | integration
        90  | phase | follow_up
        """
    rule(story, on_day=5, plan="0 a week")
    rule(story, on_day=10, plan="4 a week")
    rule(story, on_day=40, plan="3 a week")
    rule(story, on_day=90, plan="1 a week")


def test_after_a_session_without_agreement(rule):
    """Two a day to day 3, then one a day to day 14."""
    story = """
        day | what    | value
        ----+---------+------------
        0   | phase   | preparation
        30  | session |
        31  | phase   | integration
        """
    rule(story, on_day=26, plan="4 a week")
    rule(story, on_day=27, plan="1 a day until day 30")
    rule(story, on_day=30, plan="1 a day until day 30")
    rule(story, on_day=31, plan="2 a day until day 33")
    rule(story, on_day=33, plan="2 a day until day 33")
    rule(story, on_day=34, plan="1 a day until day 44")
    rule(story, on_day=44, plan="1 a day until day 44")
    rule(story, on_day=45, plan="3 a week")


def test_after_a_session_when_the_client_agreed_to_closer_check_ins(rule):
    story = """
        day | what    | value
        ----+---------+------------
        0   | phase   | preparation
        20  | closer  | yes
        30  | session |
        31  | phase   | integration
        """
    rule(story, on_day=30, plan="1 a day until day 30")
    rule(story, on_day=31, plan="3 a day until day 35")
    rule(story, on_day=35, plan="3 a day until day 35")
    rule(story, on_day=36, plan="1 a day until day 44")


def test_taking_the_agreement_back_holds_at_once(rule):
    story = """
        day | what    | value
        ----+---------+------------
        20  | closer  | yes
        30  | session |
        32  | closer  | no
        """
    rule(story, on_day=31, plan="3 a day until day 35")
    rule(story, on_day=32, plan="2 a day until day 33")
    rule(story, on_day=34, plan="1 a day until day 44")


def test_two_sessions_close_together_never_add_up(rule):
    story = """
        day | what    | value
        ----+---------+------------
        20  | closer  | yes
        30  | session |
        33  | session |
        """
    rule(story, on_day=34, plan="3 a day until day 38")
