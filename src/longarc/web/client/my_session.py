"""My session: what will happen, who is there, and what I hope and fear; each answer can wait."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care.access import Actor
from longarc.care.expectations import Expected, TooLong
from longarc.care.formulation import Section
from longarc.care.reports import clean
from longarc.records.actions import session_plan as actions
from longarc.records.ids import uuid7
from longarc.records.queries import clients, formulation, screening
from longarc.records.queries import session_plan as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.session_plan import Plan
from longarc.web import begun, substance_words
from longarc.web.client.forms import form_id, me
from longarc.web.client.formulation import WORDS
from longarc.web.words import say


def my_session(request: HttpRequest) -> HttpResponse:
    """The plan in plain words; and the three boxes, which may all stay empty."""
    viewer = me(request)
    client = clients.own(viewer=viewer)
    plan = queries.planned(client, viewer=viewer, at=timezone.now())
    if request.method == "POST" and plan:
        return _keep(request, viewer, client, plan)
    return _page(request, viewer, client, plan)


def _keep(request: HttpRequest, viewer: Actor, client: ClientRef, plan: Plan) -> HttpResponse:
    told = Expected(*(_said(request, name) for name in ("hope", "fear", "pressure")))
    try:
        actions.expect(client, plan.uid, told, uid=form_id(request), by=viewer, at=timezone.now())
    except TooLong as problem:
        return _page(
            request, viewer, client, plan, typed=told, problem=say(problem.text), status=400
        )
    begun.kept(request, _("Kept."))
    return redirect("my_session")


def _said(request: HttpRequest, name: str) -> str:
    return clean(request.POST.get(name, "")).replace("\r\n", "\n").strip()


def _page(
    request: HttpRequest,
    viewer: Actor,
    client: ClientRef,
    plan: Plan | None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context: dict[str, Any] = {"tab": "arc", "plan": plan, "uid": uuid7(), "client": client}
    if plan:
        context |= _told(plan, client, viewer)
    else:
        context["cancelled"] = _cancelled(client, viewer)
    with timezone.override(ZoneInfo(client.zone)):
        return render(request, "client/my_session.html", context | more, status=status)


def _told(plan: Plan, client: ClientRef, viewer: Actor) -> dict[str, Any]:
    told = queries.expectations(client, viewer=viewer).get(plan.uid)
    words = formulation.load(client, viewer=viewer).value.words
    asked = (Section.EXPECTATIONS, Section.PRESSURE)
    substance = screening.substance(client, viewer=viewer)
    return {
        "value": plan.value,
        "steps": [(one.at(plan.starts_at, client.zone), one.words) for one in plan.value.steps],
        "typed": told.value if told else Expected(),
        "written_at": told.at if told else None,
        "arrival": [(WORDS[one][0], words[one]) for one in asked if one in words],
        **substance_words.of_plan(plan.stands, substance),
    }


def _cancelled(client: ClientRef, viewer: Actor) -> Plan | None:
    """The last plan that the client could read, when it was cancelled."""
    shown = [one for one in queries.plans(client, viewer=viewer) if one.stands]
    return shown[-1] if shown and shown[-1].cancelled else None
