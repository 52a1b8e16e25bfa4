"""Today: one tap keeps a check-in, and everything around it. Works as plain forms, too."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care import reports
from longarc.care.access import Actor
from longarc.care.arc import State
from longarc.records.actions import rest as rest_actions
from longarc.records.actions.entries import Outcome, keep, keep_form
from longarc.records.ids import uuid7
from longarc.records.queries import clients, coming, course, preparation, risk
from longarc.records.queries import today as queries
from longarc.records.queries.course import ChoiceKind
from longarc.web.client import follow_up, ladder, steps, today_parts, today_plan
from longarc.web.client.forms import form_id, me
from longarc.web.words import say

HARD = frozenset({State.WAY_UP, State.WAY_DOWN})
RESTS = {"day": timedelta(days=1), "week": timedelta(days=7), "open": None}


def today(request: HttpRequest) -> HttpResponse:
    """The page; after a check-in without JavaScript (`?kept=`), what was kept."""
    uid = _id(request.GET.get("kept"))
    kept = queries.kept(uid, viewer=me(request)) if uid else None
    return _kept_page(request, kept) if kept else _page(request)


def _id(told: str | None) -> UUID | None:
    try:
        return UUID(told or "")
    except ValueError:
        return None


def _page(request: HttpRequest, *, status: int = 200, **said: str) -> HttpResponse:
    actor, now = me(request), timezone.now()
    client = clients.own(viewer=actor)
    page = queries.load(client, viewer=actor, at=now)
    made = course.choices(client, viewer=actor)
    gap = page.after_gap(now) and not page.resting
    context = {
        "tab": "today",
        "today": page,
        "rows": ladder.rows(page.own_words),
        "fine": client.fine,
        "version": settings.LONGARC_VERSION,
        "uid": _id(request.GET.get("added")) or uuid7(),
        "gap_uid": uuid7(),
        "gap": gap,
        "gap_middle_ago": int((now - page.middle_of_gap(now)).total_seconds()),
        "left": preparation.left_out(client, viewer=actor, at=now),
        "gap_answers": today_parts.gap_answers(),
        "earlier_form": "check-in",
        "shares_words": made[ChoiceKind.SHARE_WORDS].given,
        **_more(now),
        **said,
    }
    with timezone.override(ZoneInfo(client.zone)):
        context["chunks"] = today_parts.chunks(now)
        context["next_meeting"] = today_parts.meeting_day(page.meets_at, now)
        context["rest_until"] = today_parts.day(page.rest_until, now)
        ahead = coming.next_of(client, viewer=actor, at=now)
        context["session_day"] = today_parts.meeting_day(ahead.starts_at, now) if ahead else ""
        if not page.resting:
            closer = made[ChoiceKind.BURST].given
            context["plan"] = today_plan.line(client, viewer=actor, at=now, agreed=closer)
            context["follow_up"] = follow_up.card(client, viewer=actor, at=now)
            context["steps"] = steps.card(client, viewer=actor, at=now)
        if client.id in risk.open_paths([client.id], viewer=actor):
            context |= {"heavy": True, "steps": []}
        return render(request, "client/today.html", context, status=status)


def _more(now: Any) -> dict[str, Any]:
    """What "Add more" needs on either page."""
    return {
        "more_uid": uuid7(),
        "words_uid": uuid7(),
        "ease_answers": today_parts.ease_answers(),
        "day_question": today_parts.day_question(timezone.localdate(now)),
        "body_map": today_parts.body_map(),
    }


def _kept_page(
    request: HttpRequest, kept: queries.KeptCheckIn, *, status: int = 200, **said: str
) -> HttpResponse:
    actor, now = me(request), timezone.now()
    client = clients.own(viewer=actor)
    own = queries.own_words(client, viewer=actor)
    context = {
        "tab": "today",
        "kept": kept,
        "kept_label": ladder.label(kept.state, own),
        "hard": kept.state in HARD,
        "left": preparation.left_out(client, viewer=actor, at=now),
        "ease": kept.ease,
        "undo_uid": uuid7(),
        "ease_uid": uuid7(),
        "earlier_uid": uuid7(),
        "shares_words": course.chosen(ChoiceKind.SHARE_WORDS, client, viewer=actor),
        **_more(now),
        **said,
    }
    with timezone.override(ZoneInfo(client.zone)):
        context["chunks"] = () if kept.recalled else today_parts.chunks(now)
        return render(request, "client/kept.html", context, status=status)


def check_in(request: HttpRequest) -> HttpResponse:
    """Keep the chosen row; a form that is sent twice is kept once."""
    actor, now = me(request), timezone.now()
    if not request.POST.get("state"):
        if "gap" not in request.POST:
            messages.info(request, _("Nothing was kept. Pick a row when you like."))
        return redirect("today")
    told = {
        "kind": "check_in",
        "uid": form_id(request),
        "state": request.POST["state"],
        "recalled_for": _recalled_for(request, actor),
        **_form(),
    }
    try:
        entry = reports.parse(told, received=now)
    except reports.NotUnderstood as problem:
        return _page(request, status=400, problem=say(problem.text))
    (kept,) = keep([entry], by=actor, at=now)
    if kept.outcome is Outcome.CONFLICT:
        messages.info(
            request, _("Nothing was changed. An answer from this page is kept. Choose again here.")
        )
        return redirect("today")
    return _to_kept(kept.uid)


def _form() -> dict[str, str]:
    """How a check-in came, when no script measured it."""
    zone = timezone.get_current_timezone_name()
    return {"method": "form", "app": settings.LONGARC_VERSION, "zone": zone}


def _recalled_for(request: HttpRequest, actor: Actor) -> str | None:
    """The earlier time that the form speaks of; None for just now."""
    now = timezone.now()
    client = clients.own(viewer=actor)
    if "gap" in request.POST:
        return queries.load(client, viewer=actor, at=now).middle_of_gap(now).isoformat()
    with timezone.override(ZoneInfo(client.zone)):
        then = today_parts.time_of(request.POST.get("earlier", ""), now)
    return then.isoformat() if then else None


def _to_kept(uid: UUID) -> HttpResponse:
    return redirect(f"{reverse('today')}?kept={uid}")


def more(request: HttpRequest) -> HttpResponse:
    """Keep what was added to a check-in: any part of it, or nothing."""
    actor, now = me(request), timezone.now()
    about = _id(request.POST.get("check_in")) or uuid5(form_id(request), "about")
    check_in = queries.kept(about, viewer=actor)
    try:
        told = _added(request, actor, about, check_in)
        entries = [reports.parse(raw, received=now) for raw in told]
    except reports.NotUnderstood as problem:
        said = {"problem": say(problem.text), "typed": request.POST.get("text", "")}
        if check_in:
            return _kept_page(request, check_in, status=400, **said)
        return _page(request, status=400, **said)
    kept = keep_form(entries, by=actor, at=now) if entries else ()
    for entry, one in zip(entries, kept, strict=False):
        if isinstance(entry, reports.NewWords) and one.outcome is Outcome.CONFLICT:
            return _not_kept(request, check_in)
    if entries:
        messages.info(request, _("Kept."))
    if check_in:
        return _to_kept(_now_standing(told, about))
    return redirect(f"{reverse('today')}?added={about}")


def _not_kept(request: HttpRequest, check_in: queries.KeptCheckIn | None) -> HttpResponse:
    """Not "kept" where it was not. Under a new id the page asks once more."""
    problem = _("Your words are below, and not kept yet. Look at them, then keep them once more.")
    said = {"problem": problem, "typed": request.POST.get("text", "")}
    if check_in:
        return _kept_page(request, check_in, status=400, **said)
    return _page(request, status=400, **said)


def _added(
    request: HttpRequest, actor: Actor, about: UUID, check_in: queries.KeptCheckIn | None
) -> list[dict[str, Any]]:
    """The form's parts as entries. "This was earlier" takes the place of the check-in first."""
    post, told = request.POST, []
    recalled_for = _recalled_for(request, actor) if check_in and post.get("earlier") else None
    if check_in and recalled_for:
        told.append(_earlier(request, check_in, recalled_for))
        about = told[0]["uid"]
    more = today_parts.more_of(post)
    if any(more.values()):
        told.append({"kind": "more", "uid": form_id(request), "check_in": about, **more})
    if post.get("text", "").strip():
        uid = _id(post.get("words_uid")) or uuid7()
        words = {"text": post["text"], "shared": post.get("shared"), "check_in": about}
        told.append({"kind": "words", "uid": uid, **words})
    return told


