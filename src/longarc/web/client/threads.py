"""Threads: what came up, kept at the client's pace. Nothing opens until they open it."""

from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care.threads import Empty, Kind, Near, State, Thread, TooLong
from longarc.records.actions import threads as actions
from longarc.records.actions.threads import NewThread
from longarc.records.ids import uuid7
from longarc.records.queries import clients, course, parts, window
from longarc.records.queries import threads as queries
from longarc.records.queries.clients import ClientRef
from longarc.web import begun
from longarc.web.client import thread_words as words
from longarc.web.client.forms import form_id, me
from longarc.web.words import say

HINTS = {
    State.TOUCHED: gettext_lazy("It showed itself."),
    State.MET: gettext_lazy("I have been with it for a while."),
    State.RESTING: gettext_lazy("It can wait."),
    State.LANDED: gettext_lazy("It has found its place."),
}


def threads(request: HttpRequest) -> HttpResponse:
    """What is open, what has landed, and a place to write something down."""
    if request.method == "POST":
        return _add(request)
    return _list(request)


def _list(
    request: HttpRequest, *, status: int = 200, problem: str = "", typed: Any = None
) -> HttpResponse:
    actor, now = me(request), timezone.now()
    client = clients.own(viewer=actor)
    zone = ZoneInfo(client.zone)
    shares = course.chosen(course.ChoiceKind.SHARE_WORDS, client, viewer=actor)
    with timezone.override(zone):
        today = timezone.localdate(now)
        found = queries.of_client(client, viewer=actor)
        lines = [words.line(one, today, zone) for one in found]
        context = {
            "tab": "arc",
            "open": [one for one in lines if one.thread.open],
            "landed": [one for one in lines if not one.thread.open],
            "kinds": words.KINDS.items(),
            "sessions": _sessions(client, actor),
            "today": today,
            "shared": typed.get("shared") if typed else shares,
            "uid": (typed or {}).get("uid") or uuid7(),
            "typed": typed or {},
            "problem": problem,
        }
        return render(request, "client/threads.html", context, status=status)


def _sessions(client: ClientRef, viewer: Any) -> list[tuple[str, Any]]:
    """The sessions that a thread may come from, the newest first."""
    found = reversed(window.sessions(client, viewer=viewer))
    return [(str(one.uid), one.starts_at) for one in found]


def _add(request: HttpRequest) -> HttpResponse:
    actor, now, post = me(request), timezone.now(), request.POST
    client, shared = clients.own(viewer=actor), "shared" in post
    try:
        new = told(post)
        actions.add(client, new, shared=shared, uid=form_id(request), by=actor, at=now)
    except (Empty, TooLong) as problem:
        return _list(request, status=400, problem=say(problem.text), typed=post.dict())
    begun.kept(request, _("Kept. It opens only when you open it."))
    return redirect("threads")


def told(post: QueryDict) -> NewThread:
    """What the form holds. What it cannot name (an unknown kind, no day) is left out."""
    kind = post.get("kind", "")
    return NewThread(
        words=words.text(post, "words"),
        name=words.text(post, "name"),
        kind=Kind(kind) if kind in set(Kind) else None,
        session=words.uid(post.get("session")),
        day=_day(post.get("day", "")),
    )


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def thread(request: HttpRequest, thread: UUID) -> HttpResponse:
    """One thread: its words folded away, how near today, how it stands."""
    actor = me(request)
    client = clients.own(viewer=actor)
    found = queries.find(thread, client, viewer=actor)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _tell(request, client, found)
    zone = ZoneInfo(client.zone)
    with timezone.override(zone):
        context = {
            "tab": "arc",
            "line": words.line(found, timezone.localdate(), zone),
            "one": found,
            "states": [(code, name, HINTS[code]) for code, name in words.STATES.items()],
            "nears": words.NEAR.items(),
            "held": bool(course.care_team(client, viewer=actor)),
            "parts": words.tied_to(found.uid, parts.of_client(client, viewer=actor)),
            "history": [_moved(one) for one in reversed(found.history)],
            "uid": uuid7(),
        }
        return render(request, "client/thread.html", context)


def _moved(one: Any) -> tuple[Any, str, str]:
    return one.at, str(words.STATES[one.state]), "" if one.by_client else one.by


def _tell(request: HttpRequest, client: ClientRef, found: Thread) -> HttpResponse:
    """Each button is a form of its own; one that says nothing we know changes nothing."""
    post = request.POST
    if post.get("near") in set(Near):
        return _near(request, found, Near(post["near"]))
    if post.get("state") in set(State):
        actor, state = me(request), State(post["state"])
        actions.move(client, found.uid, state, uid=form_id(request), by=actor, at=timezone.now())
        return _said(request, found, _("Kept."))
    if "shared" in post:
        return _share(request, found, shared=post["shared"] == "1")
    if "remove" in post:
        return _remove(request, found)
    return _said(request, found, _("Nothing was changed. Choose again here."))


def _near(request: HttpRequest, found: Thread, near: Near) -> HttpResponse:
    actor, now = me(request), timezone.now()
    actions.say_near(found.uid, near, uid=form_id(request), by=actor, at=now)
    distant = near is Near.TOO_NEAR or (found.too_near_since and near is Near.NOT_TODAY)
    if distant:
        return _said(request, found, _("Kept. It stays at a distance until you say: near enough."))
    return _said(request, found, _("Kept."))


def _share(request: HttpRequest, found: Thread, *, shared: bool) -> HttpResponse:
    done = actions.share(found.uid, shared=shared, by=me(request), at=timezone.now())
    said = _("Shared with your care team.") if shared else _("Private again.")
    return _said(request, found, said if done else _("Nothing was changed."))


def _remove(request: HttpRequest, found: Thread) -> HttpResponse:
    if actions.remove(found.uid, by=me(request), at=timezone.now()):
        messages.info(request, _("Removed."))
        return redirect("threads")
    said = _("Nothing was changed. What is shared can be made private first.")
    return _said(request, found, said)


def _said(request: HttpRequest, found: Thread, said: str) -> HttpResponse:
    messages.info(request, said)
    return redirect("thread", found.uid)
