"""The record of a medicine session for the care team: every session, and one to write and sign."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from longarc.care import session_times
from longarc.care import touch as touch_rule
from longarc.care.access import Actor, Can, may
from longarc.care.adverse import Event, Status
from longarc.care.cycles import Cycle
from longarc.care.session_checks import agreed_for
from longarc.care.session_record import (
    Asked,
    Kind,
    Line,
    NotALine,
    Record,
    Taken,
    Told,
    touched,
)
from longarc.care.touch import Touch
from longarc.care.window_words import settling as settling_words
from longarc.records.actions import session_record as actions
from longarc.records.actions import window
from longarc.records.actions.session_record import ChangedMeanwhile, Page
from longarc.records.ids import uuid7
from longarc.records.queries import adverse, cycles, touch
from longarc.records.queries import session_record as queries
from longarc.records.queries.clients import ClientRef
from longarc.web import errors
from longarc.web.client import landed_words
from longarc.web.client.session_record_words import KINDS, said
from longarc.web.client.thread_words import label
from longarc.web.staff import session_gate_part
from longarc.web.staff import session_record_forms as forms
from longarc.web.staff.adverse import STATUS
from longarc.web.staff.course_forms import uid_in
from longarc.web.staff.people import actor
from longarc.web.staff.readiness import settling_of
from longarc.web.staff.session_next import say_next
from longarc.web.staff.session_start import against
from longarc.web.staff.window_forms import anew_form
from longarc.web.words import say

#: So many of the client's words are shown for one session.


Said = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with its words, its earlier versions, and the form that corrects it."""

    one: Line
    kind: Any
    said: Said
    addendum: bool
    before: list[tuple[Line, Said]]
    agreed: str
    beyond: bool
    fix: forms.LineForm | None
    uid: UUID
    astray: bool


@dataclass(frozen=True, slots=True)
class Gone:
    """A line that was taken back, with what it said and what stood before it."""

    taken: Taken
    kind: Any
    versions: list[tuple[Line, Said]]


