"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from longarc.records.queries.people import name_of


def everywhere(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    return {
        "app_name": settings.APP_NAME,
        "leave_url": settings.LEAVE_URL,
        "demo": settings.DEMO,
        "theme": getattr(user, "theme", "auto"),
        "actor": getattr(request, "actor", None),
        "paper_name": SimpleLazyObject(lambda: _whose(request)),
        "paper_made": timezone.now(),
    }


def _whose(request: HttpRequest) -> str:
    """Whose record a printed page is of: papers that carry no name are mixed up."""
    client, actor = getattr(request, "client", None), getattr(request, "actor", None)
    if client is not None:
        return str(client.name)
    user: Any = getattr(request, "user", None)
    return name_of(user) if actor and actor.client else ""
