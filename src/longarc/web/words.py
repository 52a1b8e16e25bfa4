"""Showing what the rules say, in the language of the screen."""

from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.translation import gettext, ngettext

from longarc.care.text import Moment, Text


def _translate(one: str, many: str, n: int) -> str:
    return ngettext(one, many, n) if many else gettext(one)


def _show(value: object) -> str:
    if isinstance(value, Moment):
        return dated(value.at, "j F, H:i")
    if isinstance(value, date):
        return dated(value, "j F")
    return gettext(value) if isinstance(value, str) and value else str(value)


def say(text: Text) -> str:
    """A sentence of `care` in the active language and time zone."""
    return text.render(_translate, _show)


def dated(value: date, signs: str) -> str:
    """A day or a moment in Django's signs (`j F`), with its year when that is not this year.

    Without it "until 3 January" of a plan, or a flag of last May, would be read as of this year.
    """
    here = timezone.localtime(value) if isinstance(value, datetime) else value
    if here.year != timezone.localdate().year:
        signs = signs.replace("F", "F Y").replace("M", "M Y")
    return formats.date_format(here, signs)
