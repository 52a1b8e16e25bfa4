"""Headers that every answer carries, and who has just signed in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from longarc.web import held

POWERS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"


def private(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Nothing is kept by browsers or proxies unless a view says that it may be."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", POWERS)
        response.headers.setdefault("X-Robots-Tag", "noindex")
        held.mark(request, response)
        return response

    return middleware
