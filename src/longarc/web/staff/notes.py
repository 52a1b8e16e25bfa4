"""Session notes: the list, one note with its addenda, and the draft that keeps itself."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from longarc.care.access import Can, may
from longarc.care.notes import TooLong
from longarc.records.actions import notes as actions
from longarc.records.actions.notes import Saved, Typed
from longarc.records.actions.screening import NotKept
from longarc.records.ids import uuid7
from longarc.records.queries import check_ins, relationship, threads
from longarc.records.queries import notes as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.relationship import Met
from longarc.web import note_words
from longarc.web.client.relationship import named
from longarc.web.client.thread_words import label
from longarc.web.staff import timeline
from longarc.web.staff.course_forms import uid_in
from longarc.web.staff.people import actor
from longarc.web.staff.terms import Moments
from longarc.web.words import say

SHOWN = 20
MEETINGS = 8
JSON = "application/json"


def client_notes(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Signed notes, the newest first, and the viewer's own drafts."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    viewer = actor(request)
    newest = None if "all" in request.GET else SHOWN + 1
    found = queries.signed(client, viewer=viewer, newest=newest)
    shown = found if newest is None else found[:SHOWN]
    context = {
        "place": "caseload",
        "client": client,
        "notes": [(one, note_words.parts(one.words)) for one in shown],
        "more": len(found) > len(shown),
        "drafts": queries.drafts(client, viewer=viewer),
        "may_write": may(viewer, Can.WRITE_RECORD, client.relation),
        "uid": uuid7(),
    }
    return render(request, "staff/notes.html", context)


def client_note(request: HttpRequest, client_id: UUID, note_id: UUID) -> HttpResponse:  # noqa: ARG001
    """One signed note; a form adds to it, nothing changes it."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    if request.method == "POST":
        return _add(request, client, note_id)
    return _note(request, client, note_id)


def _note(
    request: HttpRequest, client: ClientRef, uid: UUID, *, status: int = 200, **more: Any
) -> HttpResponse:
    viewer = actor(request)
    found = queries.find(client, uid, viewer=viewer)
    if found is None:
        raise Http404
    context = {
        "place": "caseload",
        "client": client,
        "note": found,
        "parts": note_words.parts(found.words),
        "may_write": may(viewer, Can.WRITE_RECORD, client.relation),
        "uid": uuid7(),
        **more,
    }
    return render(request, "staff/note.html", context, status=status)


def _add(request: HttpRequest, client: ClientRef, note: UUID) -> HttpResponse:
    text, uid = note_words.text(request.POST, "text"), uid_in(request, "uid") or uuid7()
    try:
        done = actions.add(client, note, text, uid=uid, by=actor(request), at=timezone.now())
    except (NotKept, TooLong) as refused:
        return _note(request, client, note, status=400, problem=say(refused.text), typed=text)
    messages.info(request, _("Kept.") if done else _("Nothing was changed."))
    return redirect("client_note", client.public_id, note)


# -- the draft -----------------------------------------------------------------------------


