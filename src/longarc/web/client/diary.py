"""The diary of drinking days: a day is none, some, or left open, which is not known."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from longarc.care.living import Drank
from longarc.care.reports import clean
from longarc.records.actions import living as actions
from longarc.records.actions import living_back as back
from longarc.records.actions.living import Told
from longarc.records.actions.screening import NotKept
from longarc.records.ids import uuid7
from longarc.records.queries import clients
from longarc.records.queries import living as queries
from longarc.web import begun
from longarc.web import living_words as words
from longarc.web.client import living_parts as parts
from longarc.web.client.forms import form_id, me
from longarc.web.words import say

#: So many days are listed, today first; any day of the last year can be picked.
LISTED = 14


def diary(request: HttpRequest) -> HttpResponse:
    """The page, and its forms: a day, what a drink means, who reads it, and taking back."""
    if request.method == "POST":
        return _keep(request)
    return _page(request)


def _page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    actor, now = me(request), timezone.now()
    client = clients.own(viewer=actor)
    today = now.astimezone(ZoneInfo(client.zone)).date()
    told = queries.days(client, viewer=actor)
    found = {one.on: one for one in told}
    chosen = _day(request.GET.get("day", "")) or today
    known = found.get(chosen)
    means, sent = queries.drink_means(client, viewer=actor), more.get("typed", {})
    text, of_means = means.text if means else "", sent.get("act") == "means"
    context = {
        "tab": "arc",
        "today": today,
        "first": today - actions.TOLD_WITHIN,
        "days": [_line(day, found.get(day)) for day in _latest(today)],
        "known": known,
        "said": _words(known) or words.DAYS[Drank.OPEN],
        "readers": parts.readers([*told, *([means] if means else [])]),
        "private": parts.begins_private([known] if known else told, {} if of_means else sent),
        "private_means": parts.begins_private([means] if means else told, sent if of_means else {}),
        "choices": list(words.DAYS.items()),
        "means": text,
        "uid": uuid7(),
        "uid_means": uuid7(),
        "typed": _told(chosen, known) | {"text": text},
        **more,
    }
    return render(request, "client/diary.html", context, status=status)


def _line(day: date, known: queries.Day | None) -> tuple[date, str, bool]:
    """What is listed of one day, and whether it is the client's alone."""
    return day, _words(known), known is not None and not known.shared


def _latest(today: date) -> list[date]:
    return [today - timedelta(days=back) for back in range(LISTED)]


def _day(told: str) -> date | None:
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None


def _told(day: date, known: queries.Day | None) -> dict[str, Any]:
    """The form of one day begins with what was last said about it."""
    drinks = known.drinks if known and known.drinks is not None else ""
    return {"day": day.isoformat(), "drank": known.drank if known else "", "drinks": drinks}


def _words(known: queries.Day | None) -> str:
    """What is known of a day, in words; empty: it is open."""
    if known is None or known.drank is Drank.OPEN:
        return ""
    if known.drinks is None:
        return str(words.DAYS[known.drank])
    return ngettext("%(n)s drink", "%(n)s drinks", known.drinks) % {"n": known.drinks}


def _keep(request: HttpRequest) -> HttpResponse:
    post = request.POST
    if "take_back" in post or post.get("act") == "readers":
        return _change(request)
    try:
        if post.get("act") == "means":
            return _keep_meaning(request)
        return _keep_day(request)
    except NotKept as problem:
        typed = {"text": "", **post.dict()}
        return _page(request, status=400, problem=say(problem.text), typed=typed)


def _change(request: HttpRequest) -> HttpResponse:
    taking = "take_back" in request.POST
    done = _take_back(request) if taking else parts.choose_readers(request, "diary")
    messages.info(request, done or _("Nothing was changed. Everything is as it was."))
    return redirect("diary")


def _take_back(request: HttpRequest) -> str:
    actor, told, at = me(request), request.POST["take_back"], timezone.now()
    client, on = clients.own(viewer=actor), _day(told)
    if on:
        done = back.take_back_day(client, on, by=actor, at=at)
        return _("Taken back. That day is open.") if done else ""
    done = told == "means" and back.take_back_meaning(client, by=actor, at=at)
    return _("Taken back.") if done else ""


def _keep_meaning(request: HttpRequest) -> HttpResponse:
    actor, text = me(request), clean(request.POST.get("text", ""))
    client, uid, at = clients.own(viewer=actor), form_id(request), timezone.now()
    private = "private" in request.POST
    actions.say_drink(client, text, private=private, uid=uid, by=actor, at=at)
    begun.kept(request, _("Kept, in your words."))
    return redirect("diary")


def _keep_day(request: HttpRequest) -> HttpResponse:
    actor, post = me(request), request.POST
    on, told = _day(post.get("day", "")), post.get("drank", "")
    if on is None or told not in set(Drank):
        said = _("Nothing was kept yet. Choose a day, and one of the three answers.")
        return _page(request, status=400, problem=said, typed={"text": "", **post.dict()})
    day = Told(on, Drank(told), words.whole(post, "drinks"))
    client, at = clients.own(viewer=actor), timezone.now()
    uid, private = form_id(request), "private" in post
    actions.tell_day(client, day, private=private, uid=uid, by=actor, at=at)
    messages.info(request, _("Kept. You can change it any time."))
    return redirect("diary")
