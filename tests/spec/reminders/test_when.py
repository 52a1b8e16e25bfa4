"""One a day at most, but for the days of closer check-ins that the client agreed to."""

from longarc.care import reminder_states, reminder_words, reminders

title = "When one comes"
rules = [reminders, reminder_states, reminder_words]


def test_at_the_clients_own_time_on_their_own_days(rule):
    story = """
        day | what | value
        ----+------+------------
        2   | time | 18:00
        2   | days | tue thu
        """
    rule(story, on_day=0, comes="nothing")
    rule(story, on_day=2, comes="18:00")
    rule(story, on_day=3, comes="nothing")
    rule(story, on_day=7, comes="18:00")


def test_never_in_quiet_hours(rule):
    """A form does not take such a time; should it stand there all the same, nothing comes."""
    story = """
        day | what  | value
        ----+-------+------------
        0   | time  | 18:00
        0   | quiet | 17:30 09:00
        """
    rule(story, on_day=1, comes="nothing")


def test_more_often_only_after_a_session_and_only_by_agreement(rule):
    """For five days, on whatever day of the week; then as before."""
    story = """
        day | what         | value
        ----+--------------+------------
        0   | time         | 18:00
        0   | days         | tue
        0   | closer times | 09:00 13:00
        0   | closer       | yes
        10  | session      |
        """
    rule(story, on_day=10, comes="nothing")
    rule(story, on_day=11, comes="09:00, 13:00, 18:00")
    rule(story, on_day=15, comes="09:00, 13:00, 18:00")
    rule(story, on_day=16, comes="nothing")
    story = story.replace("yes", "no")
    rule(story, on_day=11, comes="nothing")
    rule(story, on_day=14, comes="18:00")


def test_a_check_in_makes_one_needless(rule):
    """The second of a day is for someone who has checked in less than twice."""
    story = """
        day | what         | value
        ----+--------------+------------
        0   | time         | 18:00
        0   | closer times | 09:00 13:00
        0   | closer       | yes
        10  | session      |
        11  | check-in     | 09:20
        12  | check-in     | 07:00
        12  | check-in     | 07:30
        20  | check-in     | 00:10
        """
    rule(story, on_day=11, comes="13:00, 18:00")
    rule(story, on_day=12, comes="18:00")
    rule(story, on_day=20, comes="nothing")


def test_nothing_in_a_rest(rule):
    story = """
        day | what | value
        ----+------+------------
        0   | time | 18:00
        3   | rest | 2
        """
    rule(story, on_day=2, comes="18:00")
    rule(story, on_day=3, comes="nothing")
    rule(story, on_day=4, comes="nothing")
    rule(story, on_day=5, comes="18:00")


def test_when_we_ask_again_how_it_is(rule):
    """In the place of that day's own; a check-in is no answer to it. Once, on a day of theirs."""
    story = """
        day | what      | value
        ----+-----------+------------
        0   | time      | 18:00
        0   | days      | sat sun
        9   | follow-up |
        11  | check-in  | 09:20
        """
    rule(story, on_day=9, comes="nothing")
    rule(story, on_day=11, comes="18:00 (follow-up)")
    rule(story + "11  | told      |\n", on_day=11, comes="18:00 (follow-up)")
    rule(story + "11  | told      |\n", on_day=12, comes="18:00")


def test_reminders_for_follow_ups_alone(rule):
    """A pause puts one off, for four weeks at most."""
    story = """
        day | what      | value
        ----+-----------+------------
        0   | time      | 18:00
        0   | days      | none
        9   | follow-up |
        """
    rule(story, on_day=8, comes="nothing")
    rule(story, on_day=9, comes="18:00 (follow-up)")
    rule(story + "8   | rest      | 5\n", on_day=12, comes="nothing")
    rule(story + "8   | rest      | 5\n", on_day=13, comes="18:00 (follow-up)")
    rule(story + "8   | rest      | 30\n", on_day=38, comes="nothing")


def test_when_the_clocks_change(rule):
    """Day 89: 2:00 becomes 3:00. Day 299: 3:00 becomes 2:00 again, and 2:30 comes twice."""
    story = """
        day | what  | value
        ----+-------+------------
        0   | time  | 02:30
        0   | quiet | 21:00 01:00
        """
    rule(story, on_day=88, comes="02:30")
    rule(story, on_day=89, comes="03:00")
    rule(story, on_day=299, comes="02:30")
