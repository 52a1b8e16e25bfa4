"""What the Support page shows: the practice's numbers, the client's own plan and request."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.finding import CLOSING, Code, MarkKind
from longarc.records import support_page
from longarc.records.codec import unseal
from longarc.records.models import ContactRequest, OwnPlan, Practice, SignalMark, SupportPage
from longarc.records.queries import people
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.course import standing
from longarc.records.scope import rows
from longarc.records.support_page import Number, Support, Version


def page(*, viewer: Actor | None) -> Support:
    """The page of the viewer's practice as it was last published. One query.

    Without a viewer: that of the one practice that an installation holds (decision 16).
    """
    first = Practice.objects.order_by("pk").values("pk")[:1]
    found = rows(SupportPage, viewer) if viewer else SupportPage.objects.filter(practice__in=first)
    row = found.order_by("-pk").first()
    return _support(row) if row else Support()


def versions(*, viewer: Actor) -> tuple[Version[Support], ...]:
    """Every version of the page, the newest first. One query."""
    found = rows(SupportPage, viewer).select_related("by").order_by("-pk")
    return tuple(Version(row.pk, row.at, _name(row), _support(row)) for row in found)


def _support(row: SupportPage) -> Support:
    def text(column: str) -> str:
        return unseal(getattr(row, column), row.cell(column))

    return Support(
        published=row.published,
        phone=row.phone,
        hours=text("hours"),
        looked_by=text("looked_by"),
        country=row.country,
        own_numbers=tuple(Number(**number) for number in json.loads(text("numbers"))),
        checked_on=row.checked_on,
    )


@dataclass(frozen=True, slots=True)
class Request:
    """The client's newest standing request for contact, and who said that they saw it."""

    uid: UUID
    at: datetime
    seen_by: str = ""
    seen_at: datetime | None = None
    closed: bool = False


def request(client: ClientRef, *, viewer: Actor) -> Request | None:
    """Two queries."""
    asked = standing(ContactRequest, viewer, client).order_by("-at", "-seq").first()
    if asked is None:
        return None
    marks = list(
        rows(SignalMark, viewer)
        .filter(client_id=client.id, code=Code.CONTACT, since=asked.at)
        .select_related("by")
        .order_by("seq")
    )
    first = marks[0] if marks else None
    return Request(
        uid=asked.uid,
        at=asked.at,
        seen_by=_name(first),
        seen_at=first.at if first else None,
        closed=any(MarkKind(mark.kind) in CLOSING for mark in marks),
    )


def _name(row: SignalMark | SupportPage | None) -> str:
    return people.name_of(row.by) if row and row.by else ""


def own_plan(client: ClientRef, *, viewer: Actor) -> str:
    """What the client wrote for hard hours, as it stands, or nothing. One query."""
    newest = rows(OwnPlan, viewer).filter(client_id=client.id).order_by("-seq").first()
    if newest is None:
        return ""
    return unseal(newest.text, support_page.plan_cell(client.practice, client.id, newest.uid))
