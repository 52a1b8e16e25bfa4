"""Small stories: `day | what | value`, days counted from 0.

| what | value |
| --- | --- |
| phase | arrival, preparation, medicine, integration or follow_up begins on that day |
| session | (none): a medicine session is on that day, past or planned |
| closer | yes or no: the client agrees to closer check-ins after a session, or no longer does |
"""

from datetime import date, timedelta

from longarc.care import schedule
from longarc.care.arc import Phase
from longarc.care.schedule import Every, Plan
from tests.spec.story import words

DAY_0 = date(2030, 1, 1)


def planned(text: str, on_day: int) -> Plan:
    """What is planned on that day. What is still to come is known only of sessions."""
    _, _, *lines = text.strip().splitlines()
    rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    phase, agreed, sessions = None, False, []
    for day, what, value in sorted(rows, key=lambda row: int(row[0])):
        if what == "session":
            sessions.append(DAY_0 + timedelta(days=int(day)))
        elif what == "phase" and int(day) <= on_day:
            phase = Phase(value)
        elif what == "closer" and int(day) <= on_day:
            agreed = value == "yes"
    return schedule.plan(phase, sessions, on=DAY_0 + timedelta(days=on_day), agreed=agreed)


def label(plan: Plan) -> str:
    until = f" until day {(plan.until - DAY_0).days}" if plan.until else ""
    return f"{plan.times} a {'day' if plan.every is Every.DAY else 'week'}{until}"


def answered(story: str, on_day: float, _told: set[str]) -> str:
    plan = planned(story, int(on_day))
    said = words(plan.why)
    for day in range(200):
        said = said.replace((DAY_0 + timedelta(days=day)).isoformat(), f"day {day}")
    return f"On day {on_day:g} the plan is **{label(plan)}**.\n\n> {said}"
