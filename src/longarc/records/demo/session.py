"""Planned sessions of invented clients: one can begin today, one is locked, one has begun.

The first is a client near the end of their preparation. The second takes lithium, which waits for
the prescriber. The third's last session began from a plan.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from longarc.care.expectations import Expected
from longarc.care.risk_questions import OWN, VERSION, Question, Reply
from longarc.care.session_plan import OnCall, Person, SessionPlan, written
from longarc.care.session_steps import TEMPLATE, USUAL_MINUTES, Step
from longarc.records.codec import seal
from longarc.records.demo import people
from longarc.records.demo.client import Made
from longarc.records.demo.rows import audit, entry
from longarc.records.demo.screening import LOCKED, READY
from longarc.records.models import (
    Expectations,
    MedicineSession,
    RiskAnswering,
    SessionPlanVersion,
    SessionStarted,
)
from longarc.records.queries.people import name_of

DAY = timedelta(days=1)
BEGUN = 0
TODAY = (READY, LOCKED)
#: The session of today is planned for an hour and a half after the demonstration is opened.
AHEAD = timedelta(hours=1, minutes=30)
#: After the substance was chosen: see TOLD_DAYS of the screening.
PLANNED_DAYS, WROTE_DAYS = 8, 2
ROOM = "The quiet room, ground floor, second door on the right"
TRANSPORT = "A brother, by car. He waits in the front room from half past five."
SUPPORT, SUPPORT_PHONE = "Sam Examplebrother", "+1 503 555 0177"
HOPE = "To be able to sit still with it for once."
FEAR = "That I say something and cannot take it back."
PRESSURE = "My sister paid for part of this. I want to show her it was worth it."


def rows(made: Made, sessions: Sequence[MedicineSession]) -> list[list[Any]]:
    """Rows kind by kind, with their audit rows; none for most clients."""
    kept: list[Any] = []
    if made.number in TODAY:
        kept = [*_planned(made, made.now + AHEAD), _asked(made)]
    elif made.number == BEGUN and sessions:
        kept = [*_planned(made, sessions[-1].starts_at), *_begun(made, sessions[-1])]
        kept[-1].plan, kept[-1].version = kept[0].plan, kept[0].uid
    kinds = {type(row): [one for one in kept if type(one) is type(row)] for row in kept}
    return [*kinds.values(), [audit(made, row) for row in kept]]


def _planned(made: Made, starts_at: datetime) -> list[Any]:
    """The plan, and what the client wrote before the day."""
    by = {"by_id": made.therapist.pk}
    row = entry(made, SessionPlanVersion, starts_at - PLANNED_DAYS * DAY, draft=False, **by)
    row.plan = row.uid
    row.told = seal(written(_plan(made, starts_at)), row.where)
    told = entry(made, Expectations, starts_at - WROTE_DAYS * DAY, plan=row.uid)
    told.told = seal(Expected(HOPE, FEAR, PRESSURE).written(), told.where)
    return [row, told]


def _asked(made: Made) -> RiskAnswering:
    """The risk questions, answered together two days ago: no positive answer."""
    told = {"instrument": OWN, "version": VERSION, "by_staff": True, "by_id": made.therapist.pk}
    row: RiskAnswering = entry(made, RiskAnswering, made.now - WROTE_DAYS * DAY, **told)
    row.replies = seal(json.dumps(dict.fromkeys(Question, Reply.NO), sort_keys=True), row.where)
    return row


def _plan(made: Made, starts_at: datetime) -> SessionPlan:
    lead = Person(made.therapist.public_id, name_of(made.therapist))
    return SessionPlan(
        starts_at=starts_at,
        minutes=USUAL_MINUTES,
        lead=lead,
        room=ROOM,
        steps=tuple(Step(when, words) for when, words in TEMPLATE),
        transport=TRANSPORT,
        support_person=SUPPORT,
        support_phone=SUPPORT_PHONE,
        on_call=(OnCall(lead, people.PHONE),),
    )


def _begun(made: Made, session: MedicineSession) -> list[Any]:
    by = {"by_id": made.therapist.pk}
    return [entry(made, SessionStarted, session.starts_at, session=session.uid, **by)]
