"""From an answer to the closing by people."""

from longarc.care import risk, risk_questions, safety_plan

title = "Levels and the path"
rules = [risk_questions, risk, safety_plan]


def test_no_positive_answers_last_for_two_weeks_and_are_not_called_safe(rule):
    story = """
        day | what     | value
        ----+----------+-----------------------
        1   | answered | no
        """
    rule(story, on_day=0, says="not asked", may_start=False)
    rule(story, on_day=2, says="no path open", may_start=True)
    rule(story, on_day=16, says="no path open", may_start=False)


def test_a_question_left_out_is_not_known(rule):
    """It opens no path by itself, and the questions do not count as asked."""
    story = """
        day | what     | value
        ----+----------+-----------------------
        1   | answered | no, hurt left out
        """
    rule(story, on_day=2, says="no path open", may_start=False)


def test_levels_and_by_when(rule):
    """Low is taken on the same day; the client is reached within some days."""
    story = """
        day | what     | value
        ----+----------+-----------------------
        0   | answered | no, not_wanting yes
        0.1 | took_on  | Maya
        1   | answered | no, way yes
        2   | answered | no, hurt yes
        """
    rule(story, on_day=0, says="low, nobody yet, due Jan 01 23:59", may_start=False)
    rule(story, on_day=0.5, says="low, Maya, due Jan 04 23:59", may_start=False)
    rule(story, on_day=1, says="moderate, Maya, due Jan 02 23:59", may_start=False)
    rule(story, on_day=2, says="high, Maya, due Jan 02 23:59", may_start=False)


def test_high_is_now(rule):
    story = """
        day | what     | value
        ----+----------+-----------------------
        0   | answered | no, might yes
        """
    rule(story, on_day=0, says="high, nobody yet, due Jan 01 10:00", may_start=False)


def test_what_is_not_clear_is_at_least_the_same_day(rule):
    """Not sure, rather not say, a yes beside a gap, or a no to what was a yes lately."""
    for value in ("no, ending unsure", "no, might rather_not", "no, ending yes, hurt left out"):
        story = f"""
        day | what     | value
        ----+----------+-----------------------
        0   | answered | {value}
        """
        says = "moderate, nobody yet, due Jan 01 23:59"
        rule(story, on_day=0, says=says, may_start=False)


def test_not_sure_about_the_worst_beside_a_yes_is_now(rule):
    story = """
        day | what     | value
        ----+----------+-----------------------
        0   | answered | no, ending yes, might unsure
        """
    rule(story, on_day=0, says="high, nobody yet, due Jan 01 10:00", may_start=False)


def test_a_no_to_an_act_that_was_told_lately_is_not_clear(rule):
    """A person closed the first path; the contradiction opens another."""
    story = """
        day | what     | value
        ----+----------+-----------------------
        0   | answered | no, hurt yes
        1   | reached  | Maya
        2   | plan     | Maya
        3   | closed   | Maya
        14  | answered | no
        """
    rule(story, on_day=4, says="no path open", may_start=True)
    rule(story, on_day=14, says="moderate, nobody yet, due Jan 15 23:59", may_start=False)


def test_a_better_answer_changes_nothing(rule):
    story = """
        day | what     | value
        ----+----------+-----------------------
        0   | answered | no, might yes
        0.1 | reached  | Maya
        1   | answered | no
        """
    rule(story, on_day=1, says="high, nobody yet, client reached", may_start=False)


def test_closing_needs_both_steps_after_the_newest_answer(rule):
    story = """
        day | what        | value
        ----+-------------+--------------------
        0   | answered    | no, way yes
        0.1 | took_on     | Maya
        0.2 | closed      | Maya
        0.3 | reached     | Maya
        0.4 | plan        | Maya
        1   | answered    | no, way yes
        1.1 | closed      | Maya
        1.2 | not_reached | Maya
        1.3 | no_plan     | Maya
        1.4 | closed      | Maya
        """
    rule(story, on_day=0.2, says="moderate, Maya, due Jan 01 23:59", may_start=False)
    rule(story, on_day=0.4, says="moderate, Maya, client reached", may_start=False)
    rule(story, on_day=1.1, says="moderate, Maya, due Jan 02 23:59", may_start=False)
    rule(story, on_day=1.4, says="no path open", may_start=True)


def test_what_was_done_lately_is_now_whether_it_was_done_begun_or_prepared(rule):
    """Also what somebody else stopped, or they themselves."""
    for done in ("hurt", "stopped", "ready"):
        story = f"""
        day | what     | value
        ----+----------+-----------------------
        0   | answered | no, {done} yes
        """
        rule(story, on_day=0, says="high, nobody yet, due Jan 01 10:00", may_start=False)


def test_a_try_long_ago_calls_for_a_person_whether_it_is_known_or_not(rule):
    """Less soon when the care team knows of it. Whether they know is asked apart."""
    unknown = "moderate, nobody yet, due Jan 01 23:59"
    for known in ("known no", "known unsure", "known left out"):
        story = f"""
        day | what     | value
        ----+----------+-----------------------
        0   | answered | no, ever yes, {known}
        """
        rule(story, on_day=0, says=unknown, may_start=False)
    story = """
        day | what     | value
        ----+----------+-----------------------
        0   | answered | no, ever yes, known yes
        """
    rule(story, on_day=0, says="low, nobody yet, due Jan 01 23:59", may_start=False)


def test_never_after_a_yes_is_not_clear_however_long_ago(rule):
    """Also after a yes to the question of version 1."""
    for before in ("answered   | no, ever yes, known yes", "answered_1 | no, earlier yes"):
        story = f"""
        day | what       | value
        ----+------------+-----------------------
        0   | {before}
        1   | reached    | Maya
        2   | plan       | Maya
        3   | closed     | Maya
        200 | answered   | no
        """
        rule(story, on_day=4, says="no path open", may_start="answered_1" not in before)
        rule(story, on_day=200, says="moderate, nobody yet, due Jul 20 23:59", may_start=False)


def test_answers_to_earlier_questions_stay_and_are_no_answers_to_the_new_ones(rule):
    """They open and keep their paths. The questions of today do not count as asked."""
    story = """
        day | what       | value
        ----+------------+-----------------------
        0   | answered_1 | no
        1   | answered   | no
        """
    rule(story, on_day=0, says="no path open", may_start=False)
    rule(story, on_day=1, says="no path open", may_start=True)
    story = """
        day | what       | value
        ----+------------+-----------------------
        0   | answered_1 | no, act yes
        """
    rule(story, on_day=0, says="high, nobody yet, due Jan 01 10:00", may_start=False)
