"""Planning a session, cancelling it, what the client expects of it, and its recorded start."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from longarc.care import expectations, session_plan
from longarc.care.access import Actor
from longarc.care.expectations import Expected
from longarc.care.session_gate import may_start_session
from longarc.care.session_plan import EMPTY, NotAPlan, Person, SessionPlan, Together
from longarc.care.text import Text, msg
from longarc.records.actions.window import keep_session
from longarc.records.codec import seal
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.keeping import both, common, holds, keep, says, sent, unused
from longarc.records.models import (
    Client,
    Expectations,
    SessionCancelled,
    SessionPlanVersion,
    SessionStarted,
)
from longarc.records.queries import screening, session_gates
from longarc.records.queries import session_plan as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.session_plan import Plan, Version
from longarc.records.scope import rows


class ChangedMeanwhile(Exception):
    """Somebody kept a version since the form was opened; nothing was kept.

    `now` is their version, `together` what the form is to show.
    """

    def __init__(self, now: Version, found: Together) -> None:
        super().__init__(str(now.uid))
        self.now = now
        self.together = found


class Closed(Exception):
    """The plan that the form was made from has begun or was cancelled; nothing was kept."""


@action
def keep_version(
    client: ClientRef,
    mine: SessionPlan,
    *,
    base: UUID | None,
    draft: bool,
    by: Actor,
    at: datetime,
    uid: UUID | None = None,
) -> UUID:
    """A new version of the open plan, or the first of a new one; its own id, or that of an equal.

    Args:
        mine: what the form holds; people in it are named by their ids.
        base: the version that the form was made from; None: there was none.
        draft: not yet for the client to read.
        uid: made by the page: what it kept itself, before somebody went back, is no clash.

    Raises:
        ChangedMeanwhile: somebody kept another version since `base`.
        Closed: that plan has begun or was cancelled.
        NotAPlan: a part cannot be kept, with a sentence.
    """
    _turn_of(client, by)
    mine = _named(client, session_plan.checked(mine), by)
    kept, free = sent(SessionPlanVersion, client, uid or uuid7())
    base = kept[-1].uid if kept else base
    now = queries.open_one(client, viewer=by)
    if base and (now is None or now.find(base) is None):
        raise Closed
    if now and now.newest.uid != base and now.newest.value != mine:
        raise _clash(now, base, mine)
    if now and now.newest.value == mine and now.newest.draft is draft and _fits(now, client, by):
        return now.newest.uid
    row = SessionPlanVersion(**common(client, free, by, at), base=base, draft=draft)
    row.plan = now.uid if now else row.uid
    row.told = seal(session_plan.written(mine), row.where)
    return keep(row, by)


def _fits(now: Plan, client: ClientRef, by: Actor) -> bool:
    """Whether its newest version was made for what is planned now; else the same words are news."""
    return not now.newest.other_than(screening.substance(client, viewer=by))


def _turn_of(client: ClientRef, by: Actor) -> None:
    """One writer for each client until the end of the transaction."""
    rows(Client, by).select_for_update().get(pk=client.id)


def _clash(now: Plan, base: UUID | None, mine: SessionPlan) -> ChangedMeanwhile:
    known = now.find(base)
    found = session_plan.together(known.value if known else EMPTY, now.newest.value, mine)
    return ChangedMeanwhile(now.newest, found)


def _named(client: ClientRef, plan: SessionPlan, by: Actor) -> SessionPlan:
    """The plan with the names that its people have now.

    Raises:
        NotAPlan: someone does not hold the client, or is not of this practice.
    """
    team = {one.id: one for one in queries.team(client, viewer=by)}
    staff = {one.id: one for one in queries.staff(viewer=by)} if plan.on_call else {}
    return replace(
        plan,
        lead=_found(plan.lead, team, _NOT_IN_TEAM),
        second=_found(plan.second, team, _NOT_IN_TEAM),
        on_call=tuple(
            replace(one, who=_found(one.who, staff, _NOT_HERE) or one.who) for one in plan.on_call
        ),
    )


def _found(asked: Person | None, known: dict[UUID, Person], problem: Text) -> Person | None:
    if asked and asked.id not in known:
        raise NotAPlan(problem)
    return known[asked.id] if asked else None


_NOT_IN_TEAM = Text(
    msg("Nothing was kept yet. Who leads or is with them has to hold this client now.")
)
_NOT_HERE = Text(msg("Nothing was kept yet. On call: choose someone of this practice."))


class NoReason(ValueError):
    """A plan was cancelled without a reason; nothing was changed."""


@action
def cancel(client: ClientRef, plan: UUID, why: str, *, by: Actor, at: datetime) -> bool:
    """The plan no longer stands. False when it has begun, was cancelled, or is not theirs.

    Raises:
        NoReason: the client reads why, so there has to be a word.
    """
    if not any(sign.isalpha() for sign in why):
        raise NoReason
    _turn_of(client, by)
    now = queries.open_one(client, viewer=by)
    if now is None or now.uid != plan:
        return False
    row = SessionCancelled(**common(client, uuid7(), by, at), plan=plan)
    row.why = seal(why, row.where)
    keep(row, by)
    return True


@action
def expect(
    client: ClientRef, plan: UUID, told: Expected, *, uid: UUID, by: Actor, at: datetime
) -> bool:
    """The client's own words before this session; each time they write is kept.

    `uid` is made by the page: False when it was kept before, or the plan is not theirs.

    Raises:
        TooLong: an answer is longer than is kept.
    """
    expectations.checked(told)
    theirs = rows(SessionPlanVersion, by).filter(client_id=client.id, plan=plan, draft=False)
    same = both(holds({"plan": plan}), says("told", told.written()))
    free = unused(Expectations, client, uid, same)
    if free is None or not theirs.exists():
        return False
    row = Expectations(**common(client, free, by, at), plan=plan)
    row.told = seal(told.written(), row.where)
    keep(row, by)
    return True


@action
def start(client: ClientRef, plan: UUID, *, by: Actor, at: datetime) -> bool:
    """The planned session begins now: its start and the medicine session are kept together.

    False when it had begun before: nothing is kept twice. The gates are asked once more here,
    inside the transaction, whatever the page said.

    Raises:
        NotAllowed: a gate is closed; the reasons are the page's.
    """
    _turn_of(client, by)
    asked = queries.find(client, plan, viewer=by)
    if asked and asked.started:
        return False
    may_start_session(*session_gates.load(client, asked, viewer=by, at=at)).require()
    if asked is None or asked.stands is None:  # the gate about the plan refuses that
        raise LookupError(plan)
    session = keep_session(client, at, by=by, at=at)
    row = SessionStarted(**common(client, uuid7(), by, at), plan=plan, session=session)
    row.version = asked.stands.uid
    keep(row, by)
    return True
