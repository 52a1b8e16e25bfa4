"""The record of a medicine session for the care team: every session, and one to write and sign."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from longarc.care import touch as touch_rule
from longarc.care.access import Can, may
from longarc.care.cycles import Cycle
from longarc.care.session_record import Asked, Kind, Line, NotALine, Record, touched
from longarc.care.touch import Touch
from longarc.care.window_words import settling as settling_words
from longarc.records.actions import session_record as actions
from longarc.records.actions.access import record_view
from longarc.records.actions.session_record import ChangedMeanwhile, Page
from longarc.records.ids import uuid7
from longarc.records.queries import adverse, cycles, touch
from longarc.records.queries import session_record as queries
from longarc.records.queries.clients import ClientRef
from longarc.web import errors
from longarc.web.client.session_record_words import KINDS, said
from longarc.web.staff import session_record_forms as forms
from longarc.web.staff.course_forms import uid_in
from longarc.web.staff.people import actor
from longarc.web.staff.readiness import settling_of
from longarc.web.words import say

#: So many of the client's words are shown for one session.
WORDS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with its words, its earlier versions, and the form that corrects it."""

    one: Line
    kind: Any
    said: list[tuple[str, str]]
    addendum: bool
    before: list[tuple[Line, list[tuple[str, str]]]]
    agreed: str
    beyond: bool
    fix: forms.LineForm | None
    uid: UUID


def client_session_records(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Every session: what opened and what landed, side by side."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    viewer, now = actor(request), timezone.now()
    record_view(client, by=viewer, at=now, page="session_record")
    records = queries.load(client, viewer=viewer)
    known = settling_of(client, viewer, now) if records else ()
    found = cycles.of_client(client, records, viewer=viewer, at=now, settling=known)
    context = {
        "place": "caseload",
        "client": client,
        "cycles": [_cycle(one, now) for one in reversed(found)],
        "may_write": may(viewer, Can.WRITE_RECORD, client.relation),
    }
    return render(request, "staff/session_records.html", context)


def _cycle(one: Cycle, now: Any) -> dict[str, Any]:
    known = one.settling
    return {
        "one": one,
        "lines": [(line, said(line.told)) for line in one.lines],
        "settling": settling_words(known, one.number, as_of=now) if known else None,
        "words": one.words[:WORDS_SHOWN],
    }


def client_session_record(
    request: HttpRequest,
    client_id: UUID,  # noqa: ARG001
    session: UUID,
) -> HttpResponse:
    """One session: what is recorded, and the forms to write, correct, take back and sign."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    viewer = actor(request)
    record = queries.find(client, session, viewer=viewer)
    if record is None:
        raise Http404
    if request.method == "POST":
        return _post(request, client, record)
    record_view(client, by=viewer, at=timezone.now(), page="session_record")
    return _page(request, client, record)


def _page(
    request: HttpRequest, client: ClientRef, record: Record, *, status: int = 200, **more: Any
) -> HttpResponse:
    viewer, now = actor(request), timezone.now()
    may_write = may(viewer, Can.WRITE_RECORD, client.relation)
    agreed = touch.load(client, viewer=viewer, at=now)
    events = adverse.of_client(client, viewer=viewer)
    bound = more.pop("fix", {})
    context = {
        "place": "caseload",
        "client": client,
        "record": record,
        "lines": [_shown(one, record, agreed, bound, may_write) for one in record.standing],
        "events": [(one, one.is_open(now)) for one in events if one.session == record.uid],
        "whole": forms.Whole(record.starts_at),
        "may_write": may_write,
        "uid": uuid7(),
        **more,
    }
    return render(request, "staff/session_record.html", context, status=status)


def _shown(
    line: Line, record: Record, agreed: Touch, bound: dict[UUID, Any], may_write: bool
) -> Shown:
    told = line.told
    stood = agreed.stood(told.at or record.starts_at) if told.kind is Kind.TOUCH else None
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
    )


def _post(request: HttpRequest, client: ClientRef, record: Record) -> HttpResponse:
    form = FORMS.get(request.POST.get("act", ""))
    if form is None or uid_in(request, "uid") is None:
        return errors.bad_request(request)
    return form(request, client, record)


def _sent(request: HttpRequest) -> Page:
    post = request.POST
    return Page(uid_in(request, "uid") or uuid7(), post.get("seen", ""), sure="sure" in post)


def _add(request: HttpRequest, client: ClientRef, record: Record) -> HttpResponse:
    """Everything that was written on the page; what was left empty is not kept."""
    whole = forms.Whole(record.starts_at, request.POST)
    more: dict[str, Any] = {"whole": whole, "uid": request.POST["uid"], "open": True}
    if not whole.is_valid():
        return _page(request, client, record, status=422, problem=_problem(), **more)
    try:
        kept = actions.write(
            client, record.uid, whole.told(), page=_sent(request), by=actor(request), at=_now()
        )
    except NotALine as problem:
        return _page(request, client, record, status=422, problem=say(problem.text), **more)
    except Asked as asked:
        return _page(request, client, record, status=422, asked=_texts(asked), **more)
    messages.info(request, _kept(kept, len(whole.told())))
    return _back(client, record)


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
    start, prefix = record.starts_at, f"fix{line.uid}"
    form = forms.of_line(line.told, start, prefix=prefix, data=request.POST)
    more: dict[str, Any] = {"fix": {line.uid: form}, "fixing": line.uid}
    if not form.is_valid():
        return _page(request, client, record, status=422, problem=_problem(), **more)
    told = form.told()
    if told is None:
        return _page(request, client, record, status=422, problem=_empty(), **more)
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
    return _back(client, record)


def _empty() -> str:
    return _("Nothing was kept yet. To remove a line, take it back with a reason.")


def _changed(request: HttpRequest, client: ClientRef, record: Record) -> HttpResponse:
    """Somebody was faster: what stands now, and beside it what was typed."""
    problem = _(
        "Nothing was kept yet, and nothing you typed is lost: it stands below. Somebody wrote in "
        "this record while your page was open. Read what stands now, then write again."
    )
    hidden = {"csrfmiddlewaretoken", "uid", "act", "line", "seen", "sure"}
    typed = [value for key, value in request.POST.items() if key not in hidden and value]
    now = queries.find(client, record.uid, viewer=actor(request)) or record
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


FORMS: dict[str, Callable[[HttpRequest, ClientRef, Record], HttpResponse]] = {
    "add": _add,
    "correct": _correct,
    "back": _take_back,
    "sign": _sign,
}
