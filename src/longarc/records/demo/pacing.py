"""Decisions about the next step of invented clients, and one for whom every rule is content.

One agreed with "keep preparing", one with "integrate first". For one the therapist decided
otherwise and said why. One asked for slower, which was talked about. And near the end of a long
preparation there is one of whom the rules say: ready to talk about it.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from longarc.care.arc import State
from longarc.care.capacities import Answer as View
from longarc.care.capacities import Capacity, Standing
from longarc.care.exercises import Effect
from longarc.care.formulation import written
from longarc.care.numbers import RULES
from longarc.care.pacing import Answer, Code
from longarc.care.slower import Wish
from longarc.records.codec import seal
from longarc.records.demo import people
from longarc.records.demo.arrival import SECOND
from longarc.records.demo.client import Made
from longarc.records.demo.rows import audit
from longarc.records.demo.screening import READY
from longarc.records.models import (
    CapacityView,
    CheckIn,
    CheckInMore,
    ExerciseDone,
    FormulationAgreed,
    FormulationVersion,
    Meeting,
    MeetingRating,
    PaceWord,
    PacingDecision,
    StateWords,
)

DAY = timedelta(days=1)
SLOWER = 16
DECIDED_DAYS = 4
STILL = "There is a lot from the session that still moves. We stay with that first, as we said."
OTHERWISE = (
    "You start the new work next week and sleep is thin. I would rather wait with the next piece "
    "until that has calmed down. We look at it together on Thursday."
)
TALK = "You know your ways back now, and you could say no here. Let us talk about what you want."
#: By the client's number: what the rules had said, what was decided, and the reason.
DECIDED: dict[int, tuple[Answer, Answer, str]] = {
    0: (Answer.INTEGRATE, Answer.INTEGRATE, STILL),
    1: (Answer.PREPARE, Answer.PREPARE, ""),
    11: (Answer.PREPARE, Answer.SLOW, OTHERWISE),
    READY: (Answer.READY, Answer.READY, TALK),
}
SAID = {
    Answer.INTEGRATE: (Code.CONTACTS, Standing.NOT_MET, "Fewer contacts than planned so far."),
    Answer.PREPARE: (Code.CAPACITY, Standing.NOT_KNOWN, "Understanding one's patterns: not known."),
}
NOT_KNOWN = ("Ruptures: not known here.",)
#: Exercises of the one who is ready, three times each, and the days on which they were done.
DONE = {"feet_down": (3, 5, 8), "look_around": (4, 6, 10)}


def rows(made: Made, check_ins: Sequence[CheckIn]) -> list[list[Any]]:
    """Rows kind by kind, with their audit rows; none for most clients."""
    kept = [*_decided(made), *_slower(made)]
    if made.number == READY:
        kept += _ready(made, check_ins)
    kinds = {type(row): [one for one in kept if type(one) is type(row)] for row in kept}
    return [*kinds.values(), [audit(made, row) for row in kept]]


def _decided(made: Made) -> Iterator[Any]:
    if made.number not in DECIDED:
        return
    suggested, decided, why = DECIDED[made.number]
    codes: dict[str, Any] = {"suggested": suggested, "decided": decided}
    row = _entry(made, PacingDecision, made.now - DECIDED_DAYS * DAY, by_therapist=True, **codes)
    reasons = [[*SAID[suggested], None]] if suggested in SAID else []
    said = {"version": f"{RULES}, unsigned", "reasons": reasons, "not_known": NOT_KNOWN}
    row.said = seal(json.dumps(said), row.where("said"))
    row.why = seal(why, row.where("why")) if why else None
    yield row


def _slower(made: Made) -> Iterator[Any]:
    if made.number == SLOWER:
        yield _entry(made, PaceWord, made.now - 12 * DAY, wish=Wish.SLOWER)
        yield _entry(made, PaceWord, made.now - 9 * DAY, by_therapist=True, wish=Wish.TALKED)


def _ready(made: Made, check_ins: Sequence[CheckIn]) -> Iterator[Any]:
    """What the rules ask for, done in the last weeks: words, exercises, meetings, both views."""
    now = made.now
    for one in check_ins[-4:]:
        told: dict[str, Any] = {"check_in": one.uid, "body": "chest:warm"}
        yield _entry(made, CheckInMore, one.at + timedelta(seconds=40), **told)
    yield _own_words(made)
    for code, days in DONE.items():
        told = {"exercise": code, "before": State.UP, "after": State.WITHIN}
        told["effect"] = Effect.HELPED
        yield from (_entry(made, ExerciseDone, now - n * DAY, **told) for n in days)
    for capacity in Capacity:
        view: dict[str, Any] = {"capacity": capacity, "answer": View.YES}
        yield _entry(made, CapacityView, now - 2 * DAY, **view)
        yield _entry(made, CapacityView, now - DAY, by_therapist=True, **view)
    yield from _met(made)
    yield from _understood(made)


def _own_words(made: Made) -> StateWords:
    row: StateWords = _entry(made, StateWords, made.now - 60 * DAY)
    row.labels = seal(json.dumps(people.OWN_NAMES[0]), row.where)
    return row


def _met(made: Made) -> Iterator[Any]:
    """Two meetings more than the weekly ones, and how each of the last five felt."""
    weekly = [made.now + timedelta(days=7 * n + made.number % 5, hours=3) for n in (-3, -2, -1)]
    before = [weekly[0] - 7 * n * DAY for n in (2, 1)]
    for at in before:
        told: dict[str, Any] = {"starts_at": at, "with_user_id": made.therapist.pk}
        yield _entry(made, Meeting, at - 8 * DAY, by_therapist=True, **told)
    for at in (*before, *weekly):
        steps: dict[str, Any] = {"heard": 4, "mattered": 3, "fits": 3, "could_say_no": 4}
        yield _entry(made, MeetingRating, at + timedelta(hours=2), **steps)


def _understood(made: Made) -> Iterator[Any]:
    row: FormulationVersion = _entry(made, FormulationVersion, made.now - 30 * DAY)
    row.sections = seal(written(SECOND), row.where)
    yield row
    yield _entry(made, FormulationAgreed, made.now - 29 * DAY, version=row.uid)


def _entry(
    made: Made, model: type[Any], at: datetime, *, by_therapist: bool = False, **values: Any
) -> Any:
    by = made.therapist.pk if by_therapist else made.client.user_id
    who = {"practice_id": made.client.practice_id, "client_id": made.client.pk, "by_id": by}
    return model(uid=made.uid(made.dice, at), **who, at=at, received_at=at, **values)
