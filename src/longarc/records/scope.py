"""The one place that scopes rows to a practice. Queries and actions reach rows through `rows`."""

from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from longarc.care.access import Actor

M = TypeVar("M", bound=Model)


def rows(model: type[M], viewer: Actor) -> "QuerySet[M, M]":
    """Rows of the viewer's practice, and no others."""
    manager: Any = model._default_manager
    return within(manager.all(), viewer)


def within(found: "QuerySet[M, M]", viewer: Actor) -> "QuerySet[M, M]":
    """Of these, the rows of the viewer's practice: for a query whose making is worth keeping."""
    return found.filter(practice_id=viewer.practice)


def known(at: datetime | None) -> dict[str, datetime]:
    """Of entries, those that the server had by then; None: all of them."""
    return {"received_at__lte": at} if at else {}


def mine(model: type[M], viewer: Actor) -> "QuerySet[M, M]":
    """Rows of the viewer's own record, for a client; none for anyone else."""
    own: Any = rows(model, viewer)
    scoped: QuerySet[M, M] = own.filter(client_id=viewer.client) if viewer.client else own.none()
    return scoped
