"""The gate of a session on its record: begun through it, or what was not met when it began."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from longarc.care.access import Actor
from longarc.care.session_record import Record
from longarc.records.queries import session_gates
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.session_gates import Entered
from longarc.web.staff.session_start import Gate, against


@dataclass(frozen=True, slots=True)
class Start:
    """One start as it was entered, with the gates that were not met as of it.

    Args:
        through: "Begin the session" was pressed at this moment.
        stands: it is the start that counts now.
    """

    entered: Entered
    through: bool
    stands: bool
    not_met: list[Gate]


def part(client: ClientRef, record: Record, viewer: Actor) -> dict[str, Any]:
    """Every start that was entered, the one that counts first, and each reason that was given."""
    return {
        "starts": list(_starts(client, record, viewer)),
        "without_gate": session_gates.reasons(client, record.uid, viewer=viewer),
    }


def _starts(client: ClientRef, record: Record, viewer: Actor) -> Iterator[Start]:
    pressed = session_gates.through_the_gate(client, record.uid, viewer=viewer)
    seen: set[datetime] = set()
    for one in reversed(session_gates.starts(client, record.uid, viewer=viewer)):
        if one.at not in seen:
            seen.add(one.at)
            through = one.at == pressed
            not_met = [] if through else _not_met(client, record, one.at, viewer)
            yield Start(one, through, one.at == record.starts_at, not_met)


def _not_met(client: ClientRef, record: Record, start: datetime, viewer: Actor) -> list[Gate]:
    asked = session_gates.as_of_start(client, start, session=record.uid, viewer=viewer)
    return against(client, asked)
