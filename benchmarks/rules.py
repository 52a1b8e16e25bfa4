"""The rules of readiness, pacing and signals on arcs of five years with 2,000 check-ins.

    python benchmarks/rules.py [--arcs 50] [--rounds 7]

Each arc has all that it would have in a busy practice: exercises, meetings that were rated, views,
versions of the formulation, sessions, flags, ruptures. The whole arc is given to the rules,
although a page fetches less of it. The reference, in the same run: one bare loop that asks of
every fact only whether it is dated before today. Microseconds of processor time for one arc:
median of the rounds, with their range. Every answer is looked at: no rule is left out.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from common import machine, repeat

from longarc.care import capacities as cap
from longarc.care import pacing, readiness, signals
from longarc.care.arc import Arc, CheckIn, ContactRequest, MadeWorse, State
from longarc.care.exercises import Did, Effect
from longarc.care.flags import Answer as FlagAnswer
from longarc.care.flags import Flag, Side
from longarc.care.relationship import Facts as Relationship
from longarc.care.relationship import Question, Rating
from longarc.care.window import Named, Settling

NOW = datetime(2030, 5, 15, 9, tzinfo=UTC)
DAY = timedelta(days=1)
YEARS, CHECK_INS, EXERCISES, MEETINGS, SESSIONS, FLAGS = 5, 2_000, 500, 260, 5, 12
CODES = ("feet_down", "hum", "long_out", "look_around", "press_palms")
EFFECTS = (Effect.HELPED, Effect.HELPED, Effect.SAME, Effect.WORSE)


@dataclass(frozen=True)
class Whole:
    """One client: what readiness and pacing may know, and what signals may."""

    facts: pacing.Facts
    container: readiness.Container
    arc: Arc


def moments(dice: Random, n: int) -> list[datetime]:
    """So many in five years, oldest first."""
    span = YEARS * 365 * 86_400
    return sorted(NOW - timedelta(seconds=dice.randrange(span)) for _ in range(n))


def uid(dice: Random) -> UUID:
    return UUID(int=dice.getrandbits(128))


def one(seed: int) -> Whole:
    dice = Random(seed)
    check_ins = tuple(
        CheckIn(at, min(100, max(0, round(dice.gauss(55, 22)))), uid(dice))
        for at in moments(dice, CHECK_INS)
    )
    done = tuple(
        Did(dice.choice(CODES), at, dice.choice(EFFECTS), dice.choice(tuple(State)), State.WITHIN)
        for at in moments(dice, EXERCISES)
    )
    meetings, sessions = moments(dice, MEETINGS), moments(dice, SESSIONS)
    flags = tuple(_flag(at) for at in moments(dice, FLAGS))
    facts = pacing.Facts(
        capacities=_capacities(dice, check_ins, done, meetings),
        sessions=tuple(sessions),
        settling=tuple(Settling(at, 12, 0.4, dice.random(), None) for at in sessions),
        contacts=8,
        meetings=tuple(meetings),
        near=(),
        flags=flags,
        adverse_events=(),
        risk=readiness.Risk(NOW - 9 * DAY, False, tuple(moments(dice, 3))),
    )
    return Whole(facts, readiness.Container(risk=facts.risk), _arc(dice, facts, check_ins))


def _capacities(
    dice: Random, check_ins: Sequence[CheckIn], done: tuple[Did, ...], met: list[datetime]
) -> cap.Facts:
    views = tuple(
        cap.View(dice.choice(tuple(cap.Capacity)), dice.choice(tuple(cap.Answer)), at, by)
        for by in (True, False)
        for at in moments(dice, 30)
    )
    return cap.Facts(
        check_ins=tuple(
            cap.Noticed(one.at, one.at.date(), one.state, dice.random() < 0.3) for one in check_ins
        ),
        labels=(cap.OwnLabels(met[0], frozenset({State.UP, State.WITHIN, State.DOWN})),),
        done=done,
        named=tuple(Named((State.WITHIN, State.UP), by, met[0]) for by in (True, False)),
        meetings=tuple(met),
        views=views,
        ratings=tuple(at + DAY for at in met),
        ruptures=tuple(cap.Rupture(at, at + 20 * DAY) for at in moments(dice, 6)),
        formulations=tuple(
            cap.Formulated(at, True, True, dice.random() < 0.8, at + DAY)
            for at in moments(dice, 12)
        ),
    )


def _flag(at: datetime) -> Flag:
    answers = (FlagAnswer(at + DAY / 4, False, True), FlagAnswer(at + DAY / 2, False, True))
    return Flag(Side.RISE, at - 9 * DAY, at, 20, 6.0, 4.0, 0.5, 0.7, 0.1, answers, at + 30 * DAY)


def _arc(dice: Random, facts: pacing.Facts, check_ins: tuple[CheckIn, ...]) -> Arc:
    ratings = tuple(
        Rating(at, {question: dice.randint(2, 4) for question in Question}, uid=uid(dice))
        for at in facts.capacities.ratings or ()
    )
    worse = (did for did in facts.capacities.done if did.effect is Effect.WORSE)
    return Arc(
        check_ins=check_ins,
        contact_requests=tuple(ContactRequest(at, uid(dice)) for at in moments(dice, 10)),
        flags=facts.flags or (),
        worse=tuple(MadeWorse(did.at, did.exercise, uid(dice)) for did in worse),
        relationship=Relationship(ratings),
    )


def dated(whole: Whole) -> tuple[Sequence[object], ...]:
    """Every list of facts that the rules are given."""
    told, arc = whole.facts.capacities, whole.arc
    readiness_and_pacing = (told.check_ins, told.done, told.views, told.formulations or ())
    return (*readiness_and_pacing, whole.facts.flags or (), arc.check_ins, arc.worse)


def bare(whole: Whole) -> object:
    """The reference: each fact, and whether it is dated before today."""
    return [fact for facts in dated(whole) for fact in facts if fact.at <= NOW]  # type: ignore[attr-defined]


def next_step(whole: Whole) -> readiness.Readiness:
    """Readiness and pacing, as the page asks for them."""
    ready = readiness.readiness(whole.facts.capacities, whole.container, as_of=NOW)
    SAID[pacing.suggest(whole.facts, as_of=NOW, evidence=ready.capacities).answer] += 1
    return ready


def noticed(whole: Whole) -> object:
    found = signals.findings(whole.arc, as_of=NOW)
    NOTICED.update(str(finding.code) for finding in found)
    return found


SAID: Counter[str] = Counter()
NOTICED: Counter[str] = Counter()


def microseconds(run: Callable[[Whole], object], arcs: Sequence[Whole]) -> float:
    """Of processor time, for one arc."""
    began = time.process_time()
    for whole in arcs:
        run(whole)
    return (time.process_time() - began) / len(arcs) * 1e6


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--arcs", type=int, default=50)
    options.add_argument("--rounds", type=int, default=7)
    chosen = options.parse_args()
    print(json.dumps(machine(packages=())))
    arcs = [one(seed) for seed in range(chosen.arcs)]
    count = sum(map(len, dated(arcs[0])))
    print(f"{len(arcs)} arcs of {YEARS} years, {CHECK_INS} check-ins, {count} facts in each loop")
    runs = (("bare loop", bare), ("readiness and pacing", next_step), ("signals", noticed))
    for title, run in runs:
        run(arcs[0])
        print(f"{title}: {repeat(chosen.rounds, lambda run=run: microseconds(run, arcs))} µs")
    print(f"suggested: {dict(SAID)}; noticed: {dict(NOTICED)}")


if __name__ == "__main__":
    main()
