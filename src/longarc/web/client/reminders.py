"""Reminders: equal ways, the client's own times, a pause in two taps, and what became of each."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from longarc.care.access import Actor
from longarc.care.reminder_form import DAYS, MORE, NotKept, read
from longarc.care.reminder_states import Send, Tried
from longarc.care.reminder_words import TEXTS
from longarc.care.reminders import Choices, Reminder, Way, times_of
from longarc.care.text import Text
from longarc.records import push_places
from longarc.records.actions import reminders as actions
from longarc.records.actions import rest as rests
from longarc.records.ids import uuid7
from longarc.records.push_keys import public_key
from longarc.records.queries import clients
from longarc.records.queries import reminders as queries
from longarc.web import newer
from longarc.web.account_page import zones
from longarc.web.client import reminder_words as words
from longarc.web.client.forms import form_id, me
from longarc.web.client.today import RESTS
from longarc.web.words import say

#: Lines of the log that are seen at once.
SHOWN = 10


def reminders(request: HttpRequest) -> HttpResponse:
    """The page; each of its forms comes back to it."""
    if request.method != "POST":
        return _page(request)
    for name, keep in (("rest", _rest), ("push", _push), ("link", _link)):
        if name in request.POST:
            return keep(request, me(request), request.POST[name])
    return _choose(request, me(request))


def offered() -> dict[Way, bool]:
    """Every way, and whether it can be chosen here."""
    ready = {Way.EMAIL: settings.MAIL_READY, Way.PUSH: bool(settings.PUSH_HOSTS)}
    return {way: ready.get(way, True) for way in Way}


def _page(request: HttpRequest, *, status: int = 200, **said: Any) -> HttpResponse:
    actor, now = me(request), timezone.now()
    client = clients.own(viewer=actor)
    choices = queries.chosen(client, viewer=actor)
    rest = queries.resting(client, viewer=actor, at=now)
    log = queries.log(client, viewer=actor)
    context = {
        "tab": "arc",
        "choices": choices,
        "standing": words.standing(choices),
        "not_here": "" if offered()[choices.way] else words.GONE[choices.way],
        "next": _next(queries.ahead(client, viewer=actor, at=now), log),
        "rest": rest,
        "places": queries.places(client, viewer=actor),
        "log": _log(log),
        "email": request.user.email,  # type: ignore[union-attr]
        "uid": uuid7(),
        **_form(choices, said.pop("typed", None)),
        **said,
    }
    with timezone.override(ZoneInfo(choices.zone)):
        return render(request, "client/reminders.html", context, status=status)


def _next(ahead: Iterable[Reminder], log: Iterable[Tried]) -> Reminder | None:
    """The next one to come: a date that had its own gets no second one, whatever was changed."""
    had = {one.key for one in log if one.state is not Send.QUEUED}
    return next((one for one in ahead if one.key not in had), None)


def _log(log: Iterable[Tried]) -> dict[str, Any]:
    lines = [(one.at, words.BY[one.way], words.came_to(one), one.about) for one in log]
    return {"first": lines[:SHOWN], "earlier": lines[SHOWN:]}


def _form(choices: Choices, typed: Any) -> dict[str, Any]:
    """What the form shows: what was typed and not kept, or else what stands."""
    values = _values(choices) if typed is None else typed
    ready = offered()
    return {
        "ways": [
            (way, label, about, "" if ready[way] else words.NOT_HERE[way])
            for way, (label, about) in words.WAYS.items()
        ],
        "values": values,
        "days": [(name, WEEKDAYS[n], values.get(name)) for n, name in enumerate(DAYS)],
        "more": [(name, values.get(name, "")) for name in MORE],
        "texts": [(code, say(Text(text))) for code, text in TEXTS.items()],
        "zones": sorted({*zones(), choices.zone}),
        "push_key": public_key() if ready[Way.PUSH] else "",
    }


def _values(choices: Choices) -> dict[str, str]:
    told = {
        "way": choices.way,
        "time": times_of([choices.first]),
        "quiet_from": times_of([choices.quiet.begins]),
        "quiet_to": times_of([choices.quiet.ends]),
        "closer": "1" if choices.closer else "",
        "follow_up": "1" if choices.follow_up else "",
        "zone": choices.zone,
        "text": choices.text,
    }
    more = dict(zip(MORE, times_of(choices.more).split(), strict=False))
    return {**told, **more, **{DAYS[n]: "1" for n in choices.days}}


def _choose(request: HttpRequest, actor: Actor) -> HttpResponse:
    client, post = clients.own(viewer=actor), request.POST.dict()
    if newer.of(request):
        return _page(request, status=409, problem=newer.own_words(), typed=post)
    before = queries.chosen(client, viewer=actor)
    try:
        wanted = read(post, before, [way for way, ready in offered().items() if ready])
    except NotKept as problem:
        said = {"problem": say(problem.text), "wrong": problem.field, "typed": post}
        return _page(request, status=400, **said)
    actions.choose(client, wanted, uid=form_id(request), by=actor, at=timezone.now())
    messages.info(request, _("Kept."))
    return redirect("reminders")


def _rest(request: HttpRequest, actor: Actor, wish: str) -> HttpResponse:
    """The same quiet as on Today: nothing asks anything until then."""
    now = timezone.now()
    if wish == "back":
        rests.come_back(uid=form_id(request), by=actor, at=now)
    elif wish in RESTS:
        span = RESTS[wish]
        until = now + span if span else None
        rests.rest(until=until, uid=form_id(request), by=actor, at=now)
    return redirect("reminders")


def _push(request: HttpRequest, actor: Actor, wish: str) -> HttpResponse:
    client, now = clients.own(viewer=actor), timezone.now()
    if wish == "off":
        actions.push_off(client, by=actor, at=now)
        messages.info(request, _("Notes are off."))
        return redirect("reminders")
    try:
        told = push_places.read(request.POST)
    except push_places.NotAllowed:
        problem = _("Nothing was changed. Notes do not work with this browser here.")
        return _page(request, status=400, problem=problem)
    actions.push_on(client, told, by=actor, at=now)
    messages.info(request, _("Notes come to this phone now, and to no other."))
    return redirect("reminders")


def _link(request: HttpRequest, actor: Actor, wish: str) -> HttpResponse:
    """A new link is shown on this page only, once: what is kept of it cannot show it again."""
    client, now = clients.own(viewer=actor), timezone.now()
    if wish != "new":
        actions.end_link(client, by=actor, at=now)
        messages.info(request, _("The link shows nothing any more."))
        return redirect("reminders")
    token = actions.make_link(client, by=actor, at=now)
    return _page(request, link=settings.ORIGIN + reverse("calendar_feed", args=[token]))
