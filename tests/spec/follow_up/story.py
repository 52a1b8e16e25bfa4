"""Small stories: `day | what | value`, days counted from 0; the client lives in UTC.

| what | value |
| --- | --- |
| session | (none); `entered on 30`: it was entered that day |
| called, met, wrote, tried, why_not | day_1, days_2_7, weeks_2_4 (newest session), follow_up |
| ended, again | (none): a person ends the follow-up, or goes on with it |
| closed, reopened | (none): a person closes the arc, or opens it again |
"""

from dataclasses import replace
from datetime import date
from uuid import UUID

from longarc.care.after import Act, Facts, Session, Slot, Step
from longarc.care.after_findings import found
from longarc.care.finding import Finding
from tests.spec.story import DAY_0, _moments, in_days, moment

_OF_THE_ARC = {Step.CLOSED, Step.REOPENED}


def parse(text: str) -> Facts:
    facts = Facts()
    _, _, *lines = text.strip().splitlines()
    for line in lines:
        day, what, value = (cell.strip() for cell in line.split("|"))
        for at in _moments(day):
            facts = _tell(facts, what, value, at)
    return facts


def _tell(facts, what, value, at):
    uid = UUID(int=1 + len(facts.sessions) + len(facts.acts))
    if what == "session":
        known_at = moment(value.removeprefix("entered on ")) if value else at
        return replace(facts, sessions=(*facts.sessions, Session(uid, at, known_at)))
    step = Step(what)
    slot = Slot(value) if value else Slot.ARC if step in _OF_THE_ARC else Slot.FOLLOW_UP
    about = facts.sessions[-1].uid if slot not in (Slot.FOLLOW_UP, Slot.ARC) else None
    return replace(facts, acts=(*facts.acts, Act(slot, step, at.date(), at, uid, about)))


def stands_in(text: str, on_day: float) -> list[Finding]:
    return list(found(parse(text), as_of=moment(on_day)))


def answered(text: str, on_day: float, told: set[str]) -> str:
    stands = stands_in(text, on_day)
    codes = " and ".join(f"**{one.code}**" for one in stands) or "**nothing**"
    return "\n\n".join(
        [f"On day {on_day:g} there stands {codes}.", *(card(o, told) for o in stands)]
    )


def card(one: Finding, told: set[str]) -> str:
    """What the program says; what was printed before in this section is not printed again."""
    lines = [words(one.what), f"*How sure:* {words(one.sure)}"]
    lines += [f"*Next:* {words(one.next_step)} {words(one.goes_when)}"]
    new = [line for line in lines if line not in told]
    told.update(lines[1:])
    return "\n>\n".join(f"> {line}" for line in new)


def words(text) -> str:
    return text.render(lambda one, many, n: many if many and n != 1 else one, _shown)


def _shown(value: object) -> str:
    if type(value) is date:
        return f"day {(value - DAY_0.date()).days}"
    return in_days(value)
