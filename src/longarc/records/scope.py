"""The one place that scopes rows to a practice. Queries and actions reach rows through `rows`."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from longarc.care.access import Actor

M = TypeVar("M", bound=Model)


def rows(model: type[M], viewer: Actor) -> "QuerySet[M, M]":
    """Rows of the viewer's practice, and no others."""
    manager: Any = model._default_manager
    scoped: QuerySet[M, M] = manager.filter(practice_id=viewer.practice)
    return scoped