def client_session_records(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Every session: what opened and what landed, side by side."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    viewer, now = actor(request), timezone.now()
    records = queries.load(client, viewer=viewer)
    known = settling_of(client, viewer, now) if records else ()
    found = cycles.of_client(client, records, viewer=viewer, at=now, settling=known)
    context = {
        "place": "caseload",
        "client": client,
        "cycles": [_cycle(one, now) for one in reversed(found)],
        "mistaken": queries.taken_back(client, viewer=viewer),
        "may_write": may(viewer, Can.WRITE_RECORD, client.relation),
    }
    return render(request, "staff/session_records.html", context)


def _cycle(one: Cycle, now: Any) -> dict[str, Any]:
    known = one.settling
    return {
        "one": one,
        "lines": [(line, said(line.told)) for line in one.lines],
        "settling": settling_words(known, one.number, as_of=now) if known else None,
        "opened": [label(thread) for thread in one.threads],
        "landed": landed_words.lines(one.landed),
    }


def client_session_record(
    request: HttpRequest,
    client_id: UUID,  # noqa: ARG001
    session: UUID,
) -> HttpResponse:
    """One session: what is recorded, and the forms to write, correct, take back and sign.

    One that was taken back is read here, too; nothing is written in it until it stands again.
    """
    client: ClientRef = request.client  # type: ignore[attr-defined]
    viewer = actor(request)
    record = _any(client, session, viewer)
    if record is None:
        raise Http404
    if request.method == "POST":
        return _post(request, client, record)
    return _page(request, client, record)


def _any(client: ClientRef, session: UUID, viewer: Actor) -> Record | None:
    """The record of a session, whether it stands or was taken back."""
    found = queries.find(client, session, viewer=viewer)
    gone = () if found else queries.taken_back(client, viewer=viewer)
    return found or next((one for one in gone if one.uid == session), None)


def _page(
    request: HttpRequest, client: ClientRef, record: Record, *, status: int = 200, **more: Any
) -> HttpResponse:
    viewer, now = actor(request), timezone.now()
    may_write = may(viewer, Can.WRITE_RECORD, client.relation)
    may_add = may_write and record.mistaken is None
    agreed = touch.load(client, viewer=viewer, at=now)
    events = adverse.of_client(client, viewer=viewer)
    bound = more.pop("fix", {})
    context = {
        "place": "caseload",
        "client": client,
        "record": record,
        "lines": [_shown(one, record, agreed, bound, may_add) for one in record.standing],
        "gone": [_gone(one, record) for one in record.taken],
        "events": [_event(one, now) for one in events if one.session == record.uid],
        "whole": forms.Whole(record.starts_at),
        "may_write": may_add,
        "may_begin": may_write,
        "begun": anew_form(record.starts_at),
        "uid": uuid7(),
        **session_gate_part.part(client, record, viewer),
        **more,
    }
    return render(request, "staff/session_record.html", context, status=status)


def _shown(
    line: Line, record: Record, agreed: Touch, bound: dict[UUID, Any], may_write: bool
) -> Shown:
    told = line.told
    touch_line = told.kind is Kind.TOUCH
    stood = agreed_for(told, record, agreed, line.written_at) if touch_line else None
    fix = bound.get(line.uid) or forms.of_line(told, record.starts_at, prefix=f"fix{line.uid}")
    return Shown(
        one=line,
        kind=KINDS[told.kind],
        said=said(told),
        addendum=record.is_addendum(line),
        before=[(one, said(one.told)) for one in record.before(line)],
        agreed=say(touch_rule.says(stood)) if stood else "",
        beyond=stood is not None and not touched(told, stood),
        fix=fix if may_write else None,
        uid=uuid7(),
        astray=_astray(told.at, record.starts_at),
    )


def _astray(at: datetime | None, start: datetime) -> bool:
    """Not of the day or night of the session: its start was corrected, or the line is wrong."""
    return at is not None and not start - session_times.BEFORE <= at <= start + session_times.AFTER


def _gone(taken: Taken, record: Record) -> Gone:
    """What was taken back can still be read, in all of its versions."""
    line = record.line(taken.line)
    versions = [line, *record.before(line)] if line else []
    kind = KINDS[line.told.kind] if line else ""
    return Gone(taken, kind, [(one, said(one.told)) for one in versions])


def _event(one: Event, now: datetime) -> tuple[Event, Any]:
    """With how it stands; what nobody has graded goes on."""
    grade = one.grade(now)
    return one, STATUS[grade.status if grade else Status.GOES_ON]


def _post(request: HttpRequest, client: ClientRef, record: Record) -> HttpResponse:
    form = FORMS.get(request.POST.get("act", ""))
    if form is None or uid_in(request, "uid") is None:
        return errors.bad_request(request)
    try:
        return form(request, client, record)
    except LookupError:  # the whole session was taken back while the page was open
        return _changed(request, client, record)


def _sent(request: HttpRequest) -> Page:
    post = request.POST
    return Page(uid_in(request, "uid") or uuid7(), post.get("seen", ""), sure="sure" in post)


def _add(request: HttpRequest, client: ClientRef, record: Record) -> HttpResponse:
    """Everything that was written on the page; what was left empty is not kept."""
    whole = forms.Whole(record.starts_at, request.POST)
    more: dict[str, Any] = {"whole": whole, "uid": request.POST["uid"], "open": True}
    if not whole.is_valid():
        return _page(request, client, record, status=422, problem=_problem(), **more)
    if unclear := whole.unclear():
        return _ask_days(request, client, record, unclear)
    try:
        kept = actions.write(
            client, record.uid, whole.told(), page=_sent(request), by=actor(request), at=_now()
        )
    except NotALine as problem:
        return _page(request, client, record, status=422, problem=say(problem.text), **more)
    except Asked as asked:
        return _page(request, client, record, status=422, asked=_texts(asked), **more)
    messages.info(request, _kept(kept, len(whole.told())))
    say_next(request, client, record, whole.told() if kept else [])
    return _back(client, record)


def _ask_days(
    request: HttpRequest, client: ClientRef, record: Record, unclear: list[forms.LineForm]
) -> HttpResponse:
    """Nothing is filed on a day in silence: the likely one is set, to be seen and kept."""
    data = forms.with_days(request.POST, unclear)
    more: dict[str, Any] = {"asked_days": forms.asked_days(unclear), "uid": data["uid"]}
    more |= {"whole": forms.Whole(record.starts_at, data), "open": True}
    return _page(request, client, record, status=422, **more)


def _kept(kept: int, written: int) -> str:
    if kept:
        return ngettext("%(n)s line is kept.", "%(n)s lines are kept.", kept) % {"n": kept}
    if written:
        return _("This was kept before.")
    return _("Nothing was written, so nothing was kept.")


def _problem() -> str:
    return _("Nothing was kept yet, and nothing you typed is lost. What to change is said below.")


def _texts(asked: Asked) -> list[str]:
    return list(dict.fromkeys(say(one) for one in asked.texts))


def _now() -> Any:
    return timezone.now()


def _back(client: ClientRef, record: Record) -> HttpResponse:
    return redirect("client_session_record", client.public_id, record.uid)


def _correct(request: HttpRequest, client: ClientRef, record: Record) -> HttpResponse:
    line = record.find(uid_in(request, "line"))
    if any(one.uid == uid_in(request, "uid") for one in record.lines):
        return _back(client, record)  # sent twice
    if line is None:
        return _changed(request, client, record)
    form = _fix(line, record, request.POST)
    more: dict[str, Any] = {"fix": {line.uid: form}, "fixing": line.uid}
    if not form.is_valid():
        return _page(request, client, record, status=422, problem=_problem(), **more)
    if form.guess:
        more["fix"] = {line.uid: _fix(line, record, forms.with_days(request.POST, [form]))}
        asked = forms.asked_days([form])
        return _page(request, client, record, status=422, asked_days=asked, **more)
    told = form.told()
    if told is None:
        return _page(request, client, record, status=422, problem=_empty(), **more)
    return _keep_correction(request, client, record, line, told, more)


def _fix(line: Line, record: Record, data: Any) -> forms.LineForm:
    return forms.of_line(line.told, record.starts_at, prefix=f"fix{line.uid}", data=data)


def _keep_correction(
    request: HttpRequest,
    client: ClientRef,
    record: Record,
    line: Line,
    told: Told,
    more: dict[str, Any],
) -> HttpResponse:
    try:
        page, by = _sent(request), actor(request)
        actions.correct(client, record.uid, line.uid, told, page=page, by=by, at=_now())
    except NotALine as problem:
        return _page(request, client, record, status=422, problem=say(problem.text), **more)
    except Asked as asked:
        return _page(request, client, record, status=422, asked=_texts(asked), **more)
    except ChangedMeanwhile:
        return _changed(request, client, record)
    messages.info(request, _("Corrected. What stood before can still be read."))
    say_next(request, client, record, [told])
    return _back(client, record)


def _empty() -> str:
    return _("Nothing was kept yet. To remove a line, take it back with a reason.")


def _changed(request: HttpRequest, client: ClientRef, record: Record) -> HttpResponse:
    """Somebody was faster: what stands now, and beside it what was typed."""
    problem = _(
        "Nothing was kept yet, and nothing you typed is lost: it stands below. Somebody wrote in "
        "this record while your page was open. Read what stands now, then write again."
    )
    hidden = {"csrfmiddlewaretoken", "uid", "act", "line", "seen", "sure", "was"}
    typed = [value for key, value in request.POST.items() if key not in hidden and value]
    now = _any(client, record.uid, actor(request)) or record
    return _page(request, client, now, status=409, problem=problem, typed=typed)


def _take_back(request: HttpRequest, client: ClientRef, record: Record) -> HttpResponse:
    line, why = uid_in(request, "line"), request.POST.get("why", "").strip()
    if line is None:
        return errors.bad_request(request)
    try:
        done = actions.take_back(client, record.uid, line, why, by=actor(request), at=_now())
    except NotALine as problem:
        text = say(problem.text)
        return _page(request, client, record, status=422, problem=text, fixing=line)
    messages.info(
        request, _("Taken back. It can still be read.") if done else _("Nothing was changed.")
    )
    return _back(client, record)


def _sign(request: HttpRequest, client: ClientRef, record: Record) -> HttpResponse:
    try:
        actions.sign(client, record.uid, page=_sent(request), by=actor(request), at=_now())
    except NotALine as problem:
        return _page(request, client, record, status=422, problem=say(problem.text))
    except ChangedMeanwhile:
        return _changed(request, client, record)
    messages.info(request, _("Signed. What is written from now on is an addendum."))
    return _back(client, record)


def _anew(request: HttpRequest, client: ClientRef, record: Record) -> HttpResponse:
    """It began at another time than was entered, or it was no mistake and stands again."""
    if request.POST.get("was") != record.starts_at.isoformat():
        return _changed(request, client, record)
    form = anew_form(record.starts_at, request.POST)
    if not form.is_valid():
        return _page(request, client, record, status=422, problem=_problem(), begun=form)
    starts_at, by = form.cleaned_data["starts_at"], actor(request)
    if starts_at == record.starts_at.replace(second=0, microsecond=0):
        starts_at = record.starts_at  # the form shows no seconds
    why = form.cleaned_data["why"]
    try:
        done = window.begin_anew(client, record.uid, starts_at, why=why, by=by, at=_now())
    except window.WhyWithout as without:
        form.ask_why()
        shown = {"begun": form, "not_met": against(client, without.asked)}
        return _page(request, client, record, status=422, problem=_problem(), **shown)
    text = _("Kept. Its record and its contacts came along.")
    messages.info(request, text if done else _("Nothing was changed."))
    return _back(client, record)


FORMS: dict[str, Callable[[HttpRequest, ClientRef, Record], HttpResponse]] = {
    "add": _add,
    "correct": _correct,
    "back": _take_back,
    "sign": _sign,
    "anew": _anew,
}
