"""What a few invented clients take in: threads with their pace, parts, small steps.

The first has one of each state and a map of parts; the third has a thread that is too near; one
keeps a thread to themselves. Nobody wrote any of this.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from longarc.care.capacities import Capacity
from longarc.care.commitments import Answer, Rhythm
from longarc.care.parts import Told, written
from longarc.care.threads import Kind, Near, State
from longarc.records.codec import seal
from longarc.records.demo.arrival import AGREED, SECOND
from longarc.records.demo.client import Made
from longarc.records.demo.rows import audit, entry
from longarc.records.models import (
    Commitment,
    CommitmentAnswer,
    CommitmentEnd,
    Noticed,
    Part,
    Thread,
    ThreadNear,
    ThreadNote,
    ThreadState,
)

DAY = timedelta(days=1)
#: Those who have something written down, by their number; they have had a session.
WITH_THREADS = (0, 2, 4, 7, 8, 10)
TOO_NEAR = 2
KEEPS_ONE = 4
#: Name, what surfaced, kind, the states it was in, whether the therapist wrote it.
THREADS: tuple[tuple[str, str, Kind | None, tuple[State, ...], bool], ...] = (
    (
        "The long hallway",
        "I was small and waited in a hallway. Nobody came, and I was not afraid.",
        Kind.MEMORY,
        (State.MET, State.RESTING),
        False,
    ),
    (
        "Heavy arms",
        "My arms were too heavy to lift. Then they were only tired.",
        Kind.SENSATION,
        (State.MET, State.LANDED),
        False,
    ),
    (
        "Anger at being useful",
        "Anger, for the first time, at always helping.",
        Kind.EMOTION,
        (),
        True,
    ),
)
NOTE = "We stayed at the edge of it, with feet on the floor. Enough for one meeting."
PRIVATE = "Something about my brother. Mine, for now."
PARTS = (
    Told(
        name="The Watcher",
        protects="Me, from being surprised.",
        asks="To sit near the door, and to be thanked once.",
        trigger=True,
        capacities=(Capacity.STATES,),
    ),
    Told(
        name="The Helper",
        protects="The peace at home.",
        asks="A day without being needed.",
        ways=(SECOND.adaptations[0].name,),
    ),
    Told(name="The small one", asks="To be picked up."),
)
STEPS = (
    ("Ten slow breaths at the kitchen window", Rhythm.MOST_DAYS, (0.6, 0.15)),
    ("Ask one person for one small thing", Rhythm.SOME_DAYS, (0.3, 0.1)),
)
STEP_WEEKS = 6
#: A step that was marked as landed: it stayed.
STAYED = ("Leave the phone in the hall at night", Rhythm.MOST_DAYS)
NOTICED = "The voice in the next room rose. I named it, put both feet down, and stayed."


def rows(made: Made) -> list[list[Any]]:
    """Rows kind by kind, with their audit rows; none for most clients."""
    if made.number not in WITH_THREADS or not made.life.sessions:
        return []
    kept = [*_threads(made), *_steps(made)]
    kinds = {type(row): [one for one in kept if type(one) is type(row)] for row in kept}
    return [*kinds.values(), [audit(made, row) for row in kept]]


def _threads(made: Made) -> Iterator[Any]:
    """What came up in the newest session; the ties of the parts go to it."""
    session = made.life.sessions[-1].at
    found = []
    for n, (name, words, kind, states, by_staff) in enumerate(THREADS):
        at = min(session + (2 + n) * DAY, made.now - 2 * DAY)
        row = _thread(made, at, name, words, kind, by_staff=by_staff, day=session.date())
        found.append(row)
        yield row
        yield from _moves(made, row, states)
    yield from _near(made, found[0])
    yield from _notes(made, found[0])
    if made.number == KEEPS_ONE:
        yield _thread(made, made.now - 3 * DAY, "", PRIVATE, None, shared=False)
    if made.number in AGREED:
        yield from _parts(made, [row.uid for row in found])


def _thread(
    made: Made,
    at: datetime,
    name: str,
    words: str,
    kind: Kind | None,
    *,
    by_staff: bool = False,
    shared: bool = True,
    day: date | None = None,
) -> Thread:
    by = {"by_id": made.therapist.pk} if by_staff else {}
    row: Thread = entry(made, Thread, at, kind=kind or "", day=day, **by)
    row.name = seal(name, row.where("name")) if name else None
    row.words, row.shared_at = seal(words, row.where("words")), at if shared else None
    return row


def _moves(made: Made, thread: Thread, states: tuple[State, ...]) -> Iterator[Any]:
    for n, state in enumerate(states, start=1):
        at = min(thread.at + 4 * n * DAY, made.now - timedelta(hours=n))
        yield entry(made, ThreadState, at, thread=thread.uid, state=state)


def _near(made: Made, thread: Thread) -> Iterator[Any]:
    near = Near.TOO_NEAR if made.number == TOO_NEAR else Near.NEAR_ENOUGH
    yield entry(made, ThreadNear, made.now - DAY, thread=thread.uid, near=near)


def _notes(made: Made, thread: Thread) -> Iterator[Any]:
    row = entry(made, ThreadNote, made.now - DAY, thread=thread.uid, by_id=made.therapist.pk)
    row.text = seal(NOTE, row.where)
    yield row


def _parts(made: Made, threads: list[UUID]) -> Iterator[Any]:
    """Two are tied to a thread; the second has a way of coping of the formulation."""
    tied = ((threads[0],), (threads[2],), ())
    for n, (told, ties) in enumerate(zip(PARTS, tied, strict=True)):
        at = made.now - (9 - n) * DAY
        row = entry(made, Part, at, part=made.uid(made.dice, at), shared_at=at)
        value = Told(
            told.name, told.protects, told.asks, ties, told.ways, told.trigger, told.capacities
        )
        row.told = seal(written(value), row.where("told"))
        yield row


def _steps(made: Made) -> Iterator[Any]:
    """Taken up some weeks ago; done on some days, put off on others, mostly not spoken of."""
    began = max(made.life.sessions[-1].at + 2 * DAY, made.now - STEP_WEEKS * 7 * DAY)
    for text, rhythm, (did, not_today) in STEPS:
        row = entry(made, Commitment, min(began, made.now - DAY), rhythm=rhythm)
        row.text = seal(text, row.where)
        yield row
        for day in range(1, (made.now - row.at).days):
            roll = made.dice.random()
            if roll < did + not_today:
                answer = Answer.DID if roll < did else Answer.NOT_TODAY
                at = made.now - day * DAY + timedelta(hours=8)
                yield entry(made, CommitmentAnswer, at, commitment=row.uid, answer=answer)
    yield from _stayed(made, min(began, made.now - DAY))
    at = made.now - 4 * DAY
    noticed = entry(made, Noticed, at, shared_at=at)
    noticed.text = seal(NOTICED, noticed.where("text"))
    yield noticed


def _stayed(made: Made, began: datetime) -> Iterator[Any]:
    row = entry(made, Commitment, began, rhythm=STAYED[1])
    row.text = seal(STAYED[0], row.where)
    yield row
    at = max(began, made.now - 2 * DAY)
    yield entry(made, CommitmentEnd, at, commitment=row.uid, stayed=True)
