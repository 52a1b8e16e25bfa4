"""What is kept of the window model's look over a whole arc."""

from django.db import models

from longarc.records.models.people import Client
from longarc.records.models.practice import Practice


class WindowTrail(models.Model):
    """Where the model stood with one client on the way: a cache, so that a page need not wait.

    `trail` is arrays in base64 (analytics.packed), about 16 bytes a check-in. It holds prints of
    the very events and prior that each place rests on: what does not fit is worked out again.
    """

    client = models.OneToOneField(Client, on_delete=models.PROTECT, primary_key=True)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    trail = models.TextField()

    def __str__(self) -> str:
        return f"window trail of client {self.client_id}"
