"""What the pages about living share: who reads a list, and taking one thing back."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.records.actions import living_back as actions
from longarc.records.queries import clients
from longarc.web import living_words as words
from longarc.web.client.forms import me


def readers(told: Iterable[Any]) -> str:
    """How much of a list is shared: all, some or none of it; empty while there is nothing."""
    shared = {one.shared for one in told}
    return (
        "some" if len(shared) > 1 else {True: "all", False: "none"}[shared.pop()] if shared else ""
    )


def begins_private(told: Iterable[Any], typed: dict[str, Any]) -> bool:
    """The box begins as it was sent, or else as the newest thing in the list was kept."""
    if typed:
        return bool(typed.get("private"))
    newest = max(told, key=lambda one: one.at, default=None)
    return newest is not None and not newest.shared


def choose_readers(request: HttpRequest, name: str) -> str:
    shared = request.POST.get("shared") == "1"
    if not actions.share_list(name, shared=shared, by=me(request), at=timezone.now()):
        return ""
    return shared_words(shared=shared)


def shared_words(*, shared: bool) -> str:
    return _("Shared with your care team.") if shared else _("Only you read it now.")


def take_back(request: HttpRequest) -> str:
    """One thing that a button names as kind and id; empty: there is none."""
    actor = me(request)
    what, _sep, told = request.POST["take_back"].partition(":")
    uid: UUID | None = words.uid(told)
    if uid is None or what not in {*actions.ONE, "behaviour"}:
        return ""
    client = clients.own(viewer=actor)
    done = actions.take_back(client, what, uid, by=actor, at=timezone.now())
    return _("Taken back. Nothing counts it.") if done else ""
