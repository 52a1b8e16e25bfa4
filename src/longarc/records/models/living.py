"""Living: behaviours, mood and insight, the diary, shifts, and other therapies alongside.

What the client says of their own living is `Own`: they share it with the care team or keep it to
themselves, and what they keep to themselves can go at once (decision 19). What was shared is taken
back by a `Retraction`.
"""

from django.db import models

from longarc.records.codec import SealedField, Where
from longarc.records.models.entries import Entry
from longarc.records.models.threads import Own


class Behaviour(Own):
    """Something the client wants to do differently, in their words."""

    text = SealedField()


class BehaviourWording(Own):
    """Other words for a behaviour; the newest stand. Shared or not as the behaviour is."""

    behaviour = models.UUIDField(db_index=True)
    text = SealedField()


class BehaviourAnswer(Own):
    """How it is lately (care.living.Answer); of several on one day the last stands.

    Shared or not as the behaviour is.
    """

    behaviour = models.UUIDField(db_index=True)
    answer = models.CharField(max_length=6)
    words = SealedField(null=True)


class BehaviourEnd(Entry):
    """The client lets one rest: nothing asks about it any more."""

    behaviour = models.UUIDField(db_index=True)


class MoodInsight(Own):
    """Mood and insight in steps 0 to 4 (care.living); null: skipped."""

    mood = models.SmallIntegerField(null=True)
    insight = models.SmallIntegerField(null=True)


class DrinkingDay(Own):
    """A day of the diary (care.living.Drank); the last about a day stands. `drinks`: may be null.

    A day without a row is not known.
    """

    on = models.DateField()
    drank = models.CharField(max_length=6)
    drinks = models.SmallIntegerField(null=True)


class DrinkMeaning(Own):
    """What a drink means to this client, in their words; the newest stands."""

    text = SealedField()


class Shift(Own):
    """What shifts in living: steps 0 to 4 for each area (care.living.Area); null: skipped.

    `landed`: the client marked it as landed.
    """

    rest = models.SmallIntegerField(null=True)
    presence = models.SmallIntegerField(null=True)
    vulnerability = models.SmallIntegerField(null=True)
    worth = models.SmallIntegerField(null=True)
    joy = models.SmallIntegerField(null=True)
    work = models.SmallIntegerField(null=True)
    closeness = models.SmallIntegerField(null=True)
    words = SealedField(null=True)
    landed = models.BooleanField(default=False)


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
