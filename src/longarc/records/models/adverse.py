"""Adverse events: each report, and every follow-up (care.adverse)."""

from django.db import models

from longarc.records.codec import SealedField, Where
from longarc.records.models.entries import Entry


class AdverseReport(Entry):
    """Something that harmed or worries, in the words of `by`; `session`: after which one."""

    session = models.UUIDField(null=True)
    words = SealedField()

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "adversereport.words", self.uid)


class AdverseFollowUp(Entry):
    """All that is known of one event at one time, as sealed JSON; the newest stands.

    `event` is the uid of the report. Only a `status` other than "goes_on" takes it off the list.
    """

    event = models.UUIDField(db_index=True)
    status = models.CharField(max_length=10)
    told = SealedField()

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "adversefollowup.told", self.uid)
