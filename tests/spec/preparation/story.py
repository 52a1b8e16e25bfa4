"""Small stories: `day | what | value`, days counted from 0. `1..9/2` is every second day.

| what | value |
| --- | --- |
| check-in | rows of the ladder, taken in turn; with `+ noted`: shared words or a body map with it |
| exercise | its code, then what came of it (helped, same, worse, or `-`), then `before > after` |
| back | the code of an exercise that the client brings back |
| together | the code of an exercise that was done with someone of the care team |
| session | (none): a medicine session began |
| words | the states for which the client has words of their own |
| inside | the rows that both sides count as inside |
| meeting | (none): a meeting with the lead |
| rating | (none): a rating after it |
| rupture | `open`, or `repaired 30` |
| formulation | what it names (trigger, response, helps); with `agreed 30`: the client agreed then |
| client, therapist | a capacity and what they say of it: yes, partly, not yet |
| signed | a number that the practice signed, and its value: it speaks from then on |
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import cycle

from longarc.care import capacities, exercises
from longarc.care.arc import State
from longarc.care.capacities import Capacity, Facts
from longarc.care.exercises import BroughtBack, Did, Effect, Limits
from longarc.care.numbers import signed_last
from longarc.care.window import Named
from tests.spec.story import _moments, in_days, moment, words


@dataclass
class Told:
    facts: Facts = field(default_factory=Facts)
    back: tuple[BroughtBack, ...] = ()
    signed: tuple[tuple[datetime, str, int], ...] = ()
    together: tuple[tuple[datetime, str], ...] = ()
    sessions: tuple[datetime, ...] = ()


def parse(text: str) -> Told:
    told = Told()
    _, _, *lines = text.strip().splitlines()
    for line in lines:
        day, what, value = (cell.strip() for cell in line.split("|"))
        values = cycle([one.strip() for one in value.split(",")])
        for at in _moments(day):
            _tell(told, what, value if what in WHOLE else next(values), at)
    return told


WHOLE = {"words", "inside", "formulation"}


def _tell(told: Told, what: str, value: str, at: datetime) -> None:
    if what == "back":
        told.back += (BroughtBack(value, at),)
        return
    if what == "together":
        told.together += ((at, value),)
        return
    if what == "session":
        told.sessions += (at,)
        return
    if what == "signed":
        number, n = value.split()
        told.signed += ((at, number, int(n)),)
        return
    facts = told.facts
    name, new = _FACT[what](value, at)
    told.facts = replace(facts, **{name: (*(getattr(facts, name) or ()), *new)})


def state(value: str) -> State:
    return State(value.strip().replace(" ", "_"))


def _check_in(value, at):
    row, _, noted = value.partition(" + ")
    return "check_ins", (capacities.Noticed(at, at.date(), state(row), bool(noted)),)


def _exercise(value, at):
    code, effect, *ends = value.split(" ", 2)
    before, after = ends[0].split(">") if ends else ("", "")
    return "done", (
        Did(
            code,
            at,
            Effect(effect) if effect != "-" else None,
            state(before) if before.strip() else None,
            state(after) if after.strip() else None,
        ),
    )


def _view(value, at, *, by_client):
    capacity, said = value.split(" ", 1)
    answer = capacities.Answer(said.replace(" ", "_"))
    return "views", (capacities.View(Capacity(capacity), answer, at, by_client),)


def _inside(value, at):
    rows = tuple(state(row) for row in value.split(","))
    return "named", (Named(rows, True, at), Named(rows, False, at))


def _rupture(value, at):
    repaired = moment(value.split()[1]) if value != "open" else None
    return "ruptures", (capacities.Rupture(at, repaired),)


def _formulation(value, at):
    names, _, agreed = value.partition(" agreed ")
    named = {one.strip() for one in names.split(",")}
    parts = ("trigger" in named, "response" in named, "helps" in named)
    return "formulations", (
        capacities.Formulated(at, *parts, agreed=moment(agreed) if agreed else None),
    )


_FACT = {
    "check-in": _check_in,
    "exercise": _exercise,
    "words": lambda value, at: (
        "labels",
        (capacities.OwnLabels(at, frozenset(map(state, value.split(",")))),),
    ),
    "inside": _inside,
    "meeting": lambda _, at: ("meetings", (at,)),
    "rating": lambda _, at: ("ratings", (at,)),
    "rupture": _rupture,
    "formulation": _formulation,
    "client": lambda value, at: _view(value, at, by_client=True),
    "therapist": lambda value, at: _view(value, at, by_client=False),
}


def evidence_of(text: str, on_day: float, about: str):
    """The evidence for one capacity on that day."""
    told, as_of = parse(text), moment(on_day)
    numbers = signed_last((number, n) for at, number, n in told.signed if at <= as_of)
    found = capacities.evidence(told.facts, as_of=as_of, numbers=numbers)
    return next(one for one in found if one.capacity == about)


def suggested_in(text: str, on_day: float, now: str):
    told, as_of = parse(text), moment(on_day)
    limits = Limits(
        frozenset(code for at, code in told.together if at <= as_of),
        any(at <= as_of < at + exercises.UNSTEADY for at in told.sessions),
    )
    return exercises.suggested(told.facts.done, state(now), as_of=as_of, limits=limits)


def left_on(text: str, on_day: float) -> frozenset[str]:
    told = parse(text)
    return exercises.left_out(told.facts.done, told.back, as_of=moment(on_day))


def answered(text: str, on_day: float, _told: set[str], *, about: str = "", now: str = "") -> str:
    """What the program says: of one capacity (`about`), or which exercises in one state (`now`)."""
    if about:
        return _evidence(text, on_day, about)
    first = [
        f"> **{one.exercise.title}**: {words(one.why)}" for one in suggested_in(text, on_day, now)
    ]
    left = ", ".join(sorted(left_on(text, on_day))) or "nothing"
    heading = f"On day {on_day:g}, {now}: first come"
    return "\n\n".join([heading, "\n>\n".join(first), f"Left out: {left}."])


def _evidence(text: str, on_day: float, about: str) -> str:
    found = evidence_of(text, on_day, about)
    lines = [f"> *{_said(part.standing)}:* {words(part.staff)}" for part in found.parts]
    sides = (("client", found.client), ("therapist", found.therapist))
    lines += [
        f"> The {side} said on {in_days(view.at)}: {_said(view.answer)}."
        for side, view in sides
        if view
    ]
    heading = f"On day {on_day:g}, {about}: **{_said(found.standing)}**."
    return f"{heading}\n\n" + "\n>\n".join(lines)


def _said(code: str) -> str:
    return code.replace("_", " ")
