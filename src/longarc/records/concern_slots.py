"""Slots for sealed messages: as many rows, of the same size, with concerns and without.

A pool of slots is laid out when a contact's key comes into use, each slot with nothing sealed in
it. A message takes the place of one of them. Which are free is marked by a tag that only this
server's secret key gives: in a copy of the data base they look like the others. With another
secret key all look taken, and more are laid out: nothing is ever written over.
"""

import secrets
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from longarc.care.concerns import NOTHING, Message
from longarc.records import concern_boxes as boxes
from longarc.records.models import ConcernSlot

#: Longarc's own starting rule, unsigned: far more than a practice may hope to need.
SLOTS = 32


@dataclass(frozen=True, slots=True)
class Pool:
    """The slots of one contact's key, or (without one) those for the holders of receipts."""

    practice: int
    key: int | None = None
    public: str = ""

    def rows(self) -> "QuerySet[ConcernSlot]":
        return ConcernSlot.objects.filter(practice_id=self.practice, key_id=self.key)


def lay_out(pool: Pool) -> None:
    """More slots, each with nothing in it."""
    ConcernSlot.objects.bulk_create(_empty(pool) for _ in range(SLOTS))


def _empty(pool: Pool) -> ConcernSlot:
    """For receipts nobody holds, the key is thrown away."""
    pk, public = uuid4(), pool.public or boxes.public_of(boxes.new_key())
    tag = _free(pk)
    box = boxes.seal(NOTHING, public, tag)
    return ConcernSlot(pk=pk, practice_id=pool.practice, key_id=pool.key, tag=tag, box=box)


def _free(pk: UUID) -> str:
    return salted_hmac("longarc concern slot", str(pk), algorithm="sha256").hexdigest()


def put(pool: Pool, message: Message, public: str, tag: str) -> bool:
    """Seal a message into a free slot, any of them; False when it is there already."""
    if pool.rows().filter(tag=tag).exists():
        return False
    free = _free_slots(pool)
    if not free:
        lay_out(pool)
        free = _free_slots(pool)
    box = boxes.seal(message, public, tag)
    ConcernSlot.objects.filter(pk=secrets.choice(free)).update(tag=tag, box=box)
    return True


def _free_slots(pool: Pool) -> list[UUID]:
    return [pk for pk, tag in pool.rows().values_list("pk", "tag") if tag == _free(pk)]
