"""Plans of medicine sessions: every version, what became of each, and what the client expects."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from longarc.care import session_plan
from longarc.care.access import Actor
from longarc.care.expectations import Expected
from longarc.care.session_plan import Called, Person, SessionPlan
from longarc.care.sources import Substance
from longarc.records.codec import unseal
from longarc.records.models import (
    CareMember,
    Expectations,
    MedicineSession,
    SessionCancelled,
    SessionPlanVersion,
    SessionStarted,
    StaffRole,
    User,
)
from longarc.records.queries import people, risk, screening_entries, session_record
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.course import standing
from longarc.records.scope import rows
from longarc.records.session_ends import named


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a plan; the first is number 1.

    Args:
        substance: what the session was planned with when it was kept; None: nothing yet.
    """

    uid: UUID
    number: int
    at: datetime
    by: str
    draft: bool
    value: SessionPlan
    substance: Substance | None = None

    def other_than(self, planned: Substance | None) -> bool:
        """Whether it was made for another substance than what is planned now, or before one was
        chosen: a version that is kept from then on is made for it.
        """
        return self.substance is not planned


@dataclass(frozen=True, slots=True)
class Cancelled:
    at: datetime
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Started:
    """The recorded start: of which version, and which medicine session was kept with it."""

    at: datetime
    by: str
    version: UUID
    session: UUID


@dataclass(frozen=True)
class Plan:
    """One plan with its versions, oldest first, and what became of it.

    `gone`: of those whom a version names, who no longer works here. `left`: who no longer holds
    the client.
    """

    uid: UUID
    versions: tuple[Version, ...]
    cancelled: Cancelled | None = None
    started: Started | None = None
    gone: frozenset[UUID] = frozenset()
    left: frozenset[UUID] = frozenset()

    @property
    def newest(self) -> Version:
        return self.versions[-1]

    @property
    def stands(self) -> Version | None:
        """What the client reads: what it was started from, else the newest that is no draft."""
        begun = self.started.version if self.started else None
        shown = [one for one in self.versions if not one.draft]
        return next((one for one in shown if one.uid == begun), shown[-1] if shown else None)

    @property
    def open(self) -> bool:
        """It can still be changed: it has not begun and was not cancelled."""
        return self.cancelled is None and self.started is None

    def find(self, uid: UUID | None) -> Version | None:
        return next((one for one in self.versions if one.uid == uid), None)

    @property
    def value(self) -> SessionPlan:
        """What the client reads. It names nobody who cannot be there any more.

        Who was there when it began was there.
        """
        kept = self.stands.value if self.stands else session_plan.EMPTY
        return kept.without(self.gone, () if self.started else self.left)

    @property
    def lost(self) -> tuple[str, ...]:
        """Who was to be in the room and no longer holds the client, by name."""
        kept = self.stands.value if self.stands and self.open else session_plan.EMPTY
        return tuple(one.name for one in kept.room_people if one.id in self.left)

    @property
    def starts_at(self) -> datetime | None:
        return self.value.starts_at

    @property
    def started_at(self) -> datetime | None:
        return self.started.at if self.started else None

    @property
    def support_person(self) -> str:
        return self.value.support_person

    @property
    def transport(self) -> str:
        return self.value.transport

    @property
    def on_call(self) -> tuple[Called, ...]:
        return self.value.called

    def covers(self, days: int) -> bool:
        return self.value.covers(days)


def plans(client: ClientRef, *, viewer: Actor) -> tuple[Plan, ...]:
    """Every plan in the order in which they were begun. Four queries, five with people named."""
    kept = rows(SessionPlanVersion, viewer).filter(client_id=client.id).select_related("by")
    by_plan: dict[UUID, list[SessionPlanVersion]] = {}
    for row in kept.order_by("seq"):
        by_plan.setdefault(row.plan, []).append(row)
    if not by_plan:
        return ()
    cancelled, started = _cancelled(client, viewer), _started(client, viewer)
    planned = screening_entries.substances_over_time(client.id, viewer=viewer)
    made = {uid: _versions(found, planned) for uid, found in by_plan.items()}
    known = _known((one for versions in made.values() for one in versions), client, viewer)
    named_now = {uid: tuple(known.renamed(one) for one in made[uid]) for uid in made}
    return tuple(
        Plan(uid, versions, cancelled.get(uid), started.get(uid), known.gone, known.left)
        for uid, versions in named_now.items()
    )


