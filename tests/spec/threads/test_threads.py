"""A state is what a person last said; nearness is the client's alone."""

from longarc.care import threads

title = "Threads"
rules = [threads]


def test_a_thread_lands_when_somebody_says_so_and_never_by_silence(rule):
    story = """
        day | who       | says
        ----+-----------+---------
        0   | client    | touched
        4   | therapist | met
        400 | client    | landed
        """
    rule(story, on_day=3, says="touched, open")
    rule(story, on_day=399, says="met, open")
    rule(story, on_day=400, says="landed, not open")


def test_it_may_go_back_and_forth(rule):
    story = """
        day | who       | says
        ----+-----------+---------
        2   | client    | landed
        9   | client    | touched
        """
    rule(story, on_day=8, says="landed, not open")
    rule(story, on_day=9, says="touched, open")


def test_too_near_stands_until_the_client_says_near_enough(rule):
    """Not by time, not by "not today", and not by what anybody else says."""
    story = """
        day | who       | says
        ----+-----------+------------
        1   | client    | too_near
        3   | client    | not_today
        5   | therapist | landed
        6   | therapist | near_enough
        90  | client    | near_enough
        """
    rule(story, on_day=1, says="touched, too near, open")
    rule(story, on_day=3, says="touched, too near, open")
    rule(story, on_day=89, says="landed, too near, open")
    rule(story, on_day=90, says="landed, near enough, not open")


def test_other_answers_speak_of_their_day(rule):
    story = """
        day | who       | says
        ----+-----------+------------
        1   | client    | near_enough
        2   | client    | not_today
        """
    rule(story, on_day=1, says="touched, near enough, open")
    rule(story, on_day=2, says="touched, not today, open")
    rule(story, on_day=3, says="touched, open")
