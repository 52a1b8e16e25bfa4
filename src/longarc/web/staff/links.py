"""Links to accounts that were open before: what they wait for, confirming one, taking one back."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care.decision import NotAllowed
from longarc.care.ways_in import MOST_LETTERS
from longarc.records.actions import ways_in as actions
from longarc.web.staff.needed import links_shown
from longarc.web.staff.people import actor, refusal


def links(request: HttpRequest) -> HttpResponse:
    return _act(request) if request.method == "POST" else _page(request)


def _act(request: HttpRequest) -> HttpResponse:
    asked = request.POST.get("confirm") or request.POST.get("stop") or ""
    number = int(asked) if asked.isdecimal() and len(asked) < 18 else 0
    by, now = actor(request), timezone.now()
    try:
        if "confirm" in request.POST:
            done = actions.confirm(number, request.POST.get("how", ""), by=by, at=now)
        else:
            done = actions.stop_one(number, by=by, at=now)
    except NotAllowed as refused:
        return _page(request, refusal(refused), number)
    if not done:
        raise Http404
    said = _("Confirmed. It opens now.") if "confirm" in request.POST else _("It is stopped.")
    messages.info(request, said)
    return redirect("links")


def _page(request: HttpRequest, problem: str = "", number: int = 0) -> HttpResponse:
    viewer, now = actor(request), timezone.now()
    context: dict[str, Any] = {
        "place": "links",
        "links": links_shown(viewer, now),
        "now": now,
        "mails": settings.MAIL_READY,
        "problem": problem,
        "number": number,
        "typed": request.POST.get("how", ""),
        "limit": MOST_LETTERS,
    }
    return render(request, "staff/links.html", context, status=400 if problem else 200)


def practice_link_wait(request: HttpRequest) -> HttpResponse:
    """How long a link to an account waits that is made from now on."""
    typed = request.POST.get("hours", "").strip()
    hours = int(typed) if typed.isdecimal() and len(typed) < 6 else 0
    try:
        actions.set_wait(hours, by=actor(request), at=timezone.now())
    except NotAllowed as refused:
        messages.error(request, refusal(refused))
    else:
        messages.info(request, _("Saved. Links that wait already keep their time."))
    return redirect("practice")
