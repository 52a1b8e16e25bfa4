"""What every page knows."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from longarc.records.queries import ways_in
from longarc.records.queries.people import name_of


def everywhere(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    now = timezone.now()
    return {
        "app_name": settings.APP_NAME,
        "leave_url": settings.LEAVE_URL,
        "demo": settings.DEMO,
        "theme": getattr(user, "theme", "auto"),
        "actor": getattr(request, "actor", None),
        # Looked up where a page shows it, and only while there is something to say.
        "links_told": lambda: ways_in.told(user, at=now) if user and user.is_authenticated else (),
        "words_shut": _shut(user, now),
        "records_from": _later(getattr(user, "records_from", None), now),
        "paper_name": SimpleLazyObject(lambda: _whose(request)),
        "paper_made": now,
    }


def _shut(user: Any, now: datetime) -> datetime | None:
    signed_in = user is not None and user.is_authenticated
    return ways_in.words_shut(user, at=now) if signed_in else None


def _later(moment: datetime | None, now: datetime) -> datetime | None:
    return moment if moment and moment > now else None


def _whose(request: HttpRequest) -> str:
    """Whose record a printed page is of: papers that carry no name are mixed up."""
    client, actor = getattr(request, "client", None), getattr(request, "actor", None)
    if client is not None:
        return str(client.name)
    user: Any = getattr(request, "user", None)
    return name_of(user) if actor and actor.client else ""
