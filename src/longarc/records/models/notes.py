"""Session notes, their addenda, unsigned drafts, and phrases. Process notes: `process_notes`."""

from typing import ClassVar

from django.db import models

from longarc.records.codec import SealedField, Where
from longarc.records.ids import uuid7
from longarc.records.models.entries import Entry
from longarc.records.models.people import Client, User
from longarc.records.models.practice import Practice


class SessionNote(Entry):
    """A note as its author (`by`) signed it, `at`. `words`: care.notes as JSON.

    `about` is the uid of the meeting or medicine session; null: none in particular. `on`: the day.
    """

    about = models.UUIDField(null=True)
    on = models.DateField()
    words = SealedField()

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "sessionnote.words", self.uid)


class NoteAddendum(Entry):
    """What somebody of the care team added to a signed note."""

    note = models.UUIDField(db_index=True)
    text = SealedField()

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "noteaddendum.text", self.uid)


class NoteDraft(models.Model):
    """An unsigned note, for its author alone. Not an `Entry`: it is written over until signed.

    `version` counts what was kept and `page` names the page that kept the last, so that two open
    pages never write over each other. `apart_from`: the draft or note that it parted from so.
    """

    seq = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, db_index=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, db_index=False)
    author = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField()
    saved_at = models.DateTimeField()
    version = models.IntegerField(default=1)
    page = models.UUIDField()
    apart_from = models.UUIDField(null=True)
    about = models.UUIDField(null=True)
    on = models.DateField(null=True)
    words = SealedField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["author", "client"], name="notedraft_mine")]

    def __str__(self) -> str:
        return f"draft of a note {self.uid}"

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "notedraft.words", self.uid)


class Phrase(models.Model):
    """A phrase that its author uses again: `;name` brings `text`. About no client."""

    seq = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, db_index=False)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    name = SealedField()
    text = SealedField()

    def __str__(self) -> str:
        return f"phrase {self.uid}"

    def where(self, column: str) -> Where:
        return Where(self.practice_id, None, f"phrase.{column}", self.uid)
