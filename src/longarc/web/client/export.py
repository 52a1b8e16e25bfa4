"""My data: everything of the client's own record as one file, and asking for deletion."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from longarc.care.text import Text
from longarc.records.actions.export import record_export
from longarc.records.export_keys import KEYS, PARTS
from longarc.records.ids import uuid7
from longarc.records.queries import clients, course
from longarc.records.queries import export as queries
from longarc.records.queries.course import ChoiceKind
from longarc.web.client.forms import me
from longarc.web.words import say

FORMAT = "longarc-own-record-1"


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
        written(queries.parts(client, viewer=actor), now),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="my-data.json"'},
    )


def written(
    parts: Iterable[tuple[str, Iterable[Mapping[str, Any]]]], at: datetime
) -> Iterator[str]:
    """One JSON object: what the keys mean first, then each part as a list, a row a line."""
    head = {
        "format": FORMAT,
        "made_at": at,
        "parts": {name: say(Text(about)) for name, about in PARTS.items()},
        "keys": {name: say(Text(about)) for name, about in KEYS.items()},
    }
    yield _json(head)[:-1]
    for name, rows in parts:
        yield f",\n{_json(name)}: ["
        for place, row in enumerate(rows):
            yield ("," if place else "") + "\n" + _json(row)
        yield "]"
    yield "}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    """Times in UTC, days and ids as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
