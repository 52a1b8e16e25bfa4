"""Who holds a client: joining, leaving, leading, with every date; and the client's way in."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care.decision import NotAllowed
from longarc.records.actions import care_team
from longarc.records.queries import directory, practice
from longarc.records.queries.clients import ClientRef
from longarc.web.staff.invite import home_of
from longarc.web.staff.people import actor, refusal

CHANGES: dict[str, Callable[..., bool]] = {
    "add": care_team.add_member,
    "end": care_team.end_member,
    "lead": care_team.make_lead,
}


def client_team(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    client: ClientRef = request.client  # type: ignore[attr-defined]
    if request.method == "POST":
        return _change(request, client)
    return _page(request, client)


def _change(request: HttpRequest, client: ClientRef) -> HttpResponse:
    change, who = _asked(request)
    if change is None or who is None:
        return _page(request, client, _("Nothing was changed. Choose a person from the list."))
    try:
        change(client, who, by=actor(request), at=timezone.now())
    except NotAllowed as refused:
        return _page(request, client, refusal(refused))
    return redirect("client_team", client.public_id)


def _asked(request: HttpRequest) -> tuple[Callable[..., bool] | None, UUID | None]:
    """Which button was pressed, and about whom: `add` has its person in a list of its own."""
    for name, change in CHANGES.items():
        if name in request.POST:
            try:
                return change, UUID(request.POST[name])
            except ValueError:
                break
    return None, None


def _page(request: HttpRequest, client: ClientRef, problem: str = "") -> HttpResponse:
    viewer = actor(request)
    history = directory.care_history(client, viewer=viewer)
    now = [held for held in history if held.until is None]
    here = {held.staff for held in now}
    contact = directory.contact(client, viewer=viewer)
    context: dict[str, Any] = {
        "place": home_of(request),
        "client": client,
        "now": now,
        "before": [held for held in history if held.until is not None],
        "others": [one for one in practice.holders(viewer=viewer) if one.id not in here],
        "contact": contact,
        "email": next((part for part in contact.split(", ") if "@" in part), ""),
        "problem": problem,
    }
    return render(request, "staff/team.html", context, status=400 if problem else 200)
