"""What the window model needs from people: medicine sessions as dated events, agreed rows."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.arc import State
from longarc.care.window import in_order
from longarc.records import audit
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.keeping import common, keep, take_back
from longarc.records.models import FlagSetting, InsideRows, MedicineSession
from longarc.records.queries.clients import ClientRef


@action
def keep_session(client: ClientRef, starts_at: datetime, *, by: Actor, at: datetime) -> UUID:
    """A medicine session began at `starts_at`."""
    return keep(MedicineSession(**common(client, uuid7(), by, at), starts_at=starts_at), by)


@action
def take_back_session(client: ClientRef, uid: UUID, *, by: Actor, at: datetime) -> bool:
    """It was entered by mistake. False when the client has no such session."""
    return take_back(MedicineSession, client, uid, by, at)


@action
def count_inside(
    client: ClientRef, rows: Iterable[State], *, uid: UUID, by: Actor, at: datetime
) -> bool:
    """Someone names the rows they count as inside; agreed once both sides name the same.

    `uid` is made by the page, so that a form sent twice is kept once: False the second time.

    Raises:
        NotAWindow: the rows do not lie side by side, or there are none.
    """
    named = " ".join(in_order(rows))
    if InsideRows.objects.filter(uid=uid).exists():
        return False
    keep(InsideRows(**common(client, uid, by, at), rows=named), by)
    return True


class NotABudget(ValueError):
    """The chance of a false flag has to lie between 1 and 50 in 100."""


@action
def set_flags(*, on: bool, budget: float, by: Actor, at: datetime) -> None:
    """The practice lets the model raise flags or not, with which chance of a false one.

    Raises:
        NotABudget: `budget` is not from 0.01 to 0.5.
    """
    if not 0.01 <= budget <= 0.5:
        raise NotABudget
    who: dict[str, Any] = {"practice_id": by.practice, "by_id": by.user}
    row = FlagSetting(**who, at=at, on=on, budget=budget)
    row.save()
    audit.write("set_flags", by=by, at=at, detail=f"{'on' if on else 'off'} {budget:g}")
