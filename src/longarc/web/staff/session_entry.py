"""Entering a medicine session by hand: what happened is kept, and no date passes a gate.

A day to come is planned. One of today goes through the gate, unless it began already. Gates are
worked out as of its start; those that were not met are listed, and why it is entered so is asked.
"""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from longarc.care.session_gate import Gates
from longarc.records.actions import window as actions
from longarc.records.queries import session_gates
from longarc.records.queries.clients import ClientRef
from longarc.web import errors
from longarc.web.staff.course_forms import uid_in
from longarc.web.staff.people import actor
from longarc.web.staff.session_start import Gate, against
from longarc.web.staff.window_forms import BackForm, EntryForm
from longarc.web.words import dated


def client_session(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Keep when a medicine session began, or take one back."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    if "take_back" in request.POST:
        return _take_back(request, client)
    form = EntryForm(request.POST, auto_id="session_%s")
    if not form.is_valid():
        return _page(request, client, form, title=_("When did the medicine session begin?"))
    if _today(form.cleaned_data["starts_at"], client) and not form.cleaned_data["began"]:
        return _front_door(request, client, form)
    return _keep(request, client, form)


def _today(starts_at: datetime, client: ClientRef) -> bool:
    """Of this day, where the client is or where the reader is."""
    zones = (ZoneInfo(client.zone), timezone.get_current_timezone())
    now = timezone.now()
    return any(starts_at.astimezone(one).date() == now.astimezone(one).date() for one in zones)


def _front_door(request: HttpRequest, client: ClientRef, form: EntryForm) -> HttpResponse:
    asked = session_gates.as_of_start(client, form.cleaned_data["starts_at"], viewer=actor(request))
    title = _("Did it begin already?")
    return _page(request, client, form, "began", title=title, asked=asked, gate_first=True)


def _keep(request: HttpRequest, client: ClientRef, form: EntryForm) -> HttpResponse:
    told, by = form.cleaned_data, actor(request)
    starts_at, said = told["starts_at"], {"sure": told["sure"], "why": told["why"]}
    try:
        kept = actions.enter_session(client, starts_at, **said, by=by, at=timezone.now())
    except actions.AnotherNear as near:
        _say_near(form, near)
        return _page(request, client, form, "sure", title=_("Is this another session?"))
    except actions.WhyWithout as without:
        form.ask_why()
        title = _("Not everything was met when it began")
        return _page(request, client, form, "why", title=title, asked=without.asked)
    if kept is None:
        return redirect("client", client.public_id)
    messages.info(request, _("Kept. Here you can write what happened."))
    return redirect("client_session_record", client.public_id, kept)


def _say_near(form: EntryForm, near: actions.AnotherNear) -> None:
    """One session entered twice would count twice: in contacts, settling and pacing."""
    began = dated(near.began, "j F, H:i")
    told = _("Nothing was kept yet. A session that began on %(began)s is entered already.")
    form.add_error("on", told % {"began": began})


def _page(
    request: HttpRequest,
    client: ClientRef,
    form: EntryForm,
    *names: str,
    title: str,
    asked: Gates | None = None,
    gate_first: bool = False,
) -> HttpResponse:
    not_met: list[Gate] = against(client, asked) if asked else []
    context = {
        "place": "caseload",
        "client": client,
        "title": title,
        "fields": form.asks(*names, *(["why"] if not_met else [])),
        "not_met": not_met,
        "gate_first": gate_first,
        "ahead": form.has_error("on", "ahead"),
        # What was entered while this page was open is still read before it is kept.
        "kept_fields": [(name, request.POST.get(name, "")) for name in ("uid", "stands")],
    }
    return render(request, "staff/session_enter.html", context, status=422)


def _take_back(request: HttpRequest, client: ClientRef) -> HttpResponse:
    uid, why = uid_in(request, "take_back"), request.POST.get("why", "")
    if uid is None:
        return errors.bad_request(request)
    try:
        by, at = actor(request), timezone.now()
        done = actions.take_back_session(client, uid, why=why, by=by, at=at)
    except actions.NoReason:
        return _ask_reason(request, client, uid)
    if not done:
        return errors.bad_request(request)
    messages.info(request, _what_is_kept(client, uid))
    return redirect("client", client.public_id)


def _ask_reason(request: HttpRequest, client: ClientRef, uid: UUID) -> HttpResponse:
    form = BackForm(request.POST)
    if form.is_valid():
        form.add_error("why", _("Nothing was changed yet. Write why it is taken back."))
    context = {"place": "caseload", "client": client, "session": uid, "form": form}
    return render(request, "staff/session_back.html", context, status=422)


def _what_is_kept(client: ClientRef, uid: UUID) -> SafeString:
    """Said with the way to its record: nothing that was written of it is gone."""
    told = _(
        "The session is taken back, with your reason. Everything that was recorded is kept; what "
        "it says of touch, of leaving and of its gates stays on the list until someone answers it."
    )
    url = reverse("client_session_record", args=[client.public_id, uid])
    return format_html('{} <a class="inline" href="{}">{}</a>', told, url, _("Read its record"))
