"""The shared formulation: its versions, and which of them the client said is right for them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.formulation import EMPTY, Formulation, parse
from longarc.records.codec import Where, unseal
from longarc.records.models import FirstContact, FormulationAgreed, FormulationVersion
from longarc.records.queries import people
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.course import standing
from longarc.records.scope import rows


@dataclass(frozen=True, slots=True)
class Version:
    """One version; the first is number 1. `agreed_at`: since when the client says it is right."""

    uid: UUID
    number: int
    at: datetime
    by: str
    by_client: bool
    value: Formulation
    agreed_at: datetime | None = None


def versions(client: ClientRef, *, viewer: Actor) -> tuple[Version, ...]:
    """All of them, oldest first. Two queries, however many there are."""
    agreed = dict(standing(FormulationAgreed, viewer, client).values_list("version", "at"))
    found = rows(FormulationVersion, viewer).filter(client_id=client.id)
    ordered = found.select_related("by", "client").order_by("seq")
    return tuple(
        _version(number, row, agreed.get(row.uid)) for number, row in enumerate(ordered, start=1)
    )


def _version(number: int, row: FormulationVersion, agreed_at: datetime | None) -> Version:
    return Version(
        uid=row.uid,
        number=number,
        at=row.at,
        by=people.name_of(row.by) if row.by else "",
        by_client=row.by_id is not None and row.by_id == row.client.user_id,
        value=parse(unseal(row.sections, row.where)),
        agreed_at=agreed_at,
    )


@dataclass(frozen=True, slots=True)
class Shared:
    """What the pages show of it. `now`: the newest version; `agreed`: the newest agreed one."""

    versions: tuple[Version, ...]

    @property
    def now(self) -> Version | None:
        return self.versions[-1] if self.versions else None

    @property
    def agreed(self) -> Version | None:
        return next((one for one in reversed(self.versions) if one.agreed_at), None)

    @property
    def value(self) -> Formulation:
        return self.now.value if self.now else EMPTY

    def find(self, uid: UUID | None) -> Version | None:
        return next((one for one in self.versions if one.uid == uid), None)


def load(client: ClientRef, *, viewer: Actor) -> Shared:
    """Two queries."""
    return Shared(versions(client, viewer=viewer))


@dataclass(frozen=True, slots=True)
class Came:
    """How somebody came to be a client. `text`: what they wrote; may be empty."""

    asked_at: datetime
    text: str
    talked_at: datetime | None
    talked_with: str


def first_contact(client: ClientRef, *, viewer: Actor) -> Came | None:
    """The enquiry that they came with; None: they came another way. One query."""
    found = rows(FirstContact, viewer).filter(client_id=client.id).select_related("talked_with")
    row = found.order_by("seq").first()
    if row is None:
        return None
    where = Where(row.practice_id, row.client_id, "firstcontact.text", row.uid)
    return Came(
        asked_at=row.asked_at,
        text=unseal(row.text, where) if row.text else "",
        talked_at=row.talked_at,
        talked_with=people.name_of(row.talked_with) if row.talked_with else "",
    )
