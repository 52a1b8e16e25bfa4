"""The numbers of the practice's rules, as clinicians signed them."""

from typing import Any

from django.db import models

from longarc.records.codec import SealedField, Where
from longarc.records.ids import uuid7
from longarc.records.models.entries import AppendOnly, EntryQuerySet
from longarc.records.models.people import User
from longarc.records.models.practice import Practice


class NumberSigned(models.Model):
    """A clinician signed one number (care.numbers.Number); the newest of each number stands.

    A signature of the value that stood is kept, too: its author vouches for it. Never changed and
    never removed. `why` is the author's reason.
    """

    seq = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    number = models.CharField(max_length=40)
    value = models.IntegerField()
    why = SealedField()

    objects = EntryQuerySet.as_manager()

    def __str__(self) -> str:
        return f"signature {self.uid}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("signatures are not changed: sign again")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *_: Any, **__: Any) -> Any:
        raise AppendOnly("signatures are not removed: sign again")

    @property
    def where(self) -> Where:
        return Where(self.practice_id, None, "numbersigned.why", self.uid)
