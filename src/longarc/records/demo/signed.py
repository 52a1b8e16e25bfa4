"""Invented signatures: two numbers vouched for as they stand, one changed with a reason."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from longarc.care.numbers import Number
from longarc.records.codec import seal
from longarc.records.models import AuditEntry, NumberSigned, Practice, User

WHY = "Most who come to us after long suffering asked for more time before their first session."
#: After every plan of the demonstration was made: a plan is read with the numbers of its day.
AGO = timedelta(hours=1)


def sign(
    practice: Practice,
    therapist: User,
    prescriber: User,
    now: datetime,
    new_id: Callable[[datetime], UUID],
) -> None:
    at = now - AGO
    told = (
        (therapist, Number.CHECK_INS, 8, ""),
        (therapist, Number.LONG_PREPARATION, 10, WHY),
        (prescriber, Number.RISK_ASKED_SPAN, 14, ""),
    )
    for by, number, value, why in told:
        row = NumberSigned(practice=practice, by=by, at=at, uid=new_id(at), number=number)
        row.value, row.why = value, seal(why, row.where)
        row.save()
        act = {"act": "signed_number", "target": row.uid, "detail": f"{number} {value}"}
        AuditEntry(practice=practice, at=at, user=by, **act).save()
