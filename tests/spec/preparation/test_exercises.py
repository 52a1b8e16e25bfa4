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
        1..5   | exercise | two_places helped way up > up
        """
    rule(story, on_day=3, now="way up", never=["two_places"])
    rule(story, on_day=9, now="way up", first=["two_places"])
