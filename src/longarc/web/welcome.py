"""Opening a link for the first time, or again after being locked out."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from longarc.records.actions import invitations
from longarc.web import accounts
from longarc.web.policy import actor_of

INVITATION = "invitation"


def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """First a page that changes nothing (links are opened by machines too), then the choice.

    The link works until a password or passkey is set: someone interrupted can open it again.
    """
    found = invitations.opens(token, at=timezone.now())
    if found is None:
        return render(request, "welcome_old.html", status=404)
    if request.method == "POST":
        return _accept(request, token, found.id)
    if request.user.pk == found.user and request.session.get(INVITATION) == found.id:
        return render(request, "welcome_choose.html", {"is_staff": found.is_staff})
    return render(request, "welcome.html", {"is_staff": found.is_staff})


def _accept(request: HttpRequest, token: str, invitation: int) -> HttpResponse:
    user = invitations.accept(token, at=timezone.now())
    if user is None:
        return render(request, "welcome_old.html", status=404)
    accounts.sign_in(request, user)
    request.session[INVITATION] = invitation
    return redirect(request.path)


def use_up_invitation(request: HttpRequest) -> None:
    """A password or passkey was set in a session that a link opened: the link is done."""
    invitation: Any = request.session.pop(INVITATION, None)
    actor = actor_of(request)
    if invitation and actor:
        invitations.use_up(invitation, by=actor, at=timezone.now())
