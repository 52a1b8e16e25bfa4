"""Correcting what a client is called and how to reach them, with every earlier word of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care.access import Can, may
from longarc.care.decision import NotAllowed
from longarc.records.actions import details as actions
from longarc.records.details import Detail
from longarc.records.queries import details as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.details import Details
from longarc.web.detail_words import NAMES, fields, told
from longarc.web.staff.invite import home_of
from longarc.web.staff.people import actor, refusal

CORRECTED = (Detail.NAME, Detail.PRONOUNS, Detail.PHONE, Detail.EMAIL, Detail.EMERGENCY)


def client_details(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The page; being opened by somebody is on the client's list of who looked."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    if request.method == "POST":
        return _keep(request, client)
    return _page(request, client, queries.of_client(client, viewer=actor(request)))


def _keep(request: HttpRequest, client: ClientRef) -> HttpResponse:
    by, seen = actor(request), request.POST.get("seen", "")
    typed = told(request.POST, CORRECTED)
    try:
        changed = actions.correct(client, typed, seen=seen, by=by, at=timezone.now())
    except NotAllowed as refused:
        now = queries.of_client(client, viewer=by)
        return _page(request, client, now, typed=typed, problem=refusal(refused), status=400)
    except actions.ChangedMeanwhile as other:
        return _page(request, client, other.now, typed=typed, meanwhile=True, status=409)
    messages.info(request, _("Saved.") if changed else _("Nothing was changed."))
    return redirect("client_details", client.public_id)


def _page(
    request: HttpRequest, client: ClientRef, found: Details, *, status: int = 200, **more: Any
) -> HttpResponse:
    may_read = may(actor(request), Can.READ_RECORD, client.relation)
    context = {
        "place": home_of(request),
        "client": client,
        "found": found,
        "fields": fields(found, CORRECTED, more.get("typed")),
        "lines": [(one, NAMES[one.detail]) for one in found.corrected],
        "home": "client" if may_read else "",
        **more,
    }
    return render(request, "staff/details.html", context, status=status)