@dataclass(frozen=True, slots=True)
class Known:
    """Of everyone whom a plan names: their names of today, who is gone, and who left the client."""

    names: dict[UUID, str] = field(default_factory=dict)
    gone: frozenset[UUID] = frozenset()
    left: frozenset[UUID] = frozenset()

    def renamed(self, one: Version) -> Version:
        return replace(one, value=one.value.named_as(self.names))


def _known(versions: Iterable[Version], client: ClientRef, viewer: Actor) -> Known:
    """One query, none for nobody."""
    plans = [one.value for one in versions]
    named_there = frozenset(
        who.id for one in plans for who in (*one.room_people, *(call.who for call in one.on_call))
    )
    if not named_there:
        return Known()
    role = rows(StaffRole, viewer).filter(user=OuterRef("pk"), until=None)
    held = rows(CareMember, viewer).filter(user=OuterRef("pk"), client_id=client.id, until=None)
    found = rows(User, viewer).filter(public_id__in=named_there)
    users = list(found.annotate(role=Exists(role), held=Exists(held)))
    here = {one.public_id for one in users if one.is_active and vars(one)["role"]}
    holds = {one.public_id for one in users if vars(one)["held"]} & here
    names = {one.public_id: people.name_of(one) for one in users}
    return Known(names, named_there - here, named_there - holds)


def _works_here(viewer: Actor) -> QuerySet[User]:
    """Accounts that have not ended, with a role that has not ended."""
    role = rows(StaffRole, viewer).filter(user=OuterRef("pk"), until=None)
    return rows(User, viewer).filter(Exists(role), is_active=True)


def _versions(
    found: Iterable[SessionPlanVersion], planned: Sequence[tuple[datetime, Substance]]
) -> tuple[Version, ...]:
    return tuple(
        Version(
            uid=row.uid,
            number=number,
            at=row.at,
            by=people.name_of(row.by) if row.by else "",
            draft=row.draft,
            value=session_plan.parse(unseal(row.told, row.where)),
            substance=_by_then(row.received_at, planned),
        )
        for number, row in enumerate(found, start=1)
    )


def _by_then(at: datetime, planned: Sequence[tuple[datetime, Substance]]) -> Substance | None:
    """The newest that the server had by then."""
    return next((one for told, one in reversed(planned) if told <= at), None)


def _cancelled(client: ClientRef, viewer: Actor) -> dict[UUID, Cancelled]:
    found = rows(SessionCancelled, viewer).filter(client_id=client.id).select_related("by")
    return {
        row.plan: Cancelled(
            row.at, people.name_of(row.by) if row.by else "", unseal(row.why, row.where)
        )
        for row in found.order_by("seq")
    }


def _started(client: ClientRef, viewer: Actor) -> dict[UUID, Started]:
    """Starts whose medicine session was not taken back as a mistake."""
    stands = named(standing(MedicineSession, viewer, client)).filter(of=OuterRef("session"))
    found = rows(SessionStarted, viewer).filter(Exists(stands), client_id=client.id)
    return {
        row.plan: Started(
            row.at, people.name_of(row.by) if row.by else "", row.version, row.session
        )
        for row in found.select_related("by").order_by("seq")
    }


def open_one(client: ClientRef, *, viewer: Actor) -> Plan | None:
    """The plan that is being made; there is one at a time. Queries as `plans`."""
    return next((one for one in plans(client, viewer=viewer) if one.open), None)


def find(client: ClientRef, plan: UUID, *, viewer: Actor) -> Plan | None:
    """One plan of this client, whatever became of it. Queries as `plans`."""
    return next((one for one in plans(client, viewer=viewer) if one.uid == plan), None)


