"""One audit table, written by the same action as what it tells of."""

from typing import Any, ClassVar

from django.db import models

from longarc.records.models.entries import AppendOnly, EntryQuerySet
from longarc.records.models.people import Client, User
from longarc.records.models.practice import Practice


class AuditEntry(models.Model):
    """Who did or opened what, when. Holds codes and ids, never content.

    `user` None is the program itself. `detail` is a code from a fixed list, not free text.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, db_index=False)
    at = models.DateTimeField()
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, db_index=False)
    client = models.ForeignKey(Client, null=True, on_delete=models.PROTECT, db_index=False)
    act = models.CharField(max_length=30)
    target = models.UUIDField(null=True)
    detail = models.CharField(max_length=40, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["client", "at"],
                condition=models.Q(act__in=["opened", "listed", "opened_emergency"]),
                name="audit_looks",
            ),
            models.Index(
                fields=["user", "at"], condition=models.Q(act="listed"), name="audit_listed"
            ),
            models.Index(
                fields=["target"], condition=models.Q(act="removed_words"), name="audit_removed"
            ),
        ]

    def __str__(self) -> str:
        return f"audit {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("audit entries are not changed")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *_: Any, **__: Any) -> Any:
        raise AppendOnly("audit entries are not removed")
