"""Support: numbers and grounding for everyone; own plan and "contact me" for the client."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from longarc.care import reports
from longarc.care.access import Actor
from longarc.care.leaving import State
from longarc.records.actions import support as actions
from longarc.records.actions.entries import Outcome, keep_form
from longarc.records.ids import uuid7
from longarc.records.queries import clients, preparation, risk, safety_plan, session_plan
from longarc.records.queries import support as queries
from longarc.web import begun, newer
from longarc.web.client.forms import form_id, me
from longarc.web.context import everywhere
from longarc.web.policy import actor_of
from longarc.web.risk_words import parts
from longarc.web.words import say

PRIMARY = 3
PUBLIC_CACHE = "public, max-age=300"


def support(request: HttpRequest) -> HttpResponse:
    """The page for whoever asks; only a signed-in client's copy holds anything of theirs."""
    actor = actor_of(request)
    if actor is None:
        return _public(request)
    if actor.client is None or request.user.client.state == State.ENDED:  # type: ignore[union-attr]
        return render(request, "client/support.html", numbers(actor))
    return _own(request, actor)


def _public(request: HttpRequest) -> HttpResponse:
    """The same bytes for everyone: made without the request, and fit for a cache or offline use."""
    page = render_to_string("client/support.html", {**everywhere(request), **numbers(None)})
    response = HttpResponse(page, headers={"Cache-Control": PUBLIC_CACHE})
    patch_vary_headers(response, ["Cookie"])
    return response


def _own(request: HttpRequest, actor: Actor, *, status: int = 200, **said: str) -> HttpResponse:
    client = clients.own(viewer=actor)
    team = risk.team(client, viewer=actor)
    context = {
        **numbers(actor),
        "client": client,
        "left": preparation.left_out(client, viewer=actor, at=timezone.now()),
        "plan": queries.own_plan(client, viewer=actor),
        "safety_plan": parts(safety_plan.load(client, viewer=actor)),
        "asked": queries.request(client, viewer=actor),
        "held": bool(team),
        "lead": next((one for one in team if one.lead), None),
        "on_call": session_plan.on_call_now(client, viewer=actor, at=timezone.now()),
        "uid": uuid7(),
        "today": timezone.localdate(timezone=ZoneInfo(client.zone)),
        **said,
    }
    with timezone.override(ZoneInfo(client.zone)):
        return render(request, "client/support.html", context, status=status)


def numbers(actor: Actor | None) -> dict[str, Any]:
    """The practice's numbers for help, for any page that shows them."""
    page = queries.page(viewer=actor)
    found = page.numbers if page.published else ()
    return {
        "tab": "support",
        "page": page,
        "first": found[:PRIMARY],
        "help_numbers": found[:PRIMARY],
        "others": found[PRIMARY:],
    }


def contact(request: HttpRequest) -> HttpResponse:
    """ "Please contact me", or taking that back; a form sent twice is kept once."""
    actor, now = me(request), timezone.now()
    sent = {field: request.POST.get(field, "") for field in ("note", "target")}
    kind = "undo" if sent["target"] else "contact_request"
    try:
        entry = reports.parse({**sent, "kind": kind, "uid": form_id(request)}, received=now)
    except reports.NotUnderstood as problem:
        return _own(request, actor, status=400, problem=say(problem.text), note=sent["note"])
    (kept,) = keep_form([entry], by=actor, at=now)
    if kept.outcome is Outcome.CONFLICT:
        messages.info(request, _("Nothing was changed. Please look at the page and try again."))
    elif kind == "undo":
        messages.info(request, _("Taken back. You can ask again any time."))
    return redirect("support")


def plan(request: HttpRequest) -> HttpResponse:
    """The client's own plan for hard hours, and the form that changes it."""
    actor = me(request)
    if request.method == "POST":
        return _keep_plan(request, actor)
    client = clients.own(viewer=actor)
    return _plan(request, text=queries.own_plan(client, viewer=actor))


def _keep_plan(request: HttpRequest, actor: Actor) -> HttpResponse:
    text = request.POST.get("text", "").strip()
    if found := newer.of(request):
        return _plan(request, text=text, problem=newer.own_words(), newer=found, status=409)
    try:
        actions.keep_plan(text, uid=form_id(request), by=actor, at=timezone.now())
    except actions.PlanTooLong as problem:
        return _plan(request, text=text, problem=say(problem.text), status=400)
    begun.kept(request, _("Kept."))
    return redirect("support")


def _plan(request: HttpRequest, *, status: int = 200, **said: Any) -> HttpResponse:
    context = {"tab": "support", "uid": uuid7(), **said}
    return render(request, "client/support_plan.html", context, status=status)
