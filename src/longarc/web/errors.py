"""Pages for what went wrong: they say first what is safe, then what to do."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from longarc.records.queries.people import name_of
from longarc.web import held
from longarc.web.held import Field

JSON_PATHS = "/api/"


def _page(
    request: HttpRequest,
    status: int,
    title: str,
    say: str,
    code: str,
    fields: tuple[Field, ...] | None = None,
) -> HttpResponse:
    """`fields`: what the form held that could not be taken; else what is in this request."""
    if request.path.startswith(JSON_PATHS):
        return JsonResponse({"error": code, "say": say}, status=status)
    found = held.of(request) if fields is None else fields
    context = {
        "title": title,
        "say": say,
        "held": found,
        "path": request.get_full_path(),
        "name": _name(request) if found else "",
        "hard": _hard(request),
    }
    answer = render(request, "error.html", context, status=status)
    answer.shows_nothing = True  # type: ignore[attr-defined]
    return answer


def _hard(request: HttpRequest) -> bool:
    """Answers to the risk questions: their page says first that nobody has seen them."""
    match = request.resolver_match
    return request.method == "POST" and match is not None and match.view_name == "risk"


def _name(request: HttpRequest) -> str:
    user: Any = request.user
    return name_of(user) if user.is_authenticated else ""


def signed_out(request: HttpRequest) -> HttpResponse:
    """A form that was sent after the sign-in ended."""
    return _page(
        request,
        401,
        _("You are signed out"),
        _("It is not kept yet. It is all on this page, and nothing is lost."),
        "sign_in",
    )


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001
    return _page(
        request,
        404,
        _("This page is not here"),
        _("Nothing was changed. The link may be old, or it is not for this account."),
        "not_found",
    )


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001
    return not_found(request)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001
    return _page(
        request,
        400,
        _("We could not read that"),
        _("What was kept before is safe. Go back and try once more."),
        "bad_request",
    )


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    fields = held.of_before(request)
    say = (
        _("It is not kept yet. It is all on this page, and nothing is lost.")
        if fields
        else _("What was kept before is safe. Go back, load the page anew, and send it again.")
    )
    return _page(request, 403, _("This page has to be sent once more"), say, "csrf", fields)


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        500,
        _("Something went wrong on our side"),
        _("What was kept before is safe. Please try again in a minute."),
        "server",
    )
