"""What I am called here and how I can be reached: mine to correct, and who else did."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care.access import Actor
from longarc.care.decision import NotAllowed
from longarc.records.actions import details as actions
from longarc.records.details import Detail
from longarc.records.queries import clients
from longarc.records.queries import details as queries
from longarc.records.queries.details import Details
from longarc.web.client.forms import me
from longarc.web.detail_words import NAMES, fields, told
from longarc.web.words import say

#: The e-mail address that the practice writes to is changed together with them.
OWN = (Detail.NAME, Detail.PRONOUNS, Detail.PHONE, Detail.EMERGENCY)


def my_details(request: HttpRequest) -> HttpResponse:
    actor = me(request)
    if request.method == "POST":
        return _keep(request, actor)
    client = clients.own(viewer=actor)
    return _page(request, queries.of_client(client, viewer=actor))


def _keep(request: HttpRequest, actor: Actor) -> HttpResponse:
    client, typed = clients.own(viewer=actor), told(request.POST, OWN)
    seen = request.POST.get("seen", "")
    try:
        changed = actions.correct(client, typed, seen=seen, by=actor, at=timezone.now())
    except NotAllowed as refused:
        problem = " ".join(say(one.text) for one in refused.decision.reasons)
        now = queries.of_client(client, viewer=actor)
        return _page(request, now, typed=typed, problem=problem, status=400)
    except actions.ChangedMeanwhile as other:
        return _page(request, other.now, typed=typed, meanwhile=True, status=409)
    messages.info(request, _("Saved.") if changed else _("Nothing was changed."))
    return redirect("my_details")


def _page(request: HttpRequest, found: Details, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "tab": "arc",
        "found": found,
        "fields": fields(found, OWN, more.get("typed")),
        "email": found.now[Detail.EMAIL],
        "lines": [(one, NAMES[one.detail]) for one in found.corrected],
        **more,
    }
    return render(request, "client/details.html", context, status=status)
