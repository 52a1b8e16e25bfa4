"""Process notes about one client, on their author's own page and nowhere else."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care.notes import TooLong
from longarc.records.actions import process_notes as actions
from longarc.records.actions.screening import NotKept
from longarc.records.ids import uuid7
from longarc.records.queries import process_notes as queries
from longarc.records.queries.clients import ClientRef
from longarc.web import note_words
from longarc.web.staff.course_forms import uid_in
from longarc.web.staff.people import actor
from longarc.web.words import say


def client_process_note(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    client: ClientRef = request.client  # type: ignore[attr-defined]
    if request.method == "GET":
        return _page(request, client)
    text, uid = note_words.text(request.POST, "text"), uid_in(request, "uid") or uuid7()
    try:
        done = actions.keep(client, text, uid=uid, by=actor(request), at=timezone.now())
    except (NotKept, TooLong) as refused:
        return _page(request, client, say(refused.text), text)
    messages.info(request, _("Kept.") if done else _("Nothing was changed."))
    return redirect("client_process_note", client.public_id)


def _page(
    request: HttpRequest, client: ClientRef, problem: str = "", typed: str = ""
) -> HttpResponse:
    context = {
        "place": "caseload",
        "client": client,
        "notes": queries.own(client, viewer=actor(request)),
        "problem": problem,
        "typed": typed,
        "uid": uuid7(),
    }
    status = 400 if problem else 200
    return render(request, "staff/process_notes.html", context, status=status)
