"""Exercises: what may help now, each one with its steps, and what was done."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care import exercises as rule
from longarc.care import reports
from longarc.care.arc import State
from longarc.care.exercise_list import BY_CODE
from longarc.care.exercises import Did, Effect
from longarc.records.actions import preparation as actions
from longarc.records.actions.entries import Outcome, keep
from longarc.records.ids import uuid7
from longarc.records.queries import clients
from longarc.records.queries import preparation as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.today import own_words
from longarc.web.client import exercise_words as words
from longarc.web.client import ladder
from longarc.web.client.forms import form_id, me
from longarc.web.words import say


def exercises(request: HttpRequest) -> HttpResponse:
    """What is suggested now, all others, and what was left out; `?kept=` what was just kept."""
    actor, now = me(request), timezone.now()
    client = clients.own(viewer=actor)
    labels = ladder.labels(client, viewer=actor)
    done = queries.done(client, viewer=actor)
    back = queries.brought_back(client, viewer=actor)
    state = queries.state_now(client, viewer=actor, at=now)
    hidden = rule.left_out(done, back, as_of=now)
    limits = queries.limits(client, viewer=actor, at=now)
    context = {
        "tab": "today",
        "state": labels[state] if state else "",
        "suggested": _suggested(done, state, labels, now, limits),
        "unsteady": limits.unsteady,
        "together": limits.together,
        "listed": [one for one in words.listed(labels) if one.code not in hidden],
        "left": [(code, words.title(code), uuid7()) for code in sorted(hidden)],
        "left_codes": " ".join(sorted(hidden)),
        "kept": _kept(request.GET.get("kept", ""), done),
        "undo_uid": uuid7(),
    }
    return render(request, "client/exercises.html", context)


def _suggested(
    done: Collection[Did],
    state: State | None,
    labels: words.Labels,
    now: datetime,
    limits: rule.Limits,
) -> list[tuple[words.Shown, str]]:
    found = rule.suggested(done, state, as_of=now, limits=limits)
    return [(words.shown(one.exercise, labels), say(one.why)) for one in found]


def _kept(told: str, done: Collection[Did]) -> dict[str, Any] | None:
    """What was just kept, so that it can be taken back."""
    found = next((did for did in done if str(did.uid) == told), None)
    if found is None:
        return None
    worse = found.effect is Effect.WORSE
    return {"uid": found.uid, "title": words.title(found.exercise), "worse": worse}


def exercise(request: HttpRequest, code: str) -> HttpResponse:
    """One exercise with its steps."""
    actor = me(request)
    if code not in BY_CODE:
        raise Http404
    return _page(request, clients.own(viewer=actor), code)


def _page(
    request: HttpRequest, client: ClientRef, code: str, *, status: int = 200, problem: str = ""
) -> HttpResponse:
    actor, now = me(request), timezone.now()
    own = own_words(client, viewer=actor)
    done, back = queries.done(client, viewer=actor), queries.brought_back(client, viewer=actor)
    hidden = rule.left_out(done, back, as_of=now)
    limits = queries.limits(client, viewer=actor, at=now)
    context = {
        "unsteady": limits.unsteady and BY_CODE[code].straining,
        "wait": BY_CODE[code].together_first and code not in limits.together,
        "tab": "today",
        "one": words.shown(BY_CODE[code], {state: ladder.label(state, own) for state in State}),
        "rows": ladder.rows(own),
        "effects": words.effects(),
        "hidden": hidden,
        "left": code in hidden,
        "uid": uuid7(),
        "back_uid": uuid7(),
        "problem": problem,
    }
    return render(request, "client/exercise.html", context, status=status)


def exercise_done(request: HttpRequest) -> HttpResponse:
    """Keep that an exercise was done; a form that is sent twice is kept once."""
    actor, now, post = me(request), timezone.now(), request.POST
    told = {field: post.get(field, "") for field in ("exercise", "before", "after", "effect")}
    try:
        entry = reports.parse({"kind": "exercise", "uid": form_id(request), **told}, received=now)
    except reports.NotUnderstood as problem:
        return _again(request, told["exercise"], say(problem.text))
    (kept,) = keep([entry], by=actor, at=now)
    if kept.outcome is Outcome.CONFLICT:
        messages.info(request, _("Nothing was changed. An answer from this page is kept."))
        return redirect("exercises")
    return redirect(f"{reverse('exercises')}?kept={kept.uid}")


def _again(request: HttpRequest, code: str, problem: str) -> HttpResponse:
    if code in BY_CODE:
        client = clients.own(viewer=me(request))
        return _page(request, client, code, status=400, problem=problem)
    messages.info(request, problem)
    return redirect("exercises")


def exercise_undo(request: HttpRequest) -> HttpResponse:
    """Take an exercise back; it stays in the record as taken back."""
    actor, now = me(request), timezone.now()
    told = {"kind": "undo", "uid": form_id(request), "target": request.POST.get("target", "")}
    try:
        (kept,) = keep([reports.parse(told, received=now)], by=actor, at=now)
        done = kept.outcome is not Outcome.CONFLICT
    except reports.NotUnderstood:
        done = False
    messages.info(request, _("Taken back.") if done else _("Nothing was changed."))
    return redirect("exercises")


def exercise_back(request: HttpRequest) -> HttpResponse:
    """An exercise that made it worse comes back to the list."""
    actor, code = me(request), request.POST.get("exercise", "")
    uid: UUID = form_id(request)
    try:
        client = clients.own(viewer=actor)
        actions.bring_back(client, code, uid=uid, by=actor, at=timezone.now())
        messages.info(request, _("It is back on your list. It is not suggested."))
    except actions.NotListed:
        messages.info(request, _("Nothing was changed. We don't know this exercise."))
    return redirect("exercises")


def exercises_offline(request: HttpRequest) -> HttpResponse:
    """All exercises without the server. The phone keeps this page: it holds nothing of anyone's."""
    return render(request, "client/exercises_offline.html", offline_context())


def offline_context() -> dict[str, Any]:
    labels = {state: ladder.label(state, {}) for state in State}
    return {
        "tab": "today",
        "rows": ladder.rows({}),
        "effects": words.effects(),
        "listed": [one for one in words.listed(labels) if not one.together_first],
        "offline": True,
    }
