"""Signed before the session; from its recorded start it only becomes less.

A session counts as over 24 hours after its recorded start (`care.session_plan.UNDER_WAY_HOURS`,
Longarc's own starting rule, unsigned), or from its recorded end, once that is known.
"""

from longarc.care import touch

title = "The touch agreement"
rules = [touch]


def test_nothing_signed_is_no_touch_and_no_start(rule):
    story = """
        day | what | value
        ----+------+-----------
        1   | less | none
        2   | sign | none
        """
    rule(story, on_day=1, touch="No touch", against=["touch_not_signed"])
    rule(story, on_day=2, touch="No touch")


def test_before_a_session_a_new_signature_can_be_more(rule):
    story = """
        day | what | value
        ----+------+---------------------------
        1   | sign | shoulder, ask first
        2   | less | none
        3   | sign | hand, shoulder, as agreed
        """
    rule(story, on_day=1, touch="Touch: shoulder only, ask first")
    rule(story, on_day=2, touch="No touch")
    rule(story, on_day=3, touch="Touch: hand and shoulder, as agreed")


def test_from_the_start_it_only_becomes_less(rule):
    """Also for a signature with more in it, and also when the start is taken back."""
    story = """
        day  | what       | value
        -----+------------+---------------------------
        1    | sign       | hand, shoulder, as agreed
        5    | session    |
        5.1  | less       | hand, ask first
        5.2  | sign       | hand, shoulder, as agreed
        5.3  | taken back |
        5.4  | sign       | feet, hand, as agreed
        """
    rule(story, on_day=5, touch="Touch: hand and shoulder, as agreed")
    rule(story, on_day=5.1, touch="Touch: hand only, ask first")
    rule(story, on_day=5.2, touch="Touch: hand only, ask first")
    rule(story, on_day=5.4, touch="Touch: hand only, ask first")


def test_the_next_session_asks_for_a_signature_of_its_own(rule):
    story = """
        day | what    | value
        ----+---------+---------------------------
        1   | sign    | hand, ask first
        5   | session |
        9   | sign    | feet, hand, ask first
        """
    rule(story, on_day=5.5, touch="Touch: hand only, ask first")
    again = ["touch_not_signed_again"]
    rule(story, on_day=6, touch="Touch: hand only, ask first", against=again)
    rule(story, on_day=9, touch="Touch: hand and feet, ask first")
