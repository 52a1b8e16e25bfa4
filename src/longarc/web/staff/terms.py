"""The staff's words for codes, and moments as a person would say them."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext

from longarc.care.arc import Ease, Phase, PhaseStart
from longarc.care.finding import Code, MarkKind
from longarc.web.client.ladder import LABELS as STATES

PHASES = {
    Phase.ARRIVAL: gettext_lazy("Arrival"),
    Phase.PREPARATION: gettext_lazy("Preparation"),
    Phase.MEDICINE: gettext_lazy("Medicine"),
    Phase.INTEGRATION: gettext_lazy("Integration"),
    Phase.FOLLOW_UP: gettext_lazy("Follow-up"),
}
EASE = {
    Ease.NOT_NOW: gettext_lazy("not just now"),
    Ease.WITH_HELP: gettext_lazy("with help"),
    Ease.ON_MY_OWN: gettext_lazy("on their own"),
}
SAID = {
    MarkKind.LOOKED: gettext_lazy("looked at"),
    MarkKind.TALKED: gettext_lazy("talked about"),
    MarkKind.DONE: gettext_lazy("done"),
    MarkKind.LATER: gettext_lazy("put off"),
    MarkKind.NOT_USEFUL: gettext_lazy("not useful"),
}
KINDS = {
    Code.CONTACT: gettext_lazy("asked for contact"),
    Code.RUN: gettext_lazy("a run"),
    Code.SILENCE: gettext_lazy("unusually quiet"),
}
REASONS = {
    "known": gettext_lazy("I knew already"),
    "wrong": gettext_lazy("It is wrong"),
    "unimportant": gettext_lazy("Not important"),
    "other": gettext_lazy("Something else"),
}
__all__ = [
    "EASE",
    "KINDS",
    "PHASES",
    "REASONS",
    "SAID",
    "STATES",
    "ahead",
    "day",
    "phase_now",
    "where",
]

_WEEK = 7
_FORTNIGHT = 14


def day(at: datetime, now: datetime) -> str:
    """A day gone by: today, yesterday, 5 days ago, 3 May, 3 May 2029."""
    then, today = timezone.localtime(at).date(), timezone.localtime(now).date()
    days = (today - then).days
    if days <= 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    if days < _FORTNIGHT:
        return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
    return formats.date_format(then, "j F" if then.year == today.year else "j F Y")


def ahead(at: datetime, now: datetime) -> str:
    """A moment to come: today 10:00, tomorrow 10:00, Thu 10:00, 3 May 10:00."""
    then = timezone.localtime(at)
    days = (then.date() - timezone.localtime(now).date()).days
    clock = formats.date_format(then, pgettext("time of day, in Django's signs", "H:i"))
    if days in (0, 1):
        said = gettext("today %(time)s") if days == 0 else gettext("tomorrow %(time)s")
        return said % {"time": clock}
    near = "D" if 0 < days < _WEEK else "j F" if then.year == now.year else "j F Y"
    return f"{formats.date_format(then, near)} {clock}"


def where(starts: tuple[PhaseStart, ...], now: datetime) -> str:
    """The phase and its day, from 1: "Integration, day 18"; empty before the first."""
    begun = phase_now(starts, now)
    if begun is None:
        return ""
    days = (timezone.localtime(now).date() - begun.on).days
    return gettext("%(phase)s, day %(n)s") % {"phase": PHASES[begun.phase], "n": days + 1}


def phase_now(starts: Iterable[PhaseStart], now: datetime) -> PhaseStart | None:
    """The phase that the arc is in today, in the viewer's zone."""
    today = timezone.localtime(now).date()
    begun = (start for start in starts if start.on <= today)
    return max(begun, key=lambda start: start.on, default=None)