def planned(client: ClientRef, *, viewer: Actor, at: datetime) -> Plan | None:
    """The session under way, else the next one that the client can read of. Queries as
    `plans`, and one more in the day after a start.
    """
    found = plans(client, viewer=viewer)
    return _under_way(client, found, viewer, at) or next(
        (one for one in found if one.open and one.stands), None
    )


def _under_way(
    client: ClientRef, found: Iterable[Plan], viewer: Actor, at: datetime
) -> Plan | None:
    """The last that began within the hours, unless its record says that it has ended."""
    since = at - timedelta(hours=session_plan.UNDER_WAY_HOURS)
    begun = [one for one in found if one.started and one.started.at > since]
    ends = session_record.ends(client, viewer=viewer) if begun else {}
    going_on = [one for one in begun if one.started and ends.get(one.started.session, FAR) > at]
    return going_on[-1] if going_on else None


FAR = datetime.max.replace(tzinfo=UTC)


def on_call_now(client: ClientRef, *, viewer: Actor, at: datetime) -> Called | None:
    """Who is on call for a session that began in the last two days, with a phone number.

    One query, or five where there was one.
    """
    since = at - timedelta(hours=session_plan.ON_CALL_FIRST_HOURS)
    mine = rows(SessionStarted, viewer).filter(client_id=client.id, at__gt=since, at__lte=at)
    begun = set(mine.values_list("plan", flat=True))
    found = plans(client, viewer=viewer) if begun else ()
    there = (one.value.reachable(at) for one in found if one.uid in begun and one.started)
    return next((one for one in there if one), None)


@dataclass(frozen=True, slots=True)
class Told:
    """What the client expects of one session, and when they wrote it."""

    at: datetime
    value: Expected = field(default_factory=Expected)


def expectations(client: ClientRef, *, viewer: Actor) -> dict[UUID, Told]:
    """The newest word before each session, by its plan. One query."""
    found = rows(Expectations, viewer).filter(client_id=client.id).order_by("seq")
    return {row.plan: Told(row.at, Expected.parse(unseal(row.told, row.where))) for row in found}


def as_of(
    client: ClientRef, start: datetime, *, session: UUID | None, viewer: Actor
) -> Version | None:
    """The version that a session began from, or that the client could read when it began.

    Of several plans, one for that very day. Queries as `plans`.
    """
    found = plans(client, viewer=viewer)
    own = [one for one in found if one.started and one.started.session == session]
    stood = [_stood(one, start) for one in own or found if _was_open(one, start, session)]
    known = [one for one in stood if one]
    here = ZoneInfo(client.zone)
    days = [one for one in known if _on(one, here) == start.astimezone(here).date()]
    wanted = days or known
    return wanted[-1] if wanted else None


def _was_open(one: Plan, start: datetime, session: UUID | None) -> bool:
    begun = one.started and one.started.session != session and one.started.at <= start
    return not begun and not (one.cancelled and one.cancelled.at <= start)


def _stood(one: Plan, start: datetime) -> Version | None:
    """What the client could read of a plan at that moment."""
    shown = [version for version in one.versions if not version.draft and version.at <= start]
    return shown[-1] if shown else None


def _on(one: Version, here: ZoneInfo) -> date | None:
    return one.value.starts_at.astimezone(here).date() if one.value.starts_at else None


def team_at(client: ClientRef, start: datetime, *, viewer: Actor) -> frozenset[UUID]:
    """Public ids of who held the client then. One query."""
    held = rows(CareMember, viewer).filter(client_id=client.id, since__lte=start)
    there = held.filter(Q(until=None) | Q(until__gt=start))
    return frozenset(there.values_list("user__public_id", flat=True))


def team(client: ClientRef, *, viewer: Actor) -> tuple[Person, ...]:
    """Who holds the client now, the lead first. One query."""
    return tuple(Person(one.id, one.name) for one in risk.team(client, viewer=viewer))


def staff(*, viewer: Actor) -> tuple[Person, ...]:
    """Who of the practice can be on call, by name. One query."""
    here = _works_here(viewer)
    found = (Person(user.public_id, people.name_of(user)) for user in here)
    return tuple(sorted(found, key=lambda one: one.name.casefold()))
