"""Arrival: enquiries of people who are not clients, then what client and care team write."""

from django.db import models

from longarc.records.codec import SealedField, Where
from longarc.records.ids import uuid7
from longarc.records.models.entries import Entry
from longarc.records.models.people import User
from longarc.records.models.practice import Practice


class EnquiryPage(models.Model):
    """One version of the practice's public page for enquiries; the newest stands.

    `places` is sealed JSON: where else to turn. `uid`, `by` and `at`: as in `SupportPage`.
    """

    uid = models.UUIDField(unique=True, null=True, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)
    about = SealedField()
    answered_by = SealedField()
    places = SealedField()
    keep_days = models.SmallIntegerField()
    published = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"enquiry page of practice {self.practice_id}"

    def cell(self, column: str) -> Where:
        return Where(self.practice_id, None, f"enquirypage.{column}", self.uid or self.practice_id)


class Enquiry(models.Model):
    """What somebody wrote who is not a client. Not an `Entry`: it goes at a stated time."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    at = models.DateTimeField()
    name = SealedField()
    reach = SealedField()
    text = SealedField(null=True)

    def __str__(self) -> str:
        return f"enquiry {self.uid}"


class EnquiryStep(models.Model):
    """What was done about an enquiry; gone with it. `kind` and `reason`: see care.enquiries."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, db_index=False)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="steps")
    by = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=12)
    starts_at = models.DateTimeField(null=True)
    with_user = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    reason = models.CharField(max_length=12, blank=True)

    def __str__(self) -> str:
        return f"step {self.pk}"


class FirstContact(Entry):
    """How somebody came to be a client: what they wrote, and the free first conversation."""

    asked_at = models.DateTimeField()
    text = SealedField(null=True)
    talked_at = models.DateTimeField(null=True)
    talked_with = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")


class FormulationVersion(Entry):
    """One version of the shared formulation, as sealed JSON of its sections (care.formulation).

    `base` is the version it was written from; empty for the first one.
    """

    base = models.UUIDField(null=True)
    sections = SealedField()

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "formulationversion.sections", self.uid)


class FormulationAgreed(Entry):
    """The client says of one version: this is right for me. Taken back by a `Retraction`."""

    version = models.UUIDField()


class ContactPlan(Entry):
    """How many meetings are planned, and why; what stands comes from all of them (care.plan).

    `words` describe the support in words, and `why` gives the reason for a lower number: the
    client reads both. `needs` is a code that no client reads.
    """

    needs = models.CharField(max_length=16)
    words = SealedField(null=True)
    preparation = models.SmallIntegerField()
    integration = models.SmallIntegerField()
    why = SealedField(null=True)
