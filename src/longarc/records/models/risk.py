"""Answers to the risk questions, what the care team did about them, and the safety plan.

What was answered and every word are sealed; levels and paths are worked out (`care.risk`).
"""

from django.db import models

from longarc.records.codec import SealedField, Where
from longarc.records.models.entries import Entry
from longarc.records.models.people import User


class RiskAnswering(Entry):
    """All risk questions at once, as they were answered; never taken back.

    `replies` is sealed JSON {question: answer}. `instrument` and `version` name the questions.
    `by_staff`: asked by the care team, together with the client. `given_at`: when it was given,
    where it could only be sent later; `at` is when it arrived.
    """

    replies = SealedField()
    instrument = models.CharField(max_length=30)
    version = models.CharField(max_length=12)
    by_staff = models.BooleanField(default=False)
    given_at = models.DateTimeField(null=True)

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "riskanswering.replies", self.uid)


class RiskStep(Entry):
    """What a person of the care team did about an open path (care.risk.StepKind)."""

    kind = models.CharField(max_length=12)
    words = SealedField(null=True)
    to = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "riskstep.words", self.uid)


class SafetyPlanVersion(Entry):
    """One version of the safety plan, as sealed JSON {section: words}; the newest stands.

    `base` is the version that it was written from.
    """

    words = SealedField()
    base = models.UUIDField(null=True)

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "safetyplanversion.words", self.uid)
