"""Small stories: `day | what | value`, days counted from 0. `7..35/7` is every seventh day.

| what | value |
| --- | --- |
| session | (none) |
| mood, insight | a step from 0 to 4 |
| behaviour | more, same or less like they want; the story has one |
| diary | none, some, or open: not known |
"""

from collections import defaultdict
from datetime import date
from uuid import UUID

from longarc.care.living import DAYS, STEPS, Answer, Course, Drank, Facts, Look, Measure, Point
from longarc.care.living import asks as asked
from longarc.care.living import looks as looked
from longarc.care.living_words import ask, line, when
from longarc.care.text import Text
from tests.spec.story import DAY_0, _moments, moment

NAME = "Call my sister"


def day(n: float) -> date:
    return moment(n).date()


def words(text: Text) -> str:
    """A sentence with its dates as days of the story."""
    return text.render(lambda one, many, n: many if many and n != 1 else one, _in_days)


def _in_days(value: object) -> str:
    return f"day {(value - DAY_0.date()).days}" if isinstance(value, date) else str(value)


def parse(text: str) -> Facts:
    sessions: list[date] = []
    points: dict[Measure, list[Point]] = defaultdict(list)
    _, _, *lines = text.strip().splitlines()
    for one in lines:
        days, what, value = (cell.strip() for cell in one.split("|"))
        for n, at in enumerate(_moments(days)):
            if what == "session":
                sessions.append(at.date())
            else:
                told = Point(at.date(), _value(what, value), at, UUID(int=n))
                points[Measure(what)].append(told)
    courses = (
        Course(measure, tuple(told), NAME if measure is Measure.BEHAVIOUR else "")
        for measure, told in points.items()
    )
    return Facts(tuple(sessions), tuple(courses))


def _value(what: str, value: str) -> int | None:
    if what == "behaviour":
        return STEPS[Answer(value)]
    return DAYS[Drank(value)] if what == "diary" else int(value)


def asks_in(text: str, on_day: float) -> Look | None:
    return asked(parse(text), day(on_day))


def answered(text: str, on_day: float, told: set[str]) -> str:
    found = asks_in(text, on_day)
    known = [one for one in looked(parse(text), day(on_day)) if one.known]
    verdict = "it is **worth asking about**" if found else "**nothing** is said"
    parts = [f"On day {on_day:g} {verdict}."]
    if known:
        parts.append(
            _quoted([words(when(known[-1])), *(words(line(c)) for c in known[-1].changes)])
        )
    if found:
        said = ask(found)
        others = "; ".join(map(words, said.could_be))
        card = [words(said.what), f"*How sure:* {words(said.sure)}", f"*Could also be:* {others}."]
        parts.append(_quoted([one for one in card if one not in told]))
        told.update(card[1:])
    return "\n\n".join(parts)


def _quoted(lines: list[str]) -> str:
    return "\n>\n".join(f"> {one}" for one in lines)
