"""What every page knows."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from longarc.records.queries import ways_in


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
    }


def _shut(user: Any, now: datetime) -> datetime | None:
    signed_in = user is not None and user.is_authenticated
    return ways_in.words_shut(user, at=now) if signed_in else None


def _later(moment: datetime | None, now: datetime) -> datetime | None:
    return moment if moment and moment > now else None
