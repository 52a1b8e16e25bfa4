"""What people are called and how they are reached: as it stands, and every correction of it."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from longarc.care.access import Actor
from longarc.records.codec import unseal
from longarc.records.details import Detail, all_of, staff_text_of
from longarc.records.models import Client, DetailChange, StaffDetailChange, User
from longarc.records.queries import people
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows


@dataclass(frozen=True, slots=True)
class Corrected:
    """One correction; `was` or `becomes` may be empty. `own`: by the client."""

    uid: UUID
    detail: Detail
    was: str
    becomes: str
    by: str
    at: datetime
    own: bool = False


@dataclass(frozen=True, slots=True)
class Details:
    """As it stands, and what was corrected, newest first.

    `sign_in`: the address of the account, where reminders go by e-mail; empty: no account.
    """

    now: dict[Detail, str]
    corrected: tuple[Corrected, ...]
    sign_in: str = ""

    @property
    def newest(self) -> str:
        """What a page knew: its form names it, so that nothing newer is overtaken."""
        return str(self.corrected[0].uid) if self.corrected else ""


def of_client(client: ClientRef, *, viewer: Actor) -> Details:
    """Two queries."""
    row = rows(Client, viewer).select_related("user").get(pk=client.id)
    return Details(all_of(row), _changes(client, viewer), row.user.email if row.user else "")


def _changes(client: ClientRef, viewer: Actor) -> tuple[Corrected, ...]:
    made = rows(DetailChange, viewer).filter(client_id=client.id).select_related("by", "client")
    return tuple(_corrected(one) for one in made.order_by("-seq"))


def _corrected(row: Any) -> Corrected:
    own = isinstance(row, DetailChange) and people.by_client(row)
    return Corrected(
        uid=row.uid,
        detail=Detail(row.detail),
        was=_open(row, "was"),
        becomes=_open(row, "becomes"),
        by=people.name_of(row.by) if row.by else "",
        at=row.at,
        own=own,
    )


def _open(row: Any, column: str) -> str:
    stored = getattr(row, column)
    return unseal(stored, row.where(column)) if stored else ""


def of_staff(user: User, *, viewer: Actor) -> Details:
    """One query."""
    made = rows(StaffDetailChange, viewer).filter(user=user).select_related("by").order_by("-pk")
    now = {Detail.NAME: people.name_of(user), Detail.CONTACT: staff_text_of(user, "contact")}
    return Details(now, tuple(map(_corrected, made)), user.email)


def former_names(
    *, viewer: Actor, clients: Collection[int] | None = None
) -> dict[int, tuple[str, ...]]:
    """What clients were called before: who looks for an old name finds them. One query."""
    found = rows(DetailChange, viewer).filter(detail=Detail.NAME)
    if clients is not None:
        found = found.filter(client_id__in=clients)
    names: dict[int, list[str]] = defaultdict(list)
    for row in found.order_by("seq"):
        names[row.client_id].append(_open(row, "was"))
    return {client: tuple(told) for client, told in names.items()}


def exported(client: ClientRef, *, viewer: Actor) -> Iterator[dict[str, Any]]:
    """Every correction, oldest first, as the client's own file has it. One query."""
    for one in reversed(_changes(client, viewer)):
        told = {"detail": one.detail, "was": one.was, "text": one.becomes}
        yield {"id": one.uid, "at": one.at, "by": one.by, **told}
