"""Small stories: `day | what | value`, days counted from 0, each begins at 9:00.

| what | value |
| --- | --- |
| answered | `no` to every question, then what differs: `ending yes`, `hurt left out` |
| answered_1 | the same, to the questions of version 1 |
| took_on, tried, reached, not_reached, agreed, plan, no_plan, handed_over, closed | by whom |
"""

from datetime import UTC, datetime, timedelta

from longarc.care.risk import Standing, Step, StepKind
from longarc.care.risk_questions import VERSION, VERSIONS, Answering, Question, Reply
from tests.spec.story import words

DAY_0 = datetime(2030, 1, 1, 9, tzinfo=UTC)


def moment(day: float) -> datetime:
    return DAY_0 + timedelta(days=day)


def parse(text: str, on_day: float) -> Standing:
    told, done = [], []
    _, _, *lines = text.strip().splitlines()
    for line in lines:
        day, what, value = (cell.strip() for cell in line.split("|"))
        if float(day) > on_day:
            continue
        if what in VERSION_OF:
            told.append(answering(value, moment(float(day)), VERSION_OF[what]))
        else:
            done.append(Step(StepKind(what), moment(float(day)), value, "in words"))
    return Standing(tuple(told), tuple(done))


VERSION_OF = {"answered": VERSION, "answered_1": "1"}


def answering(value: str, at: datetime, version: str) -> Answering:
    replies = dict.fromkeys(VERSIONS[version], Reply.NO)
    for different in value.removeprefix("no").strip(" ,").split(", "):
        name, _, reply = different.partition(" ")
        if reply == "left out":
            del replies[Question(name)]
        elif name:
            replies[Question(name)] = Reply(reply)
    return Answering(replies, at, at.replace(hour=23, minute=59), version=version)


def state(found: Standing) -> str:
    path = found.path
    if path is None:
        return "no path open" if found.answerings else "not asked"
    held = path.holder or "nobody yet"
    due = f"due {path.due:%b %d %H:%M}" if path.due else "client reached"
    return f"{path.level.name.lower()}, {held}, {due}"


def answered(story: str, on_day: float, _told: set[str]) -> str:
    found = parse(story, on_day)
    lines = [f"On day {on_day:g}: **{state(found)}**."]
    lines += [f"> {words(reason.text)}" for reason in found.gate(moment(on_day)).reasons]
    if found.path:
        lines += [f"> Not closed yet: {words(r.text)}" for r in found.path.may_close.reasons]
    return "\n\n".join(lines)