def client_note_draft(request: HttpRequest, client_id: UUID, draft_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Write a note; it belongs to its author until it is signed."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    if request.method == "POST":
        return _keep(request, client, draft_id)
    viewer, now = actor(request), timezone.now()
    mine = {one.uid: one for one in queries.drafts(client, viewer=viewer)}
    found = mine.get(draft_id)
    if found is None and queries.find(client, draft_id, viewer=viewer):
        return redirect("client_note", client.public_id, draft_id)
    met = relationship.met(client, viewer=viewer, at=now)
    value = Typed(found.words, found.on, found.about) if found else _prefilled(client, met, request)
    return _form(
        request,
        client,
        draft_id,
        value,
        seen=found.version if found else 0,
        parted_from=found.apart_from if found else None,
        kept=found,
    )


def _prefilled(client: ClientRef, met: tuple[Met, ...], request: HttpRequest) -> Typed:
    """About the newest meeting or session, if nobody wrote of it; the day is that day."""
    written = {about for _day, about in queries.days(client, viewer=actor(request))}
    newest = met[0] if met and met[0].uid not in written else None
    on = timezone.localtime(newest.at).date() if newest else timezone.localdate()
    return Typed(on=on, about=newest.uid if newest else None)


def _form(
    request: HttpRequest,
    client: ClientRef,
    draft: UUID,
    value: Typed,
    *,
    seen: int,
    status: int = 200,
    page: UUID | None = None,
    parted_from: UUID | None = None,
    **more: Any,
) -> HttpResponse:
    viewer, now = actor(request), timezone.now()
    met = relationship.met(client, viewer=viewer, at=now)
    context = {
        "place": "caseload",
        "client": client,
        "draft": draft,
        "page": page or uuid7(),
        "seen": seen,
        "value": value,
        "boxes": note_words.boxes(value.words),
        "met": [(str(one.uid), named(one)) for one in met[:MEETINGS]],
        "about": str(value.about or ""),
        "who": [one.with_name for one in met if one.uid == value.about],
        "before": list(_since(request, client, met, now)),
        "last": queries.last(client, viewer=viewer),
        "phrases": {one.name: one.text for one in queries.phrases(viewer=viewer)},
        "other": _other(request, client, parted_from),
        **more,
    }
    return render(request, "staff/note_draft.html", context, status=status)


def _since(
    request: HttpRequest, client: ClientRef, met: tuple[Met, ...], now: datetime
) -> Iterator[str]:
    """What stood since the meeting before: check-ins, open ruptures, open threads."""
    viewer = actor(request)
    if len(met) > 1:
        since = met[1].at
        told = check_ins.of_client(client, viewer=viewer, since=since)
        day = Moments(now).day(since)
        yield _("Since the meeting before, %(day)s: %(told)s") % {
            "day": day,
            "told": timeline.counted(one for one in told if one.at <= now),
        }
    strained = [one for one in relationship.ruptures(client, viewer=viewer) if not one.repaired]
    if strained:
        n = len(strained)
        yield ngettext("%(n)s rupture is open.", "%(n)s ruptures are open.", n) % {"n": n}
    for one in threads.open_ones(client, viewer=viewer)[:3]:
        yield _("Open thread: %(name)s") % {"name": label(one)}


def _other(request: HttpRequest, client: ClientRef, uid: UUID | None) -> dict[str, Any] | None:
    """The text that another page kept, where this draft parted from it."""
    if uid is None:
        return None
    viewer = actor(request)
    mine = (one for one in queries.drafts(client, viewer=viewer) if one.uid == uid)
    found = next(mine, None) or queries.find(client, uid, viewer=viewer)
    return {"uid": uid, "parts": note_words.parts(found.words)} if found else None


def _keep(request: HttpRequest, client: ClientRef, draft: UUID) -> HttpResponse:
    act, by, at = request.POST.get("act", "save"), actor(request), timezone.now()
    if act == "drop":
        actions.drop(client, draft, by=by, at=at)
        messages.info(request, _("Removed."))
        return redirect("client_notes", client.public_id)
    typed, page = note_words.typed(request.POST), note_words.page(request.POST, draft)
    keep = actions.sign if act == "sign" else actions.save
    try:
        saved = keep(client, typed, page, by=by, at=at)
    except (NotKept, TooLong) as refused:
        said = say(refused.text)
        if _wants_json(request):
            return JsonResponse({"said": said}, status=400)
        return _form(
            request, client, draft, typed, seen=page.seen, page=page.uid, problem=said, status=400
        )
    return _answer(request, client, saved, signed=act == "sign" and not saved.parted)


def _answer(request: HttpRequest, client: ClientRef, saved: Saved, *, signed: bool) -> HttpResponse:
    said = _said(saved, signed=signed)
    if _wants_json(request):
        url = reverse("client_note_draft", args=[client.public_id, saved.draft])
        told = {"url": url, "seen": saved.version, "parted": saved.parted, "said": said}
        return JsonResponse(told)
    messages.info(request, said)
    name = "client_note" if signed else "client_note_draft"
    return redirect(name, client.public_id, saved.draft)


def _said(saved: Saved, *, signed: bool) -> str:
    if saved.parted:
        return _(
            "This note was changed or signed on another page. Nothing is lost: what you typed "
            "here is kept as a draft of its own."
        )
    if signed:
        return _("Signed. It is part of the record now.")
    return _("Draft kept %(at)s.") % {"at": f"{timezone.localtime():%H:%M}"}


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith(JSON)
