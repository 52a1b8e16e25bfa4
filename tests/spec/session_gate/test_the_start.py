"""A start is recorded on the planned day, under the plan that the client could read."""

from longarc.care import expectations, session_gate, session_plan, session_steps

title = "The gates of a start"
rules = [session_gate, session_plan, session_steps, expectations]


def test_on_the_planned_day_with_every_gate_open_it_may_begin(rule):
    story = """
        day | what      | value
        ----+-----------+---------------
        0   | plan      | day 3, Maya
        """
    rule(story, on_day=2, against=["plan_other_day"])
    rule(story, on_day=3)
    rule(story, on_day=4, against=["plan_other_day"])


def test_each_gate_refuses_by_itself_and_all_reasons_are_named(rule):
    story = """
        day | what      | value
        ----+-----------+---------------
        0   | plan      | day 3, Maya
        3   | consent   | refuses
        3   | screening | refuses
        3   | touch     | refuses
        3   | risk      | refuses
        """
    gates = ["screening", "consent", "touch", "risk"]
    rule(story, on_day=3, against=[f"{gate}_refuses" for gate in gates])


def test_no_session_begins_without_a_plan_that_the_client_could_read(rule):
    rule(
        """
        day | what      | value
        ----+-----------+---------------
        0   | plan      | draft
        """,
        on_day=0,
        against=["plan_none"],
    )
    rule(
        """
        day | what      | value
        ----+-----------+---------------
        0   | plan      | day 3, Maya
        2   | plan      | cancelled
        """,
        on_day=3,
        against=["plan_cancelled"],
    )
    rule(
        """
        day | what      | value
        ----+-----------+---------------
        0   | plan      | no day, nobody
        """,
        on_day=3,
        against=["plan_no_day", "plan_no_lead"],
    )


def test_who_leads_still_holds_the_client(rule):
    story = """
        day | what      | value
        ----+-----------+---------------
        0   | plan      | day 3, Finn
        2   | team      | Maya
        """
    rule(story, on_day=3, against=["plan_lead_left"])


def test_a_plan_is_for_the_substance_it_was_made_with(rule):
    story = """
        day | what      | value
        ----+-----------+---------------
        0   | plan      | day 3, Maya
        0   | made for  | psilocybin
        0   | planned   | psilocybin
        3   | planned   | mdma
        """
    rule(story, on_day=3, against=["plan_other_substance"])


def test_a_plan_from_before_a_substance_was_chosen_is_agreed_on_again(rule):
    rule(
        """
        day | what      | value
        ----+-----------+---------------
        0   | plan      | day 3, Maya
        1   | planned   | ketamine
        """,
        on_day=3,
        against=["plan_before_substance"],
    )
    rule(
        """
        day | what      | value
        ----+-----------+---------------
        0   | plan      | day 3, Maya
        1   | planned   | ketamine
        2   | made for  | ketamine
        """,
        on_day=3,
    )
