"""A person's own account: how their screen looks, and the ways it opens."""

from typing import Any
from zoneinfo import available_timezones

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from longarc.care.access import Can, may
from longarc.records.actions import accounts as actions
from longarc.records.actions.accounts import Theme
from longarc.records.queries import people, ways_in
from longarc.web import accounts
from longarc.web.policy import actor_of

THEMES = {
    Theme.AUTO: _("As this device"),
    Theme.LIGHT: _("Light"),
    Theme.DARK: _("Dark"),
    Theme.DIM: _("Extra dim"),
}


def zones() -> list[str]:
    """Places by their region, as people know them."""
    return ["UTC", *sorted(zone for zone in available_timezones() if _is_place(zone))]


def _is_place(zone: str) -> bool:
    return "/" in zone and not zone.startswith(("Etc/", "SystemV/", "US/", "posix/", "right/"))


def account(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _keep(request)
    return _page(request)


def _page(request: HttpRequest, unclear: str = "") -> HttpResponse:
    user: Any = request.user
    viewer = actor_of(request)
    context = {
        "place": "account",
        "name": people.name_of(user),
        "themes": THEMES,
        "chosen": request.POST.get("theme") or user.theme,
        "zones": zones(),
        "zone": request.POST.get("zone") or user.zone,
        "unclear": unclear,
        "links": ways_in.links(user.public_id, viewer=viewer) if viewer else (),
        "codes": accounts.kept_codes(user) is not None and not _shut(user),
        "makes_links": bool(viewer and may(viewer, Can.MAKE_LINKS)),
        "has_password": user.has_usable_password(),
    }
    return render(request, "account_page.html", context, status=400 if unclear else 200)


def _shut(user: Any) -> bool:
    return ways_in.words_shut(user, at=timezone.now()) is not None


def _keep(request: HttpRequest) -> HttpResponse:
    theme, zone = request.POST.get("theme", ""), request.POST.get("zone", "")
    actor = actor_of(request)
    if theme not in set(Theme) or (zone and zone not in available_timezones()):
        return _page(
            request, gettext("Nothing was changed. Pick a screen and a place from the list.")
        )
    if actor:
        actions.set_screen(theme=Theme(theme), zone=zone, by=actor, at=timezone.now())
    return redirect("account")
