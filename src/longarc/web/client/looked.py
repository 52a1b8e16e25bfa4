"""Who has looked at my record."""

from datetime import date
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from longarc.records.queries import clients, course, looks, ways_in
from longarc.web.client.forms import me


def looked(request: HttpRequest) -> HttpResponse:
    actor, before = me(request), _before(request)
    client = clients.own(viewer=actor)
    context = {
        "tab": "arc",
        "looks": looks.of_client(client, viewer=actor, before=before),
        "before": before,
        "team": course.care_team(client, viewer=actor),
        "links": ways_in.links(request.user.public_id, viewer=actor),  # type: ignore[union-attr]
    }
    with timezone.override(ZoneInfo(client.zone)):
        return render(request, "client/looked.html", context)


def _before(request: HttpRequest) -> date | None:
    """The day before which to show; anything that is not a day is the newest."""
    try:
        return date.fromisoformat(request.GET.get("before", ""))
    except ValueError:
        return None
