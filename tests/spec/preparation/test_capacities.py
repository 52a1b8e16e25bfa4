"""Each part is met, not met or not known. A capacity is not met when one part is not met.

A later worse fact outweighs an earlier better one. In an exercise only the tries after the last
one that made things worse count, while all tries count in "half or more".
"""

from longarc.care import capacities
from longarc.care.numbers import Area

title = "Evidence for the five capacities"
rules = [capacities]
areas = [Area.CAPACITIES]


def test_tracking_is_eight_check_ins_on_six_days_three_of_them_with_more(rule):
    story = """
        day    | what     | value
        -------+----------+------
        1..6   | check-in | within + noted, down
        7..8   | check-in | up
        """
    rule(story, on_day=7, about="tracking", is_="not_met")
    rule(story, on_day=8, about="tracking", is_="met")


def test_what_a_practice_signed_is_what_is_asked(rule):
    """From the day on which it was signed; what a clinician signed can be changed again."""
    story = """
        day    | what     | value
        -------+----------+------
        1..8   | check-in | within + noted, down
        9      | signed   | check_ins 10
        10     | signed   | check_ins 6
        """
    rule(story, on_day=8, about="tracking", is_="met")
    rule(story, on_day=9, about="tracking", is_="not_met")
    rule(story, on_day=10, about="tracking", is_="met")


def test_old_check_ins_lapse_to_not_known(rule):
    story = """
        day    | what     | value
        -------+----------+------
        1..8   | check-in | within + noted, down + noted
        """
    rule(story, on_day=20, about="tracking", is_="met")
    rule(story, on_day=25, about="tracking", is_="not_met")
    rule(story, on_day=40, about="tracking", is_="not_known")


def test_states_need_own_words_for_up_within_and_down(rule):
    story = """
        day    | what     | value
        -------+----------+------
        0      | words    | up, within
        5      | words    | way up, within, down
        1..9   | check-in | within, down
        """
    rule(story, on_day=4, about="states", is_="not_met")
    rule(story, on_day=6, about="states", is_="met")


def test_regulation_is_two_exercises_that_held(rule):
    story = """
        day    | what     | value
        -------+----------+------
        1..9   | check-in | within, up
        1..3   | exercise | feet_down helped up > within
        4..5   | exercise | hum helped up > within
        6      | exercise | hum same up > up
        """
    rule(story, on_day=5, about="regulation", is_="not_met")
    rule(story, on_day=6, about="regulation", is_="met")
    rule(story, on_day=60, about="regulation", is_="not_known")


def test_one_that_made_it_worse_begins_that_exercise_anew(rule):
    """Earlier tries no longer count for it, and still count against it in "half or more"."""
    story = """
        day    | what     | value
        -------+----------+------
        1..9   | check-in | within
        1..3   | exercise | feet_down helped
        4..6   | exercise | hum helped
        7      | exercise | hum worse
        8..11  | exercise | hum helped
        """
    rule(story, on_day=6, about="regulation", is_="met")
    rule(story, on_day=7, about="regulation", is_="not_met")
    rule(story, on_day=10, about="regulation", is_="not_met")
    rule(story, on_day=11, about="regulation", is_="met")


def test_times_outside_the_agreed_window_ask_for_one_way_back(rule):
    story = """
        day    | what     | value
        -------+----------+------
        0      | inside   | within, up
        1..3   | exercise | feet_down helped
        1..3   | exercise | hum helped
        1..5   | check-in | within, up
        6      | check-in | way down
        8      | exercise | one_finger helped way down > within
        """
    rule(story, on_day=5, about="regulation", is_="met")
    rule(story, on_day=6, about="regulation", is_="not_met")
    rule(story, on_day=8, about="regulation", is_="met")


def test_trust_is_not_known_until_ratings_and_ruptures_are(rule):
    rule(
        """
        day    | what     | value
        -------+----------+------
        0..14/7| meeting  |
        """,
        on_day=20,
        about="trust",
        is_="not_known",
    )


def test_an_open_rupture_outweighs_what_came_before(rule):
    story = """
        day     | what     | value
        --------+----------+------
        0..14/7 | meeting  |
        1..15/7 | rating   |
        2       | rupture  | repaired 3
        16      | rupture  | repaired 30
        """
    rule(story, on_day=15, about="trust", is_="met")
    rule(story, on_day=16, about="trust", is_="not_met")
    rule(story, on_day=30, about="trust", is_="met")


def test_patterns_need_the_newest_version_agreed(rule):
    story = """
        day    | what        | value
        -------+-------------+------
        5      | formulation | trigger, response, helps agreed 7
        20     | formulation | trigger, response, helps
        """
    rule(story, on_day=1, about="patterns", is_="not_known")
    rule(story, on_day=5, about="patterns", is_="not_met")
    rule(story, on_day=7, about="patterns", is_="met")
    rule(story, on_day=20, about="patterns", is_="not_met")


def test_both_views_stand_beside_the_evidence_and_lapse(rule):
    """The newest stands, also when it is less than the one before."""
    story = """
        day    | what      | value
        -------+-----------+------
        1      | client    | trust yes
        9      | client    | trust not yet
        3      | therapist | trust partly
        """
    rule(story, on_day=5, about="trust", is_="not_known", views=("yes", "partly"))
    rule(story, on_day=9, about="trust", is_="not_known", views=("not_yet", "partly"))
    rule(story, on_day=46, about="trust", is_="not_known", views=("not_yet", None))
