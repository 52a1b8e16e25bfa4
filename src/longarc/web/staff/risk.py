"""The risk path of one client for the care team: what was answered, what is due, what was done."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care.access import Can, may
from longarc.care.decision import NotAllowed
from longarc.care.risk import Path, Standing, StepKind, named
from longarc.care.risk_questions import VERSION, Answering, contradicts, unclear
from longarc.records.actions import risk as actions
from longarc.records.ids import uuid7
from longarc.records.queries import directory, safety_plan
from longarc.records.queries import risk as queries
from longarc.records.queries.clients import ClientRef
from longarc.web.risk_words import REPLIES, TODAY, WORDS, replies, uid_of, version
from longarc.web.staff import risk_terms as terms
from longarc.web.staff.people import actor, refusal
from longarc.web.words import say


@dataclass(frozen=True)
class Shown:
    """One answering: each question with what was answered, or "not known"."""

    answering: Answering
    lines: tuple[tuple[Any, Any], ...]
    unclear: bool
    contradicts: bool


@dataclass(frozen=True)
class Track:
    """One path as the page shows it; the answerings newest first, the steps as they were done."""

    path: Path
    level: Any
    hint: Any
    told: tuple[Shown, ...]
    steps: tuple[tuple[Any, Any], ...]


def client_risk(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The page; every opening of it is recorded and shown to the client."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    return risk_page(request, client)


def risk_page(
    request: HttpRequest, client: ClientRef, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The page again, with what was typed and why it was not kept."""
    viewer, now = actor(request), timezone.now()
    found = queries.load(client, viewer=viewer)
    holders = queries.team(client, viewer=viewer)
    path, asked, gate = found.path, found.newest, found.gate(now)
    context = {
        "place": "caseload" if may(viewer, Can.SEE_CASELOAD) else "referrals",
        "client": client,
        "found": found,
        "left": [say(one.told) for one in found.left],
        "path": path,
        "track": _track(path, found) if path else None,
        "named": named(path, holders) if path else None,
        "overdue": bool(path and path.due and path.due < now),
        "missing": [say(one.text) for one in path.may_close.reasons] if path else (),
        "asked": _shown(asked, found) if asked else None,
        "gate": [say(one.text) for one in gate.reasons],
        "earlier": [_track(one, found) for one in reversed(found.paths) if one.closed],
        "plan": safety_plan.load(client, viewer=viewer),
        "questions": TODAY,
        "version": VERSION,
        "replies": list(REPLIES.items()),
        "steps": list(terms.STEPS.items()),
        "others": [one for one in holders if one.id != _own_id(request)],
        "emergency": directory.emergency(client, viewer=viewer) if path else "",
        "may_write": may(viewer, Can.WRITE_RECORD, client.relation),
        "may_read": may(viewer, Can.READ_RECORD, client.relation),
        "uid": uuid7(),
        "typed": {},
        **more,
    }
    return render(request, "staff/risk.html", context, status=status)


def _own_id(request: HttpRequest) -> UUID:
    found: UUID = request.user.public_id  # type: ignore[union-attr]
    return found


def _track(path: Path, found: Standing) -> Track:
    level, hint = terms.LEVELS[path.level]
    return Track(
        path=path,
        level=level,
        hint=hint,
        told=tuple(_shown(one.answering, found) for one in reversed(path.told)),
        steps=tuple((one, terms.DONE[one.kind]) for one in path.steps),
    )


def _shown(one: Answering, found: Standing) -> Shown:
    """In the words of the version that was asked."""
    asked = (each for each in one.asked if each in one.replies or each in one.left_out)
    said = [(each, one.replies.get(each)) for each in asked]
    lines = [(WORDS[each], REPLIES[reply] if reply else None) for each, reply in said]
    return Shown(one, tuple(lines), unclear(one), contradicts(one, found.answerings))


def client_risk_answer(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The questions, asked together with the client."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    told = replies(request.POST)
    uid, by = uid_of(request.POST.get("uid", "")) or uuid7(), actor(request)
    at, asked = timezone.now(), version(request.POST)
    done = actions.answer(client, told, uid=uid, by=by, at=at, version=asked)
    messages.info(request, _("Kept.") if done else _("Nothing was answered, so nothing was kept."))
    return redirect("client_risk", client.public_id)


def client_risk_step(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """What was done about the open path."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    post, by = request.POST, actor(request)
    words, uid = post.get("words", ""), uid_of(post.get("uid", "")) or uuid7()
    if post.get("kind") not in set(StepKind):
        problem = _("Nothing was kept yet. Choose what was done.")
        return risk_page(request, client, status=400, problem=problem, typed=post.dict())
    kind, to, now = StepKind(post["kind"]), uid_of(post.get("to", "")), timezone.now()
    try:
        actions.record(client, kind, words, uid=uid, by=by, at=now, to=to)
    except NotAllowed as refused:
        told = {"problem": refusal(refused), "typed": post.dict()}
        return risk_page(request, client, status=400, **told)
    messages.info(request, _("Kept."))
    return redirect("client_risk", client.public_id)


def client_risk_close(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Closing in two pages: the reason first, then once more, with what closing means."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    if request.method == "POST" and request.POST.get("sure") == "yes":
        return _close(request, client)
    return _close_page(request, client)


def _close_page(
    request: HttpRequest, client: ClientRef, *, status: int = 200, **more: Any
) -> HttpResponse:
    viewer = actor(request)
    found = queries.load(client, viewer=viewer)
    path, words = found.path, request.POST.get("words", "").strip()
    if path is None and "problem" in more:  # closed meanwhile: what was typed is shown there
        told = {"problem": more["problem"], "typed": request.POST.dict()}
        return risk_page(request, client, status=status, **told)
    if path is None:
        return redirect("client_risk", client.public_id)
    context = {
        "place": "caseload",
        "client": client,
        "track": _track(path, found),
        "missing": [say(one.text) for one in path.may_close.reasons],
        "words": words,
        "once_more": bool(words) and path.may_close.allowed,
        "empty": request.method == "POST" and not words,
        "seen": found.upto,
        "uid": uuid7(),
        **more,
    }
    return render(request, "staff/risk_close.html", context, status=status)


def _close(request: HttpRequest, client: ClientRef) -> HttpResponse:
    post, by = request.POST, actor(request)
    words, seen, uid = post.get("words", ""), post.get("seen", ""), uid_of(post.get("uid", ""))
    try:
        now = timezone.now()
        actions.close(client, words, seen=seen, uid=uid or uuid7(), by=by, at=now)
    except NotAllowed as refused:
        problem = refusal(refused)
        return _close_page(request, client, status=400, problem=problem, once_more=False)
    messages.info(request, _("The path is closed. The client can read who closed it, and why."))
    return redirect("client_risk", client.public_id)
