"""What a form held when it could not be taken, for the page that says so.

A sign-in that ended, a page that was open too long, a fault on our side: what was typed goes back
on that page, with a button that sends it again. It is stored nowhere, neither on the device nor on
the server.

Two computers in one: on a shared one the browser can send an old form again for whoever comes
next. So words go back only while nobody has signed out since the form's page was made: the form
then bears the secret of this browser (Django's protection against forged requests), or the one
from just before this very person signed in again. Signing out makes a new secret; and a mark that
only this server can make, and read, says who signed in here last.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.core.exceptions import SuspiciousOperation
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.middleware import csrf
from django.utils.crypto import constant_time_compare, salted_hmac

from longarc.care.access import Can
from longarc.web.routes import POLICY

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
BEFORE, NOW, MARK = "csrf_before", "csrf_now", "longarc.held"
#: Never sent back: the token, and the key that opens concerns.
LEFT_OUT = frozenset({TOKEN, "key"})
#: Codes, ids, days and numbers; anything else was typed and is shown.
CODE = re.compile(r"[\w.:+-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Field:
    """One value of the form, as it was sent; `typed`: to be shown, else sent along."""

    name: str
    value: str
    typed: bool


def of(request: HttpRequest) -> tuple[Field, ...]:
    """What the form held; empty where there is nothing to hold or it is not this person's."""
    match = request.resolver_match
    access = POLICY.get(match.view_name, {}).get("POST") if match else None
    if request.method != "POST" or not isinstance(access, Can) or wants_json(request):
        return ()
    try:
        return tuple(_fields(request))
    except (SuspiciousOperation, UnreadablePostError):
        return ()


def _fields(request: HttpRequest) -> Iterator[Field]:
    for name, values in request.POST.lists():
        if name not in LEFT_OUT:
            yield from (Field(name, one, not CODE.fullmatch(one)) for one in values)


def of_before(request: HttpRequest) -> tuple[Field, ...]:
    """The same for a form whose secret is no longer the browser's: that of this sign-in, whose
    cookie is gone, or the one from just before it.
    """
    known = [one for name in (BEFORE, NOW) if (one := request.session.get(name, ""))]
    token = request.POST.get(TOKEN, "") if known and of(request) else ""
    mine = token and any(constant_time_compare(_secret(token), one) for one in known)
    return of(request) if mine else ()


def _secret(token: str) -> str:
    """The secret in a form's token (Django masks it anew in each page)."""
    if len(token) != csrf.CSRF_TOKEN_LENGTH:
        return token
    try:
        return str(csrf._unmask_cipher_token(token))  # type: ignore[attr-defined]
    except ValueError:
        return ""


def wants_json(request: HttpRequest) -> bool:
    """A script asked, and reads no page."""
    return request.headers.get("Accept", "").startswith("application/json")


@receiver(user_logged_in)
def _remember(request: HttpRequest, user: Any, **_more: Any) -> None:
    """Django made a new secret for this sign-in; pages from before it bear the old one."""
    mark = salted_hmac("longarc.held", str(user.pk), algorithm="sha256").hexdigest()
    if constant_time_compare(request.COOKIES.get(_cookie(), ""), mark):
        request.session[BEFORE] = _secret(request.COOKIES.get(settings.CSRF_COOKIE_NAME, ""))
    request.session[NOW] = request.META.get("CSRF_COOKIE", "")
    request.META[MARK] = mark


def mark(request: HttpRequest, response: HttpResponse) -> None:
    """Leave in the browser who has just signed in, as a mark that names nobody."""
    if made := request.META.get(MARK):
        age, secure = settings.SESSION_COOKIE_AGE, settings.SESSION_COOKIE_SECURE
        response.set_cookie(_cookie(), made, age, secure=secure, httponly=True, samesite="Lax")


def _cookie() -> str:
    return "__Host-last" if settings.SESSION_COOKIE_SECURE else "last"


@receiver(user_logged_out)
def _forget(request: HttpRequest, **_more: Any) -> None:
    csrf.rotate_token(request)
