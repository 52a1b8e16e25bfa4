"""Links that were made for one's own account: nobody makes a way in unseen."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from longarc.care.access import Actor
from longarc.records.models import AuditEntry
from longarc.records.queries import people
from longarc.records.scope import rows

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Made:
    """Somebody made a link for this account, or it was opened (`by` is then empty)."""

    at: datetime
    by: str


def links(own_id: UUID, *, viewer: Actor) -> tuple[Made, ...]:
    """The latest links for the viewer's own account, the newest first. One query."""
    for_client = Q(act="invited", client_id=viewer.client, client__isnull=False)
    for_staff = Q(act="invited_staff", target=own_id)
    opened = Q(act="opened_link", target=own_id)
    found = rows(AuditEntry, viewer).filter(for_client | for_staff | opened)
    return tuple(map(_made, found.select_related("user").order_by("-at", "-pk")[:SHOWN]))


def _made(row: AuditEntry) -> Made:
    made = row.act != "opened_link" and row.user
    return Made(row.at, people.name_of(row.user) if made and row.user else "")
