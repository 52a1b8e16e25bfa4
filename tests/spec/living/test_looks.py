"""At four weeks, at six months and every year: each against the same person's own answers."""

from longarc.care import living

title = "Side by side"
rules = [living]


def test_mood_moved_and_behaviour_did_not(rule):
    story = """
        day     | what      | value
        --------+-----------+------
        0..28/7 | mood      | 1
        30      | session   |
        44..65/7| mood      | 3
        44..65/7| behaviour | same
        """
    rule(story, on_day=40, asks=False)
    rule(story, on_day=66, asks=True)


def test_it_says_nothing_where_one_behaviour_moved(rule):
    rule(
        """
        day     | what      | value
        --------+-----------+------
        0..28/7 | mood      | 1
        30      | session   |
        44..65/7| mood      | 3
        44..65/7| behaviour | more
        """,
        on_day=66,
        asks=False,
    )


def test_it_says_nothing_where_behaviour_is_not_known(rule):
    """Silence about behaviour is no sign that it stayed."""
    rule(
        """
        day     | what      | value
        --------+-----------+------
        0..28/7 | mood      | 1
        30      | session   |
        44..65/7| mood      | 3
        50      | behaviour | same
        """,
        on_day=66,
        asks=False,
    )


def test_insight_came_and_drinking_stayed(rule):
    """The model case: inner change without a change in what is done."""
    rule(
        """
        day     | what      | value
        --------+-----------+------
        0..28/7 | insight   | 1
        1..29/2 | diary     | some
        2..28/2 | diary     | none
        30      | session   |
        44..65/7| insight   | 3
        44..64/2| diary     | some
        45..65/2| diary     | none
        """,
        on_day=66,
        asks=True,
    )


def test_days_left_open_are_not_days_without_a_drink(rule):
    """Only known days are compared, and here too few are known after the session."""
    rule(
        """
        day     | what      | value
        --------+-----------+------
        0..28/7 | mood      | 1
        1..29/1 | diary     | some
        30      | session   |
        44..65/7| mood      | 3
        44..52/2| diary     | some
        45..65/2| diary     | open
        """,
        on_day=66,
        asks=False,
    )


def test_fewer_drinking_days_are_the_way_they_want(rule):
    rule(
        """
        day     | what      | value
        --------+-----------+------
        0..28/7 | mood      | 1
        1..29/1 | diary     | some
        30      | session   |
        44..65/7| mood      | 3
        44..65/1| diary     | none
        """,
        on_day=66,
        asks=False,
    )


def test_a_small_rise_of_few_answers_is_no_clear_move(rule):
    rule(
        """
        day     | what      | value
        --------+-----------+------
        0..28/7 | mood      | 2
        30      | session   |
        44..58/7| mood      | 2
        65      | mood      | 3
        44..65/7| behaviour | same
        """,
        on_day=66,
        asks=False,
    )


def test_six_months_later_the_newer_look_counts(rule):
    """At four weeks nothing moved but mood; half a year later behaviour followed."""
    story = """
        day        | what      | value
        -----------+-----------+------
        0..28/7    | mood      | 1
        30         | session   |
        44..65/7   | mood      | 3
        44..65/7   | behaviour | same
        190..225/7 | mood      | 3
        190..225/7 | behaviour | more
        """
    rule(story, on_day=100, asks=True)
    rule(story, on_day=230, asks=False)
