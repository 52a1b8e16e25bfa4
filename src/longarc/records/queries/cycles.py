"""What opened and what landed for each session, from everything that the viewer may see."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from longarc.care import cycles as rule
from longarc.care.access import Actor
from longarc.care.cycles import Cycle, Known
from longarc.care.session_record import Record
from longarc.care.window import Settling
from longarc.records.codec import Where, unseal
from longarc.records.models import Words
from longarc.records.queries import commitments, threads
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.threads import readable

#: The newest words that are read; a page shows a few of them.
MOST_WORDS = 200


def of_client(
    client: ClientRef,
    records: Sequence[Record],
    *,
    viewer: Actor,
    at: datetime,
    settling: Sequence[Settling] = (),
) -> tuple[Cycle, ...]:
    """Oldest first. Eight queries; none where there was no session.

    Args:
        settling: from the picture of the window model; for staff only.
    """
    if not records:
        return ()
    known = Known(
        threads=threads.of_client(client, viewer=viewer),
        commitments=commitments.of_client(client, viewer=viewer),
        words=_words(client, viewer),
        settling=settling,
        zone=ZoneInfo(client.zone),
    )
    return rule.cycles(records, known, as_of=at)


def _words(client: ClientRef, viewer: Actor) -> tuple[rule.Words, ...]:
    """Their own list of words; for others what they share. Newest first."""
    found = readable(Words, viewer, client).order_by("-at", "-seq")[:MOST_WORDS]
    return tuple(
        rule.Words(
            row.at,
            unseal(row.text, Where(row.practice_id, row.client_id, "words.text", row.uid)),
        )
        for row in found
    )
