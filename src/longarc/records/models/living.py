"""Living: behaviours, mood and insight, the diary, shifts, and other therapies alongside."""

from django.db import models

from longarc.records.codec import SealedField, Where
from longarc.records.models.entries import Entry


class Behaviour(Entry):
    """Something the client wants to do differently, in their words."""

    text = SealedField()

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "behaviour.text", self.uid)


class BehaviourAnswer(Entry):
    """How it is lately (care.living.Answer); of several on one day the last stands."""

    behaviour = models.UUIDField(db_index=True)
    answer = models.CharField(max_length=6)
    words = SealedField(null=True)

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "behaviouranswer.words", self.uid)


class BehaviourEnd(Entry):
    """The client lets one rest: nothing asks about it any more."""

    behaviour = models.UUIDField(db_index=True)


class MoodInsight(Entry):
    """Mood and insight in steps 0 to 4 (care.living); null: skipped."""

    mood = models.SmallIntegerField(null=True)
    insight = models.SmallIntegerField(null=True)


class DrinkingDay(Entry):
    """A day of the diary (care.living.Drank); the last about a day stands. `drinks`: may be null.

    A day without a row is not known.
    """

    on = models.DateField()
    drank = models.CharField(max_length=6)
    drinks = models.SmallIntegerField(null=True)


class DrinkMeaning(Entry):
    """What a drink means to this client, in their words; the newest stands."""

    text = SealedField()

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "drinkmeaning.text", self.uid)


class Shift(Entry):
    """What shifts in living: steps 0 to 4 for each area (care.living.Area); null: skipped."""

    rest = models.SmallIntegerField(null=True)
    presence = models.SmallIntegerField(null=True)
    vulnerability = models.SmallIntegerField(null=True)
    worth = models.SmallIntegerField(null=True)
    joy = models.SmallIntegerField(null=True)
    work = models.SmallIntegerField(null=True)
    closeness = models.SmallIntegerField(null=True)
    words = SealedField(null=True)

    @property
    def where(self) -> Where:
        return Where(self.practice_id, self.client_id, "shift.words", self.uid)


class OtherTherapy(Entry):
    """One meeting of another therapy (care.other_therapies); figures and target for EMDR alone."""

    therapy = models.CharField(max_length=14)
    on = models.DateField()
    from_client = models.BooleanField()
    words = SealedField(null=True)
    target = SealedField(null=True)
    distress_before = models.SmallIntegerField(null=True)
    distress_after = models.SmallIntegerField(null=True)
    validity_before = models.SmallIntegerField(null=True)
    validity_after = models.SmallIntegerField(null=True)

    def where(self, column: str) -> Where:
        return Where(self.practice_id, self.client_id, f"othertherapy.{column}", self.uid)
