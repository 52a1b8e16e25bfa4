"""Consent and touch of one client for the care team: what stands, what is missing, a spoken no."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care.access import Can, may
from longarc.care.consent import State
from longarc.care.consent_texts import Item
from longarc.care.touch import Touch, says
from longarc.records.actions import consent as actions
from longarc.records.actions import touch as touch_actions
from longarc.records.ids import uuid7
from longarc.records.queries import consent as queries
from longarc.records.queries import touch as touch_queries
from longarc.records.queries.clients import ClientRef
from longarc.web import consent_words, touch_form
from longarc.web.client.forms import form_id
from longarc.web.staff.people import actor

STATES: dict[State, Promise] = {
    State.GIVEN: gettext_lazy("yes"),
    State.NO: gettext_lazy("no"),
    State.EARLIER: gettext_lazy("yes to earlier words: asked again"),
    State.UNANSWERED: gettext_lazy("not answered"),
}


def client_consents(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The page; every opening is recorded. A form keeps a no that the client said aloud."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    if request.method == "POST":
        return _no(request, client)
    return _page(request, client)


def _page(
    request: HttpRequest, client: ClientRef, *, status: int = 200, problem: str = ""
) -> HttpResponse:
    viewer = actor(request)
    found = queries.load(client, viewer=viewer)
    touch = touch_queries.load(client, viewer=viewer, at=timezone.now())
    context = {
        "place": "caseload",
        "client": client,
        "items": [
            (consent_words.shown(one), STATES[one.state], _may_say_no(one.state), uuid7())
            for one in found.items
        ],
        "against": (found.gate() & touch.gate()).reasons,
        "touch": touch,
        "history": [(one, says(one.terms)) for one in reversed(touch.statements)],
        "may_write": may(viewer, Can.WRITE_RECORD, client.relation),
        "problem": problem,
    }
    return render(request, "staff/consents.html", context, status=status)


def _may_say_no(state: State) -> bool:
    return state is not State.NO


def _no(request: HttpRequest, client: ClientRef) -> HttpResponse:
    item = request.POST.get("item", "")
    if item not in set(Item):
        problem = _("Nothing was changed. Choose again on this page.")
        return _page(request, client, status=400, problem=problem)
    by, at = actor(request), timezone.now()
    kept = actions.say_no(client, Item(item), uid=form_id(request), by=by, at=at)
    messages.info(request, _("Kept: no. The client sees it.") if kept else _("It was no already."))
    return redirect("client_consents", client.public_id)


def client_touch_narrow(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Large buttons and nothing else: the client said or showed that touch is to be less."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    viewer, now = actor(request), timezone.now()
    found = touch_queries.load(client, viewer=viewer, at=now)
    if request.method != "POST":
        return _narrow_page(request, client, found)
    at_most = touch_form.at_most(request.POST.get("less", ""), found.terms)
    if at_most is None:
        problem = _("Nothing was changed. Choose again here.")
        return _narrow_page(request, client, found, status=400, problem=problem)
    kept = touch_actions.narrow(client, at_most, uid=form_id(request), by=viewer, at=now)
    messages.info(request, _("Kept.") if kept else _("It is as it was."))
    return redirect("client_touch_narrow", client.public_id)


def _narrow_page(
    request: HttpRequest, client: ClientRef, found: Touch, *, status: int = 200, problem: str = ""
) -> HttpResponse:
    context = {
        "place": "caseload",
        "client": client,
        "touch": found,
        "less": touch_form.less(found.terms),
        "uid": uuid7(),
        "problem": problem,
    }
    return render(request, "staff/touch_narrow.html", context, status=status)
