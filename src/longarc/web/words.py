"""Showing what the rules say, in the language of the screen."""

from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.translation import gettext, ngettext

from longarc.care.text import Text


def _translate(one: str, many: str, n: int) -> str:
    return ngettext(one, many, n) if many else gettext(one)


def _show(value: object) -> str:
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "j F")
    if isinstance(value, date):
        return formats.date_format(value, "j F")
    return gettext(value) if isinstance(value, str) and value else str(value)


def say(text: Text) -> str:
    """A sentence of `care` in the active language and time zone."""
    return text.render(_translate, _show)
