"""The coordinator's list: names, contact, what is planned next. No word about how anybody is."""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from longarc.care.access import Actor
from longarc.records.actions import access
from longarc.records.queries import coming, practice
from longarc.records.queries import directory as queries
from longarc.web.staff.needed import links_part, needed_part
from longarc.web.staff.people import actor
from longarc.web.staff.terms import Moments


def directory(request: HttpRequest) -> HttpResponse:
    viewer, now = actor(request), timezone.now()
    found = queries.everyone(viewer=viewer, at=now)
    access.record_listing((row.client for row in found), by=viewer, at=now)
    published = practice.support_published(viewer=viewer)
    context = {"place": "directory", "found": found, "published": published}
    context["sessions"] = _sessions(found, viewer, now)
    context |= needed_part(viewer, now) | links_part(viewer, now)
    return render(request, "staff/directory.html", context)


def _sessions(
    found: Iterable[queries.Row], viewer: Actor, now: datetime
) -> list[dict[str, object]]:
    """Long appointments of the next two weeks: who, when, with whom, where."""
    moments = Moments(now)
    since, names = moments.midnight, {row.client.id: row.client.name for row in found}
    ahead = coming.sessions(None, viewer=viewer, since=since, until=since + coming.AHEAD)
    return [
        {
            "day": moments.ahead(one.starts_at),
            "name": names[one.client],
            "lead": one.lead,
            "room": one.room,
            "lost": one.lost,
        }
        for one in ahead
        if one.client in names
    ]
