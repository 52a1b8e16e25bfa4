"""Check-ins that may help to tune the model: of clients whose newest choice about it is yes."""

from django.db.models import OuterRef, Subquery

from longarc.analytics.person import Happening
from longarc.care.access import Actor
from longarc.care.window import LEAST_REPORTS
from longarc.records.models import Choice
from longarc.records.queries.course import ChoiceKind
from longarc.records.queries.window_state import everything
from longarc.records.scope import rows


def clients(*, viewer: Actor) -> tuple[int, ...]:
    """Those who say yes now. One query."""
    newest = Choice.objects.filter(client=OuterRef("client"), kind=ChoiceKind.PRIOR)
    found = rows(Choice, viewer).filter(
        kind=ChoiceKind.PRIOR, given=True, seq=Subquery(newest.order_by("-seq").values("seq")[:1])
    )
    return tuple(found.order_by("client_id").values_list("client_id", flat=True))


def series(*, viewer: Actor) -> tuple[list[Happening], ...]:
    """Reports and sessions of each of them who has at least `LEAST_REPORTS`. Three queries."""
    agreed = clients(viewer=viewer)
    happened = everything(agreed, viewer=viewer)
    return tuple(happened[one] for one in agreed if _reports(happened[one]) >= LEAST_REPORTS)


def _reports(happened: list[Happening]) -> int:
    return sum(one.y is not None for one in happened)
