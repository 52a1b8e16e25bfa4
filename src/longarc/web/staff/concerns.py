"""A safeguarding contact's pages: their key, and what it opens.

The private key comes with the request that reads and goes with it: it is in no row, session, log
or page.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from longarc.care import written
from longarc.care.access import Actor
from longarc.care.concerns import KEY_BYTES, LONGEST, handle
from longarc.care.decision import NotAllowed
from longarc.records import concern_boxes
from longarc.records.actions import concerns as actions
from longarc.records.ids import uuid7
from longarc.records.queries import concerns as queries
from longarc.web.client.forms import form_id
from longarc.web.staff.people import actor, refusal


@sensitive_post_parameters()
@sensitive_variables("private")
def concerns(request: HttpRequest) -> HttpResponse:
    """Who can take concerns; with a private key, what is sealed for it."""
    if request.method == "GET":
        return _page(request)
    private = _private(request)
    if private is None:
        return _page(request, problem=_off())
    opened = queries.opened(private, viewer=actor(request))
    if opened is None:
        problem = _("Nothing was opened. This is not a key of yours that is in use here.")
        return _page(request, problem=problem)
    return _page(request, opened=opened, uid=uuid7())


def _page(request: HttpRequest, *, problem: str = "", **more: Any) -> HttpResponse:
    viewer = actor(request)
    contacts = queries.contacts(viewer=viewer, at=timezone.now())
    context = {
        "place": "concerns",
        "contacts": contacts,
        "me": _mine(contacts, viewer),
        "newer": next((o for o in contacts if o.user == viewer.user and not o.stands), None),
        "limit": LONGEST,
        "problem": problem,
        # Only in the form that it came from: a private key stands nowhere else.
        "typed": request.POST.get("key", "") if problem and "contact" not in request.POST else "",
        **more,
    }
    return render(request, "staff/concerns.html", context, status=400 if problem else 200)


def _mine(contacts: tuple[queries.Contact, ...], viewer: Actor) -> queries.Contact | None:
    """The viewer's own key: the one that stands comes first."""
    return next((one for one in contacts if one.user == viewer.user), None)


def _private(request: HttpRequest) -> bytes | None:
    return written.read(request.POST.get("key", ""), KEY_BYTES)


def _off() -> str:
    return _("Nothing was opened. A sign of the key is not right. Look at it once more.")


@sensitive_post_parameters()
def concerns_answer(request: HttpRequest) -> HttpResponse:
    """Seal an answer. It needs no private key: only what the opened concern brought."""
    unusable = _("Nothing was sent. Open the concern anew and copy this.")
    to = handle(request.POST.get("handle", ""))
    if to is None:
        return _answer_again(request, unusable)
    try:
        actions.answer(
            request.POST.get("text", ""),
            to=to,
            closes="closes" in request.POST,
            uid=form_id(request),
            by=actor(request),
            at=timezone.now(),
        )
    except NotAllowed as refused:
        return _answer_again(request, refusal(refused))
    except ValueError:  # a handle of the right form whose key opens nothing
        return _answer_again(request, unusable)
    messages.info(request, _("Your answer is sealed. The receipt opens it."))
    return redirect("concerns")


def _answer_again(request: HttpRequest, problem: str) -> HttpResponse:
    context = {
        "place": "concerns",
        "handle": request.POST.get("handle", ""),
        "text": request.POST.get("text", ""),
        "uid": form_id(request),
        "limit": LONGEST,
        "problem": problem,
    }
    return render(request, "staff/concern_answer.html", context, status=400)


@sensitive_post_parameters()
@sensitive_variables("private")
def concerns_key(request: HttpRequest) -> HttpResponse:
    """Making a key: shown once, and in use when the contact has typed it back."""
    if "key" in request.POST:
        return _use_key(request)
    fresh = written.written(concern_boxes.new_key()) if request.method == "POST" else ""
    return _key_page(request, fresh=fresh)


def _use_key(request: HttpRequest) -> HttpResponse:
    private, where = _private(request), request.POST.get("where", "")
    if private is None:
        return _key_page(request, problem=_off())
    if where not in {"inside", "outside"}:
        return _key_page(request, problem=_("Nothing was kept. Say where you work."))
    before = _before(request)
    if before is None and request.POST.get("before", "").strip():
        return _key_page(request, problem=_("Nothing was kept. A sign of your key before is off."))
    told: dict[str, Any] = {"before": before, "lost": "lost" in request.POST and before is None}
    by, now = actor(request), timezone.now()
    actions.keep_key(private, outside=where == "outside", by=by, at=now, **told)
    messages.info(request, _("Your key is kept. Below you see from when concerns reach you."))
    return redirect("concerns")


def _before(request: HttpRequest) -> bytes | None:
    return written.read(request.POST.get("before", ""), KEY_BYTES)


@sensitive_post_parameters()
@sensitive_variables("private")
def concerns_confirm(request: HttpRequest) -> HttpResponse:
    """One contact confirms another, with their own key."""
    private, told = _private(request), request.POST
    if private is None:
        return _page(request, problem=_off())
    if told.get("where") not in {"inside", "outside"} or not told.get("contact", "").isdecimal():
        return _page(request, problem=_("Nothing was confirmed. Say where they work."))
    outside, by, now = told["where"] == "outside", actor(request), timezone.now()
    try:
        key = int(told["contact"][:18])
        actions.confirm_contact(key, private, outside=outside, by=by, at=now)
    except NotAllowed as refused:
        return _page(request, problem=refusal(refused))
    messages.info(request, _("Confirmed. Concerns are sealed for them from now."))
    return redirect("concerns")


def _key_page(request: HttpRequest, *, fresh: str = "", problem: str = "") -> HttpResponse:
    viewer = actor(request)
    context = {
        "place": "concerns",
        "fresh": fresh,
        "problem": problem,
        "typed": request.POST.get("key", ""),
        "where": request.POST.get("where", ""),
        "me": _mine(queries.contacts(viewer=viewer, at=timezone.now()), viewer),
    }
    return render(request, "staff/concern_key.html", context, status=400 if problem else 200)
