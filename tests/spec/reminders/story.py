"""Small stories: `day | what | value`, days counted from 0, a Tuesday, in Berlin.

| what | value |
| --- | --- |
| time | the client's own time, chosen on that day; by e-mail, on every day |
| days | only on these days of the week; none: for follow-ups alone |
| quiet | quiet hours, from and to; otherwise 21:00 to 08:00 |
| closer times | two more times, for the days of closer check-ins |
| closer | yes: the client agreed to closer check-ins after a session |
| session | (none): a medicine session was on that day |
| rest | for so many days the client asked for quiet, from noon on |
| check-in | at this time the client checked in |
| follow-up | (none): one is due from that day, and nobody spoke of it |
| told | (none): the reminder of that day speaks of it, or may have |
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from longarc.care.arc import Rest
from longarc.care.reminders import Around, Choices, FollowUp, Quiet, Reminder, Way, planned

DAY_0 = date(2030, 1, 1)
BERLIN = ZoneInfo("Europe/Berlin")
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def at(day: float, clock: str) -> datetime:
    moment = datetime.combine(DAY_0 + timedelta(days=day), time.fromisoformat(clock), BERLIN)
    return moment.astimezone(UTC)


def told(text: str) -> dict[str, list[tuple[int, str]]]:
    _, _, *lines = text.strip().splitlines()
    found: dict[str, list[tuple[int, str]]] = {}
    for line in lines:
        day, what, value = (cell.strip() for cell in line.split("|"))
        found.setdefault(what, []).append((int(day), value))
    return found


def comes_at(text: str, on_day: int) -> str:
    """The times on the clock at which reminders come on that day."""
    said = told(text)
    choices, around = chosen(said), what_else(said)
    begin = at(on_day, "00:00") - timedelta(seconds=1)
    found = planned(choices, around, after=begin, until=at(on_day + 1, "00:00"))
    return ", ".join(shown(one) for one in found if one.day == day(on_day)) or "nothing"


def shown(one: Reminder) -> str:
    wall = one.at.astimezone(BERLIN)
    return f"{wall:%H:%M} (follow-up)" if one.about else f"{wall:%H:%M}"


def day(number: int) -> date:
    return DAY_0 + timedelta(days=number)


def chosen(said: dict[str, list[tuple[int, str]]]) -> Choices:
    [(since, first)] = said["time"]
    days = said.get("days", [(0, " ".join(NAMES))])[-1][1].split()
    more = said.get("closer times", [(0, "")])[-1][1].split()
    quiet = said.get("quiet", [(0, "21:00 08:00")])[-1][1].split()
    return Choices(
        way=Way.EMAIL,
        first=time.fromisoformat(first),
        more=tuple(map(time.fromisoformat, more)),
        days=frozenset(NAMES.index(name) for name in days if name != "none"),
        closer=bool(more),
        quiet=Quiet(*map(time.fromisoformat, quiet)),
        zone=BERLIN.key,
        since=at(since, "00:00") - timedelta(seconds=1),
    )


def what_else(said: dict[str, list[tuple[int, str]]]) -> Around:
    rests = ((at(n, "12:00"), int(long)) for n, long in said.get("rest", []))
    told = next((day(n) for n, _ in said.get("told", [])), None)
    return Around(
        sessions=tuple(day(n) for n, _ in said.get("session", [])),
        agreed=said.get("closer", [(0, "no")])[-1][1] == "yes",
        rests=tuple(Rest(begin, begin + timedelta(days=long)) for begin, long in rests),
        check_ins=tuple(at(n, clock) for n, clock in said.get("check-in", [])),
        follow_ups=tuple(FollowUp(day(n), told) for n, _ in said.get("follow-up", [])),
    )


def answered(story: str, on_day: float, _told: set[str]) -> str:
    return f"On day {on_day:g} reminders come at: **{comes_at(story, int(on_day))}**."
