"""Recording that a life ended or somebody is out of reach; taking it back; hearing from them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NoReturn
from uuid import UUID
from zoneinfo import ZoneInfo

from longarc.care.access import Actor
from longarc.care.decision import NotAllowed, refuse
from longarc.care.leaving import MAKES, WAITS, Kind, State, needs_second
from longarc.care.text import Text, msg
from longarc.records.codec import seal
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.keeping import both, common, holds, keep, says, unused
from longarc.records.models import CareMember, Client, ClientState
from longarc.records.queries import course as care
from longarc.records.queries import leaving as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.leaving import Course, Recorded
from longarc.records.scope import rows

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class New:
    """A record as it is to be kept; `on`: from which day it is so."""

    kind: Kind
    on: date
    words: str = ""


class RecordedMeanwhile(Exception):
    """Something was recorded, or came from the client, since the page was made: `now`."""

    def __init__(self, now: Recorded) -> None:
        super().__init__(str(now.uid))
        self.now = now


@action
def record(
    client: ClientRef, new: New, *, seen: str, uid: UUID, by: Actor, at: datetime
) -> Kind | None:
    """Keep that a life ended, that somebody is out of reach, or that they are here after all.

    Returns what was kept: `ASKED_BACK` where a second person has to confirm. None: this form was
    kept before.

    Raises:
        NotAllowed: it is not theirs to record, or a part is missing.
        RecordedMeanwhile: something newer is there; nothing was kept.
    """
    rows(Client, by).select_for_update().get(pk=client.id)  # one writer for each client
    same = both(holds({"on": new.on}), says("words", new.words.strip()))
    kept = unused(ClientState, client, uid, same)
    if kept is None:
        return None
    found = queries.course(client, viewer=by)
    if found.newest != seen:
        raise RecordedMeanwhile(found.recorded[-1])
    _check(client, new, found, by, at)
    kind = _asked(new.kind, found, by, at)
    _keep(client, New(kind, new.on, new.words.strip()), kept, by, at)
    return kind


def _check(client: ClientRef, new: New, found: Course, by: Actor, at: datetime) -> None:
    if new.kind not in MAKES:
        _refuse("no_kind", msg("Nothing was kept yet. Choose what you want to record."))
    if new.on > at.astimezone(ZoneInfo(client.zone)).date():
        _refuse("to_come", msg("Nothing was kept yet. That day is still to come; choose another."))
    if len(new.words) > LONGEST:
        _refuse("too_long", msg("Nothing was kept yet. Your words are below; make them shorter."))
    if new.kind is Kind.ENDED and not _may_end(client, by):
        _refuse("lead_records", msg("Nothing was kept yet. Their lead records that a life ended."))
    if new.kind is Kind.AWAY and found.stands and found.stands.kind is Kind.ENDED:
        _refuse("has_ended", msg("Nothing was changed. It is recorded that their life has ended."))
    if new.kind is Kind.BACK and found.stands is None:
        _refuse("is_here", msg("Nothing was changed: they are here already."))


def _may_end(client: ClientRef, by: Actor) -> bool:
    """The lead; anyone who holds the client where nobody leads."""
    led = {"client_id": client.id, "until": None, "lead": True}
    return care.leads(client, viewer=by) or not rows(CareMember, by).filter(**led).exists()


def _asked(kind: Kind, found: Course, by: Actor, at: datetime) -> Kind:
    """What this becomes: after a long time one person asks, and another one confirms."""
    first, asked = found.first, found.asked_back
    if kind is not Kind.BACK or first is None or first.kind is not Kind.ENDED:
        return kind
    if not needs_second(first.at, at):
        return kind
    if asked is None:
        return Kind.ASKED_BACK
    if asked.by_id == by.user and not (queries.alone(viewer=by) and at - asked.at >= WAITS):
        _refuse("second_person", msg("A second person of the practice has to confirm this."))
    return kind


def _keep(client: ClientRef, new: New, uid: UUID, by: Actor, at: datetime) -> None:
    row = ClientState(**common(client, uid, by, at), kind=new.kind, on=new.on)
    row.words = seal(new.words, row.where) if new.words else None
    keep(row, by)
    if new.kind in MAKES:
        rows(Client, by).filter(pk=client.id).update(state=MAKES[new.kind])


@action
def wrote(*, by: Actor, at: datetime) -> None:
    """Something came from a client who is called gone: the question is open again, at once."""
    row = rows(Client, by).exclude(state=State.HERE).filter(pk=by.client or 0).first()
    if row is None:
        return
    kinds = list(
        rows(ClientState, by).filter(client=row).order_by("-seq").values_list("kind", flat=True)
    )
    since = kinds[: next((n for n, kind in enumerate(kinds) if Kind(kind) in MAKES), len(kinds))]
    if Kind.WROTE in since:
        return
    told = {"practice_id": by.practice, "client_id": row.pk, "by_id": by.user}
    on = at.astimezone(ZoneInfo(row.zone)).date()
    keep(ClientState(uid=uuid7(), at=at, received_at=at, kind=Kind.WROTE, on=on, **told), by)


def _refuse(code: str, sentence: str) -> NoReturn:
    raise NotAllowed(refuse(code, Text(sentence)))
