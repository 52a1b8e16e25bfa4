"""What the window model needs from people: medicine sessions as dated events, agreed rows."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from longarc.care import ungated
from longarc.care.access import Actor
from longarc.care.arc import State
from longarc.care.session_gate import Gates
from longarc.care.session_plan import UNDER_WAY_HOURS
from longarc.care.window import in_order
from longarc.records import audit
from longarc.records.codec import seal
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.keeping import common, holds, keep, take_back, unused
from longarc.records.models import (
    Client,
    FlagSetting,
    GatesNotMet,
    InsideRows,
    MedicineSession,
)
from longarc.records.queries import session_gates
from longarc.records.queries import window as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows as rows_of
from longarc.records.session_ends import named


class AnotherNear(Exception):
    """A session that began close to this one is entered; `began` is its start. Nothing was kept."""

    def __init__(self, began: datetime) -> None:
        super().__init__(str(began))
        self.began = began


class WhyWithout(Exception):
    """Gates were not met when the session began: why it is entered so is asked first.

    Nothing was kept yet. The reason opens no gate; it stands beside what was not met.
    """

    def __init__(self, asked: Gates) -> None:
        super().__init__(" ".join(ungated.not_met(asked)))
        self.asked = asked


@action
def enter_session(
    client: ClientRef, starts_at: datetime, *, sure: bool, why: str = "", by: Actor, at: datetime
) -> UUID | None:
    """Keep that a session began, entered by hand. None: one with this very start is entered.

    Raises:
        AnotherNear: another one began within `UNDER_WAY_HOURS`, and nobody said that it is `sure`.
        WhyWithout: gates were not met as of the start, and no reason is given.
    """
    _lock(client, by)
    starts = [one.starts_at for one in queries.sessions(client, viewer=by)]
    if starts_at in starts:
        return None
    near = [one for one in starts if abs(one - starts_at) < timedelta(hours=UNDER_WAY_HOURS)]
    if near and not sure:
        raise AnotherNear(near[0])
    gates = _gates(client, starts_at, None, why, by)
    session = keep_session(client, starts_at, by=by, at=at)
    _say_why(client, session, starts_at, gates, why, by, at)
    return session


def _gates(
    client: ClientRef, starts_at: datetime, session: UUID | None, why: str, by: Actor
) -> str:
    """The gates that were not met as of this start, and for which nobody has said why."""
    entered = session_gates.starts(client, session, viewer=by) if session else ()
    if any(one.at == starts_at for one in entered):
        return ""
    asked = session_gates.as_of_start(client, starts_at, session=session, viewer=by)
    said = session_gates.reasons(client, session, viewer=by) if session else ()
    known = frozenset[str]().union(*(one.gates for one in said))
    against = ungated.not_met(asked)
    if known.issuperset(against):
        return ""
    if not any(sign.isalpha() for sign in why):
        raise WhyWithout(asked)
    return " ".join(against)


def _say_why(
    client: ClientRef,
    session: UUID,
    starts_at: datetime,
    gates: str,
    why: str,
    by: Actor,
    at: datetime,
) -> None:
    if gates:
        told = {"session": session, "starts_at": starts_at, "gates": gates}
        row = GatesNotMet(**common(client, uuid7(), by, at), **told)
        row.why = seal(why.strip(), row.where)
        keep(row, by)


@action
def keep_session(client: ClientRef, starts_at: datetime, *, by: Actor, at: datetime) -> UUID:
    """A medicine session began at `starts_at`."""
    return keep(MedicineSession(**common(client, uuid7(), by, at), starts_at=starts_at), by)


class NoReason(ValueError):
    """Why a session is taken back is asked first. Nothing was kept yet."""


@action
def take_back_session(client: ClientRef, uid: UUID, *, why: str, by: Actor, at: datetime) -> bool:
    """It was entered by mistake. False when the client has no such session.

    Its record, contacts and events stay: staff read them beside the sessions that stand, and what
    it says of leaving, touch and gates goes on being told until a person answers it.

    Raises:
        NoReason: `why` says nothing, or is too long.
    """
    _lock(client, by)
    row = _newest(client, uid, by)
    if row is None:
        return False
    if not any(sign.isalpha() for sign in why) or len(why) > ungated.LONGEST_WHY:
        raise NoReason
    return take_back(MedicineSession, client, row.uid, by, at, why.strip())


@action
def begin_anew(
    client: ClientRef, uid: UUID, starts_at: datetime, *, why: str = "", by: Actor, at: datetime
) -> bool:
    """The session `uid` began at `starts_at`; everything that belongs to it stays with it.

    One that was taken back stands again. False: there is no such session, or one begins then
    already, this or another.

    Raises:
        WhyWithout: gates were not met as of the new start that nobody has spoken of, and no
            reason is given.
    """
    _lock(client, by)
    row = _newest(client, uid, by)
    stands = {one.uid: one.starts_at for one in queries.sessions(client, viewer=by)}
    if row is None or starts_at in stands.values():
        return False
    gates = _gates(client, starts_at, uid, why, by)
    if uid in stands:
        take_back(MedicineSession, client, row.uid, by, at)
    keep(MedicineSession(**common(client, uuid7(), by, at), starts_at=starts_at, first=uid), by)
    _say_why(client, uid, starts_at, gates, why, by, at)
    return True


def _newest(client: ClientRef, uid: UUID, by: Actor) -> MedicineSession | None:
    """The row that says when this session began, whether it stands or not."""
    found = named(rows_of(MedicineSession, by)).filter(client_id=client.id, of=uid)
    newest: MedicineSession | None = found.order_by("-seq").first()
    return newest


def _lock(client: ClientRef, by: Actor) -> None:
    """One writer for each client until the end of the transaction."""
    rows_of(Client, by).select_for_update().get(pk=client.id)


@action
def count_inside(
    client: ClientRef, rows: Iterable[State], *, uid: UUID, by: Actor, at: datetime
) -> bool:
    """Someone names the rows they count as inside; agreed once both sides name the same.

    `uid` is made by the page, so that a form sent twice is kept once: False the second time.

    Raises:
        NotAWindow: the rows do not lie side by side, or there are none.
    """
    named = " ".join(in_order(rows))
    free = unused(InsideRows, client, uid, holds({"rows": named}))
    if free is None:
        return False
    keep(InsideRows(**common(client, free, by, at), rows=named), by)
    return True


class NotABudget(ValueError):
    """The chance of a false flag has to lie between 1 and 50 in 100."""


@action
def set_flags(*, on: bool, budget: float, by: Actor, at: datetime) -> bool:
    """The practice lets the model raise flags or not, with which chance of a false one.

    False: it is so already.

    Raises:
        NotABudget: `budget` is not from 0.01 to 0.5.
    """
    if not 0.01 <= budget <= 0.5:
        raise NotABudget
    newest = rows_of(FlagSetting, by).order_by("-pk").first()
    if newest and (newest.on, newest.budget) == (on, budget):
        return False
    who: dict[str, Any] = {"practice_id": by.practice, "by_id": by.user}
    row = FlagSetting(**who, at=at, on=on, budget=budget)
    row.save()
    audit.write("set_flags", by=by, at=at, detail=f"{'on' if on else 'off'} {budget:g}")
    return True
