"""Signed notes of the care team, for the client: by date, closed until they open one."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from longarc.records.queries import clients
from longarc.records.queries import notes as queries
from longarc.web import note_words
from longarc.web.client.forms import me


def notes(request: HttpRequest) -> HttpResponse:
    actor = me(request)
    client = clients.own(viewer=actor)
    found = queries.signed(client, viewer=actor)
    shown = [(one, note_words.parts(one.words)) for one in found]
    with timezone.override(ZoneInfo(client.zone)):
        return render(request, "client/notes.html", {"tab": "arc", "notes": shown})
