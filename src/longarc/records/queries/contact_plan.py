"""The plan of contacts: what stands, and every step that led to it."""

from dataclasses import dataclass
from datetime import datetime

from longarc.care import plan
from longarc.care.access import Actor
from longarc.care.numbers import Numbers
from longarc.care.plan import Contacts, Needs, Step
from longarc.records.codec import Sealed, Where, unseal
from longarc.records.models import ContactPlan
from longarc.records.queries import people
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.numbers import over_time
from longarc.records.scope import rows


@dataclass(frozen=True, slots=True)
class Kept:
    """One step: what was kept, what stood after it, by whom, with the description in words."""

    step: Step
    stood: Step
    words: str
    by: str
    at: datetime
    lowered: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in order of arrival; empty: nothing is planned yet."""

    kept: tuple[Kept, ...] = ()

    @property
    def stands(self) -> Step | None:
        return self.kept[-1].stood if self.kept else None

    @property
    def words(self) -> str:
        """The support in words, as it was last described."""
        return next((one.words for one in reversed(self.kept) if one.words), "")

    @property
    def reasons(self) -> tuple[Kept, ...]:
        """The steps that lowered a number, newest first: the client reads why."""
        return tuple(one for one in reversed(self.kept) if one.lowered)


def of_client(client: ClientRef, *, viewer: Actor) -> Plan:
    """Each step is read with the numbers that spoke when it was kept. Two queries."""
    numbers = over_time(viewer=viewer)
    found = rows(ContactPlan, viewer).filter(client_id=client.id).select_related("by")
    kept: list[Kept] = []
    for row in found.order_by("seq"):
        before = kept[-1].stood if kept else None
        kept.append(_kept(row, before, numbers(row.at)))
    return Plan(tuple(kept))


def _kept(row: ContactPlan, before: Step | None, numbers: Numbers) -> Kept:
    step = Step(
        needs=Needs(row.needs),
        contacts=Contacts(row.preparation, row.integration),
        why=_open(row, "why", row.why),
    )
    stood = plan.after(step, before, numbers)
    return Kept(
        step=step,
        stood=stood,
        words=_open(row, "words", row.words),
        by=people.name_of(row.by) if row.by else "",
        at=row.at,
        lowered=plan.lowers(stood, before, numbers),
    )


def _open(row: ContactPlan, column: str, sealed: Sealed | None) -> str:
    where = Where(row.practice_id, row.client_id, f"contactplan.{column}", row.uid)
    return unseal(sealed, where) if sealed else ""
