"""Check-ins around each medicine session, so that sessions can be laid over each other."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from longarc.care.access import Actor
from longarc.care.arc import CheckIn
from longarc.records.queries import check_ins, window
from longarc.records.queries.clients import ClientRef

#: So many days before and after each session are laid over each other.
#: Source: experience.md, 3.6 ("Align on session").
BEFORE, AFTER = timedelta(days=7), timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Around:
    """One session, by its number from 1, with the check-ins near it, oldest first."""

    number: int
    starts_at: datetime
    check_ins: tuple[CheckIn, ...]


def around_sessions(client: ClientRef, *, viewer: Actor, at: datetime) -> tuple[Around, ...]:
    """Each session that has begun, oldest first. Three queries, however many there are."""
    told = check_ins.of_client(client, viewer=viewer)
    held = (one for one in window.sessions(client, viewer=viewer) if one.starts_at <= at)
    return tuple(
        Around(
            number,
            one.starts_at,
            tuple(c for c in told if one.starts_at - BEFORE <= c.at <= one.starts_at + AFTER),
        )
        for number, one in enumerate(held, start=1)
    )
