"""Threads, parts and commitments: what is taken in after a session.

What clients write for themselves and may take away again is `Own` and not `Entry`: deletion of
what is not shared is a promise (decision 19), as with `Words`.
"""

from typing import ClassVar

from django.db import models

from longarc.records.codec import SealedField, Where
from longarc.records.ids import uuid7
from longarc.records.models.entries import Entry
from longarc.records.models.people import Client, User
from longarc.records.models.practice import Practice


class Own(models.Model):
    """`shared_at` empty: nobody but the client sees it; then it can go at once."""

    seq = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, db_index=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, db_index=False)
    by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        indexes: ClassVar = [
            models.Index(fields=["client", "seq"], name="%(class)s_seq"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.uid}"

    def where(self, column: str) -> Where:
        cell = f"{self._meta.model_name}.{column}"
        return Where(self.practice_id, self.client_id, cell, self.uid)


class Thread(Own):
    """What surfaced (care.threads), in the words of `by`. Written by staff it is always shared.

    `session` is the `uid` of the medicine session, `day` the day that it came from. A mistake of
    the care team is taken back by a `Retraction`.
    """

    kind = models.CharField(max_length=10, blank=True)
    session = models.UUIDField(null=True)
    day = models.DateField(null=True)
    name = SealedField(null=True)
    words = SealedField()


class ThreadState(Entry):
    """Somebody said what state a thread is in (care.threads.State)."""

    thread = models.UUIDField(db_index=True)
    state = models.CharField(max_length=10)


class ThreadNear(Entry):
    """The client's answer to "how near today?" (care.threads.Near)."""

    thread = models.UUIDField(db_index=True)
    near = models.CharField(max_length=12)


class ThreadNote(Entry):
    """A note about the work with a thread, by the care team; the client reads it."""

    thread = models.UUIDField(db_index=True)
    text = SealedField()

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "threadnote.text", self.uid)


class Part(Own):
    """One version of an inner part, as sealed JSON (care.parts); the newest of a `part` stands."""

    part = models.UUIDField(db_index=True)
    told = SealedField()


class Noticed(Own):
    """The familiar response showed up: what the client did, in their words."""

    text = SealedField()


class Commitment(Entry):
    """One small thing between sessions, in the client's words (care.commitments)."""

    text = SealedField()
    rhythm = models.CharField(max_length=12)

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "commitment.text", self.uid)


class CommitmentAnswer(Entry):
    """Did it, or not today; of several on one day the last stands."""

    commitment = models.UUIDField(db_index=True)
    answer = models.CharField(max_length=10)


class CommitmentEnd(Entry):
    """A commitment leaves the client's list: let go, or `stayed`, part of their days by now."""

    commitment = models.UUIDField(db_index=True)
    stayed = models.BooleanField(default=False)
