"""Safety screening: telling medicines and conditions, and what named people record about them."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, NoReturn
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from longarc.care.access import Actor, Relation, Role
from longarc.care.conditions import CONDITIONS
from longarc.care.decision import NotAllowed, refuse
from longarc.care.medicine_names import LONGEST_NAME, parts
from longarc.care.screening_facts import (
    MEDICINES,
    Judgement,
    Kind,
    Outside,
    Said,
    Taken,
    asked_by_person,
    identified,
    last_news,
)
from longarc.care.screening_rows import Row, State
from longarc.care.sources import Level, Substance
from longarc.care.text import Text, msg
from longarc.records.codec import seal
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.keeping import both, common, holds, keep, says, sent, take_back, unused
from longarc.records.models import (
    Client,
    MedicineIdentified,
    MedicineTaken,
    ScreeningAnswer,
    ScreeningJudgement,
    SubstancePlanned,
)
from longarc.records.queries import course
from longarc.records.queries import screening as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.screening import Screening
from longarc.records.queries.screening_entries import WHY_BACK
from longarc.records.scope import rows

MOST_AT_ONCE = 20
LONGEST_REASON = 2000


class NotKept(ValueError):
    """Nothing was kept; `text` says why and how to go on."""

    def __init__(self, sentence: str, **facts: Any) -> None:
        super().__init__(sentence)
        self.text = Text(sentence, facts)


class ChangedMeanwhile(Exception):
    """The list is not as the page of the form showed it; nothing was kept.

    `newer` is what people recorded since, oldest first; empty: something was told.
    """

    def __init__(self, newer: tuple[Judgement, ...]) -> None:
        super().__init__("changed meanwhile")
        self.newer = newer


@action
def tell_medicines(
    client: ClientRef,
    written: str,
    taken: Taken,
    last: date | None,
    *,
    uid: UUID,
    by: Actor,
    at: datetime,
) -> int:
    """Keep the medicines named in one line; how many. `uid` is the page's: sent twice, kept once.

    Raises:
        NotKept: no name, a name that is too long, or too many at once.
    """
    names = parts(written)
    _check(names)
    new = [(name, _unused(client, name, taken, last, uid)) for name in dict.fromkeys(names)]
    for name, free in new:
        if free:
            _keep_medicine(client, name, taken, last, free, by, at)
    return sum(free is not None for _, free in new)


def _unused(
    client: ClientRef, name: str, taken: Taken, last: date | None, uid: UUID
) -> UUID | None:
    """The id for one name of a form; None when the form told this very thing of it last."""
    told = {"taken": taken, "last": last if taken is Taken.STOPPED else None}
    return unused(MedicineTaken, client, uuid5(uid, name), both(holds(told), says("name", name)))


def _check(names: tuple[str, ...]) -> None:
    if not names:
        raise NotKept(msg("Nothing was kept yet. Write the name of a medicine."))
    if len(names) > MOST_AT_ONCE:
        raise NotKept(msg("Nothing was kept yet. Write up to %(n)s names at once."), n=MOST_AT_ONCE)
    if max(map(len, names)) > LONGEST_NAME:
        raise NotKept(
            msg("Nothing was kept yet. A name can have up to %(n)s signs."), n=LONGEST_NAME
        )


def _keep_medicine(
    client: ClientRef,
    name: str,
    taken: Taken,
    last: date | None,
    uid: UUID,
    by: Actor,
    at: datetime,
    **more: Any,
) -> None:
    day = last if taken is Taken.STOPPED else None
    row = MedicineTaken(**common(client, uid, by, at), taken=taken, last=day, **more)
    row.name = seal(name, row.where)
    keep(row, by)


@action
def name_meant(client: ClientRef, entry: UUID, name: str, *, by: Actor, at: datetime) -> bool:
    """Which of the offered names was meant, or (the care team) that it is right as written.

    What a client chooses stays locked until the care team looks. False when this entry offers no
    such name any more.
    """
    found = queries.load(client, viewer=by, on=_day(client, at))
    offered = next((one.offered for one in found.rows if one.entry == entry), ())
    told = next((one for one in found.medicines if one.id == entry), None)
    if told is None or not offered:
        return False
    as_meant = by.is_staff and name == told.name
    if not as_meant and name not in offered:
        return False
    if by.is_staff and not as_meant:
        return identify(client, entry, name, by=by, at=at)
    more = {"corrects": entry, "as_meant": as_meant}
    _keep_medicine(client, name, told.taken, told.last, uuid7(), by, at, **more)
    return True


@action
def identify(client: ClientRef, entry: UUID, name: str, *, by: Actor, at: datetime) -> bool:
    """The care team writes what an unknown name is; written again, it corrects what was written.

    The words of the client stay as they were typed. False when there is no such entry, or it is
    written already.

    Raises:
        NotKept: no name, or one that is too long.
    """
    written = parts(name)
    _check(written)
    facts = queries.told(client, viewer=by)
    told = next((one for one in facts.medicines if one.id == entry), None)
    stands = identified(told, facts) if told else None
    name = ", ".join(written)
    if told is None or (stands and stands.name == name):
        return False
    row = MedicineIdentified(**common(client, uuid7(), by, at), medicine=entry)
    row.name = seal(name, row.where)
    keep(row, by)
    return True


@action
def take_back_medicine(
    client: ClientRef, uid: UUID, reason: str, *, by: Actor, at: datetime
) -> bool:
    """The care team: a medicine was entered by mistake. False when no such entry stands.

    What it locked stays locked until somebody else agrees (care.screening).

    Raises:
        NotKept: no reason.
    """
    if all(one.id != uid for one in queries.told(client, viewer=by).medicines):
        return False
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise NotKept(msg("Nothing was taken back. Write why: the client can read it."))
    why = ScreeningJudgement(**common(client, uuid7(), by, at), kind=WHY_BACK, level=Level.NOTE)
    why.subject = seal(str(uid), why.where("subject"))
    why.reason = seal(reason, why.where("reason"))
    keep(why, by)
    return take_back(MedicineTaken, client, uid, by, at)


@action
def answer(
    client: ClientRef,
    told: Mapping[str, Said],
    *,
    by: Actor,
    at: datetime,
    uid: UUID | None = None,
) -> int:
    """Keep the answers that are new; how many. A client does not change a yes: the team does.

    `uid` is the form's: what it kept itself, before somebody went back, is nobody else's.
    """
    found = queries.load(client, viewer=by, on=_day(client, at))
    new = {about: said for about, said in told.items() if _is_new(about, said, found, by)}
    for about, said in new.items():
        staff = by.is_staff
        _, free = sent(ScreeningAnswer, client, uid or uuid7())
        row = ScreeningAnswer(**common(client, free, by, at), about=about, by_staff=staff)
        row.said = seal(said, row.where)
        keep(row, by)
    return len(new)


def _is_new(about: str, said: Said, found: Screening, by: Actor) -> bool:
    """Another answer; or a client's no that somebody of the care team was told as well."""
    stands = found.answers.get(about)
    heard = by.is_staff and said is Said.NO and about not in asked_by_person(found.facts)
    return (stands is not said or heard) and _may_say(about, said, stands, by)


