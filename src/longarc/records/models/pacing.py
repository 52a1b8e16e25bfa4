"""Pacing: what the therapist decided beside what the program suggested, and the client's wish.

What the program said and every reason in a person's words are sealed.
"""

from django.db import models

from longarc.records.codec import SealedField, Where
from longarc.records.models.entries import Entry


class PacingDecision(Entry):
    """A decision about the next step. The newest stands; all are kept.

    `suggested` and `decided` are care.pacing.Answer. `said` is sealed JSON of what the program
    said: its rule version, each reason, what was not known. `why` is for the client to read.
    """

    suggested = models.CharField(max_length=20)
    decided = models.CharField(max_length=20)
    said = SealedField()
    why = SealedField(null=True)

    def where(self, column: str) -> Where:
        cell = f"pacingdecision.{column}"
        return Where(self.practice_id, self.client_id, cell, self.uid)


class PaceWord(Entry):
    """A word about going slower (care.slower.Wish), by the client or, `talked`, the care team."""

    wish = models.CharField(max_length=12)
