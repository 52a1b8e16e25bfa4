"""Days, months or years under a plot: the finest step whose labels do not touch."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.translation import pgettext

from longarc.web.charts.scale import WIDTH, TimeScale, text_width


class Unit(Enum):
    """The unit of a step and about how many days it takes."""

    DAY = 1
    MONTH = 30
    YEAR = 365


STEPS = (
    *((Unit.DAY, count) for count in (1, 2, 7, 14)),
    *((Unit.MONTH, count) for count in (1, 2, 3, 6)),
    *((Unit.YEAR, count) for count in (1, 2, 5, 10, 25, 50)),
)
MOST = 16
GAP = 10  # units between two labels


@dataclass(frozen=True, slots=True)
class Mark:
    """One place on the axis; `label` is empty where the words would run over the edge."""

    x: int
    label: str


def marks(scale: TimeScale, room: float) -> list[Mark]:
    """The axis of `scale` on a plot that is at least `room` units of text wide.

    A span too short for a whole step still says its first day.
    """
    for unit, count in STEPS:
        found = _marks_at(scale, room, unit, count)
        if found and _apart(found, room):
            return found
    return [Mark(scale.x(scale.start), _name(scale.start.date(), Unit.DAY, first=True))]


def _marks_at(scale: TimeScale, room: float, unit: Unit, count: int) -> list[Mark]:
    if (scale.end - scale.start).days > MOST * unit.value * count:
        return []
    days = [day for day in _days(scale, unit, count) if scale.covers(_midnight(scale, day))]
    return [
        _mark(scale.x(_midnight(scale, day)), _name(day, unit, first=day == days[0]), room)
        for day in days
    ]


def _mark(x: int, label: str, room: float) -> Mark:
    fits = x / WIDTH * room + text_width(label) <= room
    return Mark(x, label if fits else "")


def _apart(found: list[Mark], room: float) -> bool:
    per_unit = room / WIDTH
    labelled = [mark for mark in found if mark.label]
    return bool(labelled) and all(
        one.x * per_unit + text_width(one.label) + GAP <= two.x * per_unit
        for one, two in pairwise(labelled)
    )


def _days(scale: TimeScale, unit: Unit, count: int) -> list[date]:
    if unit is Unit.DAY:
        first = scale.start.date()
        return [first + timedelta(days=n) for n in range(0, MOST * count + 2, count)]
    months = count if unit is Unit.MONTH else 12 * count
    begin = scale.start.year * 12 + scale.start.month - 1
    begin -= begin % months
    return [date(n // 12, n % 12 + 1, 1) for n in range(begin, begin + (MOST + 3) * months, months)]


def _midnight(scale: TimeScale, day: date) -> datetime:
    return datetime.combine(day, time.min, scale.start.tzinfo)


def _name(day: date, unit: Unit, *, first: bool) -> str:
    if unit is Unit.DAY:
        return _written(day, pgettext("chart axis: day and short month, in Django's signs", "j M"))
    if unit is Unit.MONTH and first:
        return _written(day, pgettext("chart axis: short month and year", "M Y"))
    return _written(day, "Y" if unit is Unit.YEAR or day.month == 1 else "M")


def _written(day: date, signs: str) -> str:
    write: Callable[[date, str], str] = date_format
    return write(day, signs)
