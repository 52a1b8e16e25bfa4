"""Risk questions and safety plans of the invented clients. Nobody answered or wrote any of this.

One has an open path that the therapist took on, one a closed path with its history; most answered
lately and said no to everything; some were never asked, or long ago.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from longarc.care.risk import StepKind
from longarc.care.risk_questions import OWN, QUESTIONS, VERSION, Question, Reply
from longarc.care.safety_plan import Section, Words, written
from longarc.records.codec import seal
from longarc.records.demo.client import Made
from longarc.records.demo.rows import audit, entry
from longarc.records.models import RiskAnswering, RiskStep, SafetyPlanVersion

DAY = timedelta(days=1)
OPEN, CLOSED = 3, 5
NO = dict.fromkeys(QUESTIONS, Reply.NO)
THOUGHTS = {**NO, Question.NOT_WANTING: Reply.YES, Question.ENDING: Reply.UNSURE}
A_WAY = {**NO, Question.NOT_WANTING: Reply.YES, Question.WAY: Reply.YES}
CLOSED_STEPS = (
    (StepKind.TOOK_ON, 1, ""),
    (StepKind.TRIED, 1.5, "No answer. I wrote that I call again at four."),
    (StepKind.REACHED, 4, "We talked for half an hour. It had been a night without sleep."),
    (StepKind.AGREED, 4.2, "You stay with your sister tonight. I call tomorrow at ten."),
    (StepKind.PLAN, 25, "We went through each part and added the night line."),
    (StepKind.CLOSED, 49, "Talked on three days. The nights are calmer, the plan is in use."),
)
FIRST: Words = {
    Section.SIGNS: "I stop answering messages. I lie awake after three.",
    Section.ALONE: "Cold water on my wrists.\nThe playlist called Harbor.",
    Section.PEOPLE: "My sister Imagina, 503 555 0161.",
    Section.MATTERS: "The dog. The sea in autumn.",
}
WHOLE: Words = {
    **FIRST,
    Section.PLACES: "The library on Harbor Lane. The bench at the ferry.",
    Section.PROFESSIONALS: "My therapist at the practice, 503 555 0142.\nThe number on Support.",
    Section.SAFER: "The pills are with Imagina. I ask her for one week at a time.",
}


def rows(made: Made) -> list[list[Any]]:
    """Rows kind by kind, with their audit rows."""
    kept = [*_answers(made), *_plans(made)]
    kinds = {type(row): [one for one in kept if type(one) is type(row)] for row in kept}
    return [*kinds.values(), [audit(made, row) for row in kept]]


def _answers(made: Made) -> list[Any]:
    number, now = made.number, made.now
    if number == OPEN:
        return [
            _told(made, NO, max(now - 16 * DAY, made.client.created_at + DAY)),
            _told(made, THOUGHTS, now - timedelta(hours=3)),
            _step(made, StepKind.TOOK_ON, "", now - timedelta(hours=2)),
        ]
    if number == CLOSED:
        opened = now - 40 * DAY
        done = [_step(made, k, w, opened + timedelta(hours=h)) for k, h, w in CLOSED_STEPS]
        return [_told(made, A_WAY, opened), *done, _told(made, NO, now - 3 * DAY)]
    if number % 7 == 5:
        return []
    days = 30 if number % 11 == 8 else 1 + number % 12
    at = now - days * DAY + timedelta(hours=number % 5)
    return [_told(made, NO, at)] if at > made.client.created_at else []


def _plans(made: Made) -> list[Any]:
    if made.number not in (OPEN, CLOSED) and made.number % 4:
        return []
    began = max(made.now - 60 * DAY, made.client.created_at + timedelta(hours=2))
    first = _plan(made, FIRST, began, {})
    if made.number == OPEN:
        return [first]
    together = {"by_id": made.therapist.pk, "base": first.uid}
    return [first, _plan(made, WHOLE, began + timedelta(hours=20), together)]


def _told(made: Made, replies: dict[Question, Reply], at: datetime) -> RiskAnswering:
    row: RiskAnswering = entry(made, RiskAnswering, at, instrument=OWN, version=VERSION)
    row.replies = seal(json.dumps(replies, sort_keys=True), row.where)
    return row


def _step(made: Made, kind: StepKind, words: str, at: datetime) -> RiskStep:
    row: RiskStep = entry(made, RiskStep, at, kind=kind, by_id=made.therapist.pk)
    row.words = seal(words, row.where) if words else None
    return row


def _plan(made: Made, words: Words, at: datetime, more: dict[str, Any]) -> SafetyPlanVersion:
    row: SafetyPlanVersion = entry(made, SafetyPlanVersion, at, **more)
    row.words = seal(written(words), row.where)
    return row
