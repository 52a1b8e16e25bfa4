"""Opening a link for the first time, or again after being locked out (ADR 36)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.records.actions import invitations
from longarc.records.actions.invitations import Open
from longarc.records.queries import people, support
from longarc.web import accounts
from longarc.web.accounts import BY_LINK
from longarc.web.policy import actor_of

NUMBERS_SHOWN = 3


def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Its address is a secret: none of its answers is written to the log."""
    told = _welcome(request, token)
    told._has_been_logged = True  # type: ignore[attr-defined]
    return told


def _welcome(request: HttpRequest, token: str) -> HttpResponse:
    """First a page that changes nothing (links are opened by machines too), then the choice.

    The link works until a password or passkey is set: someone interrupted can open it again. To an
    account that was open before it is no way in alone: then this page says what it waits for.
    """
    found = invitations.opens(token, at=timezone.now())
    if found is None:
        return render(request, "welcome_old.html", status=404)
    if found.stopped:
        return _waiting(request, found, status=410)
    if request.method == "POST":
        return _accept(request, token, found)
    if request.user.pk == found.user and request.session.get(BY_LINK) == found.id:
        return render(request, "welcome_choose.html", {"is_staff": found.is_staff})
    if found.waits(timezone.now()):
        return _waiting(request, found)
    return _first(request, found)


def _first(request: HttpRequest, found: Open, problem: str = "") -> HttpResponse:
    again = found.stand.opens_at is not None
    context = {"is_staff": found.is_staff, "again": again, "problem": problem}
    return render(request, "welcome.html", context, status=400 if problem else 200)


def _waiting(
    request: HttpRequest, found: Open, problem: str = "", status: int = 200
) -> HttpResponse:
    page = support.page(viewer=actor_of(request))
    context = {
        "link": found,
        "is_staff": found.is_staff,
        "problem": problem,
        "numbers": page.numbers[:NUMBERS_SHOWN] if page.published else (),
    }
    return render(request, "welcome_waiting.html", context, status=status)


def _accept(request: HttpRequest, token: str, found: Open) -> HttpResponse:
    code, user = request.POST.get("code", "").strip(), _account(found)
    kept = accounts.kept_codes(user) if user else None
    if code:
        problem = _wrong(request, user, code)
        if problem:
            return _again(request, found, problem)
    opened = invitations.accept(
        token, at=timezone.now(), own_code=bool(code), kept_codes=kept is not None
    )
    if opened is None:
        return _not_opened(request, token)
    accounts.sign_in(request, opened)
    request.session[BY_LINK] = found.id
    return redirect(request.path)


def _account(found: Open) -> Any:
    return people.account(found.user) if found.user else None


def _wrong(request: HttpRequest, user: Any, code: str) -> str:
    """Why this code opens nothing; empty: it was right, and is used."""
    row = accounts.proving_codes(user, timezone.now()) if user else None
    try:
        right = accounts.right_code(request, row, str(user.pk if user else ""), code)
    except ValidationError as often:
        return " ".join(often.messages)
    return "" if right else _("That code is not right. Nothing was changed. Try once more.")


def _again(request: HttpRequest, found: Open, problem: str) -> HttpResponse:
    if found.waits(timezone.now()):
        return _waiting(request, found, problem, 400)
    return _first(request, found, problem)


def _not_opened(request: HttpRequest, token: str) -> HttpResponse:
    """It waits still; or it was stopped, replaced or used between two clicks."""
    found = invitations.opens(token, at=timezone.now())
    if found is None or not (found.stopped or found.waits(timezone.now())):
        return render(request, "welcome_old.html", status=404)
    return _waiting(request, found, status=410 if found.stopped else 409)


def choose(request: HttpRequest) -> HttpResponse:
    """A link opened this session, and nothing was chosen yet: nothing else opens before."""
    if BY_LINK not in request.session:
        return redirect("home")
    actor = actor_of(request)
    return render(request, "welcome_choose.html", {"is_staff": bool(actor and actor.is_staff)})


def use_up_invitation(request: HttpRequest) -> bool:
    """A password or passkey was set in a session that a link opened: the link is done.

    False: no link opened this session.
    """
    invitation: Any = request.session.pop(BY_LINK, None)
    actor = actor_of(request)
    if invitation and actor:
        invitations.use_up(invitation, by=actor, at=timezone.now())
    return bool(invitation)
