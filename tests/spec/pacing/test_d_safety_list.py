"""Stands beside the capacities and is no part of the suggestion: paper is not capacity.

What is a gate is one of its own page (screening, risk path, consent, touch agreement).
"""

from longarc.care import vitals
from longarc.care.numbers import Area

title = "The list of safety and container"
rules = [vitals]
areas = [Area.SAFETY]


def test_risk_questions_lapse_and_an_open_path_is_not_met(rule):
    story = """
        day    | what           | value
        -------+----------------+------
        1      | risk questions | asked
        20     | risk questions | path open
        """
    rule(story, on_day=0, about="risk_questions", is_="not_known")
    rule(story, on_day=15, about="risk_questions", is_="met")
    rule(story, on_day=16, about="risk_questions", is_="not_known")
    rule(story, on_day=20, about="risk_questions", is_="not_met")


def test_screening_is_complete_when_nothing_is_open_and_nothing_unanswered(rule):
    story = """
        day    | what      | value
        -------+-----------+------
        1      | screening | 0, 3
        2      | screening | 1, 0
        3      | screening | 0, 0
        """
    rule(story, on_day=0, about="screening", is_="not_known")
    rule(story, on_day=1, about="screening", is_="not_known")
    rule(story, on_day=2, about="screening", is_="not_met")
    rule(story, on_day=3, about="screening", is_="met")


def test_what_the_plan_of_the_session_names(rule):
    story = """
        day    | what         | value
        -------+--------------+------
        1      | session plan | support, transport
        2      | session plan | support, transport, on call
        """
    rule(story, on_day=0, about="support_person", is_="not_known")
    rule(story, on_day=1, about="on_call", is_="not_met")
    rule(story, on_day=2, about="on_call", is_="met")


def test_what_the_list_says_of_papers_that_are_begun(rule):
    story = """
        day    | what         | value
        -------+--------------+------
        1      | safety plan  | begun
        2      | consent      | current
        """
    rule(story, on_day=2, about="safety_plan", is_="not_met")
    rule(story, on_day=2, about="touch", is_="not_known")
    rule(story, on_day=2, about="consent", is_="met")
    rule(story, on_day=2, about="vital_signs", is_="not_known")


def test_vital_signs_are_read_only_where_a_figure_has_a_source(rule):
    """The one line there is belongs to the label of esketamine: to look harder, not to stop."""
    story = """
        day    | what         | value
        -------+--------------+------
        1      | vital signs  | 150/85 before
        2      | substance    | ketamine
        5      | vital signs  | 138/88 before
        9      | vital signs  | 138/88
        11     | vital signs  | 138 before
        12     | substance    | psilocybin
        """
    rule(story, on_day=1, about="vital_signs", is_="not_known")
    rule(story, on_day=2, about="vital_signs", is_="not_met")
    rule(story, on_day=4, about="vital_signs", is_="not_known")
    rule(story, on_day=5, about="vital_signs", is_="met")
    rule(story, on_day=9, about="vital_signs", is_="not_known")
    rule(story, on_day=11, about="vital_signs", is_="not_known")
    rule(story, on_day=12, about="vital_signs", is_="not_known")
