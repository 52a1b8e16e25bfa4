"""Something asks for attention first, whatever is met.

A flag that nobody answered is a reason, marked as not known: silence opens nothing. A risk path
that is still open is one, however long ago it opened.
"""

from longarc.care.numbers import Area

title = "2. Slow down"
rules = []
areas = [Area.PACING]


def test_a_confirmed_flag_and_one_that_nobody_answered(rule):
    story = """
        day    | what       | value
        -------+------------+------
        5      | flag       | confirmed
        8      | flag       | no answer
        """
    rule(story, on_day=6, is_="slow_down", because=("flag",))
    rule(story, on_day=10, is_="slow_down", because=("flag", "flag"))
    rule(story, on_day=21, is_="slow_down", because=("flag",))
    rule(story, on_day=22, is_="ready_to_talk")


def test_an_adverse_event_a_rupture_and_the_risk_path(rule):
    story = """
        day    | what          | value
        -------+---------------+------
        1      | adverse event | 9
        2      | rupture       | 12
        3      | risk path     |
        """
    rule(story, on_day=8, is_="slow_down", because=("adverse_event", "risk_path", "rupture"))
    rule(story, on_day=10, is_="slow_down", because=("risk_path", "rupture"))
    rule(story, on_day=32, is_="slow_down", because=("risk_path",))
    rule(story, on_day=33, is_="ready_to_talk")


def test_exercises_that_made_it_worse_twice(rule):
    """Whichever they were: once is for the list of signals, twice is for the pace."""
    story = """
        day    | what       | value
        -------+------------+------
        1      | exercise   | long_out
        6      | exercise   | hum
        """
    rule(story, on_day=5, is_="ready_to_talk")
    rule(story, on_day=6, is_="slow_down", because=("exercises_worse",))
    rule(story, on_day=15, is_="ready_to_talk")


def test_the_client_asked_for_slower(rule):
    """It stands until it was talked about and this pace is fine for them, or they take it back."""
    story = """
        day    | what       | value
        -------+------------+------
        1      | pace       | slower
        2      | pace       | fine
        9      | pace       | talked
        11     | pace       | fine
        20     | pace       | slower
        21     | pace       | back
        """
    rule(story, on_day=1, is_="slow_down", because=("asked_for_slower",))
    rule(story, on_day=3, is_="slow_down", because=("asked_for_slower",))
    rule(story, on_day=10, is_="slow_down", because=("asked_for_slower",))
    rule(story, on_day=11, is_="ready_to_talk")
    rule(story, on_day=20, is_="slow_down", because=("asked_for_slower",))
    rule(story, on_day=21, is_="ready_to_talk")


def test_what_is_not_kept_is_said_and_no_more(rule):
    story = """
        day    | what       | value
        -------+------------+------
        0      | not kept   | adverse events
        0      | not kept   | threads
        """
    rule(story, on_day=1, is_="ready_to_talk", not_known=2)
