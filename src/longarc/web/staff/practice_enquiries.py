"""The owner's settings of the enquiry page, and how many enquiries there were; never whose."""

from dataclasses import asdict
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
from longarc.web import newer
from longarc.web.staff import page_words
from longarc.web.staff.course_forms import uid_in
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
        asked = page_words.asked(request, queries.versions(viewer=viewer))
        return _page(request, page, _typed(asked.page if asked else page), earlier=bool(asked))
    if found := newer.of(request):
        more: dict[str, Any] = {"problem": newer.staff_words(), "newer": found, "status": 409}
        return _page(request, page, request.POST.dict(), **more)
    if "take_down" in request.POST:
        actions.take_down(uid=uid_in(request, "uid"), by=viewer, at=timezone.now())
        return redirect("practice")
    return _publish(request, viewer, page)


def _publish(request: HttpRequest, viewer: Actor, page: EnquiryPage) -> HttpResponse:
    typed = request.POST.dict()
    try:
        wanted = enquiry_page.read(request.POST, viewer.practice)
        actions.publish(wanted, uid=uid_in(request, "uid"), by=viewer, at=timezone.now())
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
    status: int = 0,
    **more: Any,
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
        "address": f"{settings.ORIGIN}{reverse('enquire')}",
        "versions": [(one, _in_words(one.page)) for one in queries.versions(viewer=actor(request))],
        **more,
    }
    status = status or (400 if problem else 200)
    return render(request, "staff/practice_enquiries.html", context, status=status)


def _in_words(page: EnquiryPage) -> str:
    return page_words.enquiries(
        published=page.published,
        about=page.about,
        answered_by=page.answered_by,
        keep_days=page.keep_days,
        places=[asdict(place) for place in page.places],
    )


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
