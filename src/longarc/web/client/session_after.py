"""After a session: what was recorded, what opened and what landed, and saying what worries me."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care.adverse import Event, NotAGrade, Status
from longarc.care.cycles import Cycle
from longarc.care.reports import clean
from longarc.care.session_checks import agreed_for
from longarc.care.session_record import Kind, Line, Record
from longarc.care.touch import Touch, says
from longarc.records.actions import adverse as actions
from longarc.records.ids import uuid7
from longarc.records.queries import adverse, clients, cycles, session_record, touch
from longarc.web import begun
from longarc.web.client import landed_words
from longarc.web.client.forms import form_id, me
from longarc.web.client.session_record_words import KINDS, said
from longarc.web.words import say

STATUS = {
    Status.GOES_ON: gettext_lazy("It goes on. Your care team stays with it."),
    Status.RESOLVED: gettext_lazy("It is over, as your care team wrote."),
    Status.REMAINS: gettext_lazy("It is over, and something stays, as your care team wrote."),
    Status.NOT_ONE: gettext_lazy("Your care team answered."),
}


def session_after(request: HttpRequest) -> HttpResponse:
    """The page, and the form to say what worries."""
    return _keep(request) if request.method == "POST" else _page(request)


def _page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    viewer, now = me(request), timezone.now()
    client = clients.own(viewer=viewer)
    records = session_record.load(client, viewer=viewer)
    agreed = touch.load(client, viewer=viewer, at=now)
    found = cycles.of_client(client, records, viewer=viewer, at=now)
    events = adverse.of_client(client, viewer=viewer)
    context = {
        "tab": "arc",
        "cycles": [_cycle(one, agreed) for one in reversed(found)],
        "sessions": [(str(one.record.uid), one.record.starts_at) for one in reversed(found)],
        "events": [_event(one, now) for one in reversed(events)],
        "uid": uuid7(),
        "typed": {},
        **more,
    }
    return render(request, "client/session_after.html", context, status=status)


def _cycle(one: Cycle, agreed: Touch) -> dict[str, Any]:
    """The record is theirs to read once its lead has signed it."""
    record = one.record if one.record.signed else None
    lines = [_line(line, record, agreed) for line in record.standing] if record else []
    opened = [landed_words.named(thread) for thread in one.threads]
    landed = landed_words.lines(one.landed, landed_words.named)
    return {"one": one, "lines": lines, "opened": opened, "landed": landed}


def _line(line: Line, record: Record, agreed: Touch) -> dict[str, Any]:
    touched = line.told.kind is Kind.TOUCH
    stood = agreed_for(line.told, record, agreed, line.written_at) if touched else None
    return {
        "one": line,
        "kind": KINDS[line.told.kind],
        "said": said(line.told),
        "agreed": say(says(stood)) if stood else "",
        "addendum": record.is_addendum(line),
    }


def _event(one: Event, now: Any) -> dict[str, Any]:
    followed = one.followed(now)
    last = followed[-1] if followed else None
    return {
        "one": one,
        "stands": STATUS[last.grade.status] if last else None,
        "last": last,
    }


def _keep(request: HttpRequest) -> HttpResponse:
    viewer, post = me(request), request.POST
    client = clients.own(viewer=viewer)
    words = clean(post.get("words", "")).replace("\r\n", "\n")
    known = session_record.load(client, viewer=viewer)
    about = next((one.uid for one in known if str(one.uid) == post.get("session")), None)
    try:
        actions.report(client, words, about, uid=form_id(request), by=viewer, at=timezone.now())
    except NotAGrade as problem:
        typed = post.dict()
        return _page(
            request, status=422, problem=say(problem.text), typed=typed, uid=form_id(request)
        )
    begun.kept(request, _("Kept. Your care team can see it now."))
    return redirect("session_after")
