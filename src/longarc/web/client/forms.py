"""What every form of the client's pages shares."""

from uuid import UUID

from django.http import Http404, HttpRequest

from longarc.care.access import Actor
from longarc.records.ids import uuid7
from longarc.web.policy import actor_of


def me(request: HttpRequest) -> Actor:
    """The signed-in client; the policy let nobody else through."""
    actor = actor_of(request)
    if actor is None or actor.client is None:
        raise Http404
    return actor


def form_id(request: HttpRequest) -> UUID:
    """The id that the page gave to this form, so that sending it twice keeps it once."""
    try:
        return UUID(request.POST.get("uid", ""))
    except ValueError:
        return uuid7()
