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


class MedicineIdentified(Entry):
    """What someone of the care team wrote that an unknown name is; the newest stands.

    `medicine` is the entry whose words are meant; they stay as they were typed.
    """

    medicine = models.UUIDField()
    name = SealedField()

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "medicineidentified.name", self.uid)


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

    `subject` and `reason` are sealed. `level` and `substance` are as they were then. `outside`:
    sealed JSON about the prescriber outside the practice whose answer `by` recorded.
    """

    subject = SealedField()
    kind = models.CharField(max_length=12)
    level = models.SmallIntegerField()
    substance = models.CharField(max_length=12, blank=True)
    reason = SealedField()
    outside = SealedField(null=True)

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


class PrescribingLicence(models.Model):
    """The owner recorded someone's licence to prescribe; empty: taken back. The newest stands."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    licence = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"licence of account {self.user_id}"
