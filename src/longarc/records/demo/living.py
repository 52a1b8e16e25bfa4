"""How the invented clients live: behaviours, mood and insight, a diary, shifts, other therapies.

One keeps a diary of drinking days, one has EMDR alongside; of one mood moved and behaviour did
not. Many say what shifts, now and then. Nobody said any of this.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from longarc.care.living import TOP, Answer, Area, Drank
from longarc.care.other_therapies import Therapy
from longarc.records.codec import seal
from longarc.records.demo.client import Made
from longarc.records.demo.rows import audit, entry
from longarc.records.models import (
    Behaviour,
    BehaviourAnswer,
    DrinkingDay,
    DrinkMeaning,
    MoodInsight,
    OtherTherapy,
    Shift,
)

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
#: By number of 30.
DIARY, ALONGSIDE, ONLY_MOOD, SOMATIC = 2, 4, 8, 10
WANTED = {
    DIARY: "Go to bed without a drink on weekdays",
    ONLY_MOOD: "Call my sister back",
    SOMATIC: "Leave work when I said I would",
}
GLASS = "One drink: a small glass of wine, or one bottle of beer."
#: Weeks before and after the newest session in which they say something.
BEFORE, AFTER = range(-11, 0), range(2, 20)
DIARY_BEFORE, DIARY_AFTER = 80, 70
SAID = 0.75
WORDS = "I sat on the steps this morning and did not have to be anywhere."
#: Target, distress before and after, validity before and after; by week back from now.
EMDR = (
    (11, "The night in the kitchen", (8, 5), (2, 3)),
    (8, "The night in the kitchen", (6, 3), (3, 5)),
    (4, "The night in the kitchen", (3, 1), (5, 6)),
)


def rows(made: Made) -> list[list[Any]]:
    """Rows kind by kind, with their audit rows; none for those without a session."""
    if not made.life.sessions:
        return []
    dice = Random(f"living/{made.number}")  # noqa: S311 - no secret
    kept = [*_course(made, dice), *_diary(made, dice), *_shifts(made, dice), *_others(made)]
    kinds = {type(row): [one for one in kept if type(one) is type(row)] for row in kept}
    return [*kinds.values(), [audit(made, row) for row in kept]] if kept else []


def _shared(made: Made, model: Any, at: datetime, **values: Any) -> Any:
    return entry(made, model, at, shared_at=at, **values)


def _weeks(made: Made, weeks: range, dice: Random) -> Iterator[datetime]:
    """Some of these weeks around the newest session, as far as they have been."""
    newest, began = made.life.sessions[-1].at, made.client.created_at
    for week in weeks:
        at = newest + week * WEEK
        if began < at < made.now - DAY and dice.random() < SAID:
            yield at


def _course(made: Made, dice: Random) -> Iterator[Any]:
    """Mood and insight rise after the session; what they do differently is told besides."""
    of = made.number % 30
    text = WANTED.get(of)
    if text is None:
        return
    first = max(made.client.created_at + DAY, made.life.sessions[-1].at - 12 * WEEK)
    wanted = _shared(made, Behaviour, first)
    wanted.text = seal(text, wanted.where("text"))
    yield wanted
    for weeks, mood, answers in (
        (BEFORE, 1, (Answer.SAME,)),
        (AFTER, 3, _after(of)),
    ):
        for at in _weeks(made, weeks, dice):
            steps = {"mood": mood + dice.choice((0, 0, 1)), "insight": mood}
            yield _shared(made, MoodInsight, at, **steps)
            said = {"behaviour": wanted.uid, "answer": dice.choice(answers)}
            yield _shared(made, BehaviourAnswer, at + timedelta(minutes=1), **said)


def _after(of: int) -> tuple[Answer, ...]:
    if of == ONLY_MOOD:
        return (Answer.SAME, Answer.SAME, Answer.SAME, Answer.LESS)
    return (Answer.MORE, Answer.MORE, Answer.SAME)


def _diary(made: Made, dice: Random) -> Iterator[Any]:
    """Fewer drinking days after the session; one day in four stays open."""
    if made.number % 30 != DIARY:
        return
    newest, began = made.life.sessions[-1].at, made.client.created_at
    meaning = _shared(made, DrinkMeaning, max(began + DAY, newest - DIARY_BEFORE * DAY))
    meaning.text = seal(GLASS, meaning.where("text"))
    yield meaning
    for back in range(-DIARY_BEFORE, DIARY_AFTER):
        at = newest + back * DAY + timedelta(hours=8)
        if began < at < made.now and dice.random() < SAID:
            yield _day(made, at, at.date(), dice.random() < (0.7 if back < 0 else 0.25), dice)


def _day(made: Made, at: datetime, on: date, drank: bool, dice: Random) -> Any:
    if not drank:
        return _shared(made, DrinkingDay, at, on=on, drank=Drank.NONE)
    drinks = dice.choice((None, 1, 2, 3))
    return _shared(made, DrinkingDay, at, on=on, drank=Drank.SOME, drinks=drinks)


def _shifts(made: Made, dice: Random) -> Iterator[Any]:
    """About every sixth week, by two in three; some areas are skipped, and they rise slowly.

    Every fourth was marked as landed.
    """
    if made.number % 3 == 1:
        return
    at, told = made.client.created_at + 3 * WEEK, 0
    level = dice.choice((0, 1))
    while at < made.now - DAY:
        steps = {
            str(area): min(TOP, level + told // 4 + dice.choice((0, 0, 1)))
            for area in Area
            if dice.random() < SAID
        }
        row = _shared(made, Shift, at, landed=any(steps.values()) and told % 4 == 3, **steps)
        row.words = seal(WORDS, row.where("words")) if told == 1 else None
        yield row
        at, told = at + dice.choice((5, 6, 8)) * WEEK, told + 1


def _others(made: Made) -> Iterator[Any]:
    of, lead = made.number % 30, made.therapist.pk
    if of == ALONGSIDE:
        for week, target, distress, validity in EMDR:
            at = made.now - week * WEEK
            row = _other(made, Therapy.EMDR, at, lead)
            row.target = seal(target, row.where("target"))
            row.distress_before, row.distress_after = distress
            row.validity_before, row.validity_after = validity
            yield row
    if of == SOMATIC:
        row = _other(made, Therapy.SOMATIC, made.now - 3 * WEEK, made.client.user_id)
        row.words = seal("With someone in town. Shaking, then warm.", row.where("words"))
        yield row


def _other(made: Made, therapy: Therapy, at: datetime, by: int | None) -> Any:
    own = by == made.client.user_id
    told = {"therapy": therapy, "on": at.date(), "from_client": own, "by_id": by}
    return entry(made, OtherTherapy, at, **told)
