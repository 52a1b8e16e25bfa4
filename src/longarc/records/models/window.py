"""What the window model rests on, and what it has said."""

from typing import ClassVar
from uuid import UUID

from django.db import models

from longarc.records.models.entries import Entry
from longarc.records.models.people import Client, User
from longarc.records.models.practice import Practice


class MedicineSession(Entry):
    """A medicine session as a dated event; record, contacts and threads name it by `session`.

    `first` is set where its start was entered anew: the uid of the row that it began with. That
    row is then taken back, and what belongs to the session stays with it.
    """

    starts_at = models.DateTimeField()
    first = models.UUIDField(null=True)

    class Meta(Entry.Meta):
        indexes: ClassVar = [
            *Entry.Meta.indexes,
            models.Index(fields=["client", "starts_at"], name="session_starts"),
        ]

    @property
    def session(self) -> UUID:
        """The same for every row of one session."""
        return self.first or self.uid


class InsideRows(Entry):
    """The rows that the client, or someone of the care team, counts as inside the window.

    `rows` are care.arc.State codes joined by spaces. The agreed window is what both last named
    alike (care.window.agreed).
    """

    rows = models.CharField(max_length=60)


class Reading(Entry):
    """What the model said when a flag began or ended, so that it can be worked out again.

    `upto` names the newest entries that it knew; `numbers` is canonical JSON.
    """

    kind = models.CharField(max_length=20)
    model = models.CharField(max_length=60)
    prior = models.CharField(max_length=60)
    thresholds = models.CharField(max_length=20)
    upto = models.CharField(max_length=100)
    numbers = models.TextField()


class WindowState(models.Model):
    """Where the model stands with one client: a cache, worked out again whenever it does not fit.

    `made_with` names model, prior, thresholds and settings; `upto` the newest entries it knows.
    `state` is arrays in base64, `flags` JSON; `asks_until` is set while a flag asks.
    """

    client = models.OneToOneField(Client, on_delete=models.PROTECT, primary_key=True)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    made_with = models.CharField(max_length=160)
    upto = models.CharField(max_length=100)
    state = models.TextField()
    flags = models.TextField()
    asks_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"window state of client {self.client_id}"


class Prior(models.Model):
    """The practice's own prior, from clients who agreed; the newest is in use.

    `parameters` is the JSON of analytics' Population; `measured` says what it rests on.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    version = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    clients = models.IntegerField()
    reports = models.IntegerField()
    parameters = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["practice", "version"], name="prior_once")
        ]

    def __str__(self) -> str:
        return f"prior {self.version}"


class FlagSetting(models.Model):
    """Whether the model may raise flags in this practice, and how many; the newest stands."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on = models.BooleanField()
    budget = models.FloatField()

    def __str__(self) -> str:
        return f"flag setting of practice {self.practice_id}"
