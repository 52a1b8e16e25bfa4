"""The client's safety plan for the care team: read it, and write it together with them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care.access import Can, may
from longarc.care.safety_plan import SafetyPlan, TooLong, made
from longarc.records.actions import safety_plan as actions
from longarc.records.ids import uuid7
from longarc.records.queries import safety_plan as queries
from longarc.records.queries import support
from longarc.records.queries.clients import ClientRef
from longarc.web.client.safety_plan import clash
from longarc.web.risk_words import boxes, parts, typed, uid_of
from longarc.web.staff.people import actor
from longarc.web.words import say


def client_safety_plan(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The plan; every opening of it is recorded and shown to the client."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    if request.method == "POST":
        return _keep(request, client)
    return _page(request, client)


def _page(
    request: HttpRequest, client: ClientRef, *, status: int = 200, **more: Any
) -> HttpResponse:
    viewer = actor(request)
    versions = queries.versions(client, viewer=viewer)
    now = versions[-1] if versions else SafetyPlan()
    context = {
        "place": "caseload",
        "client": client,
        "plan": now if versions else None,
        "parts": parts(now),
        "free": support.own_plan(client, viewer=viewer),
        "earlier": [(one, parts(one)) for one in reversed(versions[:-1])],
        "boxes": boxes(now.words),
        "base": now.uid or "",
        "uid": uuid7(),
        "may_write": may(viewer, Can.WRITE_RECORD, client.relation),
        **more,
    }
    return render(request, "staff/safety_plan.html", context, status=status)


def _keep(request: HttpRequest, client: ClientRef) -> HttpResponse:
    post, by, now = request.POST, actor(request), timezone.now()
    mine, base = typed(post), uid_of(post.get("base", ""))
    uid = uid_of(post.get("uid", "")) or uuid7()
    try:
        done = actions.keep_plan(client, made(mine), base=base, uid=uid, by=by, at=now)
    except TooLong as problem:
        told = {"boxes": boxes(mine), "base": base or "", "problem": say(problem.text)}
        return _page(request, client, status=400, writing=True, **told)
    except actions.ChangedMeanwhile as other:
        return _page(request, client, status=409, writing=True, **clash(other))
    messages.info(request, _("Kept.") if done else _("Nothing was different."))
    return redirect("client_safety_plan", client.public_id)
