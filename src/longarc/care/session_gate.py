"""May this session start: the one place where its gates come together (decision 11).

Consent, the touch agreement, screening rows that are barred or locked, and an open risk path are
gates; and a session cannot start without its plan. What else the plan leaves open is shown
beside, and stops nothing. No answer here says that anything is safe.
"""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from longarc.care.decision import ALLOWED, Decision, refuse
from longarc.care.session_plan import SessionPlan
from longarc.care.sources import SUBSTANCE_WORDS, Substance
from longarc.care.text import Text, msg


class Gates(NamedTuple):
    """What each gate says, each with its own reasons and its own way on."""

    screening: Decision
    consent: Decision
    touch: Decision
    risk: Decision
    plan: Decision


def may_start_session(
    screening: Decision, consent: Decision, touch: Decision, risk: Decision, plan: Decision
) -> Decision:
    """All reasons against a start now; allowed when no gate has any."""
    return screening & consent & touch & risk & plan


def about_plan(
    plan: SessionPlan | None,
    *,
    today: date,
    zone: str,
    team: Collection[UUID],
    made_for: Substance | None = None,
    planned: Substance | None = None,
) -> Decision:
    """What the plan says about starting today.

    Args:
        plan: the version that stands; None: there is none, or only a draft.
        today: the day where the client is; zone: their time zone.
        team: public ids of who holds the client now.
        made_for: the substance that this version was made for; None: none was chosen yet.
        planned: what is planned now.
    """
    if plan is None:
        return refuse("plan_none", Text(msg("There is no plan that the client could read.")))
    return _day(plan, today, zone) & _lead(plan, team) & _substance(made_for, planned)


def _substance(made_for: Substance | None, planned: Substance | None) -> Decision:
    """A plan was agreed for what it was made for: another substance needs a version of its own."""
    if made_for is planned:
        return ALLOWED
    if made_for is None:
        return refuse("plan_before_substance", Text(_BEFORE))
    then, now = SUBSTANCE_WORDS[made_for], SUBSTANCE_WORDS[planned]
    return refuse("plan_other_substance", Text(_OTHER, {"then": Text(then), "now": Text(now)}))


#: Nobody could weigh room, staff and way home for what was not yet chosen.
_BEFORE = msg(
    "The plan was made before a substance was chosen. Read it once more and agree on it again."
)
_OTHER = msg(
    "The plan was made for %(then)s; the session is now planned with %(now)s. Keep a new version "
    "of the plan, and look at it with the client."
)


def _day(plan: SessionPlan, today: date, zone: str) -> Decision:
    if plan.starts_at is None:
        return refuse("plan_no_day", Text(msg("The plan names no day.")))
    planned = plan.starts_at.astimezone(ZoneInfo(zone)).date()
    if planned == today:
        return ALLOWED
    return refuse("plan_other_day", Text(msg("It is planned for %(day)s."), {"day": planned}))


def _lead(plan: SessionPlan, team: Collection[UUID]) -> Decision:
    if plan.lead is None:
        return refuse("plan_no_lead", Text(msg("The plan names nobody who leads the session.")))
    if plan.lead.id in team:
        return ALLOWED
    return refuse(
        "plan_lead_left",
        Text(
            msg("%(name)s leads in the plan, but does not hold this client now."),
            {"name": plan.lead.name},
        ),
    )


def cancelled(day: date) -> Decision:
    return refuse("plan_cancelled", Text(msg("The plan was cancelled on %(day)s."), {"day": day}))
