"""The days after a session in one place: contacts, who is on call, what is missing."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care import after, contact_tally, schedule
from longarc.care.access import Actor
from longarc.care.after import Contact, Facts, Slot, State, Step
from longarc.care.plan import INTEGRATION_WEEKS
from longarc.care.reports import clean
from longarc.records.actions import after as actions
from longarc.records.actions.screening import NotKept
from longarc.records.ids import uuid7
from longarc.records.queries import after as queries
from longarc.records.queries import clients, contact_plan, course, session_plan
from longarc.records.queries.after import Told
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.course import ChoiceKind
from longarc.web import begun
from longarc.web.after_words import SLOTS, STEPS
from longarc.web.client.forms import form_id, me
from longarc.web.living_words import uid
from longarc.web.words import say


@dataclass(frozen=True, slots=True)
class Shown:
    """One planned contact: its name, its days, how it stands, and what was recorded."""

    name: Any
    first: date
    last: date
    state: State
    lines: tuple[tuple[Any, Told], ...]


def days_after(request: HttpRequest) -> HttpResponse:
    """The page; its form says what is missing, and each thing that was said can be taken back."""
    actor = me(request)
    if "take_back" in request.POST:
        return take_back(request, actor, "days_after")
    if request.method == "POST":
        return _keep(request, actor)
    return _page(request, actor)


def _keep(request: HttpRequest, actor: Actor) -> HttpResponse:
    words, client = clean(request.POST.get("words", "")), clients.own(viewer=actor)
    try:
        actions.say_missing(client, words, uid=form_id(request), by=actor, at=timezone.now())
    except NotKept as problem:
        return _page(request, actor, status=400, problem=say(problem.text), typed=words)
    begun.kept(request, _("Kept. Your care team can read it."))
    return redirect("days_after")


def take_back(request: HttpRequest, actor: Actor, page: str) -> HttpResponse:
    """Take back what was said on this page, or on that of the follow-up."""
    client, told = clients.own(viewer=actor), uid(request.POST["take_back"])
    done = told and actions.take_back_said(client, told, by=actor, at=timezone.now())
    back = _("Taken back. Someone may have read it before.")
    messages.info(request, back if done else _("Nothing was changed."))
    return redirect(page)


def _page(request: HttpRequest, actor: Actor, *, status: int = 200, **more: str) -> HttpResponse:
    now = timezone.now()
    client = clients.own(viewer=actor)
    zone, facts = ZoneInfo(client.zone), queries.load(client, viewer=actor)
    stands = contact_plan.of_client(client, viewer=actor).stands
    tally = queries.counted(client, facts, viewer=actor, at=now)
    context = {
        "tab": "arc",
        "uid": uuid7(),
        "counted": contact_tally.in_words(tally, stands.contacts if stands else None),
        "said": queries.missing(client, viewer=actor),
        **_after(client, facts, actor, now),
        **more,
    }
    with timezone.override(zone):
        return render(request, "client/days_after.html", context, status=status)


def _after(client: ClientRef, facts: Facts, actor: Actor, now: datetime) -> dict[str, Any]:
    """What belongs to the newest session, while it is taken in; empty when there is none."""
    held = facts.upto(now).sessions
    newest = max(held, key=lambda one: (one.starts_at, one.uid), default=None)
    if newest is None or now - newest.starts_at > timedelta(weeks=INTEGRATION_WEEKS):
        return {}
    told = queries.told(client, viewer=actor)
    since = facts.day(newest.starts_at)
    others = [one for one in told.values() if one.act.slot is Slot.OTHER and one.act.on >= since]
    mine = [one for one in after.contacts(facts, now) if one.session == newest.uid]
    return {
        "session": newest,
        "contacts": [shown(one, told) for one in mine],
        "others": [(STEPS[one.act.step], one) for one in others],
        "on_call": _on_call(client, newest.uid, actor, now),
        "closer": _closer(client, facts, actor, now),
    }


def shown(one: Contact, told: dict[UUID, Told]) -> Shown:
    """A contact with what was recorded of it, each line with its words."""
    lines = tuple((STEPS[act.step], told[act.uid]) for act in one.acts if act.uid in told)
    return Shown(SLOTS[one.slot], one.first, one.last, one.state, lines)


def _on_call(client: ClientRef, session: UUID, actor: Actor, now: datetime) -> list[Any]:
    """Who can be called for this session, now or later."""
    for plan in session_plan.plans(client, viewer=actor):
        if plan.started and plan.started.session == session:
            return [one for one in plan.on_call if one.until > now]
    return []


def _closer(client: ClientRef, facts: Facts, actor: Actor, now: datetime) -> str:
    """The check-ins of these days, as Today says them; empty on other days."""
    agreed = course.chosen(ChoiceKind.BURST, client, viewer=actor)
    held = [facts.day(one.starts_at) for one in facts.upto(now).sessions]
    plan = schedule.plan(None, held, on=facts.day(now), agreed=agreed)
    return say(plan.why) if plan.times else ""


def recorded(told: dict[UUID, Told], steps: frozenset[Step]) -> list[tuple[Any, Told]]:
    """Steps of these kinds, the newest first."""
    found = [one for one in told.values() if one.act.step in steps]
    found.sort(key=lambda one: (one.act.on, one.act.at), reverse=True)
    return [(STEPS[one.act.step], one) for one in found]
