"""What is kept of concerns: public keys, and slots of sealed bytes that are the same in number,
size and shape whether concerns came or not. No row says who wrote, or about whom.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from longarc.records.models.people import User
from longarc.records.models.practice import Practice


class SafeguardingKey(models.Model):
    """The public part of a safeguarding contact's key; the private part is never kept.

    `outside`: they say that they do not work in the practice; it is so when `confirmed_by`, a
    contact who stood already, has said it too. `stands_from`: concerns are sealed for this key
    without being asked to from then on; empty, while nobody has confirmed it (ADR 36).
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    public = models.CharField(max_length=64, unique=True)
    outside = models.BooleanField()
    made_at = models.DateTimeField()
    stands_from = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"key of account {self.user_id}"


class ConcernSlot(models.Model):
    """Room for one sealed message: for the holder of `key`, or, without one, of a receipt.

    Slots are made in full and never empty: those not used yet hold nothing, sealed. `tag` is
    what the slot is found by; which are free is known only with the secret key.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    key = models.ForeignKey(SafeguardingKey, null=True, on_delete=models.PROTECT, related_name="+")
    tag = models.CharField(max_length=64, unique=True)
    box = models.TextField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return "a slot"
