"""Pages for what went wrong: they say first what is safe, then what to do."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from longarc.web.policy import JSON_PATHS


def _page(request: HttpRequest, status: int, title: str, say: str, code: str) -> HttpResponse:
    if request.path.startswith(JSON_PATHS):
        return JsonResponse({"error": code, "say": say}, status=status)
    return render(request, "error.html", {"title": title, "say": say}, status=status)


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
    return _page(
        request,
        403,
        _("This page was open for a long time"),
        _("What was kept before is safe. Go back, load the page anew, and send it again."),
        "csrf",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        500,
        _("Something went wrong on our side"),
        _("What was kept before is safe. Please try again in a minute."),
        "server",
    )
