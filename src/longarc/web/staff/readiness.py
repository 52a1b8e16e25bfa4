"""Readiness and pacing of one client: what the rules suggest, why, and what a person decides.

Nothing of what the rules say is ever on a client's page: only what a person decided (decision 9).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from longarc.care import pacing
from longarc.care.access import Actor, Can, may
from longarc.care.capacities import Evidence, Standing, View
from longarc.care.pacing import Code, Reason
from longarc.care.readiness import Line
from longarc.care.reports import clean
from longarc.care.slower import Wish
from longarc.care.window import Settling
from longarc.records.actions import pacing as actions
from longarc.records.ids import uuid7
from longarc.records.queries import caseload
from longarc.records.queries import pacing as queries
from longarc.records.queries import readiness as known_queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.readiness import Known
from longarc.web import errors
from longarc.web.staff import readiness_terms as terms
from longarc.web.staff import rule_words
from longarc.web.staff.course_forms import uid_in
from longarc.web.staff.people import actor
from longarc.web.staff.preparing import ANSWERS as VIEWS
from longarc.web.staff.preparing import STANDINGS, TITLES
from longarc.web.staff.window_part import picture_of
from longarc.web.words import say

#: As many days as the client's page asks for first: both then share one picture.
PICTURE_DAYS = 90


@dataclass(frozen=True, slots=True)
class Shown:
    """One reason or one line of the list; `url`: the page where its fact lives, if it has one."""

    title: str
    standing: str
    met: bool
    what: str
    changes: str
    at: datetime | None
    url: str
    page: str


@dataclass(frozen=True, slots=True)
class Row:
    """One capacity with the two views: what they said and when, or None."""

    title: str
    standing: str
    parts: tuple[str, ...]
    client: tuple[str, View] | None
    therapist: tuple[str, View] | None


def client_readiness(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The page; every opening of it is recorded and shown to the client."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    return _page(request, client, known(client, viewer=actor(request), at=timezone.now()))


def known(client: ClientRef, *, viewer: Actor, at: datetime) -> Known:
    """What the rules say. The window model is asked only where there was a session."""
    began = known_queries.sessions(client, viewer=viewer, at=at)
    settling = settling_of(client, viewer, at) if began else ()
    return known_queries.known(client, viewer=viewer, at=at, sessions=began, settling=settling)


def settling_of(client: ClientRef, viewer: Actor, at: datetime) -> tuple[Settling, ...]:
    one = caseload.one(client, viewer=viewer, at=at)
    picture = picture_of(one, viewer=viewer, at=at, days=PICTURE_DAYS)
    return picture.settling if picture else ()


def _page(
    request: HttpRequest, client: ClientRef, found: Known, *, status: int = 200, **more: Any
) -> HttpResponse:
    viewer = actor(request)
    made = queries.history(client, viewer=viewer)
    context = {
        "place": "caseload",
        "client": client,
        "suggested": terms.SUGGESTED[found.suggestion.answer],
        "suggested_code": str(found.suggestion.answer),
        "reasons": [_reason(one, client) for one in found.suggestion.reasons],
        "rows": [_row(one) for one in found.readiness.capacities],
        "lines": [_line(one, client) for one in found.readiness.container],
        "not_known": [say(one) for one in found.suggestion.not_known],
        "version": rule_words.kept(found.suggestion.version),
        "seen": found.suggestion.seen,
        "made": [_made(one) for one in made],
        "after": made[0].decided.uid if made else "",
        "answers": [(str(code), label) for code, label in terms.ANSWERS.items()],
        "wish": found.wish,
        "may_write": may(viewer, Can.WRITE_RECORD, client.relation),
        "longest": actions.LONGEST_WHY,
        "uid": uuid7(),
        "talk_uid": uuid7(),
        **more,
    }
    return render(request, "staff/readiness.html", context, status=status)


def _reason(one: Reason, client: ClientRef) -> Shown:
    page = terms.REASON_AT.get(one.code, "")
    return _shown(terms.RULES[one.code], one, client, page)


def _line(one: Line, client: ClientRef) -> Shown:
    return _shown(terms.ITEMS[one.item], one, client, terms.ITEM_AT.get(one.item, ""))


def _shown(title: Promise, one: Reason | Line, client: ClientRef, page: str) -> Shown:
    return Shown(
        title=str(title),
        standing=str(STANDINGS[one.standing]),
        met=one.standing is Standing.MET,
        what=say(one.what),
        changes=say(one.changes),
        at=one.at,
        url=reverse(page, args=[client.public_id]) if page else "",
        page=str(terms.PAGES[page]) if page else "",
    )


def _row(one: Evidence) -> Row:
    return Row(
        title=str(TITLES[one.capacity]),
        standing=str(STANDINGS[one.standing]),
        parts=tuple(f"{STANDINGS[part.standing]}: {say(part.staff)}" for part in one.parts),
        client=_view(one.client),
        therapist=_view(one.therapist),
    )


def _view(view: View | None) -> tuple[str, View] | None:
    return (str(VIEWS[view.answer]), view) if view else None


@dataclass(frozen=True, slots=True)
class Made:
    """A decision beside what the program had suggested."""

    beside: queries.Beside
    decided: str
    suggested: str
    version: str


def _made(one: queries.Beside) -> Made:
    decided, suggested = terms.ANSWERS[one.decided.answer], terms.ANSWERS[one.suggested]
    return Made(one, str(decided), str(suggested), rule_words.kept(one.version))


def client_pacing_decide(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Keep a decision, or that the wish for slower was talked about."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    uid, post = uid_in(request, "uid"), request.POST
    if uid is None:
        return errors.bad_request(request)
    if "talked" in post:
        actions.say_pace(client, Wish.TALKED, uid=uid, by=actor(request), at=timezone.now())
        return redirect("client_readiness", client.public_id)
    page = actions.Page(uid, post.get("seen", ""), uid_in(request, "after"))
    return _decide(request, client, page)


def _decide(request: HttpRequest, client: ClientRef, page: actions.Page) -> HttpResponse:
    viewer, now, post = actor(request), timezone.now(), request.POST
    found = known(client, viewer=viewer, at=now)
    answer, why = post.get("answer", ""), clean(post.get("why", ""))
    try:
        kept = actions.decide(client, found.suggestion, answer, why, page, by=viewer, at=now)
    except actions.NotKept as problem:
        more = {"problem": say(problem.text), "changed": _changed(found, page.seen)}
        typed = {"answer": answer, "why": why, "uid": page.uid}
        return _page(request, client, found, status=409, **more, **typed)
    messages.info(request, _("Kept. The client can read it.") if kept else _("It was kept before."))
    return redirect("client_readiness", client.public_id)


def _changed(found: Known, seen: str) -> list[str]:
    """What is otherwise than the page knew, in sentences."""
    changes = pacing.changes(seen, found.suggestion)
    new = [_("New: %(what)s") % {"what": say(one.what)} for one in changes.new]
    gone = [_("No longer so: %(rule)s") % {"rule": _rule(code)} for code in changes.gone]
    signed = [_("Numbers of the rules were signed meanwhile.")] if changes.version else []
    return [*new, *gone, *signed]


def _rule(code: Code) -> str:
    return str(terms.RULES[code])
