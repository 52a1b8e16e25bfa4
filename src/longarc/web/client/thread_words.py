"""Threads, parts and commitments in words, for both sides; and the map of parts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from longarc.care.commitments import Rhythm
from longarc.care.parts import Part
from longarc.care.reports import clean
from longarc.care.threads import From, Kind, Near, State, Thread
from longarc.web.charts import parts_map
from longarc.web.client.preparing import TITLES

KINDS: dict[Kind, Promise] = {
    Kind.MEMORY: gettext_lazy("A memory"),
    Kind.EMOTION: gettext_lazy("A feeling"),
    Kind.SENSATION: gettext_lazy("A sensation"),
    Kind.THEME: gettext_lazy("A theme"),
}
STATES: dict[State, Promise] = {
    State.TOUCHED: gettext_lazy("Touched"),
    State.MET: gettext_lazy("Met"),
    State.RESTING: gettext_lazy("Resting"),
    State.LANDED: gettext_lazy("Landed"),
}
NEAR: dict[Near, Promise] = {
    Near.NOT_TODAY: gettext_lazy("Not today"),
    Near.NEAR_ENOUGH: gettext_lazy("Near enough"),
    Near.TOO_NEAR: gettext_lazy("Too near"),
}
RHYTHMS: dict[Rhythm, Promise] = {
    Rhythm.MOST_DAYS: gettext_lazy("Most days"),
    Rhythm.SOME_DAYS: gettext_lazy("A few times a week"),
    Rhythm.COMES_UP: gettext_lazy("When it comes up"),
}


def label(thread: Thread) -> str:
    """What lists call it: its short name or its kind, and never what surfaced."""
    if thread.name:
        return thread.name
    return str(KINDS[thread.kind]) if thread.kind else gettext("Something that came up")


def came(told: From) -> str:
    """Where it came from, or nothing; in the active time zone."""
    if told.session:
        day = date_format(timezone.localtime(told.session), "j F Y")
        return gettext("from the session on %(day)s") % {"day": day}
    if told.gone:
        day = date_format(timezone.localtime(told.gone), "j F Y")
        return gettext("from %(day)s; that session was taken back") % {"day": day}
    return gettext("from %(day)s") % {"day": date_format(told.day, "j F Y")} if told.day else ""


@dataclass(frozen=True, slots=True)
class Line:
    """One thread in a list. `near` is what stands today, or empty."""

    thread: Thread
    label: str
    came: str
    state: str
    near: str
    too_near: bool


def line(thread: Thread, today: date, zone: ZoneInfo) -> Line:
    near = thread.near_on(today, zone)
    return Line(
        thread=thread,
        label=label(thread),
        came=came(thread.came),
        state=str(STATES[thread.state]),
        near=str(NEAR[near]) if near else "",
        too_near=near is Near.TOO_NEAR,
    )


def labels(threads: Iterable[Thread]) -> dict[UUID, str]:
    """What each is called where several stand side by side: those of one name with their day,

    and those of one day with a number, the oldest first.
    """
    threads = sorted(threads, key=lambda one: (one.at, str(one.uid)))
    names = Counter(label(one) for one in threads)
    told = {one.uid: label(one) if names[label(one)] == 1 else _dated(one) for one in threads}
    seen: Counter[str] = Counter()
    for uid, name in told.items():
        seen[name] += 1
        told[uid] = name if seen[name] == 1 else f"{name} ({seen[name]})"
    return told


def _dated(thread: Thread) -> str:
    at = thread.came.session or thread.came.gone or thread.at
    day = thread.came.day or timezone.localdate(at)
    return f"{label(thread)}, {date_format(day, 'j M Y')}"


@dataclass(frozen=True, slots=True)
class Tie:
    """Something that a part is tied to; `thread` is its id where it is one.

    Two things of one name stay two: `kind` and `thread` tell them apart.
    """

    label: str
    kind: str
    thread: UUID | None = None

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One part in words; `ties` are what it is tied to."""

    part: Part
    label: str
    ties: tuple[Tie, ...]


def shown(parts: Iterable[Part], threads: Iterable[Thread]) -> tuple[ShownPart, ...]:
    names = labels(threads)
    return tuple(ShownPart(one, part_label(one), _ties(one, names)) for one in parts)


def tied_to(thread: UUID, parts: Iterable[Part]) -> list[tuple[UUID, str]]:
    """The parts that are tied to a thread: their ids and names."""
    return [(one.uid, part_label(one)) for one in parts if thread in one.told.threads]


def part_label(part: Part) -> str:
    return part.told.name or gettext("A part without a name")


def _ties(part: Part, names: Mapping[UUID, str]) -> tuple[Tie, ...]:
    told = part.told
    threads = (Tie(names[uid], "thread", uid) for uid in told.threads if uid in names)
    ways = (Tie(way, "way") for way in told.ways)
    trigger = (Tie(gettext("What sets it off"), "trigger"),) if told.trigger else ()
    capacities = (Tie(str(TITLES[one]), "capacity") for one in told.capacities)
    return (*threads, *ways, *trigger, *capacities)


def map_of(parts: Sequence[ShownPart]) -> SafeString | str:
    """The parts drawn beside what they are tied to; empty without any part.

    Its description says the same as the list; the list is where everything can be read.
    """
    if not parts:
        return ""
    things = tuple(dict.fromkeys(tie for one in parts for tie in one.ties))
    lines = [(n, things.index(tie)) for n, one in enumerate(parts) for tie in one.ties]
    said = " ".join(_said(one) for one in parts)
    names, called = tuple(one.label for one in parts), tuple(map(str, things))
    return parts_map.svg(names, called, lines, title=gettext("A map of parts"), description=said)


def _said(one: ShownPart) -> str:
    if not one.ties:
        return gettext("%(part)s stands by itself.") % {"part": one.label}
    ties = ", ".join(map(str, one.ties))
    return gettext("%(part)s is tied to: %(ties)s.") % {"part": one.label, "ties": ties}


def text(post: QueryDict, field: str) -> str:
    """What was typed, without what no data base stores; lines end as they do here."""
    return clean(post.get(field, "")).replace("\r\n", "\n")


def uid(told: str | None) -> UUID | None:
    try:
        return UUID(told or "")
    except ValueError:
        return None
