"""What landed, in words: the same lines on every page that speaks of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from longarc.care.cycles import Landed, Shift
from longarc.care.threads import Thread
from longarc.web.client.thread_words import KINDS, label
from longarc.web.living_words import AREA_NAMES, SHIFT_STEPS


def lines(landed: Landed, called: Callable[[Thread], str] = label) -> list[str]:
    """What was marked as landed, in the order in which it was. `called`: how a thread is."""
    marked: list[tuple[datetime, str]] = [(_since(one), called(one)) for one in landed.threads]
    marked += [(one.ended or one.at, _step(one)) for one in landed.steps]
    marked += [(one.at, _shift(one)) for one in landed.shifts]
    return [text for _at, text in sorted(marked)]


def named(thread: Thread) -> str:
    """For a page that the client opened for something else: a private name does not stand there."""
    if thread.shared or not thread.name:
        return label(thread)
    return str(KINDS[thread.kind]) if thread.kind else _("Something that came up")


def _since(thread: Thread) -> datetime:
    return thread.history[-1].at


def _step(step: Any) -> str:
    return _("A small step that stayed: %(step)s") % {"step": step.text}


def _shift(shift: Shift) -> str:
    areas = (f"{AREA_NAMES[area]} ({SHIFT_STEPS[step]})" for area, step in shift.steps.items())
    return _("A shift in living: %(areas)s") % {"areas": "; ".join(areas)}
