"""Writing the record of a medicine session: lines, corrections, takings-back, signatures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from longarc.care import session_record
from longarc.care.access import Actor
from longarc.care.session_record import Asked, NotALine, Record, Told
from longarc.care.text import Text, msg
from longarc.records.codec import seal
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.keeping import both, common, holds, keep, says, sent, unused
from longarc.records.models import (
    CareMember,
    Client,
    SessionLine,
    SessionLineBack,
    SessionSigned,
    SessionStarted,
)
from longarc.records.queries import session_plan
from longarc.records.queries import session_record as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows


class ChangedMeanwhile(Exception):
    """Somebody wrote since the page was opened; nothing was kept."""


@dataclass(frozen=True, slots=True)
class Page:
    """What the page knows that sends something.

    Args:
        uid: made by the page, so that a form sent twice is kept once.
        seen: `Record.upto`, as the page showed it.
        sure: what the rules ask about was asked and is so.
    """

    uid: UUID
    seen: str = ""
    sure: bool = False


@action
def write(
    client: ClientRef,
    session: UUID,
    lines: Sequence[Told],
    *,
    page: Page,
    by: Actor,
    at: datetime,
    live: bool = False,
) -> int:
    """Keep lines, all or none; how many were kept. What a page sent before is not kept twice.

    A line that was changed before the page was sent again is a line of its own.

    Raises:
        LookupError: the client has no such session.
        NotALine: a line cannot be kept, with a sentence.
        Asked: something is asked first.
    """
    record = _record(client, session, by)
    _check(lines, record, page, at)
    kept = 0
    for place, told in enumerate(lines):
        uid = unused(SessionLine, client, _id_on(page, told, lines[:place].count(told)))
        if uid:
            _keep(client, record, told, uid, by, at, afterwards=not live)
            kept += 1
    return kept


@action
def correct(
    client: ClientRef,
    session: UUID,
    line: UUID,
    told: Told,
    *,
    page: Page,
    by: Actor,
    at: datetime,
) -> bool:
    """A new line takes the place of `line`. False: this was kept before, or changes nothing.

    Raises:
        LookupError: the client has no such session.
        ChangedMeanwhile: the line was corrected or taken back meanwhile.
        NotALine, Asked: as in `write`.
    """
    record = _record(client, session, by)
    kept, uid = sent(SessionLine, client, page.uid)
    if kept and _same(record, told)(kept[-1]):
        return False
    line = kept[-1].uid if kept else line  # somebody went back: theirs is the line that stands
    now = record.find(line)
    if now is None or now.told.kind is not told.kind:
        raise ChangedMeanwhile
    if now.told == told:
        return False
    _check([told], record, page, at)
    _keep(client, record, told, uid, by, at, corrects=line, afterwards=True)
    return True


@action
def take_back(
    client: ClientRef, session: UUID, line: UUID, why: str, *, by: Actor, at: datetime
) -> bool:
    """The line should not be there; it stays to be read with the reason. False: it was gone.

    Raises:
        LookupError: the client has no such session.
        NotALine: no reason was given.
    """
    record = _record(client, session, by)
    if not any(sign.isalpha() for sign in why) or len(why) > session_record.LONGEST_WORDS:
        raise NotALine(Text(_WHY))
    if record.find(line) is None:
        return False
    row = SessionLineBack(**common(client, uuid7(), by, at), session=session, line=line)
    row.why = seal(why, row.where)
    keep(row, by)
    return True


@action
def sign(client: ClientRef, session: UUID, *, page: Page, by: Actor, at: datetime) -> bool:
    """Sign the record as the page showed it. False: this person had signed this state before.

    Raises:
        LookupError: the client has no such session.
        ChangedMeanwhile: something was written since `page.seen`.
        NotALine: there is nothing to sign.
    """
    record = _record(client, session, by)
    if not record.standing:
        raise NotALine(Text(_EMPTY))
    if record.upto != page.seen:
        raise ChangedMeanwhile
    mine = rows(SessionSigned, by).filter(client_id=client.id, session=session, by_id=by.user)
    told = {"lead": _leads(client, session, by), "upto": record.upto}
    if mine.filter(**told).exists():
        return False
    row = SessionSigned(**common(client, uuid7(), by, at), session=session, **told)
    keep(row, by)
    return True


def _leads(client: ClientRef, session: UUID, by: Actor) -> bool:
    """Whoever led it by its plan; without a plan, the lead of the care team."""
    if by.user is None:
        return False
    begun = rows(SessionStarted, by).filter(client_id=client.id, session=session).first()
    plan = session_plan.find(client, begun.plan, viewer=by) if begun else None
    mine = rows(CareMember, by).filter(client_id=client.id, user_id=by.user, until=None)
    if plan and plan.value.lead:
        return mine.filter(user__public_id=plan.value.lead.id).exists()
    return mine.filter(lead=True).exists()


def _id_on(page: Page, told: Told, times: int) -> UUID:
    """By what it says, not by its place: a line that is added before it must not double it."""
    said = session_record.written(told)
    return uuid5(page.uid, f"{times} {told.kind} {told.at and told.at.isoformat()} {said}")


def _same(record: Record, told: Told) -> Callable[[Any], bool]:
    when = {"session": record.uid, "kind": told.kind, "happened_at": told.at}
    return both(holds(when), says("told", session_record.written(told)))


def _record(client: ClientRef, session: UUID, by: Actor) -> Record:
    """The record, with one writer for each client until the end of the transaction."""
    rows(Client, by).select_for_update().get(pk=client.id)
    record = queries.find(client, session, viewer=by)
    if record is None:
        raise LookupError(session)
    return record


def _check(lines: Sequence[Told], record: Record, page: Page, at: datetime) -> None:
    for told in lines:
        session_record.checked(told)
    asked = [text for told in lines for text in session_record.asks(told, record.starts_at, at)]
    if asked and not page.sure:
        raise Asked(tuple(asked))


def _keep(
    client: ClientRef,
    record: Record,
    told: Told,
    uid: UUID,
    by: Actor,
    at: datetime,
    *,
    afterwards: bool,
    corrects: UUID | None = None,
) -> None:
    row = SessionLine(**common(client, uid, by, at), session=record.uid, kind=told.kind)
    row.happened_at, row.corrects, row.afterwards = told.at, corrects, afterwards
    row.told = seal(session_record.written(told), row.where)
    keep(row, by)


_WHY = msg("The line still stands. Write why it goes: the reason stays beside it.")
_EMPTY = msg("There is nothing to sign yet. Write what happened first.")
