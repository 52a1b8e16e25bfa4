"""Entries of the arc around check-ins: phases, meetings, choices, quiet, requests, signals."""

from typing import ClassVar

from django.db import models

from longarc.records.codec import SealedField, Where
from longarc.records.models.entries import Entry
from longarc.records.models.people import Client, User
from longarc.records.models.practice import Practice


class PhaseStart(Entry):
    """From day `on`, the arc is in `phase` (care.arc.Phase). `why` is in the client's words."""

    phase = models.CharField(max_length=12)
    on = models.DateField()
    why = SealedField(null=True)


class Meeting(Entry):
    """A planned meeting; cancelled by a `Retraction`."""

    starts_at = models.DateTimeField()
    minutes = models.SmallIntegerField(default=50)
    place = SealedField(null=True)
    with_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta(Entry.Meta):
        indexes: ClassVar = [
            *Entry.Meta.indexes,
            models.Index(fields=["client", "starts_at"], name="meeting_starts"),
        ]


class Choice(Entry):
    """A choice of the client that stands until they make another: what is shared, with whom."""

    kind = models.CharField(max_length=20)
    given = models.BooleanField()


class StateWords(Entry):
    """The client's own words for the six states, as sealed JSON {state: [label, hint]}."""

    labels = SealedField()

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "statewords.labels", self.uid)


class Rest(Entry):
    """The client asks for quiet until `until` (None: until they say), or is `back`."""

    until = models.DateTimeField(null=True)
    back = models.BooleanField(default=False)


class ContactRequest(Entry):
    """ "Please contact me", with words if the client wished."""

    note = SealedField(null=True)


class OwnPlan(Entry):
    """What the client wrote for hard hours; the newest stands."""

    text = SealedField()


class SignalMark(Entry):
    """What a person of the care team said about a signal; `since` names the episode."""

    code = models.CharField(max_length=20)
    since = models.DateTimeField()
    level = models.SmallIntegerField()
    kind = models.CharField(max_length=12)
    until = models.DateTimeField(null=True)
    why = models.CharField(max_length=20, blank=True)


class EmergencyAccess(Entry):
    """A record opened outside the care team, with the reason, until `until` (4 hours)."""

    reason = SealedField()
    until = models.DateTimeField()


class Series(models.Model):
    """An imported series of its own kind (decision 2): never rows of the ladder."""

    uid = models.UUIDField(unique=True)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, db_index=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="series")
    name = models.CharField(max_length=60)
    polarity = models.CharField(max_length=20, default="high_is_activated")
    low = models.FloatField()
    high = models.FloatField()
    imported_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "name"], name="series_once")
        ]

    def __str__(self) -> str:
        return f"series {self.uid}"


class SeriesReport(models.Model):
    """One report of an imported series; `value` is scaled to 0-1."""

    seq = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(unique=True)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, db_index=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, db_index=False)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, db_index=False)
    at = models.DateTimeField()
    value = models.FloatField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["client", "at"], name="report_at"),
            models.Index(fields=["client", "seq"], name="report_seq"),
        ]

    def __str__(self) -> str:
        return f"report {self.uid}"
