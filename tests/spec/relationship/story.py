"""Small stories: `day | what | value`, days counted from 0. `7..35/7` is every seventh day.

| what | value |
| --- | --- |
| rating | four steps 0 to 4: heard, what matters, suits, could say no; `-` is skipped |
| talked | (none): the care team records what was talked about |
| rupture | by whom (client, team), then withdrawal, confrontation or own; the story has one |
| repair, mended, not yet | (none): what is said of that rupture |
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from longarc.care.finding import Finding
from longarc.care.relationship import Facts, Kind, Question, Rating, Rupture, Said, Step
from longarc.care.relationship_findings import found
from tests.spec.story import _moments, moment, words

THE_ONE = UUID(int=1)
_SAID = {
    "talked": (Step.TALKED, None),
    "repair": (Step.REPAIR, THE_ONE),
    "mended": (Step.MENDED, THE_ONE),
    "not yet": (Step.NOT_YET, THE_ONE),
}


def parse(text: str) -> Facts:
    facts = Facts()
    _, _, *lines = text.strip().splitlines()
    for line in lines:
        day, what, value = (cell.strip() for cell in line.split("|"))
        for at in _moments(day):
            facts = _tell(facts, what, value, at)
    return facts


def _tell(facts: Facts, what: str, value: str, at: datetime) -> Facts:
    if what == "rating":
        return replace(facts, ratings=(*facts.ratings, rating(value, at)))
    if what == "rupture":
        by, kind = value.split()
        return replace(facts, ruptures=(Rupture(THE_ONE, at, Kind(kind), by == "client"),))
    step, about = _SAID[what]
    return replace(facts, said=(*facts.said, Said(step, at, about)))


def rating(value: str, at: datetime) -> Rating:
    steps = zip(Question, value.split(), strict=True)
    return Rating(at, {question: int(step) for question, step in steps if step != "-"})


def stands_in(text: str, on_day: float) -> list[Finding]:
    return list(found(parse(text), as_of=moment(on_day)))


def answered(text: str, on_day: float, told: set[str]) -> str:
    stands = stands_in(text, on_day)
    codes = " and ".join(f"**{one.code}**" for one in stands) or "**nothing**"
    cards = [card(one, told) for one in stands]
    return "\n\n".join([f"On day {on_day:g} there stands {codes}.", *cards])


def card(one: Finding, told: set[str]) -> str:
    """What the program says; what was printed before in this section is not printed again."""
    others = "; ".join(map(words, one.could_be))
    lines = [words(one.what), f"*How sure:* {words(one.sure)}"]
    lines += [f"*Could also be:* {others}."] if others else []
    lines += [f"*Next:* {words(one.next_step)} {words(one.goes_when)}"]
    new = [line for line in lines if line not in told]
    told.update(lines[1:])
    return "\n>\n".join(f"> {line}" for line in new)
