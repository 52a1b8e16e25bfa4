"""The safety plan of one client: its versions, and the one that stands."""

from longarc.care.access import Actor
from longarc.care.safety_plan import SafetyPlan, parse
from longarc.records.codec import unseal
from longarc.records.models import SafetyPlanVersion
from longarc.records.queries import people
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows


def load(client: ClientRef, *, viewer: Actor) -> SafetyPlan | None:
    """The newest version; None when none was written. One query."""
    found = versions(client, viewer=viewer)
    return found[-1] if found else None


def versions(client: ClientRef, *, viewer: Actor) -> tuple[SafetyPlan, ...]:
    """All of them, oldest first. One query."""
    found = rows(SafetyPlanVersion, viewer).filter(client_id=client.id)
    ordered = found.select_related("by", "client").order_by("seq")
    return tuple(_plan(number, row) for number, row in enumerate(ordered, start=1))


def _plan(number: int, row: SafetyPlanVersion) -> SafetyPlan:
    return SafetyPlan(
        words=parse(unseal(row.words, row.where)),
        at=row.at,
        by=people.name_of(row.by) if row.by else "",
        by_client=row.by_id is not None and row.by_id == row.client.user_id,
        number=number,
        uid=row.uid,
    )
