"""What was told for one client's safety screening, read from its rows; for many clients at once."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from longarc.care.access import Actor, Role
from longarc.care.risk_questions import for_screening
from longarc.care.screening_facts import (
    Answer,
    Facts,
    Identified,
    Judgement,
    Kind,
    Medicine,
    Outside,
    Planned,
    Said,
    Taken,
    TakenBack,
    as_typed,
)
from longarc.care.sources import Level, Substance
from longarc.records.codec import unseal
from longarc.records.models import (
    CareMember,
    Entry,
    MedicineIdentified,
    MedicineTaken,
    Retraction,
    ScreeningAnswer,
    ScreeningJudgement,
    StaffRole,
    SubstancePlanned,
)
from longarc.records.queries import licences, people, risk
from longarc.records.scope import known, rows

Entries = Mapping[UUID, MedicineTaken]
ByThen = datetime | None
#: The kind of a judgement that keeps why an entry was taken back; its subject is the entry's id.
WHY_BACK = "taken_back"


def facts_of(
    clients: Collection[int], *, viewer: Actor, by_then: ByThen = None
) -> dict[int, Facts]:
    """Everything that was told about each client, also to the risk questions.

    At most ten queries, however many clients there are and however much was told.

    Args:
        by_then: from what was known at that moment, and not since.
    """
    answered = _answers(clients, viewer, by_then)
    planned = planned_of(clients, viewer=viewer, by_then=by_then)
    judged, why = _judgements(clients, viewer, by_then)
    gone = _taken_back(clients, viewer, by_then)
    asked = risk.answerings_of(clients, viewer=viewer, by_then=by_then)
    every = _entries(clients, viewer, by_then)
    identified = _identified(clients, viewer, by_then) if any(every.values()) else {}
    entries = {client: _without(every[client], gone.get(client, {})) for client in clients}
    return {
        client: Facts(
            medicines=_medicines(entries[client]),
            identified=(
                *_corrections(entries[client]),
                *_by_team(identified.get(client, ()), entries[client]),
            ),
            answers=(*answered[client], *for_screening(asked.get(client, ()))),
            substance=_newest(planned.get(client, ())),
            planned=planned.get(client, ()),
            judgements=tuple(judged[client]),
            taken_back=max((row.at for row in gone.get(client, {}).values()), default=None),
            back=tuple(
                _back(row, every[client], identified.get(client, ()), why)
                for row in gone.get(client, {}).values()
                if row.target in every[client]
            ),
        )
        for client in clients
    }


def _standing(
    kind: type[Entry], clients: Collection[int], viewer: Actor, by_then: ByThen
) -> QuerySet[Any]:
    back = Retraction.objects.filter(target=OuterRef("uid"), client_id=OuterRef("client_id"))
    gone = Exists(back.filter(**known(by_then)))
    found = rows(kind, viewer).filter(~gone, client_id__in=clients, **known(by_then))
    return found.order_by("seq")


def _entries(
    clients: Collection[int], viewer: Actor, by_then: ByThen
) -> dict[int, dict[UUID, MedicineTaken]]:
    """All that was told of medicines, also what was taken back, oldest first, by its id.

    One query.
    """
    kept = rows(MedicineTaken, viewer).filter(client_id__in=clients, **known(by_then))
    by_client: dict[int, dict[UUID, MedicineTaken]] = defaultdict(dict)
    for row in kept.select_related("by", "client").order_by("seq"):
        by_client[row.client_id][row.uid] = row
    return by_client


def _without(entries: Entries, gone: Mapping[UUID, Retraction]) -> Entries:
    """What stands of them."""
    return {uid: row for uid, row in entries.items() if uid not in gone}


def _back(
    row: Retraction,
    every: Entries,
    identified: Collection[MedicineIdentified],
    why: Mapping[UUID, str],
) -> TakenBack:
    told = _medicine(every[row.target], every)
    named = (*_corrections(every), *_by_team(identified, every))
    return TakenBack(
        medicine=told,
        at=row.at,
        by=people.name_of(row.by) if row.by else "",
        user=row.by_id,
        why=why.get(row.target, ""),
        identified=tuple(one for one in named if as_typed(one.words) == as_typed(told.name)),
    )


def _medicines(entries: Entries) -> tuple[Medicine, ...]:
    """In the words in which each was typed first; a later entry about it says how it stands."""
    corrected = {row.corrects for row in entries.values()}
    newest = [row for row in entries.values() if row.uid not in corrected]
    return tuple(_medicine(row, entries) for row in newest)


def _medicine(row: MedicineTaken, entries: Entries) -> Medicine:
    typed = _typed(row, entries)
    chosen = _name(row) if typed is not row and people.by_client(row) else ""
    taken, as_meant = Taken(row.taken), row.as_meant
    return Medicine(_name(typed), taken, row.last, row.at, as_meant, row.uid, chosen)


def _typed(row: MedicineTaken, entries: Entries) -> MedicineTaken:
    """The entry in which this name was typed first."""
    while row.corrects and (earlier := entries.get(row.corrects)):
        row = earlier
    return row


def _name(row: MedicineTaken) -> str:
    return unseal(row.name, row.where)


def _corrections(entries: Entries) -> tuple[Identified, ...]:
    """Misspelt names that the care team put right: they say what the name is."""
    return tuple(
        Identified(_name(_typed(row, entries)), _name(row), row.at, people.first_name(row))
        for row in entries.values()
        if row.corrects in entries and not row.as_meant and not people.by_client(row)
    )


def _identified(
    clients: Collection[int], viewer: Actor, by_then: ByThen
) -> dict[int, list[MedicineIdentified]]:
    """What care teams wrote about a name. One query."""
    kept = rows(MedicineIdentified, viewer).filter(client_id__in=clients, **known(by_then))
    by_client: dict[int, list[MedicineIdentified]] = defaultdict(list)
    for row in kept.select_related("by").order_by("seq"):
        by_client[row.client_id].append(row)
    return by_client


def _by_team(kept: Collection[MedicineIdentified], entries: Entries) -> tuple[Identified, ...]:
    """What the care team wrote about the words of an entry that stands."""
    return tuple(
        Identified(
            _name(_typed(entries[row.medicine], entries)),
            unseal(row.name, row.where),
            row.at,
            people.name_of(row.by) if row.by else "",
        )
        for row in kept
        if row.medicine in entries
    )


def _answers(
    clients: Collection[int], viewer: Actor, by_then: datetime | None
) -> dict[int, list[Answer]]:
    by_client: dict[int, list[Answer]] = defaultdict(list)
    kept = rows(ScreeningAnswer, viewer).filter(client_id__in=clients, **known(by_then))
    for row in kept.order_by("seq"):
        said_so = Said(unseal(row.said, row.where))
        by_client[row.client_id].append(Answer(row.about, said_so, row.at, row.by_staff))
    return by_client


def substances(
    clients: Collection[int], *, viewer: Actor, by_then: datetime | None = None
) -> dict[int, Substance]:
    """What each client's session is planned with; who has none is left out. One query."""
    told = planned_of(clients, viewer=viewer, by_then=by_then)
    return {client: made[-1].substance for client, made in told.items()}


