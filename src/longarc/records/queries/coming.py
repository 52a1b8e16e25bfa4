"""Medicine sessions that are planned and still to come, and who is on call after those that began.

One query for every page that shows them. These are appointments: who, when, where. What a page
may show beside that is decided there.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Subquery

from longarc.care import session_plan
from longarc.care.access import Actor, Relation
from longarc.care.session_plan import OnCall, SessionPlan
from longarc.records.codec import unseal
from longarc.records.models import (
    CareMember,
    Client,
    MedicineSession,
    SessionCancelled,
    SessionPlanVersion,
    SessionStarted,
    User,
)
from longarc.records.queries import arc, clients
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows
from longarc.records.session_ends import named

#: How far ahead a list of sessions looks. Source: Longarc's own starting rule, unsigned.
AHEAD = timedelta(days=14)
#: How far back a start still matters: as long as somebody may be on call for it.
#: Source: Follows from the other numbers.
BACK = timedelta(days=2 * session_plan.ON_CALL_DAYS + 1)


@dataclass(frozen=True, slots=True)
class Coming:
    """One session as its plan stands.

    Args:
        starts_at: as planned.
        begun: when it was recorded as begun; None: it is still to come.
        lost: who was to lead it and no longer holds the client; it needs a new person.
    """

    client: int
    plan: UUID
    starts_at: datetime
    value: SessionPlan
    begun: datetime | None = None
    lost: bool = False

    @property
    def lead(self) -> str:
        return self.value.lead.name if self.value.lead else ""

    @property
    def room(self) -> str:
        return self.value.room

    def on_call(self, at: datetime) -> tuple[OnCall, ...]:
        """Who is on call at this moment; only once the session has begun."""
        if self.begun is None or self.value.ends_at is None:
            return ()
        first, last = self.value.ends_at, self.value.ends_at + _USUAL
        there = (
            one
            for one in self.value.on_call
            if (one.since or first) <= max(at, first) < (one.until or last)
        )
        return tuple(there)


_USUAL = timedelta(days=session_plan.ON_CALL_DAYS)


def sessions(
    of: Collection[int] | None, *, viewer: Actor, since: datetime, until: datetime | None = None
) -> tuple[Coming, ...]:
    """Sessions that start from `since` on, in order: those of these clients, or of everyone.

    Cancelled ones are left out; of each plan the newest version that is no draft stands. Nobody
    is named to lead one to come who no longer holds the client, nor on call who is gone. One
    query; three where there are some.
    """
    found = (one for one in _found(of, viewer, since) if since <= one.starts_at)
    ahead = (one for one in found if until is None or one.starts_at < until)
    return _with_who_is_here(sorted(ahead, key=lambda one: (one.starts_at, one.plan)), viewer)


def _with_who_is_here(found: list[Coming], viewer: Actor) -> tuple[Coming, ...]:
    if not found:
        return ()
    active = rows(User, viewer).filter(is_active=True, client=None)
    held = rows(CareMember, viewer).filter(client__in=[one.client for one in found], until=None)
    here = set(active.values_list("public_id", flat=True))
    holds = set(held.values_list("client", "user__public_id"))
    return tuple(_of_now(one, here, holds) for one in found)


def _of_now(one: Coming, here: set[UUID], holds: set[tuple[int, UUID]]) -> Coming:
    gone = {call.who.id for call in one.value.on_call} - here
    room = {who.id for who in one.value.room_people} if one.begun is None else set()
    left = {who for who in room if who not in here or (one.client, who) not in holds}
    lead = one.value.lead
    return replace(one, value=one.value.without(gone, left), lost=bool(lead and lead.id in left))


def next_of(client: ClientRef, *, viewer: Actor, at: datetime) -> Coming | None:
    """The next session of one client that has not begun, from the first moment of their day on.

    Queries as `sessions`.
    """
    today = at.astimezone(ZoneInfo(client.zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    found = sessions([client.id], viewer=viewer, since=today)
    return next((one for one in found if one.begun is None), None)


@dataclass(frozen=True, slots=True)
class Duty:
    """The viewer is on call for a session that began: for whom, until when, and who led it."""

    client: ClientRef
    until: datetime
    session: Coming


def duties(*, viewer: Actor, at: datetime) -> tuple[Duty, ...]:
    """For whom the viewer is on call now, also outside their care teams. Three queries."""
    own: dict[str, Any] = {"pk": viewer.user}
    me = rows(User, viewer).filter(**own).values_list("public_id", flat=True).first()
    mine = [one for one in _found(None, viewer, at - BACK) if _is_on_call(one, me, at)]
    refs = _refs([one.client for one in mine], viewer) if mine else {}
    return tuple(_duty(one, refs[one.client], me) for one in mine if one.client in refs)


def _is_on_call(one: Coming, me: UUID | None, at: datetime) -> bool:
    return any(call.who.id == me for call in one.on_call(at))


def _duty(one: Coming, ref: ClientRef, me: UUID | None) -> Duty:
    ends = one.value.ends_at or one.starts_at
    until = max(call.until or ends + _USUAL for call in one.value.on_call if call.who.id == me)
    return Duty(ref, until, one)


def _refs(ids: Iterable[int], viewer: Actor) -> dict[int, ClientRef]:
    found = rows(Client, viewer).filter(pk__in=list(ids))
    return {one.pk: clients.ref(one, Relation.NONE) for one in found}


def _found(of: Collection[int] | None, viewer: Actor, since: datetime) -> Iterator[Coming]:
    """Plans that stand and have not begun, or began after `since` less the time of being on call.

    A begun one counts only as long as its medicine session was not taken back as a mistake.
    """
    this = {"plan": OuterRef("plan"), "client_id": OuterRef("client_id")}
    stands = named(arc.not_taken_back(MedicineSession, viewer=viewer))
    begun = SessionStarted.objects.filter(
        Exists(stands.filter(of=OuterRef("session"), client_id=OuterRef("client_id"))), **this
    )
    kept = (
        rows(SessionPlanVersion, viewer)
        .filter(~Exists(SessionCancelled.objects.filter(**this)), draft=False)
        .annotate(begun=Subquery(begun.order_by("-seq").values("at")[:1]))
    )
    mine = kept if of is None else kept.filter(client_id__in=of)
    newest: dict[UUID, SessionPlanVersion] = {row.plan: row for row in mine.order_by("seq")}
    for row in newest.values():
        began = vars(row)["begun"]
        if began is None or began >= since - BACK:
            yield from _coming(row, began)


def _coming(row: SessionPlanVersion, begun: datetime | None) -> Iterator[Coming]:
    value = session_plan.parse(unseal(row.told, row.where))
    if value.starts_at:
        yield Coming(row.client_id, row.plan, value.starts_at, value, begun)
