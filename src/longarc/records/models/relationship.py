"""The relationship: how meetings felt, ruptures that were named, what was said of them later.

Words are sealed. What a client names for themselves alone is kept apart from what the care team
reads, so that no page, list, rule or file of theirs can reach it.
"""

from django.db import models

from longarc.records.codec import SealedField, Where
from longarc.records.ids import uuid7
from longarc.records.models.entries import Entry
from longarc.records.models.people import Client
from longarc.records.models.practice import Practice


class MeetingRating(Entry):
    """How one meeting felt to the client: steps 0 to 4 (care.relationship); null: skipped.

    `about` is the uid of the meeting or medicine session; null: not said which. Of two about one
    meeting the newer answer to each question stands. `near`: far 0 to near 4.
    """

    about = models.UUIDField(null=True)
    heard = models.SmallIntegerField(null=True)
    mattered = models.SmallIntegerField(null=True)
    fits = models.SmallIntegerField(null=True)
    could_say_no = models.SmallIntegerField(null=True)
    near = models.SmallIntegerField(null=True)


class Rupture(Entry):
    """A rupture that somebody named, in sight of client and care team (care.relationship.Kind)."""

    kind = models.CharField(max_length=14)
    about = models.UUIDField(null=True)
    words = SealedField(null=True)
    from_client = models.BooleanField()

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "rupture.words", self.uid)


class RelationshipStep(Entry):
    """What was said later (care.relationship.Step); `rupture` null: of how it is between them."""

    rupture = models.UUIDField(null=True)
    step = models.CharField(max_length=8)
    words = SealedField(null=True)

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "relationshipstep.words", self.uid)


class PrivateRupture(models.Model):
    """A rupture that a client named for themselves alone. Told later, it becomes a `Rupture`.

    Not an `Entry`: what was never told can go at once (decision 19). `text` holds all of it.
    """

    seq = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, db_index=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT)
    at = models.DateTimeField()
    text = SealedField()

    def __str__(self) -> str:
        return f"private rupture {self.uid}"

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "privaterupture.text", self.uid)