def _may_say(about: str, said: Said, stands: Said | None, by: Actor) -> bool:
    if about == MEDICINES:
        return said in (Said.ALL, Said.SAY)
    known = about in CONDITIONS and said is not Said.ALL
    return known and (by.is_staff or (CONDITIONS[about].asked and stands is not Said.YES))


@action
def plan_substance(
    client: ClientRef,
    substance: Substance,
    *,
    by: Actor,
    at: datetime,
    uid: UUID | None = None,
) -> bool:
    """What the next medicine session is planned with. False when it is planned already."""
    if queries.told(client, viewer=by).substance is substance:
        return False
    _, free = sent(SubstancePlanned, client, uid or uuid7())
    keep(SubstancePlanned(**common(client, free, by, at), substance=substance), by)
    return True


@action
def judge(
    client: ClientRef,
    subject: str,
    kind: Kind,
    reason: str,
    *,
    seen: str,
    by: Actor,
    at: datetime,
    uid: UUID | None = None,
    outside: Outside | None = None,
) -> UUID | None:
    """Record a prescriber's decision about a row, or anybody's answer to a REVIEW.

    None: this form was kept before.

    Args:
        seen: `Screening.upto` of the page that it was decided on.
        uid: the form's: what it kept itself, before somebody went back, is nobody else's.
        outside: the prescriber outside the practice whose answer the lead records.

    Raises:
        NotKept: no reason, or the row is not there any more.
        NotAllowed: it is not theirs to decide, or it is barred.
        ChangedMeanwhile: something was told, or decided by anybody, since that page was made.
    """
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise NotKept(msg("Nothing was kept yet. Write the reason: it stands beside the row."))
    rows(Client, by).select_for_update().get(pk=client.id)  # one writer for each client
    uid = uid or uuid7()
    told = both(holds({"kind": kind}), says("subject", subject), says("reason", reason))
    free = unused(ScreeningJudgement, client, uid, told)
    if free is None:
        return None
    found = queries.load(client, viewer=by, on=_day(client, at))
    row = next((one for one in found.rows if one.subject == subject), None)
    if row is None:
        raise NotKept(msg("Nothing was kept. This row is not on the list any more."))
    if outside:
        _check_outside(outside, found, client, at)
    _may_judge(row, kind, client, by, outside)
    if found.upto_without(sent(ScreeningJudgement, client, uid)[0]) != seen:
        raise ChangedMeanwhile(found.judged_since(seen))
    return _keep_judgement(client, row, kind, reason, found, free, by, at, outside)


