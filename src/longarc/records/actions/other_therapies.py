"""Keeping a record of another therapy, and taking one's own back."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from longarc.care.access import Actor
from longarc.care.other_therapies import Record, wrong
from longarc.records import keeping
from longarc.records.actions.screening import NotKept
from longarc.records.codec import seal
from longarc.records.db import action
from longarc.records.keeping import common, holds, keep, says, unused
from longarc.records.models import OtherTherapy
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.other_therapies import FIGURES
from longarc.records.scope import rows


@action
def tell(client: ClientRef, record: Record, *, uid: UUID, by: Actor, at: datetime) -> bool:
    """Keep one record. False: this form was kept before.

    Raises:
        NotKept: a day, a figure or words that do not fit (care.other_therapies.wrong).
    """
    problem = wrong(record, at.astimezone(ZoneInfo(client.zone)).date())
    if problem:
        raise NotKept(problem.one, **problem.facts)
    told = {"therapy": record.therapy, "on": record.on}
    told |= {name: getattr(record.figures, name) for name in FIGURES}
    texts = {column: getattr(record, column).strip() for column in ("words", "target")}
    same = [holds(told), *(says(column, text) for column, text in texts.items())]
    free = unused(OtherTherapy, client, uid, lambda row: all(one(row) for one in same))
    if free is None:
        return False
    row = OtherTherapy(**common(client, free, by, at), from_client=not by.is_staff, **told)
    for column, text in texts.items():
        setattr(row, column, seal(text, row.where(column)) if text else None)
    keep(row, by)
    return True


@action
def take_back(client: ClientRef, uid: UUID, *, by: Actor, at: datetime) -> bool:
    """Take one's own record back; a correction is a new one. False: there is none of theirs."""
    if not rows(OtherTherapy, by).filter(client_id=client.id, uid=uid, by_id=by.user).exists():
        return False
    return keeping.take_back(OtherTherapy, client, uid, by, at)
