"""What the forms about the relationship share: ids that are free, words that fit."""

from uuid import UUID

from longarc.care.text import msg
from longarc.records.ids import uuid7
from longarc.records.models import MeetingRating, PrivateRupture, RelationshipStep, Rupture

LONGEST_WORDS = 4000
TOO_LONG = msg("Nothing was kept yet. Up to %(n)s signs fit here; your words are below.")


def free(uid: UUID) -> UUID:
    """The page's id, or a new one where it is taken: what was told must not be lost over it."""
    kinds = (MeetingRating, Rupture, PrivateRupture, RelationshipStep)
    taken = any(kind._default_manager.filter(uid=uid).exists() for kind in kinds)
    return uuid7() if taken else uid
