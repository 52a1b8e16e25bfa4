"""Correcting the name and contact of somebody who works here; and a link that was never opened."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care.decision import NotAllowed
from longarc.records.actions import details as actions
from longarc.records.actions import invitations
from longarc.records.details import Detail
from longarc.records.queries import details as queries
from longarc.records.queries import practice
from longarc.records.queries.details import Details
from longarc.web.detail_words import NAMES, fields, told
from longarc.web.staff.invite import link_page
from longarc.web.staff.people import EMAIL, actor, refusal
from longarc.web.staff.practice import practice_page

CORRECTED = (Detail.NAME, Detail.CONTACT)


def practice_staff_details(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    user = practice.anyone(staff_id, viewer=actor(request))
    if user is None:
        raise Http404
    if request.method == "POST":
        return _keep(request, staff_id)
    return _page(request, queries.of_staff(user, viewer=actor(request)))


def _keep(request: HttpRequest, staff: UUID) -> HttpResponse:
    by, seen = actor(request), request.POST.get("seen", "")
    typed = told(request.POST, CORRECTED)
    try:
        changed = actions.correct_staff(staff, typed, seen=seen, by=by, at=timezone.now())
    except NotAllowed as refused:
        user = practice.anyone(staff, viewer=by)
        if user is None:
            raise Http404 from None
        now = queries.of_staff(user, viewer=by)
        return _page(request, now, typed=typed, problem=refusal(refused), status=400)
    except actions.ChangedMeanwhile as other:
        return _page(request, other.now, typed=typed, meanwhile=True, status=409)
    messages.info(request, _("Saved.") if changed else _("Nothing was changed."))
    return redirect("practice_staff_details", staff)


def _page(request: HttpRequest, found: Details, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "place": "practice",
        "found": found,
        "name": found.now[Detail.NAME],
        "fields": fields(found, CORRECTED, more.get("typed")),
        "lines": [(one, NAMES[one.detail]) for one in found.corrected],
        **more,
    }
    return render(request, "staff/staff_details.html", context, status=status)


def practice_link(request: HttpRequest) -> HttpResponse:
    """A link for staff that nobody opened yet: made again for the right address."""
    number, email = request.POST.get("link", ""), request.POST.get("email", "").strip()
    if not EMAIL.fullmatch(email):
        return practice_page(
            request, problem=_("Nothing was changed. Write the address as name@example.org.")
        )
    if not (number.isascii() and number.isdigit()):
        raise Http404
    try:
        made = invitations.correct_link(int(number), email, by=actor(request), at=timezone.now())
    except NotAllowed as refused:
        return practice_page(request, problem=refusal(refused))
    if made is None:
        raise Http404
    return link_page(request, made.token, made.name, back="practice")
