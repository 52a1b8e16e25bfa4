"""The staff's words for codes, and moments as a person would say them."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.translation import gettext, gettext_lazy, ngettext

from longarc.care.arc import Ease, Phase, PhaseStart
from longarc.care.finding import Code, MarkKind
from longarc.care.finding_kinds import KINDS
from longarc.care.leaving import State
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
GONE = {
    State.ENDED: gettext_lazy("their life has ended"),
    State.AWAY: gettext_lazy("out of reach"),
}
REASONS = {
    "known": gettext_lazy("I knew already"),
    "wrong": gettext_lazy("It is wrong"),
    "unimportant": gettext_lazy("Not important"),
    "other": gettext_lazy("Something else"),
}
__all__ = ["EASE", "GONE", "PHASES", "REASONS", "SAID", "STATES", "Moments", "kind"]

_WEEK = 7
_FORTNIGHT = 14


def kind(code: Code) -> str:
    """What a finding of this kind is called."""
    return gettext(KINDS[code].label)


class Moments:
    """Says the moments of one page, seen from `now` where the viewer is.

    Pages say the same few days many times over: each is put into words once.
    """

    def __init__(self, now: datetime) -> None:
        self.now = timezone.localtime(now)
        self.today = self.now.date()
        self._zone = self.now.tzinfo
        self._days: dict[date, str] = {}
        self._dates: dict[date, str] = {}
        self._coming: dict[date, str] = {}
        self._phases: dict[PhaseStart, str] = {}

    def day(self, at: datetime) -> str:
        """A day gone by: today, yesterday, 5 days ago, 3 May, 3 May 2029."""
        then = at.astimezone(self._zone).date()
        if then not in self._days:
            self._days[then] = self._gone(then)
        return self._days[then]

    def _gone(self, then: date) -> str:
        days = (self.today - then).days
        if days <= 0:
            return gettext("today")
        if days == 1:
            return gettext("yesterday")
        if days < _FORTNIGHT:
            return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
        return self._date(then)

    def _date(self, then: date) -> str:
        return formats.date_format(then, "j F" if then.year == self.today.year else "j F Y")

    def stamp(self, at: datetime) -> str:
        """A moment with its year: 3 May 2029, 10:00."""
        then = at.astimezone(self._zone)
        on = then.date()
        if on not in self._dates:
            self._dates[on] = formats.date_format(on, "j F Y")
        return f"{self._dates[on]}, {then:%H:%M}"

    def ahead(self, at: datetime) -> str:
        """A moment to come: today 10:00, tomorrow 10:00, Thu 10:00, 3 May 10:00."""
        then = at.astimezone(self._zone)
        on = then.date()
        if on not in self._coming:
            self._coming[on] = self._to_come(on)
        return f"{self._coming[on]} {then:%H:%M}"

    def _to_come(self, on: date) -> str:
        days = (on - self.today).days
        if days == 0:
            return gettext("today")
        if days == 1:
            return gettext("tomorrow")
        return formats.date_format(on, "D") if 0 < days < _WEEK else self._date(on)

    def where(self, starts: Iterable[PhaseStart]) -> str:
        """The phase and its day, from 1: "Integration, day 18"; empty before the first."""
        begun = self.phase(starts)
        if begun is None:
            return ""
        if begun not in self._phases:
            facts = {"phase": PHASES[begun.phase], "n": (self.today - begun.on).days + 1}
            self._phases[begun] = gettext("%(phase)s, day %(n)s") % facts
        return self._phases[begun]

    def phase(self, starts: Iterable[PhaseStart]) -> PhaseStart | None:
        """The phase that the arc is in today."""
        begun = (start for start in starts if start.on <= self.today)
        return max(begun, key=lambda start: start.on, default=None)

    @property
    def midnight(self) -> datetime:
        """When today began."""
        return self.now.replace(hour=0, minute=0, second=0, microsecond=0)
