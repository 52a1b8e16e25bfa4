"""The gates of one session, asked together: as they stand, and as they stood when it began.

See care.session_gate. What happened is kept whenever it is entered; whether its gates were met is
worked out each time from what was known when it began, so that no date passes a gate.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from uuid import UUID
from zoneinfo import ZoneInfo

from longarc.care import session_gate
from longarc.care.access import Actor
from longarc.care.decision import Decision
from longarc.care.session_gate import Gates
from longarc.care.session_record import Mistaken
from longarc.care.ungated import Ungated
from longarc.records.codec import unseal
from longarc.records.models import (
    CareMember,
    GatesNotMet,
    MedicineSession,
    Retraction,
    SessionStarted,
)
from longarc.records.queries import (
    consent,
    people,
    risk,
    screening,
    session_lines,
    session_plan,
    touch,
)
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
    stands = plan.stands if plan else None
    return session_gate.about_plan(
        stands.value if stands else None,
        today=today,
        zone=client.zone,
        team={one.id for one in session_plan.team(client, viewer=viewer)},
        made_for=stands.substance if stands else None,
        planned=screening.substance(client, viewer=viewer),
    )


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
    return session_gate.about_plan(
        stood.value if stood else None,
        today=day,
        zone=client.zone,
        team=session_plan.team_at(client, start, viewer=viewer),
        made_for=stood.substance if stood else None,
        planned=screening.substance(client, viewer=viewer, by_then=start),
    )


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
    """Sessions whose gates were not met as they were entered, the newest word on each; also those
    that were taken back since. Two queries, however many clients; two more where one was.
    """
    newest = {
        (row.client_id, row.session): row
        for row in rows(GatesNotMet, viewer).filter(client_id__in=ids).order_by("seq")
    }
    sessions = {session for _, session in newest}
    missing = sessions - _standing(sessions, viewer)
    gone = session_lines.begun(missing, viewer=viewer) if missing else {}
    found: dict[int, list[Ungated]] = defaultdict(list)
    for (client, session), row in newest.items():
        back = gone[session].mistaken if session in gone else None
        found[client].append(_ungated(row, back))
    return {client: tuple(told) for client, told in found.items()}


def _ungated(row: GatesNotMet, back: Mistaken | None) -> Ungated:
    gates = _gates(row)
    return Ungated(row.uid, row.session, row.starts_at, gates, row.at, row.by_id, back)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many such sessions `by` entered that began while `lead` led; empty: nobody did.

    `taken_back`: so many of them since, and by whom (`back_by`).
    """

    by: str
    lead: str
    n: int
    last: datetime
    taken_back: int = 0
    back_by: tuple[str, ...] = ()


def ungated_entered(*, viewer: Actor) -> tuple[Counted, ...]:
    """For the owner: numbers, who entered them and who led then, never whose session. At most six
    queries.
    """
    kept = rows(GatesNotMet, viewer).select_related("by").order_by("seq")
    newest = {row.session: row for row in kept}
    if not newest:
        return ()
    clients = {row.client_id for row in newest.values()}
    led = rows(CareMember, viewer).filter(client__in=clients, lead=True)
    leads = list(led.select_related("user").order_by("since", "pk"))
    told: dict[tuple[str, str], list[Ungated]] = defaultdict(list)
    for one in chain.from_iterable(ungated_of(clients, viewer=viewer).values()):
        row = newest[one.session]
        by = people.name_of(row.by) if row.by else ""
        told[by, _led_then(row, leads)].append(one)
    return tuple(_counted(*who, found) for who, found in sorted(told.items()))


def _counted(by: str, lead: str, told: Collection[Ungated]) -> Counted:
    back = [one.mistaken for one in told if one.mistaken]
    who = tuple(sorted({one.by for one in back}))
    return Counted(by, lead, len(told), max(one.at for one in told), len(back), who)


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