def _earlier(
    request: HttpRequest, check_in: queries.KeptCheckIn, recalled_for: str
) -> dict[str, Any]:
    return {
        "kind": "check_in",
        "uid": _id(request.POST.get("earlier_uid")) or uuid7(),
        "corrects": check_in.uid,
        "state": check_in.state,
        "position": check_in.fine_position,
        "recalled_for": recalled_for,
        **_form(),
    }


def _now_standing(told: list[dict[str, Any]], about: UUID) -> UUID:
    """The check-in that the next page is about: the one that took the place of the first."""
    first = told[0] if told else {}
    uid: UUID = first["uid"] if first.get("kind") == "check_in" else about
    return uid


def undo(request: HttpRequest) -> HttpResponse:
    """Take a check-in back; it stays in the record as taken back."""
    actor, now = me(request), timezone.now()
    told = {"kind": "undo", "uid": form_id(request), "target": request.POST.get("target", "")}
    try:
        (kept,) = keep([reports.parse(told, received=now)], by=actor, at=now)
    except reports.NotUnderstood as problem:
        return _page(request, status=400, problem=say(problem.text))
    done = kept.outcome is not Outcome.CONFLICT
    messages.info(request, _("Taken back.") if done else _("Nothing was changed."))
    return redirect("today")


def rest(request: HttpRequest) -> HttpResponse:
    """Quiet for a day, a week or until the client says; or back from it. No reason is asked."""
    actor, now = me(request), timezone.now()
    wish = request.POST.get("for", "")
    if wish == "back":
        rest_actions.come_back(uid=form_id(request), by=actor, at=now)
    elif wish in RESTS:
        span = RESTS[wish]
        until = now + span if span else None
        rest_actions.rest(until=until, uid=form_id(request), by=actor, at=now)
    return redirect("today")
