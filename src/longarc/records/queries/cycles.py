"""What opened and what landed for each session, from everything that the viewer may see."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from longarc.care import cycles as rule
from longarc.care.access import Actor
from longarc.care.cycles import Cycle, Known
from longarc.care.living import Area
from longarc.care.session_record import Record
from longarc.care.window import Settling
from longarc.records.queries import commitments, living, threads
from longarc.records.queries.clients import ClientRef


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
        shifts=_landed_shifts(client, viewer),
        settling=settling,
        zone=ZoneInfo(client.zone),
    )
    return rule.cycles(records, known, as_of=at)


def _landed_shifts(client: ClientRef, viewer: Actor) -> tuple[rule.Shift, ...]:
    """Those that the client marked as landed. What they wrote beside them stays where it is."""
    told = (one for one in living.shifts(client, viewer=viewer) if one.landed)
    return tuple(rule.Shift(one.at, _there(one.steps)) for one in told)


def _there(steps: Mapping[Area, int]) -> dict[Area, int]:
    """Without the areas of which they said "not now"."""
    return {area: step for area, step in steps.items() if step}
