"""Shifts in living: seven short questions, each of which may be skipped, and words."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care.living import Area
from longarc.care.reports import clean
from longarc.records.actions import living as actions
from longarc.records.actions.screening import NotKept
from longarc.records.ids import uuid7
from longarc.records.queries import clients
from longarc.records.queries import living as queries
from longarc.records.queries.living import Shifted
from longarc.web import begun
from longarc.web import living_words as words
from longarc.web.client import living_parts as parts
from longarc.web.client.forms import form_id, me
from longarc.web.words import say

#: What a tick in the form says: only they read it; it has landed.
MARKS = ("private", "landed")


def shifts(request: HttpRequest) -> HttpResponse:
    """The page, and its forms: what shifts, who reads it, and taking back."""
    if request.method == "POST":
        return _keep(request)
    return _page(request)


def _page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    actor = me(request)
    client = clients.own(viewer=actor)
    told = queries.shifts(client, viewer=actor)
    typed = more.get("typed", {})
    context = {
        "tab": "arc",
        "asked": [
            (str(area), text, words.choices(words.SHIFT_STEPS), typed.get(area, ""))
            for area, text in words.AREAS.items()
        ],
        "past": past(told),
        "told": list(reversed(told)),
        "readers": parts.readers(told),
        "private": parts.begins_private(told, typed),
        "said": [one for one in reversed(told) if one.words],
        "uid": uuid7(),
        "typed": typed,
        **more,
    }
    with timezone.override(ZoneInfo(client.zone)):
        return render(request, "client/shifts.html", context, status=status)


def past(told: tuple[Shifted, ...]) -> list[tuple[Any, list[tuple[Any, Any]]]]:
    """Each area with what was said of it, the newest first; areas never answered are left out."""
    found = []
    for area, text in words.AREAS.items():
        lines = [
            (one.at, words.SHIFT_STEPS[one.steps[area]])
            for one in reversed(told)
            if area in one.steps
        ]
        found += [(text, lines)] if lines else []
    return found


def _keep(request: HttpRequest) -> HttpResponse:
    if "take_back" in request.POST or "shared" in request.POST:
        return _change(request)
    actor, post = me(request), request.POST
    steps = {area: step for area in Area if (step := words.step(post, area)) is not None}
    client, uid, at = clients.own(viewer=actor), form_id(request), timezone.now()
    try:
        said, marks = clean(post.get("words", "")), {one: one in post for one in MARKS}
        actions.tell_shifts(client, steps, said, **marks, uid=uid, by=actor, at=at)
    except NotKept as problem:
        return _page(request, status=400, problem=say(problem.text), typed=post.dict())
    begun.kept(request, _("Kept. Say it again when you wish."))
    return redirect("shifts")


def _change(request: HttpRequest) -> HttpResponse:
    taking = "take_back" in request.POST
    done = parts.take_back(request) if taking else parts.choose_readers(request, "shifts")
    messages.info(request, done or _("Nothing was changed. Everything is as it was."))
    return redirect("shifts")
