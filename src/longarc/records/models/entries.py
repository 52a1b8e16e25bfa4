"""Entries: immutable values with who, when, and an id made where they were made.

`seq` is the server's order of arrival (a cursor that no clock can disturb); `uid` is made by
the device, so that sending twice equals sending once. A correction is a new entry.
"""

from typing import Any, ClassVar

from django.db import models

from longarc.records.codec import SealedField, Where
from longarc.records.ids import uuid7
from longarc.records.models.people import Client, User
from longarc.records.models.practice import Practice


class AppendOnly(Exception):
    """Someone tried to change or remove an entry."""


class EntryQuerySet(models.QuerySet[Any]):
    def update(self, **_: Any) -> int:
        raise AppendOnly("entries are not changed: write a new one")

    def delete(self) -> Any:
        raise AppendOnly("entries are not removed: write a retraction")


class Entry(models.Model):
    """What all entries share. `at` is when it was made, `received_at` when the server kept it."""

    seq = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, db_index=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, db_index=False)
    by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    at = models.DateTimeField()
    received_at = models.DateTimeField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True
        # The newest entry of each kind says whether a client's arc has changed (queries.arc).
        indexes: ClassVar = [
            models.Index(fields=["client", "seq"], name="%(class)s_seq"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.uid}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("entries are not changed: write a new one")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *_: Any, **__: Any) -> Any:
        raise AppendOnly("entries are not removed: write a retraction")


class CheckIn(Entry):
    """A client's brief report of their state now.

    `position` is 0 to 100 on the ladder, None for "both at once, or hard to tell".
    `recalled_for` is the earlier time that the report speaks of. `zone` and `offset` (minutes
    east of UTC) are the device's. `latency` is milliseconds from the page being usable to the
    tap. `corrects` names the check-in that this one takes the place of.
    `skew` is by how many seconds the device's clock was behind; `at` is already put right by it.
    """

    position = models.SmallIntegerField(null=True)
    resolution = models.SmallIntegerField(default=1)
    recalled_for = models.DateTimeField(null=True)
    zone = models.CharField(max_length=64, blank=True)
    offset = models.SmallIntegerField(default=0)
    prompted = models.BooleanField(default=False)
    latency = models.IntegerField(null=True)
    method = models.CharField(max_length=12, blank=True)
    app = models.CharField(max_length=16, blank=True)
    changed_mind = models.SmallIntegerField(default=0)
    corrects = models.UUIDField(null=True)
    skew = models.IntegerField(null=True)

    class Meta(Entry.Meta):
        indexes: ClassVar = [
            *Entry.Meta.indexes,
            models.Index(fields=["client", "at"], name="checkin_at"),
            models.Index(
                fields=["corrects"], condition=models.Q(corrects__isnull=False), name="checkin_fix"
            ),
        ]


class CheckInMore(Entry):
    """What a client added to a check-in: each field may be left out; the newest answer stands.

    `body` is a list of `region:sensation` pairs joined by spaces.
    """

    check_in = models.UUIDField(db_index=True)
    ease = models.SmallIntegerField(null=True)
    item = models.CharField(max_length=20, blank=True)
    answer = models.CharField(max_length=20, blank=True)
    body = models.TextField(blank=True)

    class Meta(Entry.Meta):
        indexes: ClassVar = [models.Index(fields=["client", "at"], name="more_at")]


class Retraction(Entry):
    """Undo: the entry `target` no longer stands. `why` is set where a reason is asked for."""

    target = models.UUIDField(db_index=True)
    why = SealedField(null=True)

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "retraction.why", self.uid)


class Words(models.Model):
    """The client's own words. Private unless shared; unshared ones can go at once.

    Not an `Entry`: deletion of what was never shared is a promise. They came with a check-in, or
    are `about` the rating of a meeting, or stand alone.
    """

    seq = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, db_index=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, db_index=False)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    check_in = models.UUIDField(null=True, db_index=True)
    about = models.UUIDField(null=True)
    text = SealedField()
    shared_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["client", "at"], name="words_at")]

    def __str__(self) -> str:
        return f"words {self.uid}"
