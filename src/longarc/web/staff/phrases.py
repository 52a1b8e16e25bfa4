"""Phrases that a therapist uses again in notes: their own, about no client."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care.notes import TooLong
from longarc.records.actions import notes as actions
from longarc.records.actions.screening import NotKept
from longarc.records.ids import uuid7
from longarc.records.queries import notes as queries
from longarc.web import note_words
from longarc.web.staff.course_forms import uid_in
from longarc.web.staff.people import actor
from longarc.web.words import say


def phrases(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return _page(request)
    by, at, uid = actor(request), timezone.now(), uid_in(request, "uid") or uuid7()
    if "remove" in request.POST:
        done = actions.remove_phrase(uid, by=by, at=at)
        messages.info(request, _("Removed.") if done else _("Nothing was changed."))
        return redirect("phrases")
    name, text = note_words.text(request.POST, "name"), note_words.text(request.POST, "text")
    try:
        actions.keep_phrase(name, text, uid=uid, by=by, at=at)
    except (NotKept, TooLong) as refused:
        return _page(request, problem=say(refused.text), name=name, text=text)
    messages.info(request, _("Kept."))
    return redirect("phrases")


def _page(request: HttpRequest, problem: str = "", name: str = "", text: str = "") -> HttpResponse:
    found = queries.phrases(viewer=actor(request))
    typed = {"problem": problem, "name": name, "text": text}
    context = {"place": "caseload", "phrases": found, "uid": uuid7(), **typed}
    return render(request, "staff/phrases.html", context, status=400 if problem else 200)
