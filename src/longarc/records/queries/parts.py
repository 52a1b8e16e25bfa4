"""Parts as their reader may see them, and the threads that each is tied to."""

from dataclasses import replace
from uuid import UUID

from longarc.care import parts as rule
from longarc.care.access import Actor
from longarc.records.codec import unseal
from longarc.records.models import Part, Thread
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.threads import readable


def of_client(client: ClientRef, *, viewer: Actor) -> tuple[rule.Part, ...]:
    """The newest version of each part that the viewer may see, in the order they were named.

    A part is shared as a whole (see `actions.parts`), so its newest version is the one. Ties to
    threads that the viewer may not see, or that are gone, are left out. Two queries.
    """
    seen = set(readable(Thread, viewer, client).values_list("uid", flat=True))
    newest: dict[UUID, rule.Part] = {}
    for row in readable(Part, viewer, client).order_by("seq"):
        told = rule.parse(unseal(row.told, row.where("told")))
        told = replace(told, threads=tuple(uid for uid in told.threads if uid in seen))
        shared = row.shared_at is not None
        newest[row.part] = rule.Part(row.part, row.uid, row.at, told, shared)
    return tuple(newest.values())


def find(uid: UUID, client: ClientRef, *, viewer: Actor) -> rule.Part | None:
    """One of them; None for any other id. Two queries."""
    found = of_client(client, viewer=viewer)
    return next((one for one in found if one.uid == uid), None)
