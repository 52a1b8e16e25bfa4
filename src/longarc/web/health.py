"""Is it running, and is it able to keep what people tell it."""

import shutil
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from longarc.records import upkeep
from longarc.records.db import NotDurable, assert_durable

LEAST_FREE = 200 * 1024 * 1024
LOOPBACK = {"127.0.0.1", "::1"}
#: A proxy on the same machine says with these for whom it asks: its own address says nothing.
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_FORWARDED_PROTO", "HTTP_VIA")


def healthz(_: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


def _durable() -> str:
    return assert_durable()


def _migrated() -> str:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        raise NotDurable(f"{len(plan)} migrations are waiting: run longarc migrate")
    if odd := upkeep.differences():
        raise NotDurable(upkeep.other_shape(odd))
    return "up to date"


def _room() -> str:
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < LEAST_FREE:
        raise NotDurable(
            f"{free // 2**20} MB free in the data folder, {LEAST_FREE // 2**20} needed"
        )
    return f"{free // 2**20} MB free"


CHECKS: dict[str, Callable[[], str]] = {
    "database": _durable,
    "migrations": _migrated,
    "disk": _room,
}


def state() -> dict[str, tuple[bool, str]]:
    """Each check's answer: whether it holds, and one line that says so."""
    answers = {}
    for name, check in CHECKS.items():
        try:
            answers[name] = (True, check())
        except (DatabaseError, NotDurable, OSError) as problem:
            answers[name] = (False, str(problem))
    return answers


def readyz(request: HttpRequest) -> HttpResponse:
    """What holds and what does not, for the machine itself only."""
    proxied = any(name in request.META for name in FORWARDED)
    if proxied or request.META.get("REMOTE_ADDR") not in LOOPBACK:
        raise Http404
    answers = state()
    ready = all(holds for holds, _ in answers.values())
    body = {name: {"ok": holds, "say": line} for name, (holds, line) in answers.items()}
    return JsonResponse(body, status=200 if ready else 503)
