"""What each row says of, and what opens it again."""

from longarc.care import (
    jurisdiction,
    medicine_names,
    reading,
    screening,
    screening_judged,
    screening_rows,
)

title = "The list and its gates"
rules = [screening, screening_rows, screening_judged, reading, medicine_names, jurisdiction]
UNKNOWN_LIST = "HARD medicines open"


def test_lithium_is_locked_until_a_named_prescriber_decides(rule):
    """And whatever is told afterwards opens the decision again."""
    story = """
        day | what     | value
        ----+----------+-----------------------
        0   | planned  | psilocybin
        1   | medicine | lithium
        3   | decided  | medicine:lithium:lithium
        5   | medicine | sertraline
        """
    lithium, ssri = "HARD medicine:lithium:lithium", "NOTE medicine:ssri:sertraline noted"
    rule(story, on_day=0, rows=[], allowed=True)
    rule(story, on_day=1, rows=[f"{lithium} open"], allowed=False)
    rule(story, on_day=3, rows=[f"{lithium} decided"], allowed=True)
    rule(story, on_day=5, rows=[f"{lithium} open", ssri], allowed=False)


def test_a_prescriber_who_is_no_longer_one_opens_the_row(rule):
    story = """
        day | what     | value
        ----+----------+-----------------------
        0   | planned  | psilocybin
        1   | medicine | lithium
        3   | decided  | medicine:lithium:lithium
        4   | left     |
        """
    rule(story, on_day=3, rows=["HARD medicine:lithium:lithium decided"], allowed=True)
    rule(story, on_day=4, rows=["HARD medicine:lithium:lithium open"], allowed=False)


def test_oregon_bars_lithium_for_thirty_days_and_nobody_decides_otherwise(rule):
    """A day that is not known counts as within them. Afterwards the row is HARD as elsewhere."""
    story = """
        day | what     | value
        ----+----------+-----------------------
        0   | profile  | oregon
        0   | planned  | psilocybin
        1   | medicine | lithium, stopped
        2   | medicine | lithium, stopped 1
        """
    barred, hard = "BARRED medicine:lithium:lithium open", "HARD medicine:lithium:lithium open"
    rule(story, on_day=1, rows=[barred], allowed=False)
    rule(story, on_day=31, rows=[barred], allowed=False)
    rule(story, on_day=32, rows=[hard], allowed=False)


def test_a_name_that_nobody_knows_is_locked_until_someone_writes_what_it_is(rule):
    """It could be an MAO inhibitor or lithium under a name of its own. Then it is as strict as
    what was written; and a later word corrects an earlier one.
    """
    story = """
        day | what     | value
        ----+----------+-----------------------
        0   | planned  | mdma
        1   | medicine | Notamedicine
        2   | named    | Notamedicine: sertraline
        3   | named    | Notamedicine: moclobemide
        """
    rule(story, on_day=1, rows=["HARD medicine:?:notamedicine open"], allowed=False)
    rule(story, on_day=2, rows=["REVIEW medicine:ssri:notamedicine open"], allowed=True)
    rule(story, on_day=3, rows=["HARD medicine:maoi:notamedicine open"], allowed=False)


def test_what_was_written_and_is_not_known_either_waits_for_a_prescriber(rule):
    story = """
        day | what     | value
        ----+----------+-----------------------
        0   | planned  | mdma
        1   | medicine | Notamedicine
        2   | named    | Notamedicine: alsonone
        3   | decided  | medicine:?:notamedicine
        """
    rule(story, on_day=2, rows=["HARD medicine:?:notamedicine open"], allowed=False)
    rule(story, on_day=3, rows=["HARD medicine:?:notamedicine decided"], allowed=True)


def test_a_name_that_a_client_chose_from_those_it_looks_like_is_looked_at_first(rule):
    story = """
        day | what     | value
        ----+----------+-----------------------
        0   | planned  | mdma
        1   | medicine | lithum, chose sertraline
        2   | named    | lithum: sertraline
        """
    rule(story, on_day=1, rows=["HARD medicine:?:lithum open"], allowed=False)
    rule(story, on_day=2, rows=["REVIEW medicine:ssri:lithum open"], allowed=True)


