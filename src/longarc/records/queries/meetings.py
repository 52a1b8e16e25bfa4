"""Whether the person of a meeting is still there for it: they work here and hold the client."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from longarc.records.models import CareMember, Retraction


def lost(meetings: QuerySet[Any]) -> QuerySet[Any]:
    """Of these, those that stand and are with somebody who no longer holds the client."""
    back = Retraction.objects.filter(target=OuterRef("uid"), client_id=OuterRef("client_id"))
    return meetings.filter(~Exists(back), ~Exists(still_held()))


def still_held() -> QuerySet[CareMember]:
    """That a meeting's person holds its client now and works here."""
    held = CareMember.objects.filter(client=OuterRef("client"), user=OuterRef("with_user"))
    return held.filter(until=None, user__is_active=True)
