"""Safety screening of one client as it stands, the gate it makes, and who it is referred to."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from longarc.care import screening
from longarc.care.access import Actor, Role
from longarc.care.decision import Decision
from longarc.care.jurisdiction import PROFILES, Code, Profile
from longarc.care.screening_facts import (
    Facts,
    Judgement,
    Medicine,
    Said,
    last_change,
    said,
    standing,
)
from longarc.care.screening_rows import Row
from longarc.care.screening_told import Told
from longarc.care.sources import Substance
from longarc.records import medicines
from longarc.records.models import (
    Client,
    PaperThere,
    ProfileSetting,
    Referral,
    ScreeningJudgement,
    User,
)
from longarc.records.queries import course, people
from longarc.records.queries import screening_entries as entries
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows


@dataclass(frozen=True, slots=True)
class Screening:
    """What stands.

    Args:
        rows: the strictest first; medicines: as they were last told, by name.
        answers: what was answered, by condition; what is left out is not known.
        upto: what a page that shows this knows; a judgement names it (`seen`).
    """

    facts: Facts
    rows: tuple[Row, ...]
    profile: Profile

    @property
    def medicines(self) -> tuple[Medicine, ...]:
        return standing(self.facts, medicines.known().knows)

    @property
    def answers(self) -> dict[str, Said]:
        return said(self.facts)

    @property
    def may_start(self) -> Decision:
        return screening.may_start(self.rows)

    @property
    def upto(self) -> str:
        return self.upto_without(())

    def upto_without(self, own: Iterable[ScreeningJudgement]) -> str:
        """`upto` as if what one form kept itself were not there yet."""
        changed = last_change(self.facts)
        substance = self.facts.substance or ""
        told = f"{changed.isoformat() if changed else ''}/{substance}/{self.profile.code}"
        ids = {row.uid for row in own}
        newest = [one.id for one in self.facts.judgements if one.id not in ids][-1:]
        return f"{told}/{newest[0] if newest else ''}"

    def judged_since(self, seen: str) -> tuple[Judgement, ...]:
        """What people recorded after the newest that a page knew, oldest first."""
        known = seen.rpartition("/")[2]
        ids = [str(one.id) for one in self.facts.judgements]
        if known and known not in ids:  # it was withdrawn since
            return ()
        return self.facts.judgements[ids.index(known) + 1 if known else 0 :]


def load(
    client: ClientRef, *, viewer: Actor, on: date, by_then: datetime | None = None
) -> Screening:
    """The screening on the day `on`. As many queries however much was told: at most eleven.

    Args:
        by_then: from what was known at that moment, and not since.
    """
    facts = told(client, viewer=viewer, by_then=by_then)
    there = profile(viewer=viewer, by_then=by_then)
    found = screening.rows(facts, names=medicines.known(), on=on, profile=there)
    return Screening(facts, found, there)


def gate(
    client: ClientRef, *, viewer: Actor, on: date, by_then: datetime | None = None
) -> Decision:
    """Whether screening lets a medicine session start on the day `on`."""
    return load(client, viewer=viewer, on=on, by_then=by_then).may_start


def told(client: ClientRef, *, viewer: Actor, by_then: datetime | None = None) -> Facts:
    """Everything that was told, as values; also to the risk questions. At most ten queries."""
    return entries.facts_of([client.id], viewer=viewer, by_then=by_then)[client.id]


def told_of(clients: Collection[int], *, viewer: Actor) -> dict[int, Told]:
    """What the findings of each client rest on; who told nothing is left out.

    Queries as `facts_of`, and two more where something was told.
    """
    every = entries.facts_of(clients, viewer=viewer)
    found = {client: one for client, one in every.items() if _any(one)}
    if not found:
        return {}
    there, named = profile(viewer=viewer), medicines.known()
    zones = dict(rows(Client, viewer).filter(pk__in=list(found)).values_list("pk", "zone"))
    return {
        client: Told(facts, named, there, ZoneInfo(zones[client]))
        for client, facts in found.items()
    }


def _any(facts: Facts) -> bool:
    return bool(facts.medicines or facts.answers or facts.judgements or facts.back)


def substance(
    client: ClientRef, *, viewer: Actor, by_then: datetime | None = None
) -> Substance | None:
    """What the next session is planned with, or was then. One query."""
    return entries.substances([client.id], viewer=viewer, by_then=by_then).get(client.id)


def may_prescribe(client: ClientRef, *, viewer: Actor) -> bool:
    """Whether the viewer's decision as a prescriber would count for this client."""
    current = entries.prescribing([client.id], viewer=viewer)
    return Role.PRESCRIBER in viewer.roles and viewer.user in current[client.id]


def profile(*, viewer: Actor, by_then: datetime | None = None) -> Profile:
    """The practice's jurisdiction profile, or that of then: none until a choice. One query."""
    made = rows(ProfileSetting, viewer).order_by("-pk")
    made = made.filter(at__lte=by_then) if by_then else made
    newest = made.values_list("profile", flat=True).first()
    return PROFILES[Code(newest or Code.NONE)]


@dataclass(frozen=True, slots=True)
class Choice:
    """A profile as it was chosen."""

    profile: Profile
    by: str
    at: datetime


def profile_history(*, viewer: Actor) -> tuple[Choice, ...]:
    """Every choice of a profile, the newest first. One query."""
    made = rows(ProfileSetting, viewer).select_related("by").order_by("-pk")
    return tuple(
        Choice(PROFILES[Code(row.profile)], people.name_of(row.by), row.at) for row in made
    )


@dataclass(frozen=True, slots=True)
class Referred:
    """A prescriber whom a client is referred to. `here`: they still work here."""

    uid: UUID
    user: int
    name: str
    at: datetime
    here: bool = True


def referrals(client: ClientRef, *, viewer: Actor) -> tuple[Referred, ...]:
    """Those that stand, oldest first. One query."""
    found = course.standing(Referral, viewer, client).select_related("to").order_by("seq")
    return tuple(
        Referred(row.uid, row.to_id, people.name_of(row.to), row.at, row.to.is_active)
        for row in found
    )


def prescribers(*, viewer: Actor) -> tuple[tuple[UUID, str], ...]:
    """Who can be referred to: (public id, name), by name. One query."""
    found = rows(User, viewer).filter(
        is_active=True, staff_roles__role=Role.PRESCRIBER, staff_roles__until=None
    )
    named = ((user.public_id, people.name_of(user)) for user in found.distinct())
    return tuple(sorted(named, key=lambda one: one[1].casefold()))


@dataclass(frozen=True, slots=True)
class PaperMark:
    """Whether a paper is there, as somebody recorded it."""

    there: bool
    by: str
    at: datetime


def papers(client: ClientRef, *, viewer: Actor) -> dict[str, PaperMark]:
    """The newest word about each paper, by its code. One query."""
    kept = rows(PaperThere, viewer).filter(client_id=client.id).select_related("by")
    return {row.paper: _mark(row) for row in kept.order_by("seq")}


def _mark(row: PaperThere) -> PaperMark:
    return PaperMark(row.there, people.name_of(row.by) if row.by else "", row.at)