def test_two_unknown_names_that_differ_in_strength_are_two(rule):
    """What is said of one says nothing of the other."""
    story = """
        day | what     | value
        ----+----------+-----------------------
        0   | planned  | mdma
        1   | medicine | white 5 mg
        2   | named    | white 5 mg: moclobemide
        3   | medicine | white 40 mg
        """
    maoi = "HARD medicine:maoi:white 5 mg open"
    rule(story, on_day=2, rows=[maoi], allowed=False)
    rule(story, on_day=3, rows=["HARD medicine:?:white 40 mg open", maoi], allowed=False)


def test_what_was_looked_for_and_not_found_stands_in_one_line(rule):
    """A review; a note only where each of them was read of with this substance."""
    story = """
        day | what     | value
        ----+----------+-----------------------
        0   | planned  | mdma
        1   | medicine | Yasmin
        2   | medicine | vitamin D 1000 IU
        3   | medicine | metformin
        """
    rule(story, on_day=1, rows=["NOTE medicine:nothing_found noted"], allowed=True)
    rule(story, on_day=3, rows=["REVIEW medicine:nothing_found open"], allowed=True)


def test_a_steroid_in_the_nose_with_ketamine_is_looked_at(rule):
    """The label of esketamine asks for it an hour before: when it is taken is for a person."""
    story = """
        day | what     | value
        ----+----------+-----------------------
        0   | planned  | ketamine
        1   | medicine | Nasonex
        """
    rule(story, on_day=1, rows=["REVIEW medicine:nothing_found open"], allowed=True)


def test_ibogaine_is_locked_with_each_of_them(rule):
    for substance in ("psilocybin", "mdma", "ketamine"):
        story = f"""
        day | what     | value
        ----+----------+-----------------------
        0   | planned  | {substance}
        1   | medicine | iboga
        """
        rule(story, on_day=1, rows=["HARD medicine:ibogaine:iboga open"], allowed=False)


def test_oregon_bars_psychosis_and_thoughts_of_harm_to_themselves_or_others(rule):
    for what in ("psychosis", "harm_self", "harm_others", "suicidal"):
        story = f"""
        day | what    | value
        ----+---------+-----------------------
        0   | profile | oregon
        0   | planned | psilocybin
        1   | yes     | {what}
        """
        rule(story, on_day=1, rows=[f"BARRED condition:{what} open"], allowed=False)


def test_a_no_of_the_client_alone_does_not_answer_what_a_person_has_to_ask(rule):
    """Withdrawal, and thoughts of harming someone else; everywhere."""
    for what in ("withdrawal", "harm_others"):
        story = f"""
        day | what      | value
        ----+-----------+-----------------------
        0   | planned   | ketamine
        1   | not known | {what}
        2   | no        | {what}
        3   | no        | staff: {what}
        4   | yes       | {what}
        """
        locked = f"HARD condition:{what} open"
        rule(story, on_day=2, rows=[locked], allowed=False)
        rule(story, on_day=3, rows=[], allowed=True)
        rule(story, on_day=4, rows=[locked], allowed=False)


def test_naming_one_medicine_does_not_say_that_there_are_no_others(rule):
    story = """
        day | what     | value
        ----+----------+-----------------------
        0   | planned  | psilocybin
        1   | list     | not known
        2   | medicine | sertraline
        """
    rule(story, on_day=1, rows=[UNKNOWN_LIST], allowed=False)
    rule(story, on_day=2, rows=[UNKNOWN_LIST, "NOTE medicine:ssri:sertraline noted"], allowed=False)


def test_a_misspelling_is_as_strict_as_what_it_looks_like_until_someone_says(rule):
    story = """
        day | what     | value
        ----+----------+-----------------------
        0   | planned  | psilocybin
        1   | medicine | lithum
        """
    rule(story, on_day=1, rows=["HARD medicine:?:lithum open"], allowed=False)


def test_one_name_in_two_classes_has_two_rows_and_the_substance_decides(rule):
    story = """
        day | what     | value
        ----+----------+-----------------------
        0   | medicine | fluoxetine
        2   | planned  | psilocybin
        """
    both = [
        "HARD medicine:cyp_inhibitors:fluoxetine open",
        "REVIEW medicine:ssri:fluoxetine open",
    ]
    rule(story, on_day=1, rows=both, allowed=False)
    weaker = [
        "REVIEW medicine:cyp_inhibitors:fluoxetine open",
        "NOTE medicine:ssri:fluoxetine noted",
    ]
    rule(story, on_day=2, rows=weaker, allowed=True)


