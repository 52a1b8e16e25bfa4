"""Small steps: one to three commitments, what was noticed, and an exercise that has helped."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care import commitments as rule
from longarc.care import exercises, reports
from longarc.care.access import Actor
from longarc.care.commitments import Answer, Commitment, Rhythm
from longarc.care.formulation import Section
from longarc.care.threads import Empty, TooLong
from longarc.records.actions import commitments as actions
from longarc.records.actions.entries import Outcome, keep
from longarc.records.ids import uuid7
from longarc.records.queries import clients, course, formulation, preparation
from longarc.records.queries import commitments as queries
from longarc.records.queries.clients import ClientRef
from longarc.web import begun
from longarc.web.client import exercise_words
from longarc.web.client import thread_words as words
from longarc.web.client.forms import form_id, me
from longarc.web.words import say

Shown = dict[str, Any]


def steps(request: HttpRequest) -> HttpResponse:
    """The commitments, the prompt to notice, and what was let go."""
    if request.method == "POST":
        return _tell(request)
    return _page(request)


def _page(request: HttpRequest, *, status: int = 200, **said: Any) -> HttpResponse:
    actor, now = me(request), timezone.now()
    client = clients.own(viewer=actor)
    zone = ZoneInfo(client.zone)
    found = queries.of_client(client, viewer=actor)
    current = [one for one in found if one.ended is None]
    value = formulation.load(client, viewer=actor).value
    context = {
        "tab": "arc",
        "steps": [shown(one, now, zone) for one in current],
        "stayed": [one for one in found if one.stayed],
        "gone": [one for one in found if one.ended and not one.stayed],
        "may_add": rule.may_add(len(current)),
        "rhythms": words.RHYTHMS.items(),
        "response": value.words.get(Section.RESPONSE, ""),
        "helps": value.words.get(Section.HELPS, ""),
        "noticed": queries.noticed(client, viewer=actor),
        "exercise": _exercise(client, actor, now),
        "shared": course.chosen(course.ChoiceKind.SHARE_WORDS, client, viewer=actor),
        "add_uid": uuid7(),
        "notice_uid": uuid7(),
        "typed": {},
        **said,
    }
    with timezone.override(zone):
        return render(request, "client/steps.html", context, status=status)


def shown(one: Commitment, now: datetime, zone: ZoneInfo) -> Shown:
    """One commitment as pages show it; each of its buttons has an id of its own."""
    today = now.astimezone(zone).date()
    answer = one.on(today, zone)
    return {
        "uid": one.uid,
        "text": one.text,
        "rhythm": words.RHYTHMS[one.rhythm],
        "lately": say(one.over_weeks(today, zone)),
        "did": answer is Answer.DID,
        "not_today": answer is Answer.NOT_TODAY,
        "did_uid": uuid7(),
        "not_today_uid": uuid7(),
    }


def card(client: ClientRef, *, viewer: Actor, at: datetime) -> list[Shown]:
    """The commitments for Today: one query without any, two with some."""
    zone = ZoneInfo(client.zone)
    morning = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    found = queries.answered_since(client, viewer=viewer, since=morning)
    return [shown(one, at, zone) for one in found]


def _exercise(client: ClientRef, viewer: Actor, now: datetime) -> dict[str, str] | None:
    """The first exercise that is suggested now, where some has helped this client before."""
    done = preparation.done(client, viewer=viewer)
    state = preparation.state_now(client, viewer=viewer, at=now)
    limits = preparation.limits(client, viewer=viewer, at=now)
    found = exercises.suggested(done, state, as_of=now, limits=limits)
    best = next((one for one in found if one.tries.helped), None)
    if best is None:
        return None
    code = best.exercise.code
    return {"code": code, "title": exercise_words.title(code), "why": say(best.why)}


def _tell(request: HttpRequest) -> HttpResponse:
    """One of the page's forms; one that says nothing we know changes nothing."""
    post = request.POST
    if "step" in post:
        return _add(request)
    if "noticed" in post:
        return _notice(request)
    for field, act in SMALL.items():
        if field in post:
            messages.info(request, act(request))
            return redirect("steps")
    messages.info(request, _("Nothing was changed. Choose again here."))
    return redirect("steps")


