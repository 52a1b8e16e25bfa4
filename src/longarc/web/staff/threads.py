"""What a client takes in, for the care team: open threads with their pace, parts, small steps.

Only what the client shares is here. Nearness is the client's to say: no form of this page does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care.access import Can, may
from longarc.care.commitments import Answer, Commitment
from longarc.care.threads import Empty, Near, State, Thread, TooLong
from longarc.records.actions import threads as actions
from longarc.records.ids import uuid7
from longarc.records.queries import commitments, parts, window
from longarc.records.queries import threads as queries
from longarc.records.queries.clients import ClientRef
from longarc.web import errors
from longarc.web.client import thread_words as words
from longarc.web.client.threads import told
from longarc.web.staff.people import actor
from longarc.web.words import say

NEAR = {
    Near.NOT_TODAY: gettext_lazy("The client says: not today"),
    Near.NEAR_ENOUGH: gettext_lazy("The client says: near enough today"),
}
#: So many of the newest things that were noticed.
NOTICED = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One thread. `pace` is what the client says of its nearness; empty: nothing today."""

    line: words.Line
    pace: str
    history: tuple[tuple[datetime, str, str], ...]
    by_staff: bool
    uid: UUID


def client_threads(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The page, or one of its forms; every opening of it is recorded and shown to the client."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    if request.method == "POST":
        return _tell(request, client)
    return _page(request, client)


def _page(
    request: HttpRequest, client: ClientRef, *, status: int = 200, **said: Any
) -> HttpResponse:
    viewer, now, zone = actor(request), timezone.now(), ZoneInfo(client.zone)
    found = queries.of_client(client, viewer=viewer)
    rows = [_row(one, now, zone) for one in found]
    shown = words.shown(parts.of_client(client, viewer=viewer), found)
    context = {
        "place": "caseload",
        "client": client,
        "open": [row for row in rows if row.line.thread.open],
        "landed": [row for row in rows if not row.line.thread.open],
        "parts": shown,
        "map": words.map_of(shown),
        "steps": [_step(one, now, zone) for one in commitments.of_client(client, viewer=viewer)],
        "noticed": commitments.noticed(client, viewer=viewer)[:NOTICED],
        "may_write": may(viewer, Can.WRITE_RECORD, client.relation),
        "states": words.STATES.items(),
        "kinds": words.KINDS.items(),
        "sessions": [
            (str(one.uid), one.starts_at)
            for one in reversed(window.sessions(client, viewer=viewer))
        ],
        "today": timezone.localdate(now),
        "uid": uuid7(),
        "typed": {},
        **said,
    }
    return render(request, "staff/threads.html", context, status=status)


def _row(one: Thread, now: datetime, zone: ZoneInfo) -> Row:
    today = now.astimezone(zone).date()
    near = one.near_on(today, zone)
    pace = str(NEAR[near]) if near in NEAR else ""
    history = tuple(
        (move.at, str(words.STATES[move.state]), move.by) for move in reversed(one.history)
    )
    return Row(words.line(one, today, zone), pace, history, not one.by_client, uuid7())


def _step(one: Commitment, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """A commitment in words; days without an answer are not looked at."""
    today = now.astimezone(zone).date()
    return {
        "text": one.text,
        "rhythm": words.RHYTHMS[one.rhythm],
        "lately": say(one.over_weeks(today, zone)),
        "did": one.on(today, zone) is Answer.DID,
        "at": one.at,
        "ended": one.ended,
        "stayed": one.stayed,
    }


def _tell(request: HttpRequest, client: ClientRef) -> HttpResponse:
    for field, form in FORMS.items():
        if field in request.POST:
            return form(request, client)
    return errors.bad_request(request)


def _said(request: HttpRequest, client: ClientRef, *, done: bool) -> HttpResponse:
    messages.info(request, _("Kept.") if done else _("Nothing was changed."))
    return redirect("client_threads", client.public_id)


def _add(request: HttpRequest, client: ClientRef) -> HttpResponse:
    uid = words.uid(request.POST.get("uid")) or uuid7()
    try:
        new, by = told(request.POST), actor(request)
        done = actions.add(client, new, shared=True, uid=uid, by=by, at=timezone.now())
    except (Empty, TooLong) as problem:
        typed = request.POST.dict()
        return _page(request, client, status=400, problem=say(problem.text), typed=typed)
    return _said(request, client, done=done)


def _state(request: HttpRequest, client: ClientRef) -> HttpResponse:
    thread, state = words.uid(request.POST.get("thread")), request.POST["state"]
    if thread is None or state not in set(State):
        return errors.bad_request(request)
    uid, by = words.uid(request.POST.get("uid")), actor(request)
    done = actions.move(client, thread, State(state), uid=uid, by=by, at=timezone.now())
    return _said(request, client, done=done)


def _note(request: HttpRequest, client: ClientRef) -> HttpResponse:
    thread = words.uid(request.POST.get("thread")) or uuid7()
    uid = words.uid(request.POST.get("uid")) or uuid7()
    text, by = words.text(request.POST, "note"), actor(request)
    try:
        if actions.note(client, thread, text, uid=uid, by=by, at=timezone.now()):
            return _said(request, client, done=True)
        problem, status = _gone(), 409
    except (Empty, TooLong) as refused:
        problem, status = say(refused.text), 400
    typed = {"note": text, "thread": str(thread)}
    return _page(request, client, status=status, problem=problem, typed=typed)


def _gone() -> str:
    return _("It is not kept, or was kept before. The words are below. The thread may be private.")


def _withdraw(request: HttpRequest, client: ClientRef) -> HttpResponse:
    thread = words.uid(request.POST["withdraw"])
    done = actions.withdraw(client, thread or uuid7(), by=actor(request), at=timezone.now())
    return _said(request, client, done=done)


FORMS: dict[str, Callable[[HttpRequest, ClientRef], HttpResponse]] = {
    "words": _add,
    "state": _state,
    "note": _note,
    "withdraw": _withdraw,
}
