"""The one place through which stored text passes (decision 16).

Today the codec marks text with its version and keeps it readable; encryption with a key for
each client replaces `seal` and `unseal` without touching their callers. `Where` names the
cell, so that a sealed text will not open in another row.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import models

PLAIN = "0:"


@dataclass(frozen=True, slots=True)
class Where:
    """The cell of a text: practice and client (for the key), column and row (for the seal)."""

    practice: int
    client: int | None
    column: str
    row: UUID | int | str


class Sealed(str):
    """Text as it is stored. Made only by `seal` and by reading a `SealedField`."""

    __slots__ = ()


class UnreadableText(Exception):
    """A stored text that this version cannot open: nothing was changed."""


def seal(text: str, where: Where) -> Sealed:  # noqa: ARG001 - the cell becomes associated data
    return Sealed(PLAIN + text)


def unseal(stored: str, where: Where) -> str:
    """The text behind a stored value; never passes an unknown form through.

    Raises:
        UnreadableText: the value was written by a newer version or is damaged.
    """
    if not stored.startswith(PLAIN):
        raise UnreadableText(f"{where.column} of {where.row} cannot be read by this version")
    return stored[len(PLAIN) :]


class SealedField(models.TextField):  # type: ignore[type-arg]
    """A column of sealed text. Refuses a plain string, so that no text slips past the codec."""

    def get_prep_value(self, value: object) -> object:
        if value is not None and not isinstance(value, Sealed):
            raise TypeError(f"{self.name} takes sealed text: use codec.seal")
        return super().get_prep_value(value)

    def from_db_value(self, value: str | None, *_: object) -> Sealed | None:
        return None if value is None else Sealed(value)
