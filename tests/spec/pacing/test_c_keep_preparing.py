"""A capacity that is not met or not known, or a view "not yet" of either side.

How each capacity comes to stand so is told under [preparation](preparation.md).
"""

title = "3. Keep preparing, and 4. ready to talk about it"
rules = []


def test_each_capacity_has_to_be_met(rule):
    story = """
        day    | what       | value
        -------+------------+------
        0      | capacities | not known
        5      | capacities | met
        5      | trust      | not met
        8      | trust      | met
        """
    rule(story, on_day=0, is_="keep_preparing", because=("capacity",) * 5)
    rule(story, on_day=5, is_="keep_preparing", because=("capacity",))
    rule(story, on_day=8, is_="ready_to_talk")


def test_either_view_not_yet_is_a_reason_and_a_later_one_takes_its_place(rule):
    story = """
        day    | what       | value
        -------+------------+------
        1      | client     | trust not yet
        3      | therapist  | states not yet
        6      | client     | trust partly
        7      | therapist  | states yes
        """
    rule(story, on_day=3, is_="keep_preparing", because=("view_not_yet", "view_not_yet"))
    rule(story, on_day=6, is_="keep_preparing", because=("view_not_yet",))
    rule(story, on_day=7, is_="ready_to_talk")


def test_all_reasons_are_listed_and_the_first_answer_speaks(rule):
    story = """
        day    | what       | value
        -------+------------+------
        0      | session    |
        0      | planned    | 1
        4      | contact    |
        8      | settled    | 90
        9      | pace       | slower
        9      | client     | trust not yet
        """
    rule(
        story,
        on_day=9,
        is_="integrate_first",
        because=("recent_session", "asked_for_slower", "view_not_yet"),
    )
    rule(story, on_day=28, is_="slow_down", because=("asked_for_slower", "view_not_yet"))
