"""What a client agrees to: given and taken back in the same way, with its history kept."""

from datetime import datetime
from typing import Any
from uuid import UUID

from longarc.care.access import Actor
from longarc.records import audit
from longarc.records.db import action
from longarc.records.keeping import holds, unused
from longarc.records.models import Choice
from longarc.records.queries.course import ChoiceKind
from longarc.records.scope import rows


@action
def choose(kind: ChoiceKind, *, given: bool, uid: UUID, by: Actor, at: datetime) -> bool:
    """Keep a client's own choice; False when it stood like this already.

    `uid` is made by the page, so that a form sent twice is kept once.
    """
    told = {"kind": kind, "given": given}
    free = unused(Choice, by.client, uid, holds(told))
    if free is None or _stands(kind, by) == given:
        return False
    who: dict[str, Any] = {"practice_id": by.practice, "client_id": by.client, "by_id": by.user}
    Choice(**who, uid=free, at=at, received_at=at, **told).save()
    audit.write(f"chose_{kind}", by=by, at=at, client=by.client, target=free)
    return True


def _stands(kind: ChoiceKind, by: Actor) -> bool:
    mine: dict[str, Any] = {"client_id": by.client, "kind": kind}
    made = rows(Choice, by).filter(**mine).order_by("-seq")
    return bool(made.values_list("given", flat=True).first())
