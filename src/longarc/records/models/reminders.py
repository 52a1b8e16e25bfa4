"""Reminders: what a client chose, what became of each, and where push and calendar reach them."""

from typing import ClassVar

from django.db import models

from longarc.records.codec import SealedField, Where
from longarc.records.ids import uuid7
from longarc.records.models.entries import Entry
from longarc.records.models.people import Client
from longarc.records.models.practice import Practice


class ReminderChoice(Entry):
    """How and when a client wants to be reminded; the newest stands.

    Times are HH:MM of the wall in `zone`, `more` joined by spaces; `days` are digits, 0 is Monday.
    """

    way = models.CharField(max_length=12)
    time = models.CharField(max_length=5)
    more = models.CharField(max_length=20, blank=True)
    days = models.CharField(max_length=7, blank=True)
    closer = models.BooleanField(default=False)
    follow_up = models.BooleanField(default=True)
    quiet_from = models.CharField(max_length=5)
    quiet_to = models.CharField(max_length=5)
    zone = models.CharField(max_length=64)
    text = models.CharField(max_length=12)


class ReminderSend(models.Model):
    """One reminder and what became of it. No content: its text is a code of a fixed list.

    Not an entry: its state moves, by compare-and-swap only (`records.actions.outgoing`). `about`:
    the day of the follow-up that it speaks of; one that may have come is the only one of it.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, db_index=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, db_index=False)
    key = models.CharField(max_length=40)
    about = models.DateField(null=True)
    way = models.CharField(max_length=12)
    text = models.CharField(max_length=12)
    due_at = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=12)
    why = models.CharField(max_length=12, blank=True)
    tries = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "key"], name="reminder_once"),
            models.UniqueConstraint(
                fields=["client", "about"],
                condition=models.Q(state__in=["queued", "sending", "sent", "unknown"]),
                name="reminder_about_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["client", "due_at"], name="reminder_due"),
            models.Index(
                fields=["next_at"],
                condition=models.Q(state__in=["queued", "sending"]),
                name="reminder_open",
            ),
        ]

    def __str__(self) -> str:
        return f"reminder {self.uid}: {self.state}"


class PushSubscription(models.Model):
    """The device that a client turned push on with last. When it ends, its address is emptied."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    client = models.ForeignKey(Client, on_delete=models.PROTECT)
    endpoint = SealedField()
    keys = SealedField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["client"], condition=models.Q(ended_at=None), name="push_once"
            )
        ]

    def __str__(self) -> str:
        return f"push subscription {self.uid}"

    def where(self, column: str) -> Where:
        return Where(self.practice_id, self.client_id, f"pushsubscription.{column}", self.uid)


class CalendarLink(models.Model):
    """The secret address of a client's calendar: 128 random bits, of which only a hash is kept."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    client = models.ForeignKey(Client, on_delete=models.PROTECT)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["client"], condition=models.Q(ended_at=None), name="calendar_once"
            )
        ]

    def __str__(self) -> str:
        return f"calendar link {self.pk}"


class WorkerRun(models.Model):
    """When the worker last looked, and the last day on which it tidied up."""

    practice = models.OneToOneField(Practice, on_delete=models.PROTECT)
    at = models.DateTimeField()
    night = models.DateField(null=True)

    def __str__(self) -> str:
        return f"worker of practice {self.practice_id}"
