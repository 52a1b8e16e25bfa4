"""The coordinator's list: names, contact, the next meeting. No word about how anybody is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from longarc.records.actions import access
from longarc.records.queries import directory as queries
from longarc.records.queries import practice
from longarc.web.staff.needed import needed_part
from longarc.web.staff.people import actor


def directory(request: HttpRequest) -> HttpResponse:
    viewer, now = actor(request), timezone.now()
    found = queries.everyone(viewer=viewer, at=now)
    access.record_listing((row.client for row in found), by=viewer, at=now)
    published = practice.support_published(viewer=viewer)
    context = {"place": "directory", "found": found, "published": published}
    context |= needed_part(viewer, now)
    return render(request, "staff/directory.html", context)
