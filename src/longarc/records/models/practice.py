"""The practice: the tenant boundary."""

from typing import ClassVar

from django.db import models

from longarc.records.codec import SealedField, Where


class Practice(models.Model):
    """The organisation that gives care. Every clinical row names one.

    `demo` marks the invented practice; `zone` is the IANA zone that staff see times in.
    `link_wait_hours`: how long a link to an account that was open before waits (ADR 36).
    """

    name = SealedField()
    demo = models.BooleanField(default=False)
    zone = models.CharField(max_length=64, default="UTC")
    link_wait_hours = models.PositiveSmallIntegerField(default=72)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"practice {self.pk}"


class SupportPage(models.Model):
    """One version of what the Support page shows; the newest stands, and none is ever changed.

    `numbers` is sealed JSON: a list of {name, number, when}. `country` names a profile in
    `records/data/helplines.json` or is empty. `uid`, `by` and `at` are empty for a version from
    before versions were kept.
    """

    uid = models.UUIDField(unique=True, null=True, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    by = models.ForeignKey("records.User", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)
    country = models.CharField(max_length=2, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    hours = SealedField()
    numbers = SealedField()
    looked_by = SealedField()
    checked_on = models.DateField(null=True)
    published = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"support page of practice {self.practice_id}"

    def cell(self, column: str) -> Where:
        return Where(self.practice_id, None, f"supportpage.{column}", self.uid or self.practice_id)


class Invitation(models.Model):
    """A link that lets one person make or open their account; only a hash of its token is kept.

    `opens_at` is empty for somebody new. For an account that was open before it is the moment from
    which the link opens by itself, and never moves (ADR 36); `server`: made by `longarc ownerlink`
    (ADR 43). `confirmed_how` is what the second person wrote; `opened_how` a code of
    `care.ways_in.How`. `email_before`: the sign-in address that the opening took the place of.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField()
    client = models.ForeignKey("records.Client", null=True, on_delete=models.PROTECT)
    name = SealedField()
    roles = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(
        "records.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    user = models.ForeignKey("records.User", null=True, on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField(null=True)
    server = models.BooleanField(default=False)
    opens_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        "records.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    confirmed_how = SealedField(null=True)
    stopped_by = models.ForeignKey(
        "records.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    stopped_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    opened_how = models.CharField(max_length=12, blank=True, default="")
    email_before = models.EmailField(blank=True, default="")

    class Meta:
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return f"invitation {self.pk}"
