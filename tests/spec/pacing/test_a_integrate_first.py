"""After a session: time, its settling, the planned contacts, and threads that are too near.

All four have to be content. "Not enough reports" is a reason as much as "it has not settled".
"""

from longarc.care.numbers import Area

title = "1. Integrate first"
rules = []
areas = [Area.PACING]


def test_a_session_asks_for_time_for_settling_and_for_its_contacts(rule):
    story = """
        day    | what       | value
        -------+------------+------
        0      | session    |
        0      | planned    | 4
        8      | settled    | 90
        7..21/7| contact    |
        28     | contact    |
        """
    rule(
        story,
        on_day=7,
        is_="integrate_first",
        because=("recent_session", "not_shown_to_settle", "integration_contacts"),
    )
    rule(
        story, on_day=27, is_="integrate_first", because=("recent_session", "integration_contacts")
    )
    rule(story, on_day=28, is_="ready_to_talk")


def test_a_session_that_did_not_settle_and_one_that_nobody_can_tell(rule):
    """The reports of those days stay what they are: after that it is the therapist's to decide."""
    story = """
        day    | what       | value
        -------+------------+------
        0      | session    |
        0      | planned    | 1
        2      | contact    |
        60     | settled    | 30
        """
    rule(story, on_day=59, is_="integrate_first", because=("not_shown_to_settle",))
    rule(story, on_day=60, is_="integrate_first", because=("not_shown_to_settle",))


def test_without_a_plan_of_contacts_it_is_not_known_whether_they_happened(rule):
    story = """
        day    | what       | value
        -------+------------+------
        0      | session    |
        8      | settled    | 90
        9..60/9| contact    |
        70     | planned    | 6
        """
    rule(story, on_day=69, is_="integrate_first", because=("integration_contacts",))
    rule(story, on_day=70, is_="ready_to_talk")


def test_a_thread_too_near_comes_first_with_or_without_a_session(rule):
    story = """
        day    | what       | value
        -------+------------+------
        3      | too near   |
        3      | trust      | not met
        """
    rule(story, on_day=4, is_="integrate_first", because=("thread_too_near", "capacity"))
