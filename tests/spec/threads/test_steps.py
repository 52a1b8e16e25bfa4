"""What was done lately, in words that forgive gaps. Days without an answer are not looked at."""

from longarc.care import commitments

title = "Small steps"
rules = [commitments]


def test_every_week_has_a_day_with_it(rule):
    story = """
        day | who  | says
        ----+------+-----
        2   | step | did
        9   | step | did
        15  | step | did
        23  | step | did
        """
    rule(story, on_day=3, says="Some days this week.")
    rule(story, on_day=10, says="Some days in each of the last two weeks.")
    rule(story, on_day=25, says="Some days in each of the last four weeks.")


def test_gaps_are_forgiven(rule):
    story = """
        day | who  | says
        ----+------+----------
        2   | step | did
        20  | step | not_today
        30  | step | did
        """
    rule(story, on_day=1, says="It can begin any day. No hurry.")
    rule(story, on_day=20, says="On and off in the last four weeks.")
    rule(story, on_day=30, says="Some days this week, and on and off before.")
    rule(story, on_day=90, says="It has rested for a while. It can begin again any day.")


def test_not_today_is_an_answer_that_nothing_is_held_against(rule):
    story = """
        day | who  | says
        ----+------+----------
        0   | step | not_today
        """
    rule(story, on_day=0, says="It can begin any day. No hurry.")
