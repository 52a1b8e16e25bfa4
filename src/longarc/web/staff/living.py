"""How one client lives: behaviour beside mood and insight, shifts, and other therapies."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care import living as rule
from longarc.care import living_words
from longarc.care.access import Actor, Can, may
from longarc.care.living import Look
from longarc.records.actions import other_therapies as actions
from longarc.records.actions.screening import NotKept
from longarc.records.ids import uuid7
from longarc.records.queries import aligned, other_therapies
from longarc.records.queries import living as queries
from longarc.records.queries.clients import ClientRef
from longarc.web import errors, therapy_form
from longarc.web.staff import aligned_part, living_part
from longarc.web.staff.course_forms import uid_in
from longarc.web.staff.living_part import Told
from longarc.web.staff.people import actor
from longarc.web.staff.terms import Moments
from longarc.web.words import say

#: So many looks are shown open, the newest first.
OPEN_LOOKS = 2


def told_of(client: ClientRef, viewer: Actor) -> Told:
    """Everything that the page and its files show. Ten queries."""
    means = queries.drink_means(client, viewer=viewer)
    return Told(
        client,
        queries.load(client, viewer=viewer),
        other_therapies.of_client(client, viewer=viewer),
        means.text if means else "",
    )


def client_living(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The page; every opening of it is recorded and shown to the client."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    viewer, now = actor(request), timezone.now()
    told, moments = told_of(client, viewer), Moments(now)
    today, facts = now.astimezone(ZoneInfo(client.zone)).date(), told.living.facts
    asking = rule.asks(facts, today)
    looks = [_look(one) for one in reversed(rule.looks(facts, today)) if one.known]
    context = {
        "place": "caseload",
        "client": client,
        "ask": living_words.ask(asking) if asking else None,
        "looks": looks[:OPEN_LOOKS],
        "earlier": looks[OPEN_LOOKS:],
        "living": told.living,
        "drink": told.drink,
        "chart": living_part.chart(told, moments),
        "shifts": living_part.shifts(told, moments),
        "shift_words": [one for one in reversed(told.living.shifts) if one.words],
    }
    return render(request, "staff/living.html", context)


def _look(one: Look) -> tuple[str, list[str]]:
    return say(living_words.when(one)), [say(living_words.line(each)) for each in one.changes]


def client_aligned(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The days around each medicine session, on one axis of days from it."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    viewer, now = actor(request), timezone.now()
    found = aligned.around_sessions(client, viewer=viewer, at=now)
    context = {
        "place": "caseload",
        "client": client,
        "chart": aligned_part.chart(client, found),
        "sessions": len(found),
    }
    return render(request, "staff/aligned.html", context)


def client_therapies(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Other therapies; a form keeps one meeting, or takes back one's own record."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    if request.method == "POST":
        return _keep(request, client)
    return _therapies(request, client, {})


def _therapies(
    request: HttpRequest,
    client: ClientRef,
    typed: dict[str, Any],
    *,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    viewer, now = actor(request), timezone.now()
    context = {
        "place": "caseload",
        "client": client,
        "told": therapy_form.shown(other_therapies.of_client(client, viewer=viewer)),
        "may_write": may(viewer, Can.WRITE_RECORD, client.relation),
        "today": now.astimezone(ZoneInfo(client.zone)).date(),
        "uid": uuid7(),
        "problem": problem,
        **therapy_form.fields(typed),
    }
    return render(request, "staff/therapies.html", context, status=status)


def _keep(request: HttpRequest, client: ClientRef) -> HttpResponse:
    viewer, at = actor(request), timezone.now()
    if "take_back" in request.POST:
        return _take_back(request, client)
    uid = uid_in(request, "uid")
    if uid is None:
        return errors.bad_request(request)
    try:
        done = actions.tell(client, therapy_form.record(request.POST), uid=uid, by=viewer, at=at)
    except NotKept as problem:
        typed = request.POST.dict()
        return _therapies(request, client, typed, status=400, problem=say(problem.text))
    messages.info(request, _("Kept.") if done else _("Nothing was changed."))
    return redirect("client_therapies", client.public_id)


def _take_back(request: HttpRequest, client: ClientRef) -> HttpResponse:
    target = uid_in(request, "take_back")
    done = target and actions.take_back(client, target, by=actor(request), at=timezone.now())
    messages.info(request, _("Taken back.") if done else _("Nothing was changed."))
    return redirect("client_therapies", client.public_id)
