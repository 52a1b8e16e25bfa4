"""My data: everything of the client's own record as one file, and asking for deletion."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from longarc.care.text import Text
from longarc.records.actions.export import record_export
from longarc.records.export_keys import KEYS, PARTS
from longarc.records.exporting import written
from longarc.records.ids import uuid7
from longarc.records.queries import clients, course
from longarc.records.queries import export as queries
from longarc.records.queries.course import ChoiceKind
from longarc.web.client.forms import me
from longarc.web.words import say


def export(request: HttpRequest) -> HttpResponse:
    actor = me(request)
    client = clients.own(viewer=actor)
    context = {
        "tab": "arc",
        "parts": [(name, say(Text(about))) for name, about in PARTS.items()],
        "keys": [(name, say(Text(about))) for name, about in KEYS.items()],
        "deletion": course.choices(client, viewer=actor)[ChoiceKind.DELETION],
        "uid": uuid7(),
    }
    return render(request, "client/export.html", context)


def export_file(request: HttpRequest) -> StreamingHttpResponse:
    """The file, written while it is read, so that years of entries need little memory."""
    actor, now = me(request), timezone.now()
    client = clients.own(viewer=actor)
    record_export(client, by=actor, at=now)
    return StreamingHttpResponse(
        written(queries.parts(client, viewer=actor), at=now, say=lambda s: say(Text(s))),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="my-data.json"'},
    )
