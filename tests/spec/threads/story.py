"""Small stories: `day | who | says`, days counted from 0. Lines may come in any order.

| who | says |
| --- | --- |
| client, therapist | of a thread: touched, met, resting or landed |
| client | how near: not_today, near_enough or too_near |
| step | of a small step that was taken up on day 0: did or not_today |
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from longarc.care.commitments import Answer, Answered, Commitment, Rhythm
from longarc.care.threads import Moved, Near, Said, State, Thread
from tests.spec.story import words

DAY_0 = datetime(2030, 1, 7, 9, tzinfo=UTC)
ZONE = ZoneInfo("UTC")
Line = tuple[int, str, str]


def label(text: str, on_day: float) -> str:
    """What the program says on that day, of the thread or of the small step."""
    lines = [line for line in _lines(text) if line[0] <= on_day]
    day = (DAY_0 + timedelta(days=on_day)).date()
    if any(who == "step" for _, who, _ in _lines(text)):
        return words(_step(lines).over_weeks(day, ZONE))
    thread = _thread(lines)
    near = thread.near_on(day, ZONE)
    nearness = f", {near.replace('_', ' ')}" if near else ""
    return f"{thread.state}{nearness}, {'open' if thread.open else 'not open'}"


def _lines(text: str) -> list[Line]:
    _, _, *lines = text.strip().splitlines()
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [(int(day), who, says) for day, who, says in cells]


def _at(day: int) -> datetime:
    return DAY_0 + timedelta(days=day, hours=2)


def _thread(lines: list[Line]) -> Thread:
    moves = [(d, who, says) for d, who, says in lines if says in set(State)]
    told = [(d, who, says) for d, who, says in lines if says in set(Near)]
    return Thread(
        uid=UUID(int=1),
        at=DAY_0,
        words="",
        moves=tuple(Moved(State(s), _at(d), who == "client") for d, who, s in moves),
        answers=tuple(Said(Near(s), _at(d), who == "client") for d, who, s in told),
    )


def _step(lines: list[Line]) -> Commitment:
    told = tuple(Answered(Answer(says), _at(day)) for day, _, says in lines)
    return Commitment(UUID(int=1), DAY_0, "", Rhythm.MOST_DAYS, told)


def answered(story: str, on_day: float, told: set[str]) -> str:
    return f"On day {on_day:g}: **{label(story, on_day)}**"
