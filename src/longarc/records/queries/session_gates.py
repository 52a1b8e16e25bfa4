"""The gates of one session as they stand, asked together: see care.session_gate."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from longarc.care import session_gate
from longarc.care.access import Actor
from longarc.care.decision import Decision
from longarc.care.session_gate import Gates
from longarc.records.queries import consent, risk, screening, session_plan, touch
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.session_plan import Plan


def load(client: ClientRef, plan: Plan | None, *, viewer: Actor, at: datetime) -> Gates:
    """What each gate says about starting `plan` at this moment.

    As many queries however much was told.
    """
    today = at.astimezone(ZoneInfo(client.zone)).date()
    return Gates(
        screening=screening.gate(client, viewer=viewer, on=today),
        consent=consent.load(client, viewer=viewer).gate(),
        touch=touch.load(client, viewer=viewer, at=at).gate(),
        risk=risk.load(client, viewer=viewer).gate(at),
        plan=_about(client, plan, viewer, today),
    )


def _about(client: ClientRef, plan: Plan | None, viewer: Actor, today: date) -> Decision:
    if plan and plan.cancelled:
        day = plan.cancelled.at.astimezone(ZoneInfo(client.zone)).date()
        return session_gate.cancelled(day)
    stands = plan.stands.value if plan and plan.stands else None
    team = {one.id for one in session_plan.team(client, viewer=viewer)}
    return session_gate.about_plan(stands, today=today, zone=client.zone, team=team)
