"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def everywhere(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    return {
        "app_name": settings.APP_NAME,
        "leave_url": settings.LEAVE_URL,
        "demo": settings.DEMO,
        "theme": getattr(user, "theme", "auto"),
        "actor": getattr(request, "actor", None),
    }
