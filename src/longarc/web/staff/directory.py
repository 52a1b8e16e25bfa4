"""The coordinator's list: names, contact, the next meeting. No word about how anybody is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from longarc.records.actions import access
from longarc.records.queries import after, practice
from longarc.records.queries import directory as queries
from longarc.web.staff.people import actor


def directory(request: HttpRequest) -> HttpResponse:
    viewer, now = actor(request), timezone.now()
    found = queries.everyone(viewer=viewer, at=now)
    access.record_listing((row.client for row in found), by=viewer, at=now)
    published = practice.support_published(viewer=viewer)
    alone = (row.client.id for row in found if not row.lead)
    context = {"place": "directory", "found": found, "published": published}
    context["waiting"] = after.waiting(alone, viewer=viewer, at=now)
    return render(request, "staff/directory.html", context)
