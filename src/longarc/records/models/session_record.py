"""The record of a medicine session, line by line (care.session_record)."""

from typing import ClassVar

from django.db import models

from longarc.records.codec import SealedField, Where
from longarc.records.models.entries import Entry


class SessionLine(Entry):
    """One line; `happened_at` null: no time was said. `told` is sealed JSON.

    `session` is the uid of the MedicineSession, `corrects` that of the line whose place it takes.
    `afterwards`: written after the session, not as it went.
    """

    session = models.UUIDField()
    kind = models.CharField(max_length=10)
    happened_at = models.DateTimeField(null=True)
    told = SealedField()
    corrects = models.UUIDField(null=True)
    afterwards = models.BooleanField(default=True)

    class Meta(Entry.Meta):
        indexes: ClassVar = [
            *Entry.Meta.indexes,
            models.Index(fields=["session", "kind"], name="sessionline_kind"),
        ]

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "sessionline.told", self.uid)


class SessionLineBack(Entry):
    """A line was taken back; the reason is sealed."""

    session = models.UUIDField()
    line = models.UUIDField(db_index=True)
    why = SealedField()

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "sessionlineback.why", self.uid)


class SessionSigned(Entry):
    """Somebody signed the record as it stood; `lead`: as the one who led.

    `upto`: which lines and takings-back there were (`care.session_record.Record.upto`): what
    arrived after them was added later, whatever a clock says.
    """

    session = models.UUIDField()
    lead = models.BooleanField()
    upto = models.CharField(max_length=20)
