"""People change: corrected names and contacts, and a client who is no longer here."""

from django.db import models

from longarc.records.codec import SealedField, Where
from longarc.records.ids import uuid7
from longarc.records.models.entries import Entry
from longarc.records.models.people import User
from longarc.records.models.practice import Practice


class DetailChange(Entry):
    """One detail of a client was corrected: what it was, and what it is from then on."""

    detail = models.CharField(max_length=12)
    was = SealedField(null=True)
    becomes = SealedField(null=True)

    def where(self, column: str) -> Where:
        return Where(self.practice_id, self.client_id, f"detailchange.{column}", self.uid)


class StaffDetailChange(models.Model):
    """One detail of somebody who works here was corrected, by `by`. Never changed or removed."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    detail = models.CharField(max_length=12)
    was = SealedField(null=True)
    becomes = SealedField(null=True)

    def __str__(self) -> str:
        return f"change {self.uid} of account {self.user_id}"

    def where(self, column: str) -> Where:
        return Where(self.practice_id, None, f"staffdetailchange.{column}", self.uid)


class ClientState(Entry):
    """The care team recorded that a life ended, or that somebody is out of reach, or is here.

    `kind`: see care.leaving. The client reads none of it. `words` are for the care team.
    """

    kind = models.CharField(max_length=12)
    on = models.DateField()
    words = SealedField(null=True)

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "clientstate.words", self.uid)
