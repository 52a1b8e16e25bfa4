"""Sessions of invented clients as they were recorded, and a few adverse events. All invented.

Most records are signed by the lead; some are still drafts. One client reported something that
nobody has graded, one has an event that goes on, one is resolved, one was none after all.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from longarc.care import adverse, session_record
from longarc.care.adverse import Domain, Grade, Impact, Related, Severity, Status, YesNo
from longarc.care.arc import State
from longarc.care.session_record import YES, Fact, Fit, Kind, Told, Vital
from longarc.records.codec import seal
from longarc.records.demo.client import Made
from longarc.records.demo.rows import audit
from longarc.records.models import (
    AdverseFollowUp,
    AdverseReport,
    MedicineSession,
    SessionLine,
    SessionSigned,
)
from longarc.records.queries.people import name_of

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
#: By number of 30: whose last record is not signed yet, and whose sessions have no record.
DRAFT, NONE = frozenset({4, 19}), frozenset({8, 21})
#: By number of 30: who has which story of an adverse event.
NEW, GOES_ON, RESOLVED, NOT_ONE = 7, 9, 15, 26
WRITTEN_AFTER = timedelta(hours=10)
DOSE = {"substance": "psilocybin", "amount": "25 mg", "way": "capsules, with water"}
EVENTS = (
    "Long silence, breathing slow. A hand on the blanket, nothing said.",
    "Wept for some minutes, then asked for water.",
    "Sat up and looked for the window; the chair was moved so that it could be seen.",
)
WORDS = ("It is smaller than I thought.", "I can feel my feet.", "Do not go far.")
SUPPORT = "Stayed near, named the room and the day when asked."
REPORT = "Since the session the wall moves when I read in the evening. It scares me."
FELT = "Two evenings this week, shorter than before. Sleeps well. No new medicine."
CALLED = "Called twice, agreed to write down when it comes. Prescriber told."


def rows(made: Made, sessions: Sequence[MedicineSession]) -> list[list[Any]]:
    """Rows kind by kind, with their audit rows; none for who had no session."""
    kept = [*_records(made, sessions), *_harm(made, sessions)] if sessions else []
    kinds = {type(row): [one for one in kept if type(one) is type(row)] for row in kept}
    return [*kinds.values(), [audit(made, row) for row in kept]]


def _records(made: Made, sessions: Sequence[MedicineSession]) -> Iterator[Any]:
    of = made.number % 30
    for session in () if of in NONE else sessions:
        written = min(session.starts_at + WRITTEN_AFTER, made.now)
        told = _told(made, session.starts_at)
        lines = [one for one in told if one.at is None or one.at <= written]
        yield from (_line(made, session, one, written) for one in lines)
        if of not in DRAFT or session is not sessions[-1]:
            signed = {"session": session.uid, "lead": True, "upto": f"{len(lines)}-0"}
            yield _entry(made, SessionSigned, written, **signed)


def _told(made: Made, start: datetime) -> Iterator[Told]:
    lead, n = name_of(made.therapist), made.number
    yield Told(Kind.PEOPLE, None, f"{lead} led. Nobody else was in the room.")
    yield Told(Kind.VITALS, start + HOUR / 4, facts=_vitals(122 + n % 9, 78 + n % 7))
    yield Told(Kind.DOSE, start + HOUR, "", {**DOSE, "noted_by": lead})
    yield Told(Kind.STATE, start + 2 * HOUR, "", {"state": _state(n)})
    yield Told(Kind.EVENT, start + 2.5 * HOUR, EVENTS[n % len(EVENTS)])
    yield Told(Kind.CONSENT, start + 2.6 * HOUR, "A hand on the shoulder?", {"answer": "no"})
    yield Told(Kind.PEAK, start + 3 * HOUR)
    yield Told(Kind.SUPPORT, start + 3 * HOUR, SUPPORT)
    yield Told(Kind.VITALS, start + 3 * HOUR, facts=_vitals(136 + n % 9, 84 + n % 7))
    yield Told(Kind.WORDS, start + 5 * HOUR, WORDS[n % len(WORDS)])
    yield Told(Kind.LEAVE, start + 7.5 * HOUR, "", _leaving(lead))
    yield Told(Kind.ENDED, start + 7.5 * HOUR)


def _state(number: int) -> str:
    return (State.UP, State.WITHIN, State.MIXED, State.DOWN)[number % 4]


def _vitals(upper: int, lower: int) -> dict[str, Fact]:
    return {Vital.SYSTOLIC: upper, Vital.DIASTOLIC: lower, Vital.PULSE: 74, Vital.SPO2: 98}


def _leaving(lead: str) -> dict[str, Fact]:
    return {**dict.fromkeys(map(str, Fit), YES), "decided_by": lead}


def _line(made: Made, session: MedicineSession, told: Told, at: datetime) -> SessionLine:
    values = {"session": session.uid, "kind": told.kind, "happened_at": told.at}
    row: SessionLine = _entry(made, SessionLine, at, **values)
    row.told = seal(session_record.written(told), row.where)
    return row


def _harm(made: Made, sessions: Sequence[MedicineSession]) -> Iterator[Any]:
    of, now = made.number % 30, made.now
    if of not in (NEW, GOES_ON, RESOLVED, NOT_ONE):
        return
    at = now - (1 if of == NEW else 11) * DAY
    after = [one.uid for one in sessions if one.starts_at < at]
    told = {"session": after[-1] if after else None, "by_id": made.client.user_id}
    report = _entry(made, AdverseReport, at, **told)
    report.words = seal(REPORT, report.where)
    yield report
    if of != NEW:
        yield _followed(made, report, Grade(**_graded(now)), now - 9 * DAY)
    if of == RESOLVED:
        over = {"status": Status.RESOLVED, "ended": (now - 3 * DAY).date()}
        yield _followed(made, report, Grade(**{**_graded(now), **over}), now - 2 * DAY)
    if of == NOT_ONE:
        grade = Grade(Status.NOT_ONE, words="New reading glasses; it was there before them, too.")
        yield _followed(made, report, grade, now - 2 * DAY)


def _graded(now: datetime) -> dict[str, Any]:
    return {
        "onset": (now - 12 * DAY).date(),
        "severity": Severity.MILD,
        "impact": Impact.SOME,
        "related": Related.LIKELY,
        "serious": YesNo.NO,
        "helped": YesNo.NO,
        "domain": Domain.PERCEPTION,
        "action": CALLED,
        "words": FELT,
    }


def _followed(made: Made, report: AdverseReport, grade: Grade, at: datetime) -> AdverseFollowUp:
    values = {"event": report.uid, "status": grade.status}
    row: AdverseFollowUp = _entry(made, AdverseFollowUp, at, **values)
    row.told = seal(adverse.written(grade), row.where)
    return row


def _entry(made: Made, model: type[Any], at: datetime, **values: Any) -> Any:
    values.setdefault("by_id", made.therapist.pk)
    who = {"practice_id": made.client.practice_id, "client_id": made.client.pk}
    return model(uid=made.uid(made.dice, at), **who, at=at, received_at=at, **values)
