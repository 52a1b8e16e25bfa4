"""Small stories: `day | what | value`, days counted from 0. Each line is what stands from then on.

| what | value |
| --- | --- |
| plan | `day 3, Maya`: for which day, who leads; `no day, nobody`; `draft`; `cancelled` |
| team | who holds the client: Maya and Finn in the beginning |
| made for, planned | the substance that the plan was made for; what is planned now |
| consent, touch, screening, risk | `holds` as in the beginning, or `refuses` |
"""

from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from longarc.care import session_gate
from longarc.care.decision import ALLOWED, Decision, refuse
from longarc.care.session_plan import Person, SessionPlan
from longarc.care.sources import Substance
from longarc.care.text import Text, msg
from tests.spec.story import words

FIRST = date(2030, 5, 1)
OTHERS = ("screening", "consent", "touch", "risk")


def asked(text: str, on_day: int) -> Decision:
    """What stands against a start on that day."""
    _, _, *lines = text.strip().splitlines()
    stands = dict.fromkeys(OTHERS, "holds") | {"plan": "", "team": "Maya, Finn"}
    for line in lines:
        day, what, value = (cell.strip() for cell in line.split("|"))
        if int(day) <= on_day:
            stands[what] = value
    others = {one: _other(one, stands[one]) for one in OTHERS}
    team = [_id(name.strip()) for name in stands["team"].split(",")]
    about = _about(stands, team, FIRST + timedelta(days=on_day))
    return session_gate.may_start_session(**others, plan=about)


def _other(gate: str, value: str) -> Decision:
    """The reason itself is told in that gate's own chapter."""
    if value == "holds":
        return ALLOWED
    return refuse(f"{gate}_refuses", Text(msg("(the reason of: %(gate)s)"), {"gate": gate}))


def _about(stands: dict[str, str], team: list[UUID], today: date) -> Decision:
    value = stands["plan"]
    if value == "cancelled":
        return session_gate.cancelled(today)
    plan = _plan(value) if value and value != "draft" else None
    made_for, planned = (
        Substance(stands[one]) if one in stands else None for one in ("made for", "planned")
    )
    return session_gate.about_plan(
        plan, today=today, zone="UTC", team=team, made_for=made_for, planned=planned
    )


def _plan(value: str) -> SessionPlan:
    day, name = (part.strip() for part in value.split(","))
    noon = datetime(FIRST.year, FIRST.month, FIRST.day, 12, tzinfo=UTC)
    at = None if day == "no day" else noon + timedelta(days=int(day.removeprefix("day ")))
    lead = None if name == "nobody" else Person(_id(name), name)
    return SessionPlan(starts_at=at, lead=lead)


def _id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)


def label(decision: Decision) -> str:
    return "it may begin" if decision.allowed else "it may not begin"


def answered(story: str, on_day: float, told: set[str]) -> str:
    decision = asked(story, int(on_day))
    new = [words(reason.text) for reason in decision.reasons]
    told.update(new)
    return "\n\n".join([f"On day {on_day:g}: **{label(decision)}**.", *(f"> {one}" for one in new)])