def planned_of(
    clients: Collection[int], *, viewer: Actor, by_then: ByThen = None
) -> dict[int, tuple[Planned, ...]]:
    """Every plan of each client, oldest first; who has none is left out. One query."""
    found = rows(SubstancePlanned, viewer).filter(client_id__in=clients, **known(by_then))
    told: dict[int, list[Planned]] = defaultdict(list)
    for client, one, at in found.order_by("seq").values_list("client_id", "substance", "at"):
        told[client].append(Planned(Substance(one), at))
    return {client: tuple(made) for client, made in told.items()}


def _newest(made: tuple[Planned, ...]) -> Substance | None:
    return made[-1].substance if made else None


def substances_over_time(client: int, *, viewer: Actor) -> tuple[tuple[datetime, Substance], ...]:
    """What a session was planned with, and since when, oldest first. One query."""
    kept = rows(SubstancePlanned, viewer).filter(client_id=client).order_by("seq")
    told = kept.values_list("received_at", "substance")
    return tuple((at, Substance(one)) for at, one in told)


def _judgements(
    clients: Collection[int], viewer: Actor, by_then: ByThen
) -> tuple[dict[int, list[Judgement]], dict[UUID, str]]:
    """What people recorded about rows; and why entries were taken back, by the entry's id."""
    found = list(_standing(ScreeningJudgement, clients, viewer, by_then).select_related("by"))
    current = prescribing(clients, viewer=viewer, by_then=by_then) if found else {}
    by_client: dict[int, list[Judgement]] = defaultdict(list)
    why: dict[UUID, str] = {}
    for row in found:
        if row.kind == WHY_BACK:
            entry = UUID(unseal(row.subject, row.where("subject")))
            why[entry] = unseal(row.reason, row.where("reason"))
        else:
            by_client[row.client_id].append(_judgement(row, current[row.client_id]))
    return by_client, why


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


def prescribing(
    clients: Collection[int], *, viewer: Actor, by_then: ByThen = None
) -> dict[int, set[int]]:
    """Accounts that may decide about each client as prescribers, today or then. Three queries.

    Nobody decides about someone whom they lead, unless the owner recorded their licence.
    """
    held = _held(StaffRole, viewer, by_then).filter(role=Role.PRESCRIBER)
    there = held if by_then else held.filter(user__is_active=True)
    prescribers = set(there.values_list("user_id", flat=True))
    licensed = set(licences.known(viewer, by_then=by_then))
    led: dict[int, set[int]] = defaultdict(set)
    lead = _held(CareMember, viewer, by_then).filter(client_id__in=clients, lead=True)
    for client, user in lead.values_list("client_id", "user_id"):
        led[client].add(user)
    return {client: prescribers - (led[client] - licensed) for client in clients}


def _held(kind: Any, viewer: Actor, by_then: ByThen) -> QuerySet[Any]:
    """Roles and places in a care team that somebody holds, or held then."""
    held: QuerySet[Any] = rows(kind, viewer)
    if by_then is None:
        return held.filter(until=None)
    return held.filter(Q(until=None) | Q(until__gt=by_then), since__lte=by_then)


def _taken_back(
    clients: Collection[int], viewer: Actor, by_then: datetime | None
) -> dict[int, dict[UUID, Retraction]]:
    """Of each client, how a medicine was taken back as a mistake, by the entry. One query."""
    theirs = MedicineTaken.objects.filter(uid=OuterRef("target"), client_id=OuterRef("client_id"))
    gone = rows(Retraction, viewer).filter(client_id__in=clients, **known(by_then))
    by_client: dict[int, dict[UUID, Retraction]] = defaultdict(dict)
    for row in gone.filter(Exists(theirs)).select_related("by").order_by("seq"):
        by_client[row.client_id].setdefault(row.target, row)
    return by_client
