"""Ready-made sign-in for the invented people of a demonstration, and for nobody else."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from longarc.records.demo.links import SALT
from longarc.records.queries import people
from longarc.web import accounts


def demo_sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Only with `LONGARC_DEMO`, only for someone of an invented practice; otherwise 404."""
    user = _invented(token) if settings.DEMO else None
    if user is None:
        raise Http404
    accounts.sign_in(request, user)
    request.session[accounts.DEMO_FLAG] = True
    return redirect("home")


def _invented(token: str) -> Any:
    try:
        user = people.load_user(signing.loads(token, salt=SALT))
    except signing.BadSignature:
        return None
    return user if user and user.practice.demo else None
