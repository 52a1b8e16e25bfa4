"""Touch: what is welcome. Signed before a session; less at any time, with one tap."""

from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from allauth.account.internal.flows.reauthentication import (
    did_recently_reauthenticate,
    raise_if_reauthentication_required,
)
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care.touch import Terms, Touch, says
from longarc.records.actions import touch as actions
from longarc.records.actions.touch import Outcome
from longarc.records.ids import uuid7
from longarc.records.queries import clients
from longarc.records.queries import touch as queries
from longarc.records.queries.clients import ClientRef
from longarc.web import touch_form
from longarc.web.client.forms import form_id, me
from longarc.web.words import say


def touch(request: HttpRequest) -> HttpResponse:
    """What stands, in one line, with the buttons for less; signing has a page of its own."""
    client = clients.own(viewer=me(request))
    return _less(request, client) if request.method == "POST" else _page(request, client)


def _load(request: HttpRequest, client: ClientRef) -> Touch:
    return queries.load(client, viewer=me(request), at=timezone.now())


def _page(
    request: HttpRequest, client: ClientRef, *, status: int = 200, problem: str = ""
) -> HttpResponse:
    found = _load(request, client)
    context = {
        "tab": "arc",
        "touch": found,
        "less": touch_form.less(found.terms),
        "history": [(one, says(one.terms)) for one in reversed(found.statements)],
        "uid": uuid7(),
        "problem": problem,
    }
    with timezone.override(ZoneInfo(client.zone)):
        return render(request, "client/touch.html", context, status=status)


def _less(request: HttpRequest, client: ClientRef) -> HttpResponse:
    found = _load(request, client)
    at_most = touch_form.at_most(request.POST.get("less", ""), found.terms)
    if at_most is None:
        problem = _("Nothing changed. What stands is as it was. Please try again.")
        return _page(request, client, status=400, problem=problem)
    by, at = me(request), timezone.now()
    kept = actions.narrow(client, at_most, uid=form_id(request), by=by, at=at)
    now = says(_load(request, client).terms)
    messages.info(
        request,
        (_("Kept. From now on: %(says)s.") if kept else _("It is as it was: %(says)s."))
        % {"says": say(now)},
    )
    return redirect("touch")


def touch_sign(request: HttpRequest) -> HttpResponse:
    """The agreement to sign, after the client showed once more that it is them."""
    client = clients.own(viewer=me(request))
    found = _load(request, client)
    if found.under_way:
        return _sign_in_a_session(request, client, found)
    if request.method == "POST":
        return _sign(request, client)
    raise_if_reauthentication_required(request, app="account")
    return _form(request, found, _typed(found))


def _typed(found: Touch) -> dict[str, Any]:
    """The form as it would have been filled in for what stands."""
    signed = found.signed
    return {
        "places": found.terms.places,
        "agreed": bool(found.terms.places) and not found.terms.ask_first,
        "purpose": signed.purpose if signed else "",
        "stop": signed.stop if signed else "",
    }


def _form(
    request: HttpRequest,
    found: Touch,
    typed: dict[str, Any],
    *,
    problem: str = "",
    status: int = 200,
    prove: bool = False,
) -> HttpResponse:
    places = queries.offered(viewer=me(request))
    context = {
        "tab": "arc",
        "touch": found,
        "places": [(place, touch_form.name(place), place in typed["places"]) for place in places],
        "typed": typed,
        "uid": uuid7(),
        "uid_none": uuid7(),
        "problem": problem,
        "prove": f"{reverse('account_reauthenticate')}?{urlencode({'next': reverse('touch')})}"
        if prove
        else "",
    }
    return render(request, "client/touch_sign.html", context, status=status)


def _sign(request: HttpRequest, client: ClientRef) -> HttpResponse:
    """Typed words stay on the page, and never in the session, while the client proves who it is."""
    post, found = request.POST, _load(request, client)
    places = post.getlist("places")
    wanted = touch_form.wanted(post, places)
    purpose, stop = (" ".join(post.get(name, "").split()) for name in ("purpose", "stop"))
    typed = {
        "places": places,
        "agreed": post.get("ask") == "agreed",
        "purpose": purpose,
        "stop": stop,
    }
    if wanted is None:
        problem = _("Not signed yet. Pick a place, or choose no touch.")
        return _form(request, found, typed, problem=problem, status=400)
    if not did_recently_reauthenticate(request):
        problem = _("Not signed yet. Your words are still here. First show that it is you.")
        return _form(request, found, typed, problem=problem, status=403, prove=True)
    try:
        outcome = actions.sign(
            client,
            wanted,
            purpose=purpose,
            stop=stop,
            seen=post.get("seen", ""),
            uid=form_id(request),
            by=me(request),
            at=timezone.now(),
        )
    except actions.NotKept as refused:
        return _form(request, found, typed, problem=say(refused.text), status=400)
    except actions.ChangedMeanwhile:
        problem = _(
            "Not signed yet. What stands was changed while you wrote. "
            "Your ticks are still here. Look, and sign again."
        )
        return _form(request, _load(request, client), typed, problem=problem, status=409)
    return _signed(request, client, wanted, outcome)


def _signed(
    request: HttpRequest, client: ClientRef, wanted: Terms, outcome: Outcome
) -> HttpResponse:
    now = _load(request, client).terms
    if outcome is Outcome.ONLY_NARROWER and not wanted.within(now):
        sentence = _("The session has begun. Touch can only become less now. It is: %(says)s.")
    elif outcome is Outcome.ONLY_NARROWER:
        sentence = _("Kept. From now on: %(says)s.")
    else:
        sentence = _("Signed. %(says)s.")
    messages.info(request, sentence % {"says": say(says(now))})
    return redirect("touch")


def _sign_in_a_session(request: HttpRequest, client: ClientRef, found: Touch) -> HttpResponse:
    """A form from before the start: what is less in it is kept, at once and without a password."""
    wanted = touch_form.wanted(request.POST, request.POST.getlist("places"))
    if wanted is None:
        messages.info(request, _("The session has begun. Touch can only become less now."))
        return redirect("touch")
    by, at = me(request), timezone.now()
    outcome = actions.sign(
        client,
        wanted,
        purpose="",
        stop="",
        seen=found.upto,
        uid=form_id(request),
        by=by,
        at=at,
    )
    return _signed(request, client, wanted, outcome)