def _add(request: HttpRequest) -> HttpResponse:
    actor, now, post = me(request), timezone.now(), request.POST
    client, text = clients.own(viewer=actor), words.text(post, "step")
    told = post.get("rhythm", "")
    rhythm = Rhythm(told) if told in set(Rhythm) else Rhythm.COMES_UP
    try:
        actions.add(client, text, rhythm, uid=form_id(request), by=actor, at=now)
    except (Empty, TooLong) as problem:
        return _page(request, status=400, problem=say(problem.text), typed=post.dict())
    except actions.Enough:
        said = _("Your words are still here. Three at a time is enough. Let one go first.")
        return _page(request, status=409, problem=said, typed=post.dict())
    begun.kept(request, _("Kept. It can be small, and it can change."))
    return redirect("steps")


def _notice(request: HttpRequest) -> HttpResponse:
    actor, now, post = me(request), timezone.now(), request.POST
    client, text = clients.own(viewer=actor), words.text(post, "noticed")
    try:
        shared, uid = "shared" in post, form_id(request)
        actions.notice(client, text, shared=shared, uid=uid, by=actor, at=now)
    except (Empty, TooLong) as problem:
        return _page(request, status=400, problem=say(problem.text), typed=post.dict())
    begun.kept(request, _("Kept. Noticing is the step."))
    return redirect("steps")


def _let_go(request: HttpRequest) -> str:
    actor, uid = me(request), words.uid(request.POST["let_go"])
    client = clients.own(viewer=actor)
    done = actions.let_go(client, uid or uuid7(), by=actor, at=timezone.now())
    return _("Let go. What you did stays.") if done else _("Nothing was changed.")


def _stayed(request: HttpRequest) -> str:
    actor, uid = me(request), words.uid(request.POST["stayed"])
    client = clients.own(viewer=actor)
    done = actions.stayed(client, uid or uuid7(), by=actor, at=timezone.now())
    return _("Kept. It stands under what landed.") if done else _("Nothing was changed.")


def _again(request: HttpRequest) -> str:
    actor, uid = me(request), words.uid(request.POST["again"]) or uuid7()
    client, at = clients.own(viewer=actor), timezone.now()
    try:
        done = actions.take_up_again(client, uid, by=actor, at=at)
    except actions.Enough:
        return _("Three at a time is enough. Let one go first.")
    return _("It is back. What you did is still there.") if done else _("Nothing was changed.")


def _take_back(request: HttpRequest) -> str:
    actor, uid = me(request), words.uid(request.POST["take_back"]) or uuid7()
    done = actions.withdraw(clients.own(viewer=actor), uid, by=actor, at=timezone.now())
    said = _("Taken back. Someone may have read it before.")
    return said if done else _("Nothing was changed.")


def _share(request: HttpRequest) -> str:
    uid, shared = words.uid(request.POST["share"]) or uuid7(), request.POST.get("shared") == "1"
    done = actions.share_noticed(uid, shared=shared, by=me(request), at=timezone.now())
    said = _("Shared with your care team.") if shared else _("Private again.")
    return said if done else _("Nothing was changed.")


def _remove(request: HttpRequest) -> str:
    uid = words.uid(request.POST["remove"]) or uuid7()
    done = actions.remove_noticed(uid, by=me(request), at=timezone.now())
    return _("Removed.") if done else _("Nothing was changed.")


SMALL: dict[str, Callable[[HttpRequest], str]] = {
    "let_go": _let_go,
    "stayed": _stayed,
    "again": _again,
    "take_back": _take_back,
    "share": _share,
    "remove": _remove,
}


def step_done(request: HttpRequest) -> HttpResponse:
    """Did it, or not today; a form that is sent twice is kept once."""
    actor, now, post = me(request), timezone.now(), request.POST
    told = {"kind": "commitment", "uid": form_id(request)}
    told |= {field: post.get(field, "") for field in ("commitment", "answer")}
    try:
        (kept,) = keep([reports.parse(told, received=now)], by=actor, at=now)
        done = kept.outcome is not Outcome.CONFLICT
    except reports.NotUnderstood:
        done = False
    messages.info(request, _("Kept.") if done else _("Nothing was changed. Choose again here."))
    return redirect("today" if post.get("from") == "today" else "steps")
