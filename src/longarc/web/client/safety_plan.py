"""The client's safety plan: read, printed, and written in their own words."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care.access import Actor
from longarc.care.safety_plan import SafetyPlan, TooLong, made
from longarc.records.actions import safety_plan as actions
from longarc.records.ids import uuid7
from longarc.records.queries import clients, support
from longarc.records.queries import safety_plan as queries
from longarc.web import begun
from longarc.web.client.forms import form_id, me
from longarc.web.risk_words import boxes, parts, typed, uid_of
from longarc.web.words import say


def safety_plan(request: HttpRequest) -> HttpResponse:
    """The plan as it stands, its earlier versions, and the form that changes it."""
    actor = me(request)
    if request.method == "POST":
        return _keep(request, actor)
    return _page(request, actor)


def _page(request: HttpRequest, actor: Actor, *, status: int = 200, **more: Any) -> HttpResponse:
    client = clients.own(viewer=actor)
    versions = queries.versions(client, viewer=actor)
    now = versions[-1] if versions else SafetyPlan()
    context = {
        "tab": "support",
        "plan": now if versions else None,
        "parts": parts(now),
        "free": support.own_plan(client, viewer=actor),
        "earlier": [(one, parts(one)) for one in reversed(versions[:-1])],
        "boxes": boxes(now.words),
        "base": now.uid or "",
        "uid": uuid7(),
        **more,
    }
    return render(request, "client/safety_plan.html", context, status=status)


def _keep(request: HttpRequest, actor: Actor) -> HttpResponse:
    mine, base = typed(request.POST), uid_of(request.POST.get("base", ""))
    client, uid = clients.own(viewer=actor), form_id(request)
    try:
        words = made(mine)
        done = actions.keep_plan(client, words, base=base, uid=uid, by=actor, at=timezone.now())
    except TooLong as problem:
        told = {"boxes": boxes(mine), "base": base or "", "problem": say(problem.text)}
        return _page(request, actor, status=400, writing=True, **told)
    except actions.ChangedMeanwhile as other:
        return _page(request, actor, status=409, writing=True, **clash(other))
    begun.kept(request, _("Kept.") if done else _("Nothing was different."))
    return redirect("safety_plan")


def clash(other: actions.ChangedMeanwhile) -> dict[str, Any]:
    """The form again, with what somebody else kept beside what was typed."""
    return {
        "boxes": boxes(other.words, other.now.words, other.both),
        "base": other.now.uid,
        "other": other.now.by,
        "problem": _(
            "Your words are still here. %(name)s changed the plan at the same time. Look at both."
        )
        % {"name": other.now.by},
    }
