"""Small stories of one adverse event: `day | what | value`, days counted from 0.

| what | value |
| --- | --- |
| report | by whom: client or team |
| follow up | goes_on, resolved, remains or not_one; then serious, not serious, or empty: unknown |
"""

from dataclasses import replace
from uuid import UUID

from longarc.care.adverse import Event, FollowUp, Grade, Status, YesNo
from longarc.care.adverse_findings import found
from longarc.care.finding import Finding
from tests.spec.relationship.story import card
from tests.spec.story import moment

_SERIOUS = {"": None, "serious": YesNo.YES, "not serious": YesNo.NO}


def parse(text: str) -> Event:
    _, _, *lines = text.strip().splitlines()
    told = [tuple(cell.strip() for cell in line.split("|")) for line in lines]
    day, _, by = told[0]
    event = Event(UUID(int=1), moment(float(day)), by_client=by == "client")
    return replace(event, follow_ups=tuple(_follow_up(*one) for one in told[1:]))


def _follow_up(day: str, _: str, value: str) -> FollowUp:
    status, _, serious = value.partition(" ")
    return FollowUp(moment(float(day)), Grade(Status(status), serious=_SERIOUS[serious]))


def stands_in(text: str, on_day: float) -> list[Finding]:
    return list(found([parse(text)], as_of=moment(on_day)))


def answered(text: str, on_day: float, told: set[str]) -> str:
    stands = stands_in(text, on_day)
    first = ", among the first" if any(one.level for one in stands) else ""
    line = f"On day {on_day:g} it stands on the list{first}." if stands else ""
    cards = [card(one, told) for one in stands]
    return "\n\n".join([line or f"On day {on_day:g} it does not stand.", *cards])
