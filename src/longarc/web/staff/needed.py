"""Clients who need a person: first on the pages of owner, coordinator and therapists.

It says that somebody is needed, and how to reach the client; never what the matter is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from longarc.care import hand_over, signals
from longarc.care.access import Actor, Can, Role, may
from longarc.care.finding import Code
from longarc.care.hand_over import Due
from longarc.records.actions.access import record_listing, record_named
from longarc.records.queries import signals as signal_queries
from longarc.records.queries import unheld, ways_in
from longarc.records.queries.caseload import Listed
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.ways_in import Link
from longarc.web.staff.digest import digests


@dataclass(frozen=True)
class Needed:
    """One client without a lead. `held_by` is empty: nobody holds them. `meetings`: to be moved.

    `due` stands wherever a person is needed now: the list is in its order.
    """

    client: ClientRef
    due: Due | None
    held_by: tuple[str, ...]
    meetings: int = 0

    @property
    def urgent(self) -> bool:
        """A person is needed now, whoever else holds them."""
        return self.due is not None


#: What could not be worked out may be anything.
_UNKNOWN: Due = (False, datetime.min.replace(tzinfo=UTC))


def links_part(viewer: Actor, now: datetime) -> dict[str, object]:
    """Links to accounts that somebody is to see to, for a start page. At most two queries."""
    found = ways_in.for_staff(viewer=viewer, at=now) if may(viewer, Can.MAKE_LINKS) else ()
    shown = ways_in.to_see_to(found, at=now)
    _named(shown, viewer, now)
    return {"link_needs": shown, "now": now}


def links_shown(viewer: Actor, now: datetime) -> tuple[Link, ...]:
    """All that wait or ended lately, for a page that shows them. At most two queries."""
    found = ways_in.for_staff(viewer=viewer, at=now)
    _named(found, viewer, now)
    return found


def _named(links: Iterable[Link], viewer: Actor, now: datetime) -> None:
    """A client reads who saw that a link to their account waits, as for any list."""
    if clients := [one.client for one in links if one.client is not None]:
        record_named(clients, by=viewer, at=now)


def needed_part(viewer: Actor, now: datetime) -> dict[str, object]:
    """For a page that begins with them. One query when there are none."""
    return counted(needed(viewer, now))


def counted(found: Sequence[Needed]) -> dict[str, object]:
    """The list and how many of it are urgent: the same count wherever it is said."""
    return {"needed": found, "needed_urgent": sum(one.urgent for one in found)}


def needed(viewer: Actor, now: datetime) -> list[Needed]:
    """What is due first is first. Those whom somebody else holds are for who names a lead."""
    found = worked_out(viewer, now)
    record_listing((one.client for one in found), by=viewer, at=now)
    return found


def worked_out(viewer: Actor, now: datetime, *, leaving: int | None = None) -> list[Needed]:
    """The list; with `leaving` as it will be without them. For counts: nobody is shown by it."""
    if viewer.roles & {Role.OWNER, Role.COORDINATOR}:
        listed = unheld.without_lead(viewer=viewer, at=now, leaving=leaving)
    else:
        listed = unheld.without_anyone(viewer=viewer, at=now)
    if not listed:
        return []
    ids = [one.ref.id for one in listed]
    held = unheld.holders(ids, viewer=viewer)
    meetings = unheld.meetings_without(ids, viewer=viewer, at=now)
    due = _due_of(listed, viewer, now)
    found = (
        Needed(one.ref, due[pk], held.get(pk, ()), meetings.get(pk, 0))
        for one in listed
        if (pk := one.ref.id) in due
    )
    return sorted(found, key=_order)


def _order(one: Needed) -> tuple[bool, Due, bool]:
    return not one.urgent, one.due or _UNKNOWN, bool(one.held_by)


def _due_of(listed: Sequence[Listed], viewer: Actor, now: datetime) -> dict[int, Due | None]:
    """By when each needs a person; who is not here and wrote nothing is left out."""
    noticed = digests.of(listed, viewer=viewer, at=now)
    ids = [one.ref.id for one in listed]
    marks = signal_queries.marks(ids, viewer=viewer)
    near = unheld.near(ids, viewer=viewer, at=now, within=hand_over.NEAR)
    found: dict[int, Due | None] = {}
    for one in listed:
        known, pk = noticed[one.ref.id].noticed, one.ref.id
        stands = signals.standing(known or (), marks.get(pk, ()), as_of=now)
        if one.ref.state and not any(each.code is Code.WROTE_AGAIN for each in stands):
            continue
        found[pk] = _UNKNOWN if known is None else hand_over.due(stands, near=near.get(pk))
    return found
