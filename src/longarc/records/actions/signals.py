"""What a person says about a signal. Signals are worked out; only this is kept."""

from datetime import datetime, timedelta
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.decision import NotAllowed, refuse
from longarc.care.finding import CLOSING, Finding, MarkKind
from longarc.care.finding_kinds import (
    LONGEST_WAIT,
    may_wait,
    no_mark_closes,
    waits_for_asking,
)
from longarc.care.text import Text, msg
from longarc.records import audit
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.keeping import common, holds, sent
from longarc.records.models import Retraction, SignalMark
from longarc.records.queries import signals as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows

_A_DAY = Text(msg("Nothing was kept. This can wait for a day at most."))
_OWN = Text(
    msg("Nothing was kept. You recorded this yourself: someone else of the care team looks at it.")
)
_BY_RECORD = Text(msg("Nothing was kept. It leaves the list when it is answered on its own page."))


@action
def mark(
    client: ClientRef,
    finding: Finding,
    kind: MarkKind,
    *,
    by: Actor,
    at: datetime,
    until: datetime | None = None,
    why: str = "",
    uid: UUID | None = None,
) -> UUID:
    """Keep what a person said about a signal as it stood at `at`; its id, so that it can be undone.

    Args:
        finding: the signal as it is now, not as an older page showed it.
        until: for `LATER`, when it comes back.
        why: for `NOT_USEFUL`, the code of a reason, if one was given.
        uid: the form's: sent twice, kept once.

    Raises:
        NotAllowed: no mark closes this one, or puts it off; what is recorded about it does.
    """
    _check(client, finding, kind, until, by, at)
    told = {"code": finding.code, "since": finding.since, "level": finding.level, "kind": kind}
    kept, free = sent(SignalMark, client, uid or uuid7())
    if kept and holds({**told, "why": why})(kept[-1]) and _stands(kept[-1], by):
        return UUID(str(kept[-1].uid))
    row = SignalMark(**common(client, free, by, at), **told, until=until, why=why)
    row.save()
    detail = f"{finding.code} {kind}"
    audit.write("marked_signal", by=by, at=at, client=client.id, target=row.uid, detail=detail)
    return row.uid


def _check(
    client: ClientRef,
    finding: Finding,
    kind: MarkKind,
    until: datetime | None,
    by: Actor,
    at: datetime,
) -> None:
    closes = kind in CLOSING and no_mark_closes(finding)
    if closes or (kind is MarkKind.LATER and not may_wait(finding.code)):
        raise NotAllowed(refuse("answered_by_record", _BY_RECORD))
    asks = waits_for_asking(finding.code, finding.level)
    if until and asks and until - at > LONGEST_WAIT + timedelta(hours=1):  # a clock goes back
        raise NotAllowed(refuse("waits_a_day", _A_DAY))
    takes_off = kind in CLOSING or (kind is MarkKind.LATER and asks)
    if takes_off and by.user in finding.recorded_by and queries.others([client.id], by):
        raise NotAllowed(refuse("own_record", _OWN))


def _stands(row: SignalMark, by: Actor) -> bool:
    return not rows(Retraction, by).filter(client_id=row.client_id, target=row.uid).exists()


@action
def take_back(client: ClientRef, uid: UUID, *, by: Actor, at: datetime) -> bool:
    """Undo one's own mark: the signal stands again. False when there is no such mark."""
    mine = rows(SignalMark, by).filter(client_id=client.id, by_id=by.user, uid=uid)
    if not mine.exists():
        return False
    if not rows(Retraction, by).filter(client_id=client.id, target=uid).exists():
        Retraction(
            practice_id=client.practice,
            client_id=client.id,
            by_id=by.user,
            at=at,
            received_at=at,
            target=uid,
        ).save()
        audit.write("unmarked_signal", by=by, at=at, client=client.id, target=uid)
    return True
