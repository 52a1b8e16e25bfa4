"""Reading what a client chose about reminders, from a form; what makes no sense changes nothing."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import time
from typing import Any, NoReturn, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from longarc.care.reminder_words import Wording
from longarc.care.reminders import MORE_TIMES, Choices, Quiet, Way
from longarc.care.text import Text, msg

C = TypeVar("C", Way, Wording)
MORE = tuple(f"more_{n}" for n in range(1, MORE_TIMES + 1))
DAYS = tuple(f"day_{n}" for n in range(7))


class NotKept(ValueError):
    """Nothing was changed; `field` and `text` say what and how to go on."""

    def __init__(self, field: str, text: Text) -> None:
        super().__init__(f"{field}: {text.plain()}")
        self.field = field
        self.text = text


def read(raw: Mapping[str, Any], before: Choices, offered: Collection[Way]) -> Choices:
    """The choices that a form asks for. "None" leaves everything else as it was.

    Args:
        raw: `way`, `time`, `more_1`, `more_2`, `day_0` to `day_6`, `closer`, `follow_up`,
            `quiet_from`, `quiet_to`, `zone`, `text`; times as HH:MM.
        offered: the ways that can be chosen here.

    Raises:
        NotKept: with the first field to change.
    """
    way = _one_of(Way, "way", raw)
    if way is Way.NONE:
        return replace(before, way=way)
    if way not in offered:
        _refuse("way", msg("Nothing was changed. This way is not set up here. Choose another."))
    wanted = Choices(
        way=way,
        first=_time("time", raw),
        more=_more(raw),
        days=frozenset(n for n, name in enumerate(DAYS) if raw.get(name)),
        closer=bool(raw.get("closer")),
        follow_up=bool(raw.get("follow_up")),
        quiet=Quiet(_time("quiet_from", raw), _time("quiet_to", raw)),
        zone=_zone(raw),
        text=_one_of(Wording, "text", raw),
    )
    _check(wanted)
    return wanted


def _one_of(kind: type[C], field: str, raw: Mapping[str, Any]) -> C:
    try:
        return kind(raw.get(field, ""))
    except ValueError:
        _refuse(field, msg("Nothing was changed. Please choose one of these."))


def _time(field: str, raw: Mapping[str, Any]) -> time:
    try:
        return time.fromisoformat(str(raw.get(field, ""))).replace(second=0, microsecond=0)
    except ValueError:
        _refuse(field, msg("Nothing was changed. Write a time like 18:00."))


def _more(raw: Mapping[str, Any]) -> tuple[time, ...]:
    return tuple(_time(name, raw) for name in MORE if str(raw.get(name) or "").strip())


def _zone(raw: Mapping[str, Any]) -> str:
    name = str(raw.get("zone", ""))
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        _refuse(
            "zone", msg("Nothing was changed. We do not know this place. Pick one of the list.")
        )


def _check(wanted: Choices) -> None:
    if not (wanted.days or wanted.closer or wanted.follow_up):
        _refuse("day_0", msg("Nothing was changed. Choose a day, or choose no reminders."))
    walls = (wanted.first, *wanted.more)
    for field, wall in zip(("time", *MORE), walls, strict=False):
        if wall in wanted.quiet:
            _refuse(field, msg("Nothing was changed. This time lies in your quiet hours."))
    if len(set(walls)) < len(walls):
        _refuse(MORE[0], msg("Nothing was changed. Two of your times are the same."))


def _refuse(field: str, sentence: str) -> NoReturn:
    raise NotKept(field, Text(sentence))
