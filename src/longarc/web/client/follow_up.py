"""Follow-up for the client: how it is now, in their words, and a contact if they wish one."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care import follow_up as rule
from longarc.care import reports
from longarc.care.access import Actor
from longarc.care.after import Act, Facts, Slot, Step
from longarc.care.follow_up import Due
from longarc.care.reports import clean
from longarc.records.actions import after as actions
from longarc.records.actions.entries import keep
from longarc.records.actions.screening import NotKept
from longarc.records.ids import uuid7
from longarc.records.queries import after as queries
from longarc.records.queries import clients
from longarc.records.queries.after import Told
from longarc.records.queries.clients import ClientRef
from longarc.web import begun
from longarc.web.after_words import after_so_long
from longarc.web.client.days_after import recorded, take_back
from longarc.web.client.forms import form_id, me
from longarc.web.words import say

TALKS = frozenset({Step.CALLED, Step.MET, Step.WROTE})


def follow_up(request: HttpRequest) -> HttpResponse:
    """The page, and its form: both parts of it may be left out, but not both at once."""
    actor = me(request)
    if "take_back" in request.POST:
        return take_back(request, actor, "follow_up")
    if request.method == "POST":
        return _keep(request, actor)
    return _page(request, actor)


def _keep(request: HttpRequest, actor: Actor) -> HttpResponse:
    words, contact = clean(request.POST.get("words", "")).strip(), "contact" in request.POST
    client, now = clients.own(viewer=actor), timezone.now()
    try:
        if words or not contact:
            actions.answer(client, words, uid=form_id(request), by=actor, at=now)
    except NotKept as problem:
        typed = {"typed": words, "contact": contact, "problem": say(problem.text)}
        return _page(request, actor, status=400, **typed)
    if contact:
        _ask_for_contact(request, actor)
    begun.kept(request, _("Kept. Your care team can read it."))
    return redirect("follow_up")


def _ask_for_contact(request: HttpRequest, actor: Actor) -> None:
    """The same request as on Support; a form sent twice asks once."""
    now = timezone.now()
    told = {"kind": "contact_request", "uid": _uid(request), "note": ""}
    keep([reports.parse(told, received=now)], by=actor, at=now)


def _uid(request: HttpRequest) -> str:
    try:
        return str(UUID(request.POST.get("contact_uid", "")))
    except ValueError:
        return str(uuid7())


def _page(request: HttpRequest, actor: Actor, *, status: int = 200, **more: Any) -> HttpResponse:
    client, now = clients.own(viewer=actor), timezone.now()
    facts, told = queries.load(client, viewer=actor), queries.told(client, viewer=actor)
    asking, ahead = rule.asks(facts, now), rule.next_due(facts, now)
    ended, closed = rule.ended(facts, now), rule.closed(facts, now)
    context = {
        "tab": "arc",
        "due": _due(asking.due, facts) if asking else None,
        "ahead": ahead,
        "ended": _of(ended, told),
        "closed": _of(closed, told),
        "talks": [one for one in recorded(told, TALKS) if one[1].act.slot is Slot.FOLLOW_UP],
        "said": queries.answers(client, viewer=actor),
        "uid": uuid7(),
        "contact_uid": uuid7(),
        **more,
    }
    with timezone.override(ZoneInfo(client.zone)):
        return render(request, "client/follow_up.html", context, status=status)


def _due(due: Due, facts: Facts) -> dict[str, Any]:
    """How long it is, and the day of the session that it is about."""
    day = next(facts.day(one.starts_at) for one in facts.sessions if one.uid == due.session)
    return {"long": after_so_long(due), "session": day}


def _of(act: Act | None, told: dict[UUID, Told]) -> Told | None:
    return told.get(act.uid) if act else None


def card(client: ClientRef, *, viewer: Actor, at: datetime) -> str:
    """One quiet line for Today while a follow-up is due and nothing was said; empty otherwise."""
    due = queries.due(client, viewer=viewer, at=at)
    if due is None:
        return ""
    return _("It is %(long)s since a session. If you like, say how it is now.") % {
        "long": after_so_long(due)
    }
