"""The touch agreement: signatures of the client, and what was taken away since."""

from django.db import models

from longarc.records.codec import SealedField, Where
from longarc.records.models.entries import Entry


class TouchSigned(Entry):
    """The client signed, with their own sign-in. `places` are care.touch.Place codes.

    No places: no touch. `purpose` and `stop` are the client's words.
    """

    places = models.CharField(max_length=80, blank=True)
    ask_first = models.BooleanField()
    purpose = SealedField(null=True)
    stop = SealedField(null=True)

    def where(self, column: str) -> Where:
        return Where(self.practice_id, self.client_id, f"touchsigned.{column}", self.uid)


class TouchNarrowed(Entry):
    """From now on at most this, as the client chose, or as staff saw or heard it."""

    places = models.CharField(max_length=80, blank=True)
    ask_first = models.BooleanField()
