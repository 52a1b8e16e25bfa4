"""Recording that a client's life has ended, or that they are out of reach; and taking it back."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care.access import Can, may
from longarc.care.decision import NotAllowed
from longarc.care.leaving import ALONE, WAITS, Kind, needs_second
from longarc.care.reports import clean
from longarc.records.actions import leaving as actions
from longarc.records.ids import uuid7
from longarc.records.queries import course as care
from longarc.records.queries import leaving as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.leaving import Course
from longarc.web import errors
from longarc.web.staff.course_forms import uid_in
from longarc.web.staff.invite import home_of
from longarc.web.staff.people import actor, refusal

#: What a record says, where it is listed.
SAYS = {
    Kind.ENDED: gettext_lazy("recorded that their life has ended"),
    Kind.AWAY: gettext_lazy("recorded that they are out of reach"),
    Kind.BACK: gettext_lazy("recorded that they are here"),
    Kind.WROTE: gettext_lazy("something came from their sign-in"),
    Kind.ASKED_BACK: gettext_lazy("asked to take it back; a second person confirms it"),
}
KEPT = {
    Kind.ENDED: gettext_lazy("Saved. Nothing is sent to them any more. You can take it back here."),
    Kind.AWAY: gettext_lazy("Saved. Reminders and follow-up pause. You can take it back here."),
    Kind.BACK: gettext_lazy("Saved. What they had chosen goes on as before."),
    Kind.ASKED_BACK: gettext_lazy("Saved. It takes one more step, which stands on this page."),
}


def client_state(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The page; for those who may only book, without the words."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    if request.method == "POST":
        return _keep(request, client)
    return _page(request, client)


def _keep(request: HttpRequest, client: ClientRef) -> HttpResponse:
    new, uid = _new(request), uid_in(request, "uid")
    if new is None or uid is None:
        return errors.bad_request(request)
    seen, by = request.POST.get("seen", ""), actor(request)
    try:
        kept = actions.record(client, new, seen=seen, uid=uid, by=by, at=timezone.now())
    except NotAllowed as refused:
        return _again(request, client, 400, problem=refusal(refused))
    except actions.RecordedMeanwhile as clash:
        return _again(request, client, 409, clash=(clash.now, SAYS[clash.now.kind]))
    messages.info(request, KEPT[kept] if kept else _("Nothing was changed."))
    return redirect("client_state", client.public_id)


def _again(request: HttpRequest, client: ClientRef, status: int, **more: Any) -> HttpResponse:
    return _page(request, client, status=status, typed=request.POST.dict(), **more)


def _new(request: HttpRequest) -> actions.New | None:
    told = request.POST
    try:
        kind, on = Kind(told.get("kind", "")), date.fromisoformat(told.get("on", ""))
    except ValueError:
        return None
    return actions.New(kind, on, clean(told.get("words", "")))


def _page(
    request: HttpRequest, client: ClientRef, *, status: int = 200, **more: Any
) -> HttpResponse:
    viewer, now = actor(request), timezone.now()
    found = queries.course(client, viewer=viewer)
    alone, asked = queries.alone(viewer=viewer), found.asked_back
    context = {
        "place": home_of(request),
        "client": client,
        "found": found,
        "says": SAYS[found.stands.kind] if found.stands else "",
        "lines": [(one, SAYS[one.kind]) for one in reversed(found.recorded)],
        "may_read": may(viewer, Can.READ_RECORD, client.relation),
        "leads": care.leads(client, viewer=viewer),
        "second": _second(found, now),
        "alone_days": ALONE.days,
        "alone": alone,
        "wait_days": WAITS.days,
        "alone_from": asked.at + WAITS if alone and asked else None,
        "today": timezone.localdate(),
        "uids": [uuid7() for _n in range(3)],
        "typed": {},
        **more,
    }
    return render(request, "staff/state.html", context, status=status)


def _second(found: Course, now: Any) -> bool:
    """Whether taking it back needs somebody else, too."""
    first = found.first
    return bool(first and first.kind is Kind.ENDED and needs_second(first.at, now))
