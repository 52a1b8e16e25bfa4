"""Beginning a planned session: what holds, or each reason against and the way on."""

from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care import session_plan
from longarc.care.access import Actor
from longarc.care.decision import NotAllowed, Reason
from longarc.care.session_gate import Gates, may_start_session
from longarc.records.actions import session_plan as actions
from longarc.records.queries import numbers, session_gates
from longarc.records.queries import session_plan as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.session_plan import Plan
from longarc.web import errors
from longarc.web.staff.course_forms import uid_in
from longarc.web.staff.people import actor
from longarc.web.staff.session_plan import subject
from longarc.web.staff.session_words import GATES
from longarc.web.staff.window_forms import begun_form


class Gate(NamedTuple):
    """One gate as the page shows it; without reasons it holds."""

    name: Any
    holds: Any
    reasons: tuple[Reason, ...]
    url: str
    way_on: Any


def client_session_start(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Every opening of the page asks each gate anew, and so does the start itself."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    viewer = actor(request)
    if request.method == "POST":
        return _start(request, client, viewer)
    return _page(request, client, subject(queries.plans(client, viewer=viewer)))


def _start(request: HttpRequest, client: ClientRef, viewer: Actor) -> HttpResponse:
    plan = uid_in(request, "plan")
    if plan is None:
        return errors.bad_request(request)
    try:
        began = actions.start(client, plan, by=viewer, at=timezone.now())
    except NotAllowed:
        return _page(request, client, queries.find(client, plan, viewer=viewer), refused=True)
    messages.info(
        request,
        _("The session has begun. Here you can write what happens.")
        if began
        else _("It had begun before: nothing is kept twice."),
    )
    return _to_record(client, plan, viewer)


def _to_record(client: ClientRef, plan: UUID, viewer: Actor) -> HttpResponse:
    begun = queries.find(client, plan, viewer=viewer)
    if begun is None or begun.started is None:  # it was taken back as a mistake meanwhile
        return redirect("client_session_plan", client.public_id)
    return redirect("client_session_record", client.public_id, begun.started.session)


def _page(
    request: HttpRequest, client: ClientRef, plan: Plan | None, *, refused: bool = False
) -> HttpResponse:
    viewer = actor(request)
    asked = session_gates.load(client, plan, viewer=viewer, at=timezone.now())
    may_start = may_start_session(*asked)
    gates = [_gate(kind, client, asked) for kind in GATES]
    speak = numbers.of_practice(viewer=viewer)
    context = {
        "place": "caseload",
        "client": client,
        "plan": plan,
        "may_start": may_start.allowed,
        "refused": refused,
        "against": [one for one in gates if one.reasons],
        "holds": [one for one in gates if not one.reasons],
        "missing": session_plan.missing(plan.value, speak).values() if plan else (),
        "draft": plan is not None and plan.open and plan.newest.draft,
        "begun": begun_form(timezone.now()),
    }
    return render(request, "staff/session_start.html", context, status=409 if refused else 200)


def _gate(kind: str, client: ClientRef, asked: Gates) -> Gate:
    name, holds, route, way_on = GATES[kind]
    reasons = asked._asdict()[kind].reasons
    return Gate(name, holds, reasons, reverse(route, args=[client.public_id]), way_on)


def against(client: ClientRef, asked: Gates) -> list[Gate]:
    """The gates that have a reason against, in the order of the page."""
    gates = (_gate(kind, client, asked) for kind in GATES)
    return [one for one in gates if one.reasons]
