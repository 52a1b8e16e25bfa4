"""The owner's settings of the enquiry page, and how many enquiries there were; never whose."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from longarc.care.access import Actor
from longarc.care.decision import NotAllowed
from longarc.records import enquiry_page
from longarc.records.actions import enquiries as actions
from longarc.records.enquiry_page import EnquiryPage, NotPublished
from longarc.records.queries import enquiries as queries
from longarc.web.staff.people import actor, refusal
from longarc.web.words import say

COUNTED = timedelta(days=90)


def part(viewer: Actor, now: datetime) -> dict[str, Any]:
    """What `staff/practice_enquiry_counts.html` needs. Two queries."""
    return {
        "enquiry_page": queries.page(viewer=viewer),
        "enquiry_counts": queries.counts(viewer=viewer, since=now - COUNTED),
        "enquiry_days": COUNTED.days,
    }


def practice_enquiries(request: HttpRequest) -> HttpResponse:
    viewer = actor(request)
    page = queries.page(viewer=viewer) or EnquiryPage(viewer.practice)
    if request.method == "GET":
        return _page(request, page, _typed(page))
    if "take_down" in request.POST:
        actions.take_down(by=viewer, at=timezone.now())
        return redirect("practice")
    return _publish(request, viewer, page)


def _publish(request: HttpRequest, viewer: Actor, page: EnquiryPage) -> HttpResponse:
    typed = request.POST.dict()
    try:
        wanted = enquiry_page.read(request.POST, viewer.practice)
        actions.publish(wanted, by=viewer, at=timezone.now())
    except NotPublished as refused:
        return _page(request, page, typed, problem=say(refused.text), field=refused.field)
    except NotAllowed as refused:
        return _page(request, page, typed, problem=refusal(refused))
    return redirect("practice")


def _page(
    request: HttpRequest,
    page: EnquiryPage,
    typed: dict[str, Any],
    *,
    problem: str = "",
    field: str = "",
) -> HttpResponse:
    lines = [
        {
            part: (f"{part}_{n}", typed.get(f"{part}_{n}", ""))
            for part in ("place", "offers", "reach")
        }
        for n in range(1, enquiry_page.MOST_PLACES + 1)
    ]
    context = {
        "place": "practice",
        "page": page,
        "typed": typed,
        "lines": lines,
        "problem": problem,
        "field": field,
        "address": f"{settings.ORIGIN}{reverse('enquire')}",
    }
    return render(request, "staff/practice_enquiries.html", context, status=400 if problem else 200)


def _typed(page: EnquiryPage) -> dict[str, Any]:
    """What stands now, as the form would have been filled in."""
    typed: dict[str, Any] = {
        "about": page.about,
        "answered_by": page.answered_by,
        "keep_days": page.keep_days,
    }
    for n, place in enumerate(page.places, start=1):
        typed |= {f"place_{n}": place.name, f"offers_{n}": place.offers, f"reach_{n}": place.reach}
    return typed
