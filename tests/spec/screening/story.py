"""Small stories: `day | what | value`, days counted from 0. Everything not named was asked: no.

| what | value |
| --- | --- |
| medicine | `lithium`: taken now; `lithium, stopped 12`: last taken on day 12; `lithium, stopped` |
| | `lithum, chose lithium`: taken now, and the client chose that of the names it looks like |
| named | `Abc: lithium`: someone of the care team wrote that the unknown name Abc is that |
| list | whole (as from day 0 unless told otherwise), or not known |
| yes, no, not known | a condition, as the client says it; `staff: psychosis` for the care team |
| planned | psilocybin, mdma or ketamine |
| profile | none, oregon, clinic or colorado, from the beginning |
| decided, declined, answered | the row that a named person recorded this about |
| left | (none): the prescriber who decided is no longer one |
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from longarc.care.conditions import CONDITIONS
from longarc.care.jurisdiction import NONE, PROFILES, Code, Profile
from longarc.care.screening import may_start, rows
from longarc.care.screening_facts import (
    MEDICINES,
    Answer,
    Facts,
    Identified,
    Judgement,
    Kind,
    Medicine,
    Said,
    Taken,
)
from longarc.care.screening_rows import Row
from longarc.care.sources import Substance
from longarc.records.medicines import known
from tests.spec.story import words

DAY_0 = datetime(2030, 1, 1, 9, tzinfo=UTC)
WORDS = {"yes": Said.YES, "no": Said.NO, "not known": Said.SAY}


def moment(day: int) -> datetime:
    return DAY_0 + timedelta(days=day)


def day_of(day: int) -> date:
    return moment(day).date()


@dataclass
class Told:
    facts: Facts = field(default_factory=Facts)
    profile: Profile = NONE

    def more(self, **parts) -> None:
        joined = {name: (*getattr(self.facts, name), value) for name, value in parts.items()}
        self.facts = replace(self.facts, **joined)

    def list(self, day: int) -> tuple[Row, ...]:
        return rows(self.facts, names=known(), on=day_of(day), profile=self.profile)


def parse(text: str, on_day: int) -> Told:
    told = Told()
    for code in CONDITIONS:
        told.more(answers=Answer(code, Said.NO, moment(-1), by_staff=True))
    _, _, *lines = text.strip().splitlines()
    told_rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    if not any(what == "list" for _, what, _ in told_rows):
        told.more(answers=Answer(MEDICINES, Said.ALL, moment(-1)))
    for day, what, value in told_rows:
        if int(day) <= on_day:
            tell(told, int(day), what, value)
    return told


def tell(told: Told, day: int, what: str, value: str) -> None:
    at = moment(day)
    if what == "medicine":
        told.more(medicines=medicine(value, at))
    elif what == "named":
        words_, _, name = value.partition(": ")
        told.more(identified=Identified(words_, name, at, "Maya"))
    elif what in WORDS:
        who, _, code = value.rpartition(": ")
        told.more(answers=Answer(code, WORDS[what], at, by_staff=who == "staff"))
    elif what == "list":
        said = Said.ALL if value == "whole" else Said.SAY
        told.more(answers=Answer(MEDICINES, said, at))
    elif what == "planned":
        told.facts = replace(told.facts, substance=Substance(value))
    elif what == "profile":
        told.profile = PROFILES[Code(value)]
    elif what == "left":
        left = tuple(replace(one, holds=False) for one in told.facts.judgements)
        told.facts = replace(told.facts, judgements=left)
    else:
        told.more(judgements=judgement(told, day, Kind(what), value))


def medicine(value: str, at: datetime) -> Medicine:
    name, _, stopped = value.partition(", ")
    how, _, day = stopped.partition(" ")
    if how != "stopped":
        return Medicine(name, Taken.NOW, None, at, chosen=day)
    return Medicine(name, Taken.STOPPED, day_of(int(day)) if day else None, at)


def judgement(told: Told, day: int, kind: Kind, subject: str) -> Judgement:
    [row] = [one for one in told.list(day) if one.subject == subject]
    made = moment(day) + timedelta(hours=1)
    return Judgement(subject, kind, row.level, told.facts.substance, made, "Pat", "a reason")


def label(row: Row) -> str:
    return f"{row.level.name} {row.subject} {row.state}"


def answered(story: str, on_day: float, _told: set[str]) -> str:
    found = parse(story, int(on_day)).list(int(on_day))
    listed = "; ".join(f"**{label(row)}**" for row in found) or "**nothing**"
    lines = [f"On day {on_day:g} the list is {listed}."]
    decision = may_start(found)
    if decision.allowed:
        lines.append("Nothing on it stops a session.")
    lines += [f"> {words(reason.text)}" for reason in decision.reasons]
    return "\n\n".join(lines)
