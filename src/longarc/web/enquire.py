"""The public page on which somebody writes to the practice. No account, no script, no e-mail.

Noise is kept out without third parties: a field that stays empty, a signed time in the form, and
a count of how often one address sends. None of them loses what a person typed: the form comes
back with it and says what to do.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.core.ratelimit import consume
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care.access import Actor
from longarc.care.enquiries import LATEST, LONGEST_LINE, LONGEST_TEXT, SOONEST, NotKept, Told
from longarc.care.reports import clean
from longarc.records.actions import enquiries as actions
from longarc.records.enquiry_page import EnquiryPage
from longarc.records.ids import uuid7
from longarc.records.queries import enquiries as queries
from longarc.records.queries import practice
from longarc.web.words import say

SALT = "enquiry"
#: A person does not see this field; who fills it in is asked to empty it.
STAYS_EMPTY = "website"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is signed into a form: its id, and when it was shown."""

    uid: UUID
    at: datetime

    def signed(self) -> str:
        return signing.dumps([str(self.uid), self.at.isoformat()], salt=SALT)

    def age(self, now: datetime) -> timedelta:
        return now - self.at


def opened(token: str) -> Stamp | None:
    """The stamp behind a token; None when we did not sign it."""
    try:
        uid, at = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Stamp(UUID(uid), datetime.fromisoformat(at))


def enquire(request: HttpRequest) -> HttpResponse:
    page = _published()
    return _receive(request, page) if request.method == "POST" else _form(request, page)


def thanks(request: HttpRequest) -> HttpResponse:
    page = _published()
    return render(request, "enquire_thanks.html", {"page": page, "practice": _name(page)})


def _published() -> EnquiryPage:
    page = queries.page(viewer=None)
    if page is None or not page.published:
        raise Http404
    return page


def _name(page: EnquiryPage) -> str:
    return practice.name(viewer=Actor(None, page.practice))


def _receive(request: HttpRequest, page: EnquiryPage) -> HttpResponse:
    now, told = timezone.now(), _told(request)
    stamp = opened(request.POST.get("stamp", ""))
    problem = _looks_like_noise(request, stamp, now)
    if problem:
        fresh = stamp is None or stamp.age(now) > LATEST
        return _form(request, page, told, stamp=None if fresh else stamp, problem=problem)
    assert stamp  # noqa: S101 - one without a stamp looks like noise
    return _keep(request, page, told, stamp, now)


def _keep(
    request: HttpRequest, page: EnquiryPage, told: Told, stamp: Stamp, now: datetime
) -> HttpResponse:
    if not consume(request, action="enquiry", key=str(page.practice)):
        problem = _(
            "It is not sent yet. Your words are still here. Many were sent just now: "
            "wait an hour and send it again, or call."
        )
        return _form(request, page, told, stamp=stamp, problem=problem, status=429)
    by = Actor(None, page.practice)
    try:
        actions.receive(told, uid=stamp.uid, by=by, at=now)
    except NotKept as refused:
        return _form(request, page, told, stamp, problem=say(refused.text), field=refused.field)
    except actions.AlreadySent:
        problem = _("Your first message has reached us. This one is not sent yet.")
        return _form(request, page, told, problem=problem)
    actions.forget(by=by, at=now)
    return redirect("enquire_thanks")


def _told(request: HttpRequest) -> Told:
    def said(field: str) -> str:
        return clean(request.POST.get(field, "")).replace("\r\n", "\n").strip()

    return Told(name=said("name"), reach=said("reach"), text=said("text"))


def _looks_like_noise(request: HttpRequest, stamp: Stamp | None, now: datetime) -> str:
    """Why the form is shown once more, or nothing."""
    if request.POST.get(STAYS_EMPTY):
        return _(
            "It is not sent yet. Your words are still here. "
            "Empty the last box, then send it once more."
        )
    if stamp is None or stamp.age(now) > LATEST:
        return _(
            "It is not sent yet. Your words are still here. "
            "This page was open for long: send it once more."
        )
    if stamp.age(now) < SOONEST:
        return _("It is not sent yet. Your words are still here. Send it once more.")
    return ""


def _form(
    request: HttpRequest,
    page: EnquiryPage,
    told: Told | None = None,
    stamp: Stamp | None = None,
    *,
    problem: str = "",
    field: str = "",
    status: int = 400,
) -> HttpResponse:
    stamp = stamp or Stamp(uuid7(), timezone.now())
    context: dict[str, Any] = {
        "page": page,
        "practice": _name(page),
        "told": told,
        "stamp": stamp.signed(),
        "problem": problem,
        "field": field,
        "trap": request.POST.get(STAYS_EMPTY, ""),
        "longest_line": LONGEST_LINE,
        "longest_text": LONGEST_TEXT,
    }
    return render(request, "enquire.html", context, status=status if problem else 200)
