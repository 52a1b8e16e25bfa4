"""Exercises that invented clients did, and how both sides see what they are preparing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from longarc.care.arc import Phase, State, state_at
from longarc.care.capacities import Answer, Capacity
from longarc.care.exercise_list import EXERCISES, Exercise
from longarc.care.exercises import Effect
from longarc.care.finding import Code, MarkKind
from longarc.records.demo.process import Report
from longarc.records.models import CapacityView, ExerciseBack, ExerciseDone, SignalMark

Entry = Callable[..., Any]
DAY = timedelta(days=1)
#: Exercises are written for the latest days only; in these phases every second day or so.
LATEST = 70 * DAY
SHARE = {Phase.ARRIVAL: 0.05, Phase.PREPARATION: 0.45, Phase.MEDICINE: 0.4, Phase.INTEGRATION: 0.35}
OTHERWISE = 0.08
OWN = 5
#: These clients said of one exercise that it made it worse: lately, so that it stands before the
#: therapist; or some weeks ago, the therapist answered it, and the client brought it back.
MADE_WORSE = {1: 2 * DAY}
BROUGHT_BACK = {4: 40 * DAY}
WORSE = "long_out"
_CALMER = {
    State.WAY_UP: (State.UP, State.UP, State.WITHIN),
    State.UP: (State.WITHIN, State.WITHIN, State.UP),
    State.DOWN: (State.WITHIN, State.DOWN),
    State.WAY_DOWN: (State.DOWN, State.DOWN, State.WITHIN),
}


def rows(
    reports: list[Report], phase: Phase, now: datetime, dice: Random, entry: Entry
) -> list[Any]:
    """Their exercises, each after a check-in; `entry` makes a row of this client."""
    own = [one for one in dice.sample(EXERCISES, OWN) if one.code != WORSE]
    likes = {one.code: dice.uniform(0.25, 0.9) for one in own}
    share = SHARE.get(phase, OTHERWISE)
    made = []
    for report in reports:
        if now - LATEST < report.at < now - timedelta(hours=1) and dice.random() < share:
            made += _one(report, own, likes, dice, entry)
    return made


def _one(
    report: Report, own: list[Exercise], likes: dict[str, float], dice: Random, entry: Entry
) -> list[Any]:
    state = state_at(report.position)
    fitting = [one for one in own if one.fits(state)]
    if not fitting:
        return []
    one = dice.choice(fitting)
    helped = dice.random() < likes[one.code]
    effect = "" if dice.random() < 0.15 else str(Effect.HELPED if helped else Effect.SAME)
    after = dice.choice(_CALMER.get(state, (state,))) if helped else state
    told = {"before": state, "after": after, "effect": effect}
    at = report.at + timedelta(minutes=one.minutes + 2)
    return [entry(ExerciseDone, at, exercise=one.code, **told)]


def worse(number: int, now: datetime, therapist: int, entry: Entry) -> list[Any]:
    """An exercise that made it worse, for the few clients who said so."""
    ago = MADE_WORSE.get(number) or BROUGHT_BACK.get(number)
    if ago is None:
        return []
    told = {"before": State.UP, "after": State.WAY_UP, "effect": Effect.WORSE}
    made = [entry(ExerciseDone, now - ago, exercise=WORSE, **told)]
    if number in BROUGHT_BACK:
        mark = {"code": Code.EXERCISE, "since": now - ago, "level": 0, "kind": MarkKind.DONE}
        made.append(entry(SignalMark, now - ago + DAY, by_id=therapist, **mark))
        made.append(entry(ExerciseBack, now - ago + 9 * DAY, exercise=WORSE))
    return made


def views(
    phase: Phase, began: datetime, now: datetime, dice: Random, therapist: int, entry: Entry
) -> list[Any]:
    """What both sides say of the five; the client first, the therapist some days later."""
    if phase is Phase.ARRIVAL or now - began < 14 * DAY:
        return []
    made = []
    for capacity in Capacity:
        at = now - dice.randint(6, 30) * DAY
        answers = dice.choices(tuple(Answer), (4, 4, 2), k=2)
        if dice.random() < 0.8:
            made.append(entry(CapacityView, max(at, began), capacity=capacity, answer=answers[0]))
        if dice.random() < 0.6:
            later = min(max(at, began) + 3 * DAY, now)
            told = {"capacity": capacity, "answer": answers[1], "by_id": therapist}
            made.append(entry(CapacityView, later, **told))
    return made
