"""Signing the numbers of the practice's rules. Each signature is a new row."""

from collections.abc import Mapping
from datetime import datetime

from longarc.care.access import Actor, Can, may
from longarc.care.decision import NotAllowed, refuse
from longarc.care.numbers import Number, may_sign, signed_last
from longarc.care.text import Text, msg
from longarc.records import audit
from longarc.records.codec import Sealed, Where, seal
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.models import NumberSigned, Practice
from longarc.records.queries import numbers as queries
from longarc.records.queries.numbers import Signature


class SignedMeanwhile(Exception):
    """Somebody signed some of these numbers after the page was opened: `newer`, oldest first."""

    def __init__(self, newer: tuple[Signature, ...]) -> None:
        super().__init__("signed meanwhile")
        self.newer = newer


@action
def sign_numbers(
    values: Mapping[Number, int], *, why: str, seen: int, by: Actor, at: datetime
) -> int:
    """A therapist or prescriber signs these numbers; gives how many were kept.

    A value that is signed as it stands is kept, too. `seen` is the newest signature that the
    page knew (0: none). The same form sent twice is kept once: 0 the second time.

    Raises:
        NotAllowed: not a therapist or prescriber; a value outside its range; no reason.
        SignedMeanwhile: one of these was signed since. Nothing was kept.
    """
    if not may(by, Can.SIGN_RULES):
        raise NotAllowed(refuse("not_yours", Text(msg("A therapist or a prescriber signs."))))
    Practice.objects.select_for_update().get(pk=by.practice)  # one at a time in a practice
    told = queries.history(viewer=by)
    newer = tuple(one for one in told if one.seq > seen and one.number in values)
    if _same(newer, values, by):
        return 0
    if newer:
        raise SignedMeanwhile(newer)
    over = signed_last((one.number, one.value) for one in told)
    may_sign(values, over=over, why=why).require()
    for number, value in values.items():
        _keep(number, value, why, by, at)
    return len(values)


def _same(newer: tuple[Signature, ...], values: Mapping[Number, int], by: Actor) -> bool:
    mine = {one.number: one.value for one in newer if one.user == by.user}
    return bool(newer) and mine == values and len(mine) == len(newer)


def _keep(number: Number, value: int, why: str, by: Actor, at: datetime) -> None:
    uid = uuid7()
    sealed: Sealed = seal(why, Where(by.practice, None, "numbersigned.why", uid))
    row = NumberSigned(
        uid=uid,
        practice_id=by.practice,
        by_id=by.user,  # type: ignore[misc]  # whoever may sign has an account
        at=at,
        number=number,
        value=value,
        why=sealed,
    )
    row.save()
    audit.write("signed_number", by=by, at=at, target=uid, detail=f"{number} {value}")
