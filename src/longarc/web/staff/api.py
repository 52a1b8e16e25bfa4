"""A client's record for programs and spreadsheets: each reading of it is recorded like a page."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.records.queries import aligned, check_ins, relationship
from longarc.records.queries.clients import ClientRef
from longarc.web import csv_file
from longarc.web.client import patterns
from longarc.web.client.api import LONGEST_LOOK
from longarc.web.staff import (
    aligned_part,
    client_page,
    living,
    living_part,
    relationship_part,
    timeline,
)
from longarc.web.staff.people import actor
from longarc.web.staff.terms import Moments


def client_check_ins(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """`{"check_ins": [...]}` of the last `days` (90 when left out), oldest first."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    viewer, now = actor(request), timezone.now()
    days = request.GET.get("days", "90")
    if not (days.isascii() and days.isdigit() and 1 <= int(days[:9]) <= LONGEST_LOOK):
        said = _("Nothing was changed. Ask for 1 to %(most)s days.") % {"most": LONGEST_LOOK}
        return JsonResponse({"error": "days", "say": said}, status=400)
    found = check_ins.plain(client, viewer=viewer, since=now - timedelta(days=int(days)))
    return JsonResponse({"check_ins": found})


def client_csv(request: HttpRequest, client_id: UUID) -> StreamingHttpResponse:  # noqa: ARG001
    """A file: the table of the arc (`?of=arc`), ratings (`?of=relationship`), living (`?of=living`,
    `shifts`), days around sessions (`?of=aligned`), one series (`?series=`), or the check-ins.
    """
    client: ClientRef = request.client  # type: ignore[attr-defined]
    viewer, now = actor(request), timezone.now()
    if request.GET.get("of") == "arc":
        moments, facts = Moments(now), client_page.all_facts(request)
        rows = (event.cells(moments) for event in timeline.newest_first(facts))
        answer = csv_file.response("arc.csv", timeline.headers(), rows)
    elif request.GET.get("of") == "relationship":
        told = relationship.load(client, viewer=viewer)
        table = relationship_part.rows(told, Moments(now))
        answer = csv_file.response("relationship.csv", relationship_part.headers(), table)
    elif (of := request.GET.get("of", "")) in living_part.FILES:
        lines = living_part.FILES[of](living.told_of(client, viewer), Moments(now))
        answer = csv_file.response(f"{of}.csv", living_part.headers(), lines)
    elif of == "aligned":
        lines = aligned_part.rows(aligned.around_sessions(client, viewer=viewer, at=now))
        answer = csv_file.response("aligned.csv", aligned_part.headers(), lines)
    else:
        answer = patterns.csv_of(client, viewer, request.GET.get("series", ""))
    return answer


def client_patterns(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The Patterns page as the client sees it, in their words and their time zone."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    viewer, now = actor(request), timezone.now()
    days = patterns.SPANS[patterns.span(request)]
    body = patterns.patterns_page(client, viewer, now, days)
    return render(
        request, "staff/client_patterns.html", {"place": "caseload", "client": client, **body}
    )
