"""The planned session: versions of its plan, what the client expects, and its recorded start."""

from django.db import models

from longarc.records.codec import SealedField, Where
from longarc.records.models.entries import Entry


class SessionPlanVersion(Entry):
    """One version of a plan, as sealed JSON (care.session_plan); `plan` is the same for all of it.

    `base` is the version it was written from. A draft is not shown to the client.
    """

    plan = models.UUIDField()
    base = models.UUIDField(null=True)
    draft = models.BooleanField()
    told = SealedField()

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "sessionplanversion.told", self.uid)


class SessionCancelled(Entry):
    """A plan no longer stands; the client reads why."""

    plan = models.UUIDField()
    why = SealedField()

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "sessioncancelled.why", self.uid)


class SessionStarted(Entry):
    """A planned session began: from which version. It stands as long as its `session` does.

    `session` is the MedicineSession that was kept with it.
    """

    plan = models.UUIDField()
    version = models.UUIDField()
    session = models.UUIDField()


class GatesNotMet(Entry):
    """A session's start was entered by hand, and gates were not met as of it: which, and why.

    `gates` are names of care.session_gate.Gates joined by spaces, as they were shown to whoever
    wrote why. Their reasons are worked out each time (queries.session_gates).
    """

    session = models.UUIDField()
    starts_at = models.DateTimeField()
    gates = models.CharField(max_length=60)
    why = SealedField()

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "gatesnotmet.why", self.uid)


class Expectations(Entry):
    """What the client hopes and fears before one session, as sealed JSON; the newest stands."""

    plan = models.UUIDField()
    told = SealedField()

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "expectations.told", self.uid)
