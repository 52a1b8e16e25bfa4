"""Clients who need a person: first on the pages of owner, coordinator and therapists.

It says that somebody is needed, and how to reach the client; never what the matter is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from longarc.care import hand_over, signals
from longarc.care.access import Actor, Role
from longarc.care.finding import Code
from longarc.records.actions.access import record_listing
from longarc.records.queries import signals as signal_queries
from longarc.records.queries import unheld
from longarc.records.queries.caseload import Listed
from longarc.records.queries.clients import ClientRef
from longarc.web.staff.digest import digests


@dataclass(frozen=True)
class Needed:
    """One client without a lead. `held_by` is empty: nobody holds them. `meetings`: to be moved."""

    client: ClientRef
    urgent: bool
    held_by: tuple[str, ...]
    meetings: int = 0


def needed_part(viewer: Actor, now: datetime) -> dict[str, object]:
    """For a page that begins with them. One query when there are none."""
    return {"needed": needed(viewer, now)}


def needed(viewer: Actor, now: datetime) -> list[Needed]:
    """The urgent ones first. Those whom somebody else holds are for who names a lead."""
    names_leads = viewer.roles & {Role.OWNER, Role.COORDINATOR}
    asked = unheld.without_lead if names_leads else unheld.without_anyone
    listed = asked(viewer=viewer, at=now)
    if not listed:
        return []
    ids = [one.ref.id for one in listed]
    held = unheld.holders(ids, viewer=viewer)
    meetings = unheld.meetings_without(ids, viewer=viewer, at=now)
    calls = urgent_of(listed, viewer, now)
    found = [
        Needed(
            one.ref,
            calls[one.ref.id] and one.ref.id not in held,
            held.get(one.ref.id, ()),
            meetings.get(one.ref.id, 0),
        )
        for one in listed
        if one.ref.id in calls
    ]
    record_listing((one.client for one in found), by=viewer, at=now)
    return sorted(found, key=lambda one: (not one.urgent, bool(one.held_by)))


def urgent_of(listed: Sequence[Listed], viewer: Actor, now: datetime) -> dict[int, bool]:
    """Whether a person is needed now, for each; who is not here and wrote nothing is left out."""
    noticed = digests.of(listed, viewer=viewer, at=now)
    ids = [one.ref.id for one in listed]
    marks = signal_queries.marks(ids, viewer=viewer)
    near = unheld.near(ids, viewer=viewer, at=now, within=hand_over.NEAR)
    found: dict[int, bool] = {}
    for one in listed:
        known, pk = noticed[one.ref.id].noticed, one.ref.id
        stands = signals.standing(known or (), marks.get(pk, ()), as_of=now)
        if one.ref.state and not any(each.code is Code.WROTE_AGAIN for each in stands):
            continue
        # What could not be worked out may be anything.
        found[pk] = known is None or hand_over.urgent(stands, near=pk in near)
    return found
