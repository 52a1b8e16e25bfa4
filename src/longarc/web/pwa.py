"""What lets the pages live on a phone: the manifest, the service worker, and pages for offline.

Only pages without anything personal are kept on the phone: the offline Today, the exercises, the
lock, and the public Support page, each fetched without the session.
"""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language

from longarc.care.reminder_words import TEXTS
from longarc.care.text import Text
from longarc.care.ways_in import NOTICES
from longarc.web.client import exercises, ladder, today_parts
from longarc.web.words import say

#: Scripts that others import: pages do not name them, so the worker has to.
MODULES = (
    "store.js",
    "seal.js",
    "queue.js",
    "outbox.js",
    "left.js",
    "leave.js",
    "begun.js",
    "checkin.js",
    "more.js",
)


def shell_context() -> dict[str, Any]:
    return {
        "tab": "today",
        "rows": ladder.rows({}),
        "ease_answers": today_parts.ease_answers(),
        "chunks": today_parts.CHUNKS,
        "version": settings.LONGARC_VERSION,
    }


def offline(request: HttpRequest) -> HttpResponse:
    """Today without the server: the rows, and nothing of anyone's."""
    return render(request, "client/offline.html", shell_context())


def lock(request: HttpRequest) -> HttpResponse:
    """What every other page shows without the server."""
    return render(request, "client/offline_lock.html")


def service_worker(_request: HttpRequest) -> HttpResponse:
    """The worker with its list of files; a new list or version is a new worker."""
    told = {
        "version": _version(get_language() or ""),
        "today": [reverse("home"), reverse("today")],
        "offline": reverse("offline"),
        "exercises": reverse("exercises"),
        "exercisesOffline": reverse("exercises_offline"),
        "lock": reverse("lock"),
        "support": reverse("support"),
        "leave": reverse("leave"),
        "static": settings.STATIC_URL,
        "notes": _notes(),
        "files": [static(name) for name in MODULES],
    }
    body = f"self.SHELL = {json.dumps(told)};\nimportScripts({json.dumps(static('worker.js'))});\n"
    return HttpResponse(body, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


def _notes() -> dict[str, Any]:
    """What a pushed note may say: it brings the code of one of these sentences and nothing else."""
    sentences = (*TEXTS.items(), *NOTICES.items())
    texts = {str(code): say(Text(text)) for code, text in sentences}
    return {"title": settings.APP_NAME, "icon": static("icon-192.png"), "texts": texts}


@cache
def _version(_language: str) -> str:
    """Changes with the release, the static files, and the words of the offline pages."""
    parts = [settings.LONGARC_VERSION, _static_version()]
    parts.append(render_to_string("client/offline.html", shell_context()))
    parts.append(render_to_string("client/exercises_offline.html", exercises.offline_context()))
    parts.append(render_to_string("client/offline_lock.html"))
    return sha256("\0".join(parts).encode()).hexdigest()[:16]


def _static_version() -> str:
    """The manifest's own hash; without a manifest, that of the files that pages load."""
    told: str = getattr(staticfiles_storage, "manifest_hash", "")
    return told or sha256(b"\0".join(_source(name) for name in _OWN_FILES)).hexdigest()


_PAGES = ("longarc.css", "client.css", "client.js", "today.js", "exercise.css", "exercise.js")
_OWN_FILES = (*_PAGES, "worker.js", *MODULES)


def _source(name: str) -> bytes:
    found = finders.find(name)
    return Path(found).read_bytes() if isinstance(found, str) else b""


def manifest(_request: HttpRequest) -> HttpResponse:
    """A neutral name and a neutral picture: what stands on the home screen tells nothing."""
    told = {
        "name": settings.APP_NAME,
        "short_name": settings.APP_NAME,
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf8f4",
        "theme_color": "#faf8f4",
        "icons": [
            {"src": static("icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": static("icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": static("icon-512.png"), "sizes": "512x512", "type": "image/png"},
        ],
    }
    return JsonResponse(told, content_type="application/manifest+json")
