"""What the client page shows beside check-ins and meetings. Private words are never read."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.arc import Ease
from longarc.records.codec import Where, unseal
from longarc.records.models import CheckInMore, Words
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows

#: Shared words shown at once.
NEWEST_WORDS = 20


@dataclass(frozen=True, slots=True)
class SharedWords:
    at: datetime
    text: str


def shared_words(client: ClientRef, *, viewer: Actor) -> tuple[SharedWords, ...]:
    """The newest words that the client chose to share, newest first. One query."""
    found = rows(Words, viewer).filter(client_id=client.id, shared_at__isnull=False)
    newest = found.order_by("-at", "-seq")[:NEWEST_WORDS]
    return tuple(SharedWords(row.at, unseal(row.text, _where(row))) for row in newest)


def _where(row: Words) -> Where:
    return Where(row.practice_id, row.client_id, "words.text", row.uid)


@dataclass
class More:
    """What a client added to one check-in, the newest answer to each question.

    Args:
        body: marks as stored, `region:sensation` joined by spaces.
        answers: by the code of the question.
    """

    ease: Ease | None = None
    body: str = ""
    answers: dict[str, str] = field(default_factory=dict)


def more(client: ClientRef, *, viewer: Actor, since: datetime | None = None) -> dict[UUID, More]:
    """What was added, by check-in. One query."""
    found = rows(CheckInMore, viewer).filter(client_id=client.id)
    added: dict[UUID, More] = defaultdict(More)
    near = found.filter(at__gte=since) if since else found
    columns = "check_in", "ease", "item", "answer", "body"
    for check_in, ease, item, answer, body in near.order_by("seq").values_list(*columns):
        one = added[check_in]
        one.ease = Ease(ease) if ease else one.ease
        one.body = body or one.body
        if item and answer:
            one.answers[item] = answer
    return added