def _day(client: ClientRef, at: datetime) -> date:
    """Which day it is where the client lives."""
    return at.astimezone(ZoneInfo(client.zone)).date()


def _check_outside(one: Outside, found: Screening, client: ClientRef, at: datetime) -> None:
    if not (one.name and one.licence and one.letter):
        raise NotKept(
            msg("Nothing was kept yet. Write their name, their licence, and where the letter lies.")
        )
    if one.day > _day(client, at):
        raise NotKept(msg("Nothing was kept yet. The day of the letter has not come."))
    changed = last_news(found.facts)
    if changed and one.day < _day(client, changed):
        raise NotKept(
            msg("Nothing was kept. Ask them again: the letter is older than the news of %(day)s."),
            day=_day(client, changed),
        )


def _may_judge(row: Row, kind: Kind, client: ClientRef, by: Actor, outside: Outside | None) -> None:
    if row.level is Level.BARRED:
        _refuse("barred", msg("The law bars this here. Nobody can decide otherwise."))
    if row.back and row.back.user == by.user:
        _refuse("took_it_back", msg("You took it back yourself. Somebody else has to agree."))
    if kind is Kind.DECIDED and row.unnamed:
        _refuse("not_named", msg("Nobody wrote yet what this is. Write that first."))
    if kind is Kind.ANSWERED and row.state is State.DECLINED:
        _refuse("declined", msg("A prescriber decided against it. Only a prescriber decides anew."))
    if kind is Kind.ANSWERED and row.level is not Level.REVIEW and not row.back:
        _refuse("not_a_review", msg("Only a prescriber decides about this row."))
    if outside:
        _records_outside(kind, client, by)
    elif kind is not Kind.ANSWERED:
        _decides(client, by)


def _records_outside(kind: Kind, client: ClientRef, by: Actor) -> None:
    if kind is Kind.ANSWERED or not course.leads(client, viewer=by):
        _refuse("not_lead", msg("Only the lead records what a prescriber outside decided."))


def _decides(client: ClientRef, by: Actor) -> None:
    """A prescriber who holds the client, or to whom the client is referred now.

    Raises:
        NotAllowed: for anyone else, and for one who leads the client without a recorded licence.
    """
    referred = {one.user for one in queries.referrals(client, viewer=by)}
    theirs = client.relation is Relation.TEAM or by.user in referred
    if Role.PRESCRIBER not in by.roles or not theirs:
        _refuse("not_referred", msg("Only a prescriber whom the client is referred to decides."))
    if not queries.may_prescribe(client, viewer=by):
        _refuse(
            "leads_them",
            msg("You lead this client. The owner records your licence to prescribe first."),
        )


def _refuse(code: str, sentence: str) -> NoReturn:
    raise NotAllowed(refuse(code, Text(sentence)))


def _keep_judgement(
    client: ClientRef,
    row: Row,
    kind: Kind,
    reason: str,
    found: Screening,
    uid: UUID,
    by: Actor,
    at: datetime,
    outside: Outside | None,
) -> UUID:
    kept = ScreeningJudgement(
        **common(client, uid, by, at),
        kind=kind,
        level=row.level,
        substance=found.facts.substance or "",
    )
    kept.subject = seal(row.subject, kept.where("subject"))
    kept.reason = seal(reason, kept.where("reason"))
    if outside:
        told = json.dumps({**asdict(outside), "day": outside.day.isoformat()})
        kept.outside = seal(told, kept.where("outside"))
    return keep(kept, by)


@action
def withdraw(client: ClientRef, uid: UUID, *, by: Actor, at: datetime) -> bool:
    """Whoever recorded it takes it back; the row is open again. False when it is not theirs."""
    who: dict[str, Any] = {"client_id": client.id, "uid": uid, "by_id": by.user}
    if not rows(ScreeningJudgement, by).filter(**who).exclude(kind=WHY_BACK).exists():
        return False
    return take_back(ScreeningJudgement, client, uid, by, at)
