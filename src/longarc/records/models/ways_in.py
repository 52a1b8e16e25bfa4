"""What tells a person of a link to their account: one row for each channel (ADR 36)."""

from typing import ClassVar

from django.db import models

from longarc.records.ids import uuid7
from longarc.records.models.people import User
from longarc.records.models.practice import Invitation, Practice


class LinkNotice(models.Model):
    """One notice and what became of it. No content: its text is a code of a fixed list.

    `about` is a code of `care.ways_in.Notice`. A notice whose outcome is unknown is sent again:
    to be told twice is better than never. `address` is empty for a note on the person's phone.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT)
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    about = models.CharField(max_length=12)
    way = models.CharField(max_length=12)
    address = models.EmailField(blank=True)
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=12)
    why = models.CharField(max_length=12, blank=True)
    tries = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"],
                condition=models.Q(state__in=["queued", "sending"]),
                name="link_notice_open",
            ),
        ]

    def __str__(self) -> str:
        return f"notice {self.uid}: {self.state}"
