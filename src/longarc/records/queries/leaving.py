"""Clients who are no longer here: what was recorded, what stands, and what came from them since."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from longarc.care.access import HOLDS_CLIENTS, Actor, Role
from longarc.care.leaving import MAKES, Kind, Left, State
from longarc.records.codec import unseal
from longarc.records.models import Client, ClientState, StaffRole
from longarc.records.queries import people
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows


@dataclass(frozen=True, slots=True)
class Recorded:
    """One record, with who made it. `words` are for the care team alone."""

    uid: UUID
    kind: Kind
    on: date
    at: datetime
    by: str
    by_id: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Course:
    """Everything that was recorded of one client, oldest first, and what follows from it."""

    recorded: tuple[Recorded, ...] = ()

    @property
    def stands(self) -> Recorded | None:
        """The newest record that made a state; None: they are here."""
        made = [one for one in self.recorded if one.kind in MAKES]
        return made[-1] if made and MAKES[made[-1].kind] else None

    @property
    def first(self) -> Recorded | None:
        """The record with which what stands began: saying it once more begins nothing anew."""
        found = self.stands
        for one in reversed(self.recorded):
            if found is None or one.kind is Kind.BACK:
                break
            found = one if one.kind is found.kind else found
        return found

    @property
    def wrote(self) -> Recorded | None:
        """The first that came from the client after what stands was recorded."""
        return next((one for one in self._since() if one.kind is Kind.WROTE), None)

    @property
    def asked_back(self) -> Recorded | None:
        """Somebody asks to take it back, and a second person has not confirmed it yet."""
        return next((one for one in self._since() if one.kind is Kind.ASKED_BACK), None)

    def _since(self) -> tuple[Recorded, ...]:
        stands = self.stands
        if stands is None:
            return ()
        return self.recorded[self.recorded.index(stands) + 1 :]

    @property
    def newest(self) -> str:
        """What a page knew: its form names it, so that nothing newer is overtaken."""
        return str(self.recorded[-1].uid) if self.recorded else ""


def course(client: ClientRef, *, viewer: Actor) -> Course:
    """One query."""
    found = rows(ClientState, viewer).filter(client_id=client.id).select_related("by")
    return Course(tuple(_recorded(row) for row in found.order_by("seq")))


def _recorded(row: ClientState) -> Recorded:
    return Recorded(
        uid=row.uid,
        kind=Kind(row.kind),
        on=row.on,
        at=row.at,
        by=people.name_of(row.by) if row.by else "",
        by_id=row.by_id,
        words=unseal(row.words, row.where) if row.words else "",
    )


def left_of(ids: Collection[int], *, viewer: Actor) -> dict[int, Left]:
    """What stands of those of these clients who are not here. One query."""
    found = rows(ClientState, viewer).filter(client_id__in=ids).exclude(client__state=State.HERE)
    left: dict[int, Left] = {}
    for row in found.order_by("seq"):
        kind, before = Kind(row.kind), left.get(row.client_id)
        if MAKES.get(kind):
            left[row.client_id] = Left(State(kind), row.on, row.at)
        elif kind is Kind.WROTE and before and before.wrote is None:
            left[row.client_id] = Left(before.state, before.on, before.at, row.at)
    return left


@dataclass(frozen=True, slots=True)
class Gone:
    """One client of a list who is not here; `wrote`: something came from them since."""

    client: ClientRef
    left: Left


def gone(clients: Iterable[ClientRef], *, viewer: Actor) -> tuple[Gone, ...]:
    """Of these, who is not here, by name. One query; none where all are here."""
    away = {one.id: one for one in clients if one.state}
    left = left_of(list(away), viewer=viewer) if away else {}
    found = (Gone(client, left[pk]) for pk, client in away.items() if pk in left)
    return tuple(sorted(found, key=lambda one: one.client.name.casefold()))


def counts(*, viewer: Actor) -> dict[State, int]:
    """How many clients are not here, by state. One query."""
    states = list(rows(Client, viewer).exclude(state=State.HERE).values_list("state", flat=True))
    return {state: states.count(state) for state in (State.ENDED, State.AWAY)}


def alone(*, viewer: Actor) -> bool:
    """Nobody else works here who could confirm that it was a mistake. One query."""
    could = HOLDS_CLIENTS | {Role.COORDINATOR}
    others = rows(StaffRole, viewer).filter(role__in=could, until=None, user__is_active=True)
    return not others.exclude(user_id=viewer.user or 0).exists()
