"""Safety screening of one client as it stands, the gate it makes, and who it is referred to."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

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
from longarc.care.screening_told import Told
from longarc.care.sources import Level, Substance
from longarc.records import medicines
from longarc.records.codec import unseal
from longarc.records.models import (
    Client,
    Entry,
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
from longarc.records.scope import known, rows


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
        changed = last_change(self.facts)
        substance = self.facts.substance or ""
        return f"{changed.isoformat() if changed else ''}/{substance}/{self.profile.code}"


def load(
    client: ClientRef, *, viewer: Actor, on: date, by_then: datetime | None = None
) -> Screening:
    """The screening on the day `on`. Eight queries, however much was told.

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
    """Everything that was told, as values; also to the risk questions. Seven queries."""
    return facts_of([client.id], viewer=viewer, by_then=by_then)[client.id]


def facts_of(
    clients: Collection[int], *, viewer: Actor, by_then: datetime | None = None
) -> dict[int, Facts]:
    """The same for many clients; as many queries, however many there are."""
    taken, answered = _medicines(clients, viewer, by_then), _answers(clients, viewer, by_then)
    planned = substances(clients, viewer=viewer, by_then=by_then)
    judged, back = _judgements(clients, viewer, by_then), _taken_back(clients, viewer, by_then)
    asked = risk.answerings_of(clients, viewer=viewer, by_then=by_then)
    return {
        client: Facts(
            medicines=tuple(taken[client]),
            answers=(*answered[client], *for_screening(asked.get(client, ()))),
            substance=planned.get(client),
            judgements=tuple(judged[client]),
            taken_back=back.get(client),
        )
        for client in clients
    }


def told_of(clients: Collection[int], *, viewer: Actor) -> dict[int, Told]:
    """What the findings of each client rest on; who told nothing is left out.

    Queries as `facts_of`, and two more where something was told.
    """
    found = {client: one for client, one in facts_of(clients, viewer=viewer).items() if _any(one)}
    if not found:
        return {}
    there, named = profile(viewer=viewer), medicines.known()
    zones = dict(rows(Client, viewer).filter(pk__in=list(found)).values_list("pk", "zone"))
    return {
        client: Told(facts, named, there, ZoneInfo(zones[client]))
        for client, facts in found.items()
    }


def _any(facts: Facts) -> bool:
    return bool(facts.medicines or facts.answers or facts.judgements)


def _standing(
    kind: type[Entry], clients: Collection[int], viewer: Actor, by_then: datetime | None
) -> QuerySet[Any]:
    back = Retraction.objects.filter(target=OuterRef("uid"), client_id=OuterRef("client_id"))
    gone = Exists(back.filter(**known(by_then)))
    found = rows(kind, viewer).filter(~gone, client_id__in=clients, **known(by_then))
    return found.order_by("seq")


def _medicines(
    clients: Collection[int], viewer: Actor, by_then: datetime | None
) -> dict[int, list[Medicine]]:
    """Entries that stand, without those whose name was put right later. One query."""
    found = list(_standing(MedicineTaken, clients, viewer, by_then))
    corrected = {row.corrects for row in found}
    by_client: dict[int, list[Medicine]] = defaultdict(list)
    for row in found:
        if row.uid not in corrected:
            by_client[row.client_id].append(_medicine(row))
    return by_client


def _medicine(row: MedicineTaken) -> Medicine:
    name = unseal(row.name, row.where)
    return Medicine(name, Taken(row.taken), row.last, row.at, row.as_meant, row.uid)


def _answers(
    clients: Collection[int], viewer: Actor, by_then: datetime | None
) -> dict[int, list[Answer]]:
    by_client: dict[int, list[Answer]] = defaultdict(list)
    kept = rows(ScreeningAnswer, viewer).filter(client_id__in=clients, **known(by_then))
    for row in kept.order_by("seq"):
        said_so = Said(unseal(row.said, row.where))
        by_client[row.client_id].append(Answer(row.about, said_so, row.at, row.by_staff))
    return by_client


def substance(
    client: ClientRef, *, viewer: Actor, by_then: datetime | None = None
) -> Substance | None:
    """What the next session is planned with, or was then. One query."""
    return substances([client.id], viewer=viewer, by_then=by_then).get(client.id)


def substances(
    clients: Collection[int], *, viewer: Actor, by_then: datetime | None = None
) -> dict[int, Substance]:
    """The same for many clients; who has none is left out. One query."""
    found = rows(SubstancePlanned, viewer).filter(client_id__in=clients, **known(by_then))
    told = found.order_by("seq").values_list("client_id", "substance")
    return {client: Substance(newest) for client, newest in told}


def _judgements(
    clients: Collection[int], viewer: Actor, by_then: datetime | None
) -> dict[int, list[Judgement]]:
    kept = _standing(ScreeningJudgement, clients, viewer, by_then)
    found = list(kept.select_related("by"))
    current = _prescribing(viewer, by_then) if found else set()
    by_client: dict[int, list[Judgement]] = defaultdict(list)
    for row in found:
        by_client[row.client_id].append(_judgement(row, current))
    return by_client


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


def _prescribing(viewer: Actor, by_then: datetime | None) -> set[int]:
    """Accounts that are prescribers here today, or were then."""
    held = rows(StaffRole, viewer).filter(role=Role.PRESCRIBER)
    if by_then:
        held = held.filter(Q(until=None) | Q(until__gt=by_then), since__lte=by_then)
    else:
        held = held.filter(until=None, user__is_active=True)
    return set(held.values_list("user_id", flat=True))


def _taken_back(
    clients: Collection[int], viewer: Actor, by_then: datetime | None
) -> dict[int, datetime]:
    """When a medicine of each client was last taken back as a mistake. One query."""
    theirs = MedicineTaken.objects.filter(uid=OuterRef("target"), client_id=OuterRef("client_id"))
    gone = rows(Retraction, viewer).filter(client_id__in=clients, **known(by_then))
    last = gone.filter(Exists(theirs)).order_by().values("client_id").annotate(last=Max("at"))
    return dict(last.values_list("client_id", "last"))


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
