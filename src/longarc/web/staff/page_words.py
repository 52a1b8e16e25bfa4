"""A version of a page of the practice in words, for its history and for a clash."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from django.http import HttpRequest
from django.utils.translation import gettext as _

from longarc.records.support_page import Version
from longarc.web.words import dated

T = TypeVar("T")


def asked(request: HttpRequest, versions: tuple[Version[T], ...]) -> Version[T] | None:
    """The version that the address names, to be put back."""
    named = request.GET.get("version", "")
    return next((one for one in versions if str(one.number) == named), None)


def support(
    *,
    country: str,
    phone: str,
    hours: str,
    numbers: Iterable[Mapping[str, str]],
    looked_by: str,
    checked_on: date | None,
) -> str:
    """One line for each part that is there."""
    parts = [
        _("Country: %(code)s") % {"code": country or _("none of these")},
        ", ".join(part for part in (phone, hours) if part),
        *(_joined(one, "name", "number", "when") for one in numbers),
        _("Someone sees it %(words)s.") % {"words": looked_by} if looked_by else "",
        _("Called on %(day)s.") % {"day": dated(checked_on, "j F")} if checked_on else "",
    ]
    return "\n".join(part for part in parts if part)


def enquiries(
    *,
    published: bool,
    about: str,
    answered_by: str,
    keep_days: int,
    places: Iterable[Mapping[str, str]],
) -> str:
    """One line for each part that is there."""
    parts = [
        "" if published else _("Taken down."),
        about,
        _("By when somebody answers: %(words)s.") % {"words": answered_by} if answered_by else "",
        _("Enquiries are kept for %(n)s days.") % {"n": keep_days},
        *(_joined(one, "name", "offers", "reach") for one in places),
    ]
    return "\n".join(part for part in parts if part)


def _joined(one: Mapping[str, str], *names: str) -> str:
    return ", ".join(one[name] for name in names if one.get(name))
