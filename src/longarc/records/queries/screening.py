"""Safety screening of one client as it stands, the gate it makes, and who it is referred to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef

from longarc.care import screening
from longarc.care.access import Actor, Role
from longarc.care.decision import Decision
from longarc.care.jurisdiction import PROFILES, Code, Profile
from longarc.care.risk_questions import for_screening
from longarc.care.screening import Row
from longarc.care.screening_facts import (
    Answer,
    Facts,
    Identified,
    Judgement,
    Kind,
    Medicine,
    Outside,
    Said,
    Taken,
    last_change,
    said,
    standing,
)
from longarc.care.sources import Level, Substance
from longarc.records import medicines
from longarc.records.codec import unseal
from longarc.records.models import (
    CareMember,
    MedicineIdentified,
    MedicineTaken,
    PaperThere,
    ProfileSetting,
    Referral,
    Retraction,
    ScreeningAnswer,
    ScreeningJudgement,
    StaffRole,
    SubstancePlanned,
    User,
)
from longarc.records.queries import course, licences, people, risk
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
        changed = last_change(self.facts)
        substance = self.facts.substance or ""
        return f"{changed.isoformat() if changed else ''}/{substance}/{self.profile.code}"


def load(client: ClientRef, *, viewer: Actor, on: date) -> Screening:
    """The screening on the day `on`. As many queries however much was told: at most eleven."""
    facts, there = told(client, viewer=viewer), profile(viewer=viewer)
    found = screening.rows(facts, names=medicines.known(), on=on, profile=there)
    return Screening(facts, found, there)


def gate(client: ClientRef, *, viewer: Actor, on: date) -> Decision:
    """Whether screening lets a medicine session start on the day `on`."""
    return load(client, viewer=viewer, on=on).may_start


def told(client: ClientRef, *, viewer: Actor) -> Facts:
    """Everything that was told, as values; also to the risk questions. At most ten queries."""
    risk_told = for_screening(risk.answerings(client, viewer=viewer))
    entries = _entries(client, viewer)
    return Facts(
        medicines=_medicines(entries),
        identified=(*_corrections(entries), *_identified(client, viewer, entries)),
        answers=(*_answers(client, viewer), *risk_told),
        substance=substance(client, viewer=viewer),
        judgements=_judgements(client, viewer),
        taken_back=_taken_back(client, viewer),
    )


def _entries(client: ClientRef, viewer: Actor) -> dict[UUID, MedicineTaken]:
    """What was told of medicines and stands, oldest first, by its id."""
    found = course.standing(MedicineTaken, viewer, client).select_related("by", "client")
    return {row.uid: row for row in found.order_by("seq")}


def _medicines(entries: Mapping[UUID, MedicineTaken]) -> tuple[Medicine, ...]:
    """In the words in which each was typed first; a later entry about it says how it stands."""
    corrected = {row.corrects for row in entries.values()}
    newest = [row for row in entries.values() if row.uid not in corrected]
    return tuple(_medicine(row, entries) for row in newest)


def _medicine(row: MedicineTaken, entries: Mapping[UUID, MedicineTaken]) -> Medicine:
    typed = _typed(row, entries)
    chosen = _name(row) if typed is not row and people.by_client(row) else ""
    taken, as_meant = Taken(row.taken), row.as_meant
    return Medicine(_name(typed), taken, row.last, row.at, as_meant, row.uid, chosen)


def _typed(row: MedicineTaken, entries: Mapping[UUID, MedicineTaken]) -> MedicineTaken:
    """The entry in which this name was typed first."""
    while row.corrects and (earlier := entries.get(row.corrects)):
        row = earlier
    return row


def _name(row: MedicineTaken) -> str:
    return unseal(row.name, row.where)


def _by(row: Any) -> str:
    return people.name_of(row.by) if row.by else ""


def _corrections(entries: Mapping[UUID, MedicineTaken]) -> tuple[Identified, ...]:
    """Misspelt names that the care team put right: they say what the name is."""
    return tuple(
        Identified(_name(_typed(row, entries)), _name(row), row.at, _by(row))
        for row in entries.values()
        if row.corrects in entries and not row.as_meant and not people.by_client(row)
    )


def _identified(
    client: ClientRef, viewer: Actor, entries: Mapping[UUID, MedicineTaken]
) -> tuple[Identified, ...]:
    """What the care team wrote about the words of an entry that stands. One query."""
    kept = rows(MedicineIdentified, viewer).filter(client_id=client.id).select_related("by")
    return tuple(
        Identified(
            _name(_typed(entries[row.medicine], entries)),
            unseal(row.name, row.where),
            row.at,
            _by(row),
        )
        for row in kept.order_by("seq")
        if row.medicine in entries
    )


def _answers(client: ClientRef, viewer: Actor) -> tuple[Answer, ...]:
    found = rows(ScreeningAnswer, viewer).filter(client_id=client.id).order_by("seq")
    return tuple(
        Answer(row.about, Said(unseal(row.said, row.where)), row.at, row.by_staff) for row in found
    )


def substance(client: ClientRef, *, viewer: Actor) -> Substance | None:
    """What the next session is planned with. One query."""
    found = rows(SubstancePlanned, viewer).filter(client_id=client.id).order_by("-seq")
    newest = found.values_list("substance", flat=True).first()
    return Substance(newest) if newest else None


def _judgements(client: ClientRef, viewer: Actor) -> tuple[Judgement, ...]:
    kept = course.standing(ScreeningJudgement, viewer, client).select_related("by")
    found = list(kept.order_by("seq"))
    current = _prescribing(client, viewer) if found else set()
    return tuple(_judgement(row, current) for row in found)


def _judgement(row: ScreeningJudgement, current: set[int]) -> Judgement:
    return Judgement(
        subject=unseal(row.subject, row.where("subject")),
        kind=Kind(row.kind),
        level=Level(row.level),
        substance=Substance(row.substance) if row.substance else None,
        at=row.at,
        by=people.name_of(row.by) if row.by else "",
        reason=unseal(row.reason, row.where("reason")),
        holds=row.kind == Kind.ANSWERED or bool(row.outside) or row.by_id in current,
        user=row.by_id,
        id=row.uid,
        outside=_outside(row),
    )


def _outside(row: ScreeningJudgement) -> Outside | None:
    if not row.outside:
        return None
    told: dict[str, Any] = json.loads(unseal(row.outside, row.where("outside")))
    return Outside(**{**told, "day": date.fromisoformat(told["day"])})


def _prescribing(client: ClientRef, viewer: Actor) -> set[int]:
    """Accounts that may decide about this client today as prescribers. Three queries.

    Nobody decides about someone whom they lead, unless the owner recorded their licence.
    """
    held = rows(StaffRole, viewer).filter(role=Role.PRESCRIBER, until=None, user__is_active=True)
    lead = rows(CareMember, viewer).filter(client_id=client.id, until=None, lead=True)
    leads = set(lead.values_list("user_id", flat=True))
    return set(held.values_list("user_id", flat=True)) - (leads - set(licences.known(viewer)))


def may_prescribe(client: ClientRef, *, viewer: Actor) -> bool:
    """Whether the viewer's decision as a prescriber would count for this client."""
    return Role.PRESCRIBER in viewer.roles and viewer.user in _prescribing(client, viewer)


def _taken_back(client: ClientRef, viewer: Actor) -> datetime | None:
    """When a medicine was last taken back as a mistake."""
    theirs = MedicineTaken.objects.filter(uid=OuterRef("target"), client_id=OuterRef("client_id"))
    back = rows(Retraction, viewer).filter(Exists(theirs), client_id=client.id)
    at: datetime | None = back.aggregate(at=Max("at"))["at"]
    return at


def profile(*, viewer: Actor) -> Profile:
    """The practice's jurisdiction profile; none until somebody chose. One query."""
    newest = rows(ProfileSetting, viewer).order_by("-pk").values_list("profile", flat=True).first()
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
    """A prescriber whom a client is referred to."""

    uid: UUID
    user: int
    name: str
    at: datetime


def referrals(client: ClientRef, *, viewer: Actor) -> tuple[Referred, ...]:
    """Those that stand, oldest first. One query."""
    found = course.standing(Referral, viewer, client).select_related("to").order_by("seq")
    return tuple(Referred(row.uid, row.to_id, people.name_of(row.to), row.at) for row in found)


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
