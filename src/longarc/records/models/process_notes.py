"""Process notes: their author's own thinking, apart from the record, for the author alone.

Only `actions.process_notes` and `queries.process_notes` read this table (tests/arch): no other
query, file, list, rule or page can come upon it.
"""

from typing import ClassVar

from django.db import models

from longarc.records.codec import SealedField, Where
from longarc.records.ids import uuid7
from longarc.records.models.people import Client, User
from longarc.records.models.practice import Practice


class ProcessNote(models.Model):
    """One process note. Never changed; a later thought is another note."""

    seq = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, db_index=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, db_index=False)
    author = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField()
    text = SealedField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["author", "client"], name="processnote_mine")]

    def __str__(self) -> str:
        return f"process note {self.uid}"

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "processnote.text", self.uid)
