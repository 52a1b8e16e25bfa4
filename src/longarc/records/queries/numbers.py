"""The numbers that speak in a practice, and who signed them when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from longarc.care import numbers
from longarc.care.access import Actor
from longarc.care.numbers import Number, Numbers, signed_last
from longarc.records.codec import unseal
from longarc.records.models import NumberSigned
from longarc.records.queries import people
from longarc.records.scope import rows

_KNOWN = set(Number)


def of_practice(*, viewer: Actor, by_then: datetime | None = None) -> Numbers:
    """What was signed last, or was by then; Longarc's own where nothing was. One query."""
    found = rows(NumberSigned, viewer).order_by("seq")
    found = found.filter(at__lte=by_then) if by_then else found
    return signed_last(found.values_list("number", "value"))


def over_time(*, viewer: Actor) -> Callable[[datetime], Numbers]:
    """Which numbers spoke at a moment: what was kept under them is read with them. One query."""
    found = tuple(rows(NumberSigned, viewer).order_by("seq").values_list("at", "number", "value"))
    return lambda at: signed_last((number, value) for then, number, value in found if then <= at)


@dataclass(frozen=True, slots=True)
class Signature:
    """One number that was signed. `seq` is the order in which signatures came in."""

    seq: int
    number: Number
    value: int
    by: str
    user: int
    at: datetime
    why: str


def history(*, viewer: Actor) -> tuple[Signature, ...]:
    """Every signature of a number that this version knows, oldest first. One query."""
    found = rows(NumberSigned, viewer).select_related("by").order_by("seq")
    return tuple(_signature(row) for row in found if row.number in _KNOWN)


def _signature(row: NumberSigned) -> Signature:
    return Signature(
        seq=row.pk,
        number=Number(row.number),
        value=row.value,
        by=people.name_of(row.by),
        user=row.by_id,
        at=row.at,
        why=unseal(row.why, row.where),
    )


@dataclass(frozen=True, slots=True)
class Last:
    """The newest signature, and how many numbers are signed. `on` is the practice's day."""

    signed: int
    on: date
    by: str


def last_signed(*, viewer: Actor) -> Last | None:
    """None: nobody has signed any. One query."""
    found = rows(NumberSigned, viewer).select_related("by", "practice").order_by("seq")
    signed = [row for row in found if row.number in _KNOWN]
    if not signed:
        return None
    last = signed[-1]
    on = last.at.astimezone(ZoneInfo(last.practice.zone)).date()
    return Last(len({row.number for row in signed}), on, people.name_of(last.by))


def version(*, viewer: Actor) -> str:
    """Which rules speak, for a suggestion to be kept with: English, the day as an ISO date.

    "Longarc 1, unsigned", or "Longarc 1, 3 of 28 numbers signed, last on 2026-05-03 by Maya
    Invented". It names a member of staff: what keeps it seals it. One query.
    """
    last = last_signed(viewer=viewer)
    if last is None:
        return numbers.version(0).plain()
    return numbers.version(last.signed, last.on.isoformat(), last.by).plain()
