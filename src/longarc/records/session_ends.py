"""Which medicine session a row is of, and its recorded end: for queries that have their rows."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from longarc.care.session_record import Kind
from longarc.records.models import SessionLine, SessionLineBack


def named(sessions: QuerySet[Any]) -> QuerySet[Any]:
    """Rows of medicine sessions with `of`, as `MedicineSession.session`: what others name."""
    found: QuerySet[Any] = sessions.annotate(of=Coalesce("first", "uid"))
    return found


def over(sessions: QuerySet[Any]) -> QuerySet[Any]:
    """Medicine sessions with the recorded end: `end_at`, and `end_known`, when that was kept.

    A correction moves the end but not since when it is known.
    """
    back = SessionLineBack.objects.filter(line=OuterRef("uid"), client_id=OuterRef("client_id"))
    later = SessionLine.objects.filter(corrects=OuterRef("uid"), client_id=OuterRef("client_id"))
    ends: QuerySet[Any] = SessionLine.objects.filter(
        ~Exists(back),
        session=OuterRef("of"),
        client_id=OuterRef("client_id"),
        kind=Kind.ENDED,
    )
    stands = ends.filter(~Exists(later)).order_by("-happened_at").values("happened_at")[:1]
    known = ends.order_by("seq").values("received_at")[:1]
    found: QuerySet[Any] = named(sessions).annotate(
        end_at=Subquery(stands), end_known=Subquery(known)
    )
    return found
