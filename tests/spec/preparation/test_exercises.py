"""What has helped this client in this state comes first; a few lucky tries do not win.

Every share is pulled towards what the exercise did for this client in other states, and that
towards a sceptical start. Tries without an answer count for nothing, either way. Nobody else's
tries are used.
"""

from longarc.care import exercises

title = "Which exercises are suggested"
rules = [exercises]


def test_two_lucky_tries_do_not_beat_eight_of_twelve(rule):
    rule(
        """
        day    | what     | value
        -------+----------+------
        1..2   | exercise | hum helped up > within
        1..8   | exercise | press_palms helped up > within
        9..12  | exercise | press_palms same up > up
        """,
        on_day=20,
        now="up",
        first=["press_palms", "hum"],
    )


def test_what_helps_in_one_state_need_not_help_in_another(rule):
    story = """
        day    | what     | value
        -------+----------+------
        1..8   | exercise | feet_down helped up > within
        1..8   | exercise | feet_down same down > down
        1..6   | exercise | one_finger helped down > within
        """
    rule(story, on_day=20, now="up", first=["feet_down"])
    rule(story, on_day=20, now="down", first=["one_finger"])


def test_what_did_nothing_comes_after_what_is_new(rule):
    rule(
        """
        day    | what     | value
        -------+----------+------
        1..5   | exercise | look_around same up > up
        """,
        on_day=20,
        now="up",
        never=["look_around"],
    )


def test_what_made_it_worse_is_left_out_and_never_suggested_again(rule):
    """Brought back, it stands on the list again, and is still not suggested."""
    story = """
        day    | what     | value
        -------+----------+------
        1..12  | exercise | long_out helped up > within
        13     | exercise | long_out worse up > way up
        20     | back     | long_out
        """
    rule(story, on_day=12, now="up", first=["long_out"], left=[])
    rule(story, on_day=13, now="up", never=["long_out"], left=["long_out"])
    rule(story, on_day=20, now="up", never=["long_out"], left=[])


def test_what_goes_near_something_hard_waits_for_a_steadier_moment(rule):
    """Unless it has helped this client there, often enough to tell."""
    story = """
        day    | what     | value
        -------+----------+------
        1..5   | exercise | let_the_chair helped way up > up
        """
    rule(story, on_day=3, now="way up", never=["let_the_chair"])
    rule(story, on_day=9, now="way up", first=["let_the_chair"])


def test_between_two_places_comes_only_after_it_was_done_once_together(rule):
    story = """
        day    | what     | value
        -------+----------+------
        1..9   | exercise | two_places helped up > up
        20     | together | two_places
        """
    rule(story, on_day=19, now="up", never=["two_places"])
    rule(story, on_day=20, now="up", first=["two_places"])


def test_a_longer_out_breath_at_way_up_only_after_it_has_helped(rule):
    story = """
        day    | what     | value
        -------+----------+------
        1..9   | exercise | feet_down same way up > way up
        1..9   | exercise | look_around same way up > way up
        1..9   | exercise | press_palms same way up > way up
        1..9   | exercise | near_and_far same way up > way up
        10     | exercise | long_out helped up > within
        """
    rule(story, on_day=9, now="way up", never=["long_out"])
    rule(story, on_day=10, now="way up", first=["long_out"])


def test_pushing_is_never_suggested_when_way_down(rule):
    """Not even where it has helped."""
    story = """
        day    | what     | value
        -------+----------+------
        1..9   | exercise | push_the_wall helped way down > within
        """
    rule(story, on_day=20, now="way down", never=["push_the_wall"])


def test_nothing_that_asks_for_standing_or_strength_on_the_days_of_a_session(rule):
    story = """
        day    | what     | value
        -------+----------+------
        1..9   | exercise | press_palms helped up > within
        20     | session  |
        """
    rule(story, on_day=19, now="up", first=["press_palms"])
    rule(story, on_day=20, now="up", never=["press_palms"])
    rule(story, on_day=21, now="up", never=["press_palms"])
    rule(story, on_day=22, now="up", first=["press_palms"])
