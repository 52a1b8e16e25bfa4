"""What a coordinator sees of clients: names, contact, the next meeting. Nothing clinical."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from longarc.care.access import Actor, Relation
from longarc.records import details
from longarc.records.models import CareMember, Client, Invitation, Meeting, Retraction
from longarc.records.queries import clients, people
from longarc.records.queries.meetings import still_held
from longarc.records.scope import rows


@dataclass(frozen=True, slots=True)
class Row:
    """One client. `lead` and `meets` may be empty; `link`: one waits to be opened.

    `meets_with` is empty where a meeting needs a new person.
    """

    client: clients.ClientRef
    contact: str
    lead: str
    meets: datetime | None
    meets_with: str
    link: bool
    emergency: str = ""


def everyone(*, viewer: Actor, at: datetime) -> tuple[Row, ...]:
    """All clients of the practice by name. Three queries, however many there are."""
    next_meetings = _next_meetings(viewer, at)
    leads = CareMember.objects.filter(lead=True, until=None).select_related("user")
    link = Invitation.objects.filter(client=OuterRef("pk"), used_at=None, expires_at__gt=at)
    found = (
        rows(Client, viewer)
        .annotate(link=Exists(link))
        .prefetch_related(Prefetch("care_team", leads, to_attr="leads"))
    )
    made = (_row(client, next_meetings.get(client.pk)) for client in found)
    return tuple(sorted(made, key=lambda row: row.client.name.casefold()))


def _row(client: Client, meeting: Meeting | None) -> Row:
    leads: list[CareMember] = vars(client)["leads"]
    return Row(
        client=clients.ref(client, Relation.NONE),
        contact=contact_of(client),
        lead=people.name_of(leads[0].user) if leads else "",
        meets=meeting.starts_at if meeting else None,
        meets_with=people.name_of(meeting.with_user) if meeting and vars(meeting)["held"] else "",
        link=vars(client)["link"],
        emergency=details.text_of(client, "emergency"),
    )


def contact_of(client: Client) -> str:
    return details.reach_of(client).line


def _next_meetings(viewer: Actor, at: datetime) -> dict[int, Meeting]:
    """The next meeting of each client that was not cancelled. One query."""
    ahead = _standing(viewer).filter(starts_at__gte=at).annotate(held=Exists(still_held()))
    latest_first = ahead.order_by("-starts_at", "-seq")
    return {row.client_id: row for row in latest_first.select_related("with_user")}


def _standing(viewer: Actor) -> QuerySet[Any]:
    back = Retraction.objects.filter(target=OuterRef("uid"), client_id=OuterRef("client_id"))
    return rows(Meeting, viewer).filter(~Exists(back))


@dataclass(frozen=True, slots=True)
class Held:
    """Someone who holds or held a client, from when to when."""

    staff: Any
    name: str
    lead: bool
    since: datetime
    until: datetime | None


def care_history(client: clients.ClientRef, *, viewer: Actor) -> tuple[Held, ...]:
    """Everyone who ever held the client: now first, the lead before others. One query."""
    found = rows(CareMember, viewer).filter(client_id=client.id).select_related("user")
    made = [
        Held(row.user.public_id, people.name_of(row.user), row.lead, row.since, row.until)
        for row in found.order_by("-since", "-pk")
    ]
    return tuple(sorted(made, key=lambda h: (h.until is not None, not h.lead)))


def contact(client: clients.ClientRef, *, viewer: Actor) -> str:
    """How to reach the client, as it was written down. One query."""
    return contact_of(rows(Client, viewer).get(pk=client.id))


def emergency(client: clients.ClientRef, *, viewer: Actor) -> str:
    """Whom else to call, as it was written down. One query."""
    return details.text_of(rows(Client, viewer).get(pk=client.id), "emergency")
