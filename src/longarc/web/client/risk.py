"""Hard questions, asked by the client's own hand, and what happens after an answer.

The client sees who is asked to contact them and by when, and later what people did; never a level.
"""

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
from longarc.care.risk_questions import given_at
from longarc.records.actions import risk as actions
from longarc.records.ids import made_at, uuid7
from longarc.records.queries import clients
from longarc.records.queries import risk as queries
from longarc.web.client.forms import form_id, me
from longarc.web.client.support import numbers
from longarc.web.risk_words import QUESTIONS, REPLIES, replies
from longarc.web.words import dated

#: A step as the client reads it. Words that go with it are shown below.
STEPS = {
    StepKind.TOOK_ON: gettext_lazy("%(by)s read your answers and is there for you."),
    StepKind.TRIED: gettext_lazy("%(by)s tried to reach you."),
    StepKind.REACHED: gettext_lazy("%(by)s talked with you."),
    StepKind.NOT_REACHED: gettext_lazy("%(by)s wrote why you two did not talk."),
    StepKind.AGREED: gettext_lazy("%(by)s wrote down what you agreed."),
    StepKind.PLAN: gettext_lazy("%(by)s looked at your safety plan with you."),
    StepKind.NO_PLAN: gettext_lazy("%(by)s wrote why you did not look at your safety plan."),
    StepKind.HANDED_OVER: gettext_lazy("%(by)s asked %(to)s to be there for you."),
    StepKind.CLOSED: gettext_lazy("%(by)s wrote that this was answered."),
}


def risk(request: HttpRequest) -> HttpResponse:
    """The questions, and who is asked to be there."""
    actor = me(request)
    if request.method == "POST":
        return _answer(request, actor)
    client = clients.own(viewer=actor)
    found = queries.load(client, viewer=actor)
    zone = ZoneInfo(client.zone)
    context = {
        **numbers(actor),
        "tab": "support",
        "found": found,
        "questions": list(QUESTIONS.items()),
        "replies": list(REPLIES.items()),
        "uid": uuid7(),
        "lead": next(iter(queries.team(client, viewer=actor)), None),
        "earlier": [_lines(path) for path in reversed(found.paths) if path.closed],
        **_open(found, client, actor, timezone.now(), zone),
    }
    with timezone.override(zone):
        return render(request, "client/risk.html", context)


def _answer(request: HttpRequest, actor: Actor) -> HttpResponse:
    told, now = replies(request.POST), timezone.now()
    client = clients.own(viewer=actor)
    if not told:
        messages.info(request, _("Nothing was answered, and nothing was kept. That is fine."))
    else:
        given, uid = _given(request, now), form_id(request)
        actions.answer(client, told, uid=uid, by=actor, at=now, given_at=given)
        messages.info(request, _("Kept. Thank you for answering."))
    return redirect("risk")


def _given(request: HttpRequest, now: datetime) -> datetime | None:
    """When she gave it, if it waited on her page: her phone says how long (static/unsent.js)."""
    waited, made = request.POST.get("waited", ""), made_at(form_id(request))
    if not waited.isdecimal() or made is None:
        return None
    return given_at(now, timedelta(seconds=int(waited[:9])), made)


def _open(
    found: Standing, client: clients.ClientRef, actor: Actor, now: datetime, zone: ZoneInfo
) -> dict[str, Any]:
    path = found.path
    if path is None:
        return {}
    who = named(path, queries.team(client, viewer=actor))
    return {
        "path": path,
        "late": newest if (newest := path.told[-1].answering).given_at else None,
        "named": who,
        "cover": ", ".join(who.cover),
        "by_when": by_when(path.due, now, zone) if path.due else "",
        "steps": _lines(path),
    }


def by_when(due: datetime, now: datetime, zone: ZoneInfo) -> str:
    """By when, as a person would say it: a time today, else the day."""
    local, today = due.astimezone(zone), now.astimezone(zone).date()
    if due < now:
        return ""
    if local.date() > today:
        return _("by the end of %(day)s") % {"day": dated(local.date(), "l j F")}
    end = local + timedelta(minutes=1)
    if end.date() > today:
        return _("by the end of today")
    return _("now, by %(time)s today at the latest") % {"time": f"{local:%H:%M}"}


def _lines(path: Path) -> list[dict[str, Any]]:
    return [_line(step) for step in path.steps]


def _line(step: Step) -> dict[str, Any]:
    says = STEPS[step.kind] % {"by": step.by, "to": step.to}
    return {"at": step.at, "says": says, "words": step.words}
