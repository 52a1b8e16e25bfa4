"""The one place that scopes rows to a practice. Queries and actions reach rows through `rows`."""

from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from longarc.care.access import Actor

M = TypeVar("M", bound=Model)
#: Rows that are for whoever wrote them, always; others have `shared_at`.
FOR_ONESELF = frozenset({"privaterupture", "processnote", "notedraft"})


def rows(model: type[M], viewer: Actor) -> "QuerySet[M, M]":
    """Rows of the viewer's practice, and no others."""
    manager: Any = model._default_manager
    return within(manager.all(), viewer)


def within(found: "QuerySet[M, M]", viewer: Actor) -> "QuerySet[M, M]":
    """Of these, the rows of the viewer's practice: for a query whose making is worth keeping."""
    scoped = found.filter(practice_id=viewer.practice)
    return _open_to(viewer.shut, scoped) if viewer.shut else scoped


def _open_to(shut: datetime, found: "QuerySet[M, M]") -> "QuerySet[M, M]":
    """Without what was written for oneself alone before the account was opened by others' word.

    It is neither shown nor changed nor removed, by whichever query or action (ADR 36).
    """
    names = {field.name for field in found.model._meta.concrete_fields}
    kept = "received_at" if "received_at" in names else "at"
    if "shared_at" in names:
        return found.exclude(**{"shared_at": None, f"{kept}__lt": shut})
    if found.model._meta.model_name in FOR_ONESELF:
        return found.exclude(**{f"{kept}__lt": shut})
    return found


def known(at: datetime | None) -> dict[str, datetime]:
    """Of entries, those that the server had by then; None: all of them."""
    return {"received_at__lte": at} if at else {}


def mine(model: type[M], viewer: Actor) -> "QuerySet[M, M]":
    """Rows of the viewer's own record, for a client; none for anyone else."""
    own: Any = rows(model, viewer)
    scoped: QuerySet[M, M] = own.filter(client_id=viewer.client) if viewer.client else own.none()
    return scoped