def test_what_is_not_known_is_as_strict_as_a_yes_and_told_apart_from_it(rule):
    story = """
        day | what      | value
        ----+-----------+-----------------------
        0   | planned   | psilocybin
        1   | list      | not known
        2   | not known | psychosis
        4   | list      | whole
        5   | no        | psychosis
        """
    unknown = "HARD condition:psychosis open"
    rule(story, on_day=3, rows=[unknown, "HARD medicines open"], allowed=False)
    rule(story, on_day=4, rows=[unknown], allowed=False)
    rule(story, on_day=5, rows=[], allowed=True)


def test_a_yes_is_taken_back_only_by_the_care_team(rule):
    story = """
        day | what    | value
        ----+---------+-----------------------
        0   | planned | psilocybin
        1   | yes     | psychosis
        2   | no      | psychosis
        3   | no      | staff: psychosis
        """
    rule(story, on_day=2, rows=["HARD condition:psychosis open"], allowed=False)
    rule(story, on_day=3, rows=[], allowed=True)


def test_a_prescriber_s_no_stops_a_session_at_any_level_and_is_not_undone_by_news(rule):
    story = """
        day | what     | value
        ----+----------+-----------------------
        0   | planned  | psilocybin
        1   | medicine | sumatriptan
        2   | declined | medicine:triptans:sumatriptan
        3   | medicine | sertraline
        """
    declined = "REVIEW medicine:triptans:sumatriptan declined"
    rule(story, on_day=2, rows=[declined], allowed=False)
    rule(story, on_day=3, rows=[declined, "NOTE medicine:ssri:sertraline noted"], allowed=False)


def test_an_answer_of_the_care_team_does_not_undo_a_prescriber_s_no(rule):
    story = """
        day | what     | value
        ----+----------+-----------------------
        0   | planned  | psilocybin
        1   | medicine | sumatriptan
        2   | declined | medicine:triptans:sumatriptan
        3   | answered | medicine:triptans:sumatriptan
        4   | decided  | medicine:triptans:sumatriptan
        """
    review = "REVIEW medicine:triptans:sumatriptan"
    rule(story, on_day=3, rows=[f"{review} declined"], allowed=False)
    rule(story, on_day=4, rows=[f"{review} answered"], allowed=True)


def test_a_prescriber_s_no_stays_when_the_name_is_read_otherwise_until_a_prescriber_decides(rule):
    story = """
        day | what     | value
        ----+----------+-----------------------
        0   | planned  | mdma
        1   | medicine | Abc
        2   | named    | Abc: moclobemide
        3   | declined | medicine:maoi:abc
        4   | named    | Abc: vitamin D
        5   | decided  | medicine:maoi:abc
        """
    declined = "HARD medicine:maoi:abc declined"
    rule(story, on_day=3, rows=[declined], allowed=False)
    review = "REVIEW medicine:nothing_found open"
    rule(story, on_day=4, rows=[declined, review], allowed=False)
    rule(story, on_day=5, rows=[review, "NOTE medicine:maoi:abc decided"], allowed=True)


def test_a_prescriber_s_no_to_a_name_that_nobody_knew_stays_once_it_is_written(rule):
    story = """
        day | what     | value
        ----+----------+-----------------------
        0   | planned  | psilocybin
        1   | medicine | Abc
        2   | declined | medicine:?:abc
        3   | named    | Abc: sertraline
        4   | decided  | medicine:?:abc
        """
    ssri, declined = "NOTE medicine:ssri:abc noted", "HARD medicine:?:abc declined"
    rule(story, on_day=3, rows=[declined, ssri], allowed=False)
    rule(story, on_day=4, rows=["NOTE medicine:?:abc decided", ssri], allowed=True)


def test_a_prescriber_s_no_to_a_condition_stays_when_the_care_team_answers_no(rule):
    story = """
        day | what     | value
        ----+----------+-----------------------
        0   | planned  | psilocybin
        1   | yes      | psychosis
        2   | declined | condition:psychosis
        3   | no       | staff: psychosis
        4   | decided  | condition:psychosis
        """
    rule(story, on_day=3, rows=["HARD condition:psychosis declined"], allowed=False)
    rule(story, on_day=4, rows=["NOTE condition:psychosis decided"], allowed=True)
