"""Raising a concern, and reading the answer: for anyone, without signing in and without scripts.

Nothing here is written down but the sealed words: no account, no session, no address.
"""

from secrets import token_bytes
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from longarc.care import written
from longarc.care.concerns import LONGEST, RECEIPT_BYTES
from longarc.care.decision import NotAllowed
from longarc.records.actions import concerns as actions
from longarc.records.ids import uuid7
from longarc.records.queries import concerns as queries
from longarc.records.queries import support
from longarc.web import pace
from longarc.web.client.forms import form_id
from longarc.web.policy import actor_of
from longarc.web.staff.people import refusal

#: Longarc's own starting rules, unsigned: a whole practice may share one address.
MOST_TOLD = 20
NUMBERS_SHOWN = 3


@sensitive_post_parameters()
def concern(request: HttpRequest) -> HttpResponse:
    """The form; with POST, the receipt. It comes with the form: sent twice, it is kept once."""
    contacts = queries.contacts(viewer=actor_of(request), at=timezone.now())
    if not contacts:
        return _form(request, contacts, _nobody() if request.POST else "")
    if request.method == "GET":
        return _form(request, contacts)
    if pace.too_often(request, "concern", MOST_TOLD):
        return _form(request, contacts, _wait(), status=429)
    receipt = _receipt(request) or token_bytes(RECEIPT_BYTES)
    to = tuple(one for one in contacts if str(one.key) in request.POST.getlist("to"))
    try:
        _tell(request, receipt, to)
    except NotAllowed as refused:
        return _form(request, contacts, refusal(refused))
    kept = {"receipt": written.written(receipt), "to": to, "address": _address()}
    return render(request, "concern/kept.html", kept)


def _form(
    request: HttpRequest,
    contacts: tuple[queries.Contact, ...],
    problem: str = "",
    status: int = 400,
) -> HttpResponse:
    told = request.POST
    context = {
        "contacts": contacts,
        "outside": any(one.outside for one in contacts),
        "ticked": told.getlist("to") if told else [str(one.key) for one in contacts if one.stands],
        "text": told.get("text", ""),
        "limit": LONGEST,
        "receipt": told.get("receipt") or written.written(token_bytes(RECEIPT_BYTES)),
        "uid": form_id(request),
        "problem": problem,
        **_numbers(request),
    }
    return render(request, "concern/raise.html", context, status=status if problem else 200)


def _tell(request: HttpRequest, receipt: bytes, to: tuple[queries.Contact, ...]) -> None:
    text, uid = request.POST.get("text", ""), form_id(request)
    actions.tell(text, receipt=receipt, uid=uid, to=to, at=timezone.now())


def _receipt(request: HttpRequest) -> bytes | None:
    return written.read(request.POST.get("receipt", ""), RECEIPT_BYTES)


def _numbers(request: HttpRequest) -> dict[str, Any]:
    page = support.page(viewer=actor_of(request))
    shown = page.numbers[:NUMBERS_SHOWN] if page.published else ()
    return {"numbers": shown, "help_numbers": shown}


def _address() -> str:
    return f"{settings.ORIGIN}{reverse('concern_receipt')}"


def _wait() -> str:
    return _("Nothing was sent yet, and your words are still here. Try again in an hour.")


def _nobody() -> str:
    return _("Nothing was sent. Nobody is here now who could open it. Copy your words elsewhere.")


@sensitive_post_parameters()
def concern_receipt(request: HttpRequest) -> HttpResponse:
    """What a receipt opens; and, with words, more words under the same receipt."""
    if request.method == "GET":
        return render(request, "concern/receipt.html")
    receipt = _receipt(request)
    if receipt is None:
        problem = _("Nothing was opened. A sign is not right. Look at it once more.")
        return _under(request, None, problem)
    thread = queries.answers(receipt, viewer=actor_of(request), at=timezone.now())
    if thread is None:
        problem = _("Nothing is kept here under this receipt. Look at it once more.")
        return _under(request, None, problem)
    return _more(request, receipt, thread) if "text" in request.POST else _under(request, thread)


def _more(request: HttpRequest, receipt: bytes, thread: queries.Thread) -> HttpResponse:
    if pace.too_often(request, "concern", MOST_TOLD):
        return _under(request, thread, _wait(), status=429)
    try:
        _tell(request, receipt, thread.to)
    except NotAllowed as refused:
        return _under(request, thread, refusal(refused))
    now = queries.answers(receipt, viewer=actor_of(request), at=timezone.now())
    return _under(request, now, kept=True)


def _under(
    request: HttpRequest,
    thread: queries.Thread | None,
    problem: str = "",
    status: int = 400,
    *,
    kept: bool = False,
) -> HttpResponse:
    context = {
        "receipt": request.POST.get("receipt", ""),
        "thread": thread,
        "text": "" if kept else request.POST.get("text", ""),
        "limit": LONGEST,
        "uid": uuid7() if kept else form_id(request),
        "problem": problem,
        "kept": kept,
        **(_numbers(request) if problem else {}),
    }
    return render(request, "concern/receipt.html", context, status=status if problem else 200)
