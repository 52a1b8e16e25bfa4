"""After a session: what the care team recorded, and what the client said of it (care.after)."""

from django.db import models

from longarc.records.codec import SealedField, Where
from longarc.records.models.entries import Entry


class AfterStep(Entry):
    """One step of the care team: about `slot` (care.after.Slot), `step` (care.after.Step).

    `on` is the day it happened; `session` the uid of the MedicineSession, null for the follow-up
    and the arc as a whole. The client reads the words.
    """

    slot = models.CharField(max_length=10)
    step = models.CharField(max_length=10)
    on = models.DateField()
    session = models.UUIDField(null=True)
    words = SealedField(null=True)

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "afterstep.words", self.uid)


class FollowUpAnswer(Entry):
    """How it is now, in the client's words for the care team. `due`: the day it was due from."""

    due = models.DateField(null=True)
    words = SealedField()

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "followupanswer.words", self.uid)


class WhatIsMissing(Entry):
    """What the client says is missing from their contacts, for the care team."""

    words = SealedField()

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "whatismissing.words", self.uid)
