"""The owner's settings of the Support page, with every version that was published."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from longarc.care.access import Actor
from longarc.records import support_page
from longarc.records.actions import support as actions
from longarc.records.queries import support as queries
from longarc.records.support_page import Support, Version
from longarc.web import newer
from longarc.web.staff import page_words
from longarc.web.staff.course_forms import uid_in
from longarc.web.staff.people import actor

Versions = tuple[Version[Support], ...]


def practice_support(request: HttpRequest) -> HttpResponse:
    """The form; what was typed stays when something is missing or somebody published meanwhile."""
    if request.method == "GET":
        return _first(request, actor(request))
    typed = request.POST.dict()
    if found := newer.of(request):
        problem = newer.staff_words()
        return _page(request, typed, status=409, problem=problem, newer=found)
    try:
        _publish(request)
    except support_page.NotPublished as refused:
        return _page(request, typed, status=400, refused=refused)
    return redirect("practice")


def _first(request: HttpRequest, viewer: Actor) -> HttpResponse:
    """What is published now; or an earlier version, to be looked at and published again."""
    asked = page_words.asked(request, queries.versions(viewer=viewer))
    page = asked.page if asked else queries.page(viewer=viewer)
    return _page(request, _typed(page), earlier=asked is not None)


def _publish(request: HttpRequest) -> None:
    wanted = support_page.read(request.POST)
    actions.publish_support(
        phone=wanted.phone,
        hours=wanted.hours,
        numbers=wanted.own_numbers,
        looked_by=wanted.looked_by,
        country=wanted.country,
        checked_on=wanted.checked_on,
        uid=uid_in(request, "uid"),
        by=actor(request),
        at=timezone.now(),
    )


def _page(
    request: HttpRequest, typed: dict[str, Any], *, status: int = 200, **more: Any
) -> HttpResponse:
    lines = [
        {part: (f"{part}_{n}", typed.get(f"{part}_{n}", "")) for part in ("name", "number", "when")}
        for n in range(1, support_page.MOST_OWN_NUMBERS + 1)
    ]
    context = {
        "place": "practice",
        "typed": typed,
        "lines": lines,
        "countries": sorted(support_page.profiles()),
        "versions": _said(queries.versions(viewer=actor(request))),
        **more,
    }
    return render(request, "staff/practice_support.html", context, status=status)


def _said(versions: Versions) -> list[tuple[Version[Support], str]]:
    return [(one, _in_words(one.page)) for one in versions]


def _in_words(page: Support) -> str:
    return page_words.support(
        country=page.country,
        phone=page.phone,
        hours=page.hours,
        numbers=[
            {"name": one.name, "number": one.number, "when": one.when} for one in page.own_numbers
        ],
        looked_by=page.looked_by,
        checked_on=page.checked_on,
    )


def _typed(page: Support) -> dict[str, Any]:
    """A version, as the form would have been filled in."""
    typed: dict[str, Any] = {
        "phone": page.phone,
        "hours": page.hours,
        "looked_by": page.looked_by,
        "country": page.country,
        "checked_on": page.checked_on.isoformat() if page.checked_on else "",
    }
    for n, number in enumerate(page.own_numbers, start=1):
        typed |= {f"name_{n}": number.name, f"number_{n}": number.number, f"when_{n}": number.when}
    return typed
