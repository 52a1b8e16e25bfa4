"""The rules and their numbers in the staff's words, for the page of the rules and beside others."""

import re
from datetime import date

from django.utils import formats
from django.utils.translation import gettext_lazy, ngettext

from longarc.care import numbers as rule
from longarc.care import plan
from longarc.care.access import Actor
from longarc.care.numbers import ABOUT, Area, Asks, Number, Numbers, Unit
from longarc.care.text import Text
from longarc.records.queries import numbers as queries
from longarc.web.words import dated

TITLES = {
    Area.CAPACITIES: gettext_lazy("The five capacities"),
    Area.SAFETY: gettext_lazy("Safety and container"),
    Area.PACING: gettext_lazy("Pacing"),
    Area.PLAN: gettext_lazy("Meetings in a plan"),
    Area.RELATIONSHIP: gettext_lazy("Ratings of the meetings"),
}
ASKS = {
    Asks.HIGHER: gettext_lazy("when it is higher"),
    Asks.LOWER: gettext_lazy("when it is lower"),
    Asks.EITHER: gettext_lazy("either way, as the facts are"),
}


def by_code(numbers: Numbers) -> dict[str, object]:
    """What `staff/rules_*.html` say: each number by its code, and the fixed line of follow-up."""
    return {**{str(one): numbers[one] for one in Number}, "follow_up": plan.follow_up()}


def with_unit(number: Number, value: int) -> str:
    unit = ABOUT[number].unit
    if unit is Unit.DAYS:
        return ngettext("%(n)s day", "%(n)s days", value) % {"n": value}
    return f"{value} %" if unit is Unit.PERCENT else str(value)


def version(*, viewer: Actor) -> Text:
    """Which rules speak, for a page. One query."""
    last = queries.last_signed(viewer=viewer)
    if last is None:
        return rule.version(0)
    return rule.version(last.signed, formats.date_format(last.on, "j F Y"), last.by)


def kept(version: str) -> str:
    """What a suggestion was kept with (`queries.version`), its ISO date as a day in words."""
    return _ISO.sub(lambda day: dated(date.fromisoformat(day[0]), "j F"), version)


_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
