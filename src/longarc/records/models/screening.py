"""What safety screening rests on: what was told, what was decided, who was asked, which papers.

Names of medicines, what an entry says about health, and reasons are sealed.
"""

from django.db import models

from longarc.records.codec import SealedField, Where
from longarc.records.models.entries import Entry
from longarc.records.models.people import User
from longarc.records.models.practice import Practice


class MedicineTaken(Entry):
    """A medicine as somebody wrote it; the newest entry of a name stands.

    `taken` is care.screening_facts.Taken. `corrects` names the entry whose name was misspelt.
    `as_meant`: the care team says that the name is right although it is not in the file.
    """

    name = SealedField()
    taken = models.CharField(max_length=12)
    last = models.DateField(null=True)
    corrects = models.UUIDField(null=True)
    as_meant = models.BooleanField(default=False)

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "medicinetaken.name", self.uid)


class ScreeningAnswer(Entry):
    """An answer about one condition, or about the list of medicines (`about` is its code).

    `said` is sealed: care.screening_facts.Said.
    """

    about = models.CharField(max_length=30)
    said = SealedField()
    by_staff = models.BooleanField(default=False)

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "screeninganswer.said", self.uid)


class SubstancePlanned(Entry):
    """What a medicine session is planned with (care.sources.Substance); the newest stands."""

    substance = models.CharField(max_length=12)


class ScreeningJudgement(Entry):
    """What a named person recorded about one row of the list; taken back by a `Retraction`.

    `subject` and `reason` are sealed. `level` and `substance` are as they were then.
    """

    subject = SealedField()
    kind = models.CharField(max_length=12)
    level = models.SmallIntegerField()
    substance = models.CharField(max_length=12, blank=True)
    reason = SealedField()

    def where(self, column: str) -> Where:
        cell = f"screeningjudgement.{column}"
        return Where(self.practice_id, self.client_id, cell, self.uid)


class Referral(Entry):
    """A client is referred to a prescriber; ended by a `Retraction`."""

    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")


class PaperThere(Entry):
    """Whether a paper that the jurisdiction asks for is there; the newest stands."""

    paper = models.CharField(max_length=30)
    there = models.BooleanField()


class ProfileSetting(models.Model):
    """The jurisdiction profile of a practice (care.jurisdiction.Code); the newest stands."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    profile = models.CharField(max_length=12)

    def __str__(self) -> str:
        return f"profile of practice {self.practice_id}"
