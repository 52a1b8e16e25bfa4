"""Notes of invented therapists about invented clients, and their phrases. Nobody wrote any of it.

Two of three clients have signed notes; a few have an addendum, one a draft, some a process note.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from longarc.care.notes import Section, written
from longarc.records.codec import seal
from longarc.records.demo.client import Made
from longarc.records.models import (
    AuditEntry,
    Meeting,
    NoteAddendum,
    NoteDraft,
    Phrase,
    ProcessNote,
    SessionNote,
    User,
)

MATTERED = (
    "She noticed the moment before she goes away, and stayed one breath longer.",
    "We looked at the week with his brother. He said no, and nothing broke.",
    "Mostly quiet. Feet on the floor, the window open, then words for the first time.",
    "The dream came back. We did not go into it; we looked at where it sits.",
)
HOLD = (
    "Slower than I want to go. The hand signal for a pause is agreed.",
    "I said that I would ask about the appointment next week.",
    "Her sister comes along on the day. Not to be talked about before that.",
)
NEXT = (
    "Begin with how the evenings were, before anything else.",
    "Ask what the pause was like, and whether it came too late.",
    "Look at the plan for the day together, line by line.",
)
ADDED = "He rang the day after: it had settled by the evening."
DRAFT = "Came late, was tired. Write the rest tonight."
PROCESS = "I was quick to comfort. Bring to supervision what I could not wait for."
PHRASES = (
    ("ground", "We took time to arrive: feet, seat, sound, three things in the room."),
    ("repair", "We went back to the moment, I named my part in it, and asked what it was like."),
)
#: Of 30: one in three has no note; who has what more.
WITHOUT, ADDENDUM, DRAFTED = 3, 5, 4


def rows(made: Made, planned: list[Meeting]) -> list[list[Any]]:
    """Rows kind by kind, with their audit rows. `planned`: the meetings that they have already."""
    of = made.number % 30
    over = [one for one in planned if one.starts_at < made.now - timedelta(days=1)]
    notes = [] if of % WITHOUT == WITHOUT - 1 else [_note(made, one) for one in over[-4:]]
    added = [_addendum(made, notes[0])] if notes and of % ADDENDUM == 0 else []
    drafts = [_draft(made)] if of == DRAFTED else []
    process = [_process(made)] if of % ADDENDUM == 1 else []
    audit = [_audit(made, row) for row in (*notes, *added)]
    return [notes, added, drafts, process, audit]


def _note(made: Made, met: Meeting) -> SessionNote:
    at, dice = met.starts_at + timedelta(hours=2), made.dice
    row = SessionNote(**_entry(made, at), about=met.uid, on=met.starts_at.date())
    words = {
        Section.MATTERED: dice.choice(MATTERED),
        Section.HOLD: dice.choice(HOLD),
        Section.NEXT: dice.choice(NEXT),
    }
    row.words = seal(written(words), row.where)
    return row


def _addendum(made: Made, note: SessionNote) -> NoteAddendum:
    row = NoteAddendum(**_entry(made, note.at + timedelta(hours=20)), note=note.uid)
    row.text = seal(ADDED, row.where)
    return row


def _entry(made: Made, at: datetime) -> dict[str, Any]:
    by = {"by_id": made.therapist.pk, "at": at, "received_at": at}
    return {"uid": made.uid(made.dice, at), **_who(made), **by}


def _who(made: Made) -> dict[str, Any]:
    return {"practice_id": made.client.practice_id, "client_id": made.client.pk}


def _draft(made: Made) -> NoteDraft:
    at = made.now - timedelta(hours=15)
    uid, page = made.uid(made.dice, at), made.uid(made.dice, at)
    times = {"at": at, "saved_at": at, "on": at.date()}
    row = NoteDraft(uid=uid, page=page, author_id=made.therapist.pk, **_who(made), **times)
    row.words = seal(written({Section.MATTERED: DRAFT}), row.where)
    return row


def _process(made: Made) -> ProcessNote:
    at = made.now - timedelta(days=3)
    uid = made.uid(made.dice, at)
    row = ProcessNote(uid=uid, at=at, author_id=made.therapist.pk, **_who(made))
    row.text = seal(PROCESS, row.where)
    return row


def _audit(made: Made, row: Any) -> AuditEntry:
    act = f"kept_{row._meta.model_name}"
    return AuditEntry(**_who(made), at=row.at, user_id=row.by_id, act=act, target=row.uid)


def phrases(staff: list[User], now: datetime, uid: Callable[[datetime], UUID]) -> None:
    """The same two for each of these."""
    for user in staff:
        for name, text in PHRASES:
            row = Phrase(uid=uid(now), practice_id=user.practice_id, author_id=user.pk, at=now)
            row.name = seal(name, row.where("name"))
            row.text = seal(text, row.where("text"))
            row.save()
