"""Other therapies alongside: what the client told, and what their care team wrote."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.records.actions import other_therapies as actions
from longarc.records.actions.screening import NotKept
from longarc.records.ids import uuid7
from longarc.records.queries import clients
from longarc.records.queries import other_therapies as queries
from longarc.web import begun, therapy_form
from longarc.web.client.forms import form_id, me
from longarc.web.living_words import uid
from longarc.web.words import say


def therapies(request: HttpRequest) -> HttpResponse:
    """The page; its form keeps one meeting, or takes back one that they told."""
    if request.method == "POST":
        return _keep(request)
    return _page(request, {})


def _page(
    request: HttpRequest, typed: dict[str, Any], *, status: int = 200, problem: str = ""
) -> HttpResponse:
    actor = me(request)
    client = clients.own(viewer=actor)
    context = {
        "tab": "arc",
        "told": therapy_form.shown(queries.of_client(client, viewer=actor)),
        "today": timezone.now().astimezone(ZoneInfo(client.zone)).date(),
        "uid": uuid7(),
        "problem": problem,
        **therapy_form.fields(typed),
    }
    return render(request, "client/therapies.html", context, status=status)


def _keep(request: HttpRequest) -> HttpResponse:
    actor, at = me(request), timezone.now()
    client = clients.own(viewer=actor)
    if "take_back" in request.POST:
        target = uid(request.POST["take_back"])
        done = target and actions.take_back(client, target, by=actor, at=at)
        messages.info(request, _("Taken back.") if done else _("Nothing was changed."))
        return redirect("therapies")
    try:
        record = therapy_form.record(request.POST)
        actions.tell(client, record, uid=form_id(request), by=actor, at=at)
    except NotKept as problem:
        return _page(request, request.POST.dict(), status=400, problem=say(problem.text))
    begun.kept(request, _("Kept. Your care team can read it."))
    return redirect("therapies")
