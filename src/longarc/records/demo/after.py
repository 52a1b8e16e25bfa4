"""What came after the sessions of invented clients: most contacts held, a few that ask.

One contact was not held in its days and one client was tried twice. Follow-ups are due at 4 weeks,
6 months and a year. One client left more than a year ago: nobody has spoken with them since, and
the follow-up still asks.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from longarc.care import after, follow_up
from longarc.care.after import Facts, Session, Slot, Step
from longarc.records.codec import seal
from longarc.records.demo import people
from longarc.records.demo.client import Made
from longarc.records.demo.rows import audit, entry
from longarc.records.models import (
    AfterStep,
    FollowUpAnswer,
    MedicineSession,
    WhatIsMissing,
)

DAY = timedelta(days=1)
EVERY = 30
#: By number of 30: a contact that was not held, one that was tried, follow-ups that are due.
NOT_HELD, TRIED, DUE = 9, 4, frozenset({18, 20, 24})
WROTE, MISSES = 18, 17
#: Who left: everything of theirs is so many days older than the others'.
LEFT, AWAY = 28, timedelta(days=430)
#: An arc has to be this much longer than that time, or there is nothing to look back on.
LEAST_BEFORE = timedelta(days=200)
LEFT_WHY = "We said goodbye in the last meeting. She wants to go on with her choir now."
HOW_IT_IS = "Sleep is good again. Mondays are still hard. I would like to tell you about my father."
MORE_TIME = "One more meeting in the first two weeks would have been good."
HELD = (Step.CALLED, Step.CALLED, Step.MET, Step.WROTE)


def lives_now(number: int, now: datetime, years: float) -> datetime:
    """The last day of this client's story: now, but for the one who left."""
    left = number % EVERY == LEFT and years * 365 * DAY > AWAY + LEAST_BEFORE
    return now - AWAY if left else now


def rows(made: Made, sessions: Sequence[MedicineSession], now: datetime) -> list[list[Any]]:
    """Rows kind by kind, with their audit rows. `now`: when the demonstration is opened."""
    held = tuple(Session(one.uid, one.starts_at, one.received_at) for one in sessions)
    facts = Facts(held, zone=ZoneInfo(people.ZONE))
    dice = Random(f"after/{made.number}")  # noqa: S311 - no secret
    kept = [*_contacts(made, facts, dice), *_talks(made, facts, dice)]
    kept += _said(made, facts) if held else ()
    if made.now < now and held:
        kept.append(_closed(made, facts))
    kinds = {type(row): [one for one in kept if type(one) is type(row)] for row in kept}
    return [*kinds.values(), [audit(made, row) for row in kept]]


def _contacts(made: Made, facts: Facts, dice: Random) -> Iterator[AfterStep]:
    """Each in its days, when those have begun; of the newest session some are left out."""
    found = [one for one in after.contacts(facts, made.now) if one.last < facts.day(made.now)]
    for one in found:
        on = one.first + dice.randrange((one.last - one.first).days + 1) * DAY
        if made.number % EVERY == NOT_HELD and one == found[-1]:
            continue
        if made.number % EVERY == TRIED and one == found[-1]:
            yield from (_step(made, one.slot, Step.TRIED, day, one.session) for day in _twice(on))
            continue
        yield _step(made, one.slot, dice.choice(HELD), on, one.session)


def _twice(on: date) -> tuple[date, date]:
    return on, on + DAY


def _talks(made: Made, facts: Facts, dice: Random) -> Iterator[AfterStep]:
    """Some days after each date; the newest is left out where it is to ask."""
    talks = follow_up.talks(facts, made.now)
    before = facts.day(made.now)
    if talks and made.number % EVERY in DUE:
        before = talks[-1].due.on - follow_up.EARLY
    for talk in talks:
        on = talk.due.on + dice.randrange(5) * DAY
        if on < before:
            yield _step(made, Slot.FOLLOW_UP, dice.choice(HELD), on)


def _said(made: Made, facts: Facts) -> Iterator[Any]:
    of, due = made.number % EVERY, follow_up.talks(facts, made.now)
    if of == WROTE and due:
        row = entry(made, FollowUpAnswer, made.now - 2 * DAY, due=due[-1].due.on)
        row.words = seal(HOW_IT_IS, row.where)
        yield row
    if of == MISSES:
        row = entry(made, WhatIsMissing, made.now - 3 * DAY)
        row.words = seal(MORE_TIME, row.where)
        yield row


def _closed(made: Made, facts: Facts) -> AfterStep:
    return _step(made, Slot.ARC, Step.CLOSED, facts.day(made.now), words=LEFT_WHY)


def _step(
    made: Made, slot: Slot, step: Step, on: date, session: UUID | None = None, words: str = ""
) -> AfterStep:
    evening = datetime.combine(on, time(17), tzinfo=ZoneInfo(people.ZONE)).astimezone(UTC)
    told = {"slot": slot, "step": step, "on": on, "session": session, "by_id": made.therapist.pk}
    row: AfterStep = entry(made, AfterStep, min(evening, made.now), **told)
    row.words = seal(words, row.where) if words else None
    return row
