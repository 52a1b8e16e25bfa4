"""It closes with a recorded end, and opens again when somebody writes that it goes on."""

from longarc.care import adverse, adverse_findings

title = "Adverse events"
rules = [adverse, adverse_findings]


def test_what_a_client_reports_counts_as_serious_until_it_is_graded(rule):
    story = """
        day | what      | value
        ----+-----------+--------------------
        0   | report    | client
        2   | follow up | goes_on not serious
        """
    rule(story, on_day=1, stands=True, first=True)
    rule(story, on_day=2, stands=True)


def test_time_alone_closes_nothing(rule):
    rule(
        """
        day | what      | value
        ----+-----------+--------------------
        0   | report    | team
        1   | follow up | goes_on not serious
        """,
        on_day=700,
        stands=True,
    )


def test_resolved_takes_it_off_and_goes_on_brings_it_back(rule):
    story = """
        day | what      | value
        ----+-----------+----------------
        0   | report    | client
        1   | follow up | goes_on serious
        9   | follow up | resolved serious
        30  | follow up | goes_on
        """
    rule(story, on_day=8, stands=True, first=True)
    rule(story, on_day=9, stands=False)
    rule(story, on_day=30, stands=True, first=True)


def test_something_may_stay_and_it_may_have_been_none(rule):
    for value in ("remains", "not_one"):
        rule(
            f"""
        day | what      | value
        ----+-----------+------
        0   | report    | client
        5   | follow up | {value}
        """,
            on_day=5,
            stands=False,
        )
