"""The gates of one session, asked together: as they stand, and as they stood when it began.

See care.session_gate. What happened is kept whenever it is entered; whether its gates were met is
worked out each time from what was known when it began, so that no date passes a gate.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from longarc.care import session_gate
from longarc.care.access import Actor
from longarc.care.decision import Decision
from longarc.care.session_gate import Gates
from longarc.care.ungated import Ungated
from longarc.records.codec import unseal
from longarc.records.models import (
    CareMember,
    GatesNotMet,
    MedicineSession,
    Retraction,
    SessionStarted,
)
from longarc.records.queries import consent, people, risk, screening, session_plan, touch
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.session_plan import Plan
from longarc.records.scope import rows
from longarc.records.session_ends import named


def load(client: ClientRef, plan: Plan | None, *, viewer: Actor, at: datetime) -> Gates:
    """What each gate says about starting `plan` at this moment.

    As many queries however much was told.
    """
    today = at.astimezone(ZoneInfo(client.zone)).date()
    return Gates(
        screening=screening.gate(client, viewer=viewer, on=today),
        consent=consent.load(client, viewer=viewer).gate(),
        touch=touch.load(client, viewer=viewer, at=at).gate(),
        risk=risk.load(client, viewer=viewer).gate(at),
        plan=_about(client, plan, viewer, today),
    )


def _about(client: ClientRef, plan: Plan | None, viewer: Actor, today: date) -> Decision:
    if plan and plan.cancelled:
        day = plan.cancelled.at.astimezone(ZoneInfo(client.zone)).date()
        return session_gate.cancelled(day)
    stands = plan.stands.value if plan and plan.stands else None
    team = {one.id for one in session_plan.team(client, viewer=viewer)}
    return session_gate.about_plan(stands, today=today, zone=client.zone, team=team)


def as_of_start(
    client: ClientRef, start: datetime, *, session: UUID | None = None, viewer: Actor
) -> Gates:
    """What each gate said when a session began, from what the server knew by then.

    As many queries however much was told.

    Args:
        session: which one, where it is kept already.
    """
    day = start.astimezone(ZoneInfo(client.zone)).date()
    own = [one.at for one in starts(client, session, viewer=viewer)] if session else []
    known = touch.load(client, viewer=viewer, at=start).before(start, own)
    return Gates(
        screening=screening.gate(client, viewer=viewer, on=day, by_then=start),
        consent=consent.load(client, viewer=viewer, by_then=start).gate(),
        touch=known.gate(),
        risk=risk.load(client, viewer=viewer, by_then=start).gate(start),
        plan=_about_then(client, start, session, viewer, day),
    )


def _about_then(
    client: ClientRef, start: datetime, session: UUID | None, viewer: Actor, day: date
) -> Decision:
    stood = session_plan.as_of(client, start, session=session, viewer=viewer)
    team = session_plan.team_at(client, start, viewer=viewer)
    value = stood.value if stood else None
    return session_gate.about_plan(value, today=day, zone=client.zone, team=team)


@dataclass(frozen=True, slots=True)
class Entered:
    """One start of a session as it was entered: when it began, who entered that, and when."""

    at: datetime
    by: str
    entered_at: datetime


def starts(client: ClientRef, session: UUID, *, viewer: Actor) -> tuple[Entered, ...]:
    """Every start that was entered for one session, the first one first. One query."""
    found = named(rows(MedicineSession, viewer)).filter(client_id=client.id, of=session)
    return tuple(
        Entered(row.starts_at, people.name_of(row.by) if row.by else "", row.received_at)
        for row in found.select_related("by").order_by("seq")
    )


@dataclass(frozen=True, slots=True)
class Why:
    """What somebody wrote when they entered a start whose gates were not met."""

    starts_at: datetime
    why: str
    by: str
    at: datetime
    gates: frozenset[str]


def reasons(client: ClientRef, session: UUID, *, viewer: Actor) -> tuple[Why, ...]:
    """All of them for one session, oldest first. One query."""
    kept = rows(GatesNotMet, viewer).filter(client_id=client.id, session=session)
    return tuple(_why(row) for row in kept.select_related("by").order_by("seq"))


def _why(row: GatesNotMet) -> Why:
    by, gates = people.name_of(row.by) if row.by else "", frozenset(row.gates.split())
    return Why(row.starts_at, unseal(row.why, row.where), by, row.at, gates)


def through_the_gate(client: ClientRef, session: UUID, *, viewer: Actor) -> datetime | None:
    """When "Begin the session" was pressed for it. One query."""
    kept = rows(SessionStarted, viewer).filter(client_id=client.id, session=session)
    at: datetime | None = kept.order_by("seq").values_list("at", flat=True).first()
    return at


def ungated_of(ids: Collection[int], *, viewer: Actor) -> dict[int, tuple[Ungated, ...]]:
    """Sessions that stand and whose gates were not met as they were entered, the newest word on
    each. Two queries, however many clients there are.
    """
    found: dict[int, list[Ungated]] = defaultdict(list)
    for row in _newest(rows(GatesNotMet, viewer).filter(client_id__in=ids), viewer):
        one = Ungated(row.uid, row.session, row.starts_at, _gates(row), row.at)
        found[row.client_id].append(one)
    return {client: tuple(told) for client, told in found.items()}


def _newest(kept: QuerySet[GatesNotMet], viewer: Actor) -> list[GatesNotMet]:
    """The newest word on each session that stands. Two queries."""
    newest = {(row.client_id, row.session): row for row in kept.order_by("seq")}
    standing = _standing({session for _, session in newest}, viewer)
    return [row for (_, session), row in newest.items() if session in standing]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many such sessions `by` entered that began while `lead` led; empty: nobody did."""

    by: str
    lead: str
    n: int
    last: datetime


def ungated_entered(*, viewer: Actor) -> tuple[Counted, ...]:
    """For the owner: numbers, who entered them and who led then, never whose session. At most
    three queries.
    """
    found = _newest(rows(GatesNotMet, viewer).select_related("by"), viewer)
    if not found:
        return ()
    led = rows(CareMember, viewer).filter(client__in={row.client_id for row in found}, lead=True)
    leads = list(led.select_related("user").order_by("since", "pk"))
    told: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    for row in found:
        by = people.name_of(row.by) if row.by else ""
        told[by, _led_then(row, leads)].append(row.at)
    return tuple(Counted(*who, len(at), max(at)) for who, at in sorted(told.items()))


def _led_then(row: GatesNotMet, leads: list[CareMember]) -> str:
    """Who led the client when the session began."""
    then = (
        people.name_of(one.user)
        for one in reversed(leads)
        if one.client_id == row.client_id
        and one.since <= row.starts_at
        and (one.until is None or row.starts_at < one.until)
    )
    return next(then, "")


def _gates(row: GatesNotMet) -> tuple[str, ...]:
    return tuple(row.gates.split())


def _standing(sessions: Collection[UUID], viewer: Actor) -> frozenset[UUID]:
    """Of these, the sessions that were not taken back."""
    held = named(rows(MedicineSession, viewer)).filter(of__in=sessions)
    back = rows(Retraction, viewer).filter(target__in=held.values("uid"))
    left = held.exclude(uid__in=back.values("target"))
    return frozenset(left.values_list("of", flat=True))
