"""Consent: the practice's words in versions, and each answer of a client."""

from django.db import models

from longarc.records.codec import SealedField, Where
from longarc.records.ids import uuid7
from longarc.records.models.entries import Entry
from longarc.records.models.people import User
from longarc.records.models.practice import Practice


class ConsentText(models.Model):
    """What a practice asks for one item (care.consent_texts.Item); the newest row is in force.

    `version` is the id of the words: it stays when only `asked` changes.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    item = models.CharField(max_length=20)
    version = models.UUIDField()
    asked = models.CharField(max_length=12)
    text = SealedField()

    def __str__(self) -> str:
        return f"consent text {self.uid}"

    @property
    def where(self) -> Where:
        return Where(self.practice_id, None, "consenttext.text", self.uid)


class ConsentAnswer(Entry):
    """A client's yes to the words `version`, or a no, which a `version` is not needed for.

    `text` holds the words as the client read them; empty for a no.
    """

    item = models.CharField(max_length=20)
    given = models.BooleanField()
    version = models.UUIDField(null=True)
    text = SealedField(null=True)

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "consentanswer.text", self.uid)
