"""Hard questions, asked by the client's own hand, and what happens after an answer.

The client sees whose list it stands on, who opened it and when, and what people did; never a level,
and no time by which somebody reaches them: nothing here goes out to anyone.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care.access import Actor
from longarc.care.risk import Path, Standing, Step, StepKind, named
from longarc.care.risk_questions import VERSION, given_at
from longarc.records.actions import risk as actions
from longarc.records.ids import made_at, uuid7
from longarc.records.queries import clients
from longarc.records.queries import risk as queries
from longarc.web.client.forms import form_id, me
from longarc.web.client.support import numbers
from longarc.web.risk_words import REPLIES, TODAY, replies, version

#: A step as the client reads it. Words that go with it are shown below.
STEPS = {
    StepKind.TOOK_ON: gettext_lazy("%(by)s read your answers."),
    StepKind.TRIED: gettext_lazy("%(by)s tried to reach you."),
    StepKind.REACHED: gettext_lazy("%(by)s talked with you."),
    StepKind.NOT_REACHED: gettext_lazy("%(by)s wrote why you two did not talk."),
    StepKind.AGREED: gettext_lazy("%(by)s wrote down what you agreed."),
    StepKind.PLAN: gettext_lazy("%(by)s looked at your safety plan with you."),
    StepKind.NO_PLAN: gettext_lazy("%(by)s wrote why you did not look at your safety plan."),
    StepKind.HANDED_OVER: gettext_lazy("%(by)s asked %(to)s to be there for you."),
    StepKind.CLOSED: gettext_lazy("%(by)s wrote that this was answered."),
}


#: Someone who said that they are there, and is not any more: that must not stand as it did.
GONE = {
    StepKind.TOOK_ON: gettext_lazy("%(by)s read your answers then, and is no longer here for you."),
    StepKind.HANDED_OVER: gettext_lazy(
        "%(by)s asked %(to)s to be there for you. %(to)s is no longer here for you."
    ),
}


def risk(request: HttpRequest) -> HttpResponse:
    """The questions, and who is asked to be there."""
    actor = me(request)
    if request.method == "POST":
        return _answer(request, actor)
    client = clients.own(viewer=actor)
    found = queries.load(client, viewer=actor)
    zone = ZoneInfo(client.zone)
    here = {one.name for one in queries.team(client, viewer=actor)}
    context = {
        **numbers(actor),
        "tab": "support",
        "found": found,
        "questions": TODAY,
        "version": VERSION,
        "replies": list(REPLIES.items()),
        "uid": uuid7(),
        "lead": next(iter(queries.team(client, viewer=actor)), None),
        "earlier": [_lines(path, here) for path in reversed(found.paths) if path.closed],
        **_open(found, client, actor),
    }
    with timezone.override(zone):
        return render(request, "client/risk.html", context)


def _answer(request: HttpRequest, actor: Actor) -> HttpResponse:
    told, now = replies(request.POST), timezone.now()
    client = clients.own(viewer=actor)
    if not told:
        messages.info(request, _("Nothing was answered, and nothing was kept. That is fine."))
    else:
        uid, asked, given = form_id(request), version(request.POST), _given(request, now)
        actions.answer(client, told, uid=uid, by=actor, at=now, version=asked, given_at=given)
        messages.info(request, _("Kept. Thank you for answering."))
    return redirect("risk")


def _given(request: HttpRequest, now: datetime) -> datetime | None:
    """When she gave it, if it waited on her page: her phone says how long (static/unsent.js)."""
    waited, made = request.POST.get("waited", ""), made_at(form_id(request))
    if not waited.isdecimal() or made is None:
        return None
    return given_at(now, timedelta(seconds=int(waited[:9])), made)


def _open(found: Standing, client: clients.ClientRef, actor: Actor) -> dict[str, Any]:
    path = found.path
    if path is None:
        return {}
    team = queries.team(client, viewer=actor)
    who = named(path, team)
    return {
        "path": path,
        "late": newest if (newest := path.told[-1].answering).given_at else None,
        "named": who,
        "cover": ", ".join(who.cover),
        "opened": _opened(path, who.name),
        "steps": _lines(path, {one.name for one in team}),
    }


def _opened(path: Path, name: str) -> Step | None:
    """Where whoever is named has said so since the newest answer: that they read it."""
    asked = path.newest_call.answering.at
    theirs = (one for one in path.steps if one.by == name and one.at > asked)
    return next(theirs, None)


def _lines(path: Path, here: Collection[str]) -> list[dict[str, Any]]:
    return [_line(step, here) for step in path.steps]


def _line(step: Step, here: Collection[str]) -> dict[str, Any]:
    """`here`: the names of those who hold the client now."""
    words = STEPS if (step.to or step.by) in here else {**STEPS, **GONE}
    says = words[step.kind] % {"by": step.by, "to": step.to}
    return {"at": step.at, "says": says, "words": step.words}
