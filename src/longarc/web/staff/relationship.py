"""How it is between one client and their care team: ratings, ruptures, repairs, continuity."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care.access import Actor, Can, may
from longarc.care.finding import Code
from longarc.care.relationship import Kind, Step
from longarc.care.relationship_findings import found
from longarc.records.actions import relationship as actions
from longarc.records.actions.relationship import Named
from longarc.records.actions.relationship_later import Said, SaidMeanwhile, say_later, withdraw
from longarc.records.actions.screening import NotKept
from longarc.records.ids import uuid7
from longarc.records.queries import directory
from longarc.records.queries import relationship as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.relationship import Strain
from longarc.web import errors
from longarc.web.client.relationship import named
from longarc.web.staff import relationship_part as part
from longarc.web.staff.course_forms import uid_in
from longarc.web.staff.people import actor
from longarc.web.staff.terms import Moments
from longarc.web.words import say

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Card:
    """A rupture with its kind in words, the day of the meeting, and an id for a repair."""

    one: Strain
    kind: Any
    day: datetime | None
    uid: UUID


@dataclass(frozen=True, slots=True)
class Continuity:
    """Of the meetings so far, how many were with today's lead, and with how many people."""

    meetings: int
    with_lead: int
    people: int


def client_relationship(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The page; every opening of it is recorded and shown to the client."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    return _page(request, client)


def _page(
    request: HttpRequest, client: ClientRef, *, status: int = 200, **more: Any
) -> HttpResponse:
    viewer, now = actor(request), timezone.now()
    facts, told = queries.load(client, viewer=viewer), queries.told(client, viewer=viewer)
    met = queries.met(client, viewer=viewer, at=now)
    days = {one.uid: one.at for one in met}
    cards = [_card(one, days) for one in reversed(told.strains)]
    history = directory.care_history(client, viewer=viewer)
    context = {
        "place": "caseload",
        "client": client,
        "viewer": viewer.user,
        "asks": [one for one in found(facts, as_of=now) if one.code is Code.RELATION],
        "open": [card for card in cards if not card.one.closed],
        "mended": [card for card in cards if card.one.closed],
        "talks": list(reversed(told.talks)),
        "seen_talk": next((one.uid for one in reversed(told.talks) if one.step is Step.TALKED), ""),
        "lost": _lost(more.get("typed", {}), cards),
        "chart": part.chart(client, facts, Moments(now)),
        "words": queries.shared_words(client, viewer=viewer),
        "history": history,
        "continuity": _continuity(client, history, viewer, now),
        "met": [(str(one.uid), named(one)) for one in met[:SHOWN]],
        "kinds": list(part.KINDS.items()),
        "may_write": may(viewer, Can.WRITE_RECORD, client.relation),
        "uid": uuid7(),
        "uid_talk": uuid7(),
        "typed": {},
        **more,
    }
    return render(request, "staff/relationship.html", context, status=status)


def _card(one: Strain, days: dict[UUID, datetime]) -> Card:
    return Card(one, part.KINDS[one.kind], days.get(one.about) if one.about else None, uuid7())


def _lost(typed: dict[str, Any], cards: list[Card]) -> str:
    """What was typed of a rupture that is not there any more."""
    there = {str(card.one.uid) for card in cards}
    repair = typed.get("act") == "repair" and typed.get("rupture") not in there
    return typed.get("words", "") if repair else ""


def _continuity(
    client: ClientRef, history: tuple[directory.Held, ...], viewer: Actor, now: datetime
) -> Continuity:
    lead = next((one.staff for one in history if one.lead and not one.until), None)
    with_whom = queries.met_with(client, viewer=viewer, at=now)
    return Continuity(len(with_whom), with_whom.count(lead) if lead else 0, len(set(with_whom)))


def client_rupture(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Name a rupture, record its repair, or what was talked about; typed words never go."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    form, uid = FORMS.get(request.POST.get("act", "")), uid_in(request, "uid")
    if form is None or uid is None:
        return errors.bad_request(request)
    try:
        done = form(request, client, uid)
    except NotKept as problem:
        return _again(request, client, 400, problem=say(problem.text))
    except SaidMeanwhile as clash:
        return _again(request, client, 409, theirs=clash.theirs)
    messages.info(request, _("Kept.") if done else _("Nothing was changed."))
    return redirect("client_relationship", client.public_id)


def _again(request: HttpRequest, client: ClientRef, status: int, **more: Any) -> HttpResponse:
    """The page with what was typed, also where its form is not there any more."""
    return _page(request, client, status=status, typed=request.POST.dict(), **more)


def _name(request: HttpRequest, client: ClientRef, uid: UUID) -> bool:
    told = request.POST.get("kind", "")
    kind = Kind(told) if told in set(Kind) else Kind.OWN
    value = Named(kind, uid_in(request, "about"), request.POST.get("words", ""))
    return actions.name(client, value, uid=uid, by=actor(request), at=timezone.now())


def _repair(request: HttpRequest, client: ClientRef, uid: UUID) -> bool:
    rupture = uid_in(request, "rupture")
    return rupture is not None and _later(request, client, uid, Step.REPAIR, rupture)


def _talked(request: HttpRequest, client: ClientRef, uid: UUID) -> bool:
    return _later(request, client, uid, Step.TALKED, None)


def _later(
    request: HttpRequest, client: ClientRef, uid: UUID, step: Step, rupture: UUID | None
) -> bool:
    said = Said(step, rupture, request.POST.get("words", ""), uid_in(request, "seen"))
    return say_later(client, said, uid=uid, by=actor(request), at=timezone.now())


def _withdraw(request: HttpRequest, client: ClientRef, uid: UUID) -> bool:
    return withdraw(client, uid, by=actor(request), at=timezone.now())


FORMS: dict[str, Callable[[HttpRequest, ClientRef, UUID], bool]] = {
    "name": _name,
    "repair": _repair,
    "talked": _talked,
    "withdraw": _withdraw,
}
