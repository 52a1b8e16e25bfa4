"""What I agree to for a session: a yes and a no of the same size, item by item."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care.consent import State
from longarc.care.consent_texts import Asked, Item
from longarc.records.actions import consent as actions
from longarc.records.ids import uuid7
from longarc.records.queries import clients
from longarc.records.queries import consent as queries
from longarc.records.queries.clients import ClientRef
from longarc.web import consent_words
from longarc.web.client.forms import form_id, me
from longarc.web.words import say

STANDS: dict[State, Promise] = {
    State.GIVEN: gettext_lazy("My choice now: yes."),
    State.NO: gettext_lazy("My choice now: no."),
    State.EARLIER: gettext_lazy("The words have changed since I said yes. So it counts as no."),
    State.UNANSWERED: gettext_lazy("I have not chosen yet. So it counts as no."),
}


def consents(request: HttpRequest) -> HttpResponse:
    """The items with what stands; a choice is one tap, and can be changed at any time."""
    client = clients.own(viewer=me(request))
    return _keep(request, client) if request.method == "POST" else _page(request, client)


def _page(
    request: HttpRequest, client: ClientRef, *, status: int = 200, **more: Any
) -> HttpResponse:
    found = queries.load(client, viewer=me(request))
    context = {
        "tab": "arc",
        "items": [(consent_words.shown(one), STANDS[one.state], uuid7()) for one in found.items],
        "waiting": len(found.to_answer),
        **more,
    }
    with timezone.override(ZoneInfo(client.zone)):
        return render(request, "client/consents.html", context, status=status)


def _keep(request: HttpRequest, client: ClientRef) -> HttpResponse:
    item, given = request.POST.get("item", ""), request.POST.get("given", "")
    if item not in set(Item) or given not in {"0", "1"}:
        problem = _("Nothing changed. Your choices are as they were. Please try again.")
        return _page(request, client, status=400, problem=problem)
    if given == "0":
        return _no(request, client, Item(item))
    return _yes(request, client, Item(item))


def _no(request: HttpRequest, client: ClientRef, item: Item) -> HttpResponse:
    by, at = me(request), timezone.now()
    actions.say_no(client, item, uid=form_id(request), by=by, at=at)
    messages.info(request, _("Kept: no. It counts from now. You can change it any time."))
    return redirect("consents")


def _yes(request: HttpRequest, client: ClientRef, item: Item) -> HttpResponse:
    by, at = me(request), timezone.now()
    read = consent_words.plain(queries.words(viewer=by)[item])
    try:
        actions.give(client, item, _version(request), read=read, uid=form_id(request), by=by, at=at)
    except actions.OtherWords as other:
        return _page(request, client, status=409, problem=_still_no(client, item, other, request))
    messages.info(request, _("Kept: yes. You can change it any time."))
    return redirect("consents")


def _still_no(
    client: ClientRef, item: Item, other: actions.OtherWords, request: HttpRequest
) -> str:
    """Nothing was given silently; why, and what to do."""
    if other.now.asked is Asked.NOT_ASKED:
        return _("Nothing changed. Your practice does not ask for this any more.")
    stands = queries.load(client, viewer=me(request)).of(item)
    if stands and stands.state is State.GIVEN:
        return _("Nothing changed. Your choice is still: yes.")
    what = say(stands.name) if stands else ""
    return _(
        "Nothing changed. Your choice is still: no. "
        "The words changed while this page was open: %(what)s. They are below, as they are now."
    ) % {"what": what}


def _version(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("version", ""))
    except ValueError:
        return None
