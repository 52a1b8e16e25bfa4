"""Safety screening of one client as it stands, the gate it makes, and who it is referred to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
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
    Judgement,
    Kind,
    Medicine,
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
from longarc.records.queries import course, people, risk
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
        return standing(self.facts)

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


def load(client: ClientRef, *, viewer: Actor, on: date) -> Screening:
    """The screening on the day `on`. Eight queries, however much was told."""
    facts, there = told(client, viewer=viewer), profile(viewer=viewer)
    found = screening.rows(facts, names=medicines.known(), on=on, profile=there)
    return Screening(facts, found, there)


def gate(client: ClientRef, *, viewer: Actor, on: date) -> Decision:
    """Whether screening lets a medicine session start on the day `on`."""
    return load(client, viewer=viewer, on=on).may_start


def told(client: ClientRef, *, viewer: Actor) -> Facts:
    """Everything that was told, as values; also to the risk questions. Seven queries."""
    risk_told = for_screening(risk.answerings(client, viewer=viewer))
    return Facts(
        medicines=_medicines(client, viewer),
        answers=(*_answers(client, viewer), *risk_told),
        substance=substance(client, viewer=viewer),
        judgements=_judgements(client, viewer),
        taken_back=_taken_back(client, viewer),
    )


def _medicines(client: ClientRef, viewer: Actor) -> tuple[Medicine, ...]:
    """Entries that stand, without those whose name was put right later."""
    found = list(course.standing(MedicineTaken, viewer, client).order_by("seq"))
    corrected = {row.corrects for row in found}
    return tuple(_medicine(row) for row in found if row.uid not in corrected)


def _medicine(row: MedicineTaken) -> Medicine:
    name = unseal(row.name, row.where)
    return Medicine(name, Taken(row.taken), row.last, row.at, row.as_meant, row.uid)


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
    current = _prescribing(viewer) if found else set()
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
        holds=row.kind == Kind.ANSWERED or row.by_id in current,
        user=row.by_id,
        id=row.uid,
    )


def _prescribing(viewer: Actor) -> set[int]:
    """Accounts that are prescribers here today."""
    held = rows(StaffRole, viewer).filter(role=Role.PRESCRIBER, until=None, user__is_active=True)
    return set(held.values_list("user_id", flat=True))


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
