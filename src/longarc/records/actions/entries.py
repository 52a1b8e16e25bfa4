"""Keeping what a client's device sends: exactly once, whatever is sent twice."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Model

from longarc.care import reports
from longarc.care.access import Actor
from longarc.records import audit
from longarc.records.codec import Where, seal
from longarc.records.db import action
from longarc.records.insert import insert
from longarc.records.keeping import next_of
from longarc.records.models import (
    AuditEntry,
    CheckIn,
    CheckInMore,
    Commitment,
    CommitmentAnswer,
    ContactRequest,
    Entry,
    ExerciseDone,
    Retraction,
    Words,
)
from longarc.records.models.threads import Own
from longarc.records.scope import mine


class Outcome(StrEnum):
    KEPT = "kept"
    ALREADY = "already"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one entry. CONFLICT: the id is taken by other content; nothing was changed."""

    uid: UUID
    outcome: Outcome


@action
def keep(entries: Iterable[reports.New], *, by: Actor, at: datetime) -> tuple[Kept, ...]:
    """Keep a client's own entries in one transaction, each with its audit line.

    Sending twice equals sending once, also at one moment. An id that was used for other content
    is reported as a conflict and never overwritten.
    """
    return tuple(_keep(entry, by, at) for entry in entries)


@action
def keep_form(entries: Iterable[reports.New], *, by: Actor, at: datetime) -> tuple[Kept, ...]:
    """As `keep`, for what a page's form sends without a script.

    Other words under its id (somebody went back and wrote on) are an entry of their own. Words
    under the id of some that were removed are a CONFLICT: they may be those, and do not come back.
    """
    return tuple(_keep_written(entry, by, at) for entry in entries)


def _keep_written(entry: reports.New, by: Actor, at: datetime) -> Kept:
    if not isinstance(entry, _WRITTEN):
        return _keep(entry, by, at)
    kind, uid = type(_row(entry, by, at)), entry.stamp.uid
    while kind._default_manager.filter(uid=next_of(uid)).exists():
        uid = next_of(uid)
    kept = _keep(_with_id(entry, uid), by, at)
    if isinstance(entry, reports.NewWords) and _was_removed(kept.uid, by):
        return Kept(kept.uid, Outcome.CONFLICT)
    if kept.outcome is Outcome.CONFLICT or _asks_again(kept, by):
        return _keep(_with_id(entry, next_of(uid)), by, at)
    return kept


def _asks_again(kept: Kept, by: Actor) -> bool:
    """The request for contact under this id was taken back: who asks once more is heard."""
    there = mine(ContactRequest, by).filter(uid=kept.uid)
    if kept.outcome is not Outcome.ALREADY or not there.exists():
        return False
    return bool(mine(Retraction, by).filter(target=kept.uid).exists())


#: What may be written on; an answer that a page gave is changed by its own "undo".
_WRITTEN = (reports.NewMore, reports.NewWords, reports.NewContactRequest)


def _with_id(entry: reports.New, uid: UUID) -> reports.New:
    return replace(entry, stamp=replace(entry.stamp, uid=uid))


def _keep(entry: reports.New, by: Actor, at: datetime) -> Kept:
    row = _row(entry, by, at)
    uid = entry.stamp.uid
    if isinstance(entry, reports.NewUndo) and not _may_be_undone(entry.target, by):
        return Kept(uid, Outcome.CONFLICT)
    if isinstance(entry, reports.NewCommitmentAnswer) and not _is_committed(entry, by):
        return Kept(uid, Outcome.CONFLICT)
    if isinstance(entry, reports.NewWords) and _was_removed(uid, by):
        return Kept(uid, Outcome.ALREADY)
    if not insert(row):
        return Kept(uid, Outcome.ALREADY if _is_there(row, by) else Outcome.CONFLICT)
    audit.write(f"kept_{row._meta.model_name}", by=by, at=at, client=by.client, target=uid)
    return Kept(uid, Outcome.KEPT)


def _is_there(row: Entry | Words, by: Actor) -> bool:
    """Whether this very entry was kept before, rather than another under its id."""
    there = type(row)._default_manager.filter(uid=row.uid).first()
    return (
        there is not None and there.practice_id == by.practice and _content(there) == _content(row)
    )


_UNDOABLE: tuple[type[Entry], ...] = (CheckIn, ContactRequest, ExerciseDone)


def _may_be_undone(target: UUID, by: Actor) -> bool:
    """A client takes back their own check-ins, requests and exercises, and nothing of others.

    A target that has not arrived is no reason to refuse: the order of arrival must not matter,
    and an undo has effect on this client's entries only.
    """
    if any(mine(model, by).filter(uid=target).exists() for model in _UNDOABLE):
        return True
    kinds: list[type[Model]] = [*Entry.__subclasses__(), *Own.__subclasses__()]
    others = [model for model in kinds if model not in _UNDOABLE]
    return not any(mine(model, by).filter(uid=target).exists() for model in others)


def _is_committed(entry: reports.NewCommitmentAnswer, by: Actor) -> bool:
    """It is about a commitment of their own, also one that was let go meanwhile."""
    return mine(Commitment, by).filter(uid=entry.commitment).exists()


def _was_removed(uid: UUID, by: Actor) -> bool:
    """Words that were removed stay removed, even when a device sends them once more."""
    return mine(AuditEntry, by).filter(act="removed_words", target=uid).exists()


_IGNORED = frozenset({"seq", "received_at", "at", "skew", "practice", "by", "latency", "shared_at"})


def _content(row: Any) -> dict[str, Any]:
    """What makes two rows the same entry: all but what the way of sending may change.

    A time put right by a later sending may differ by a little: that it was recalled counts.
    """
    content = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in _IGNORED
    }
    if "recalled_for" in content:
        content["recalled_for"] = content["recalled_for"] is not None
    return content


def _row(entry: reports.New, by: Actor, at: datetime) -> Entry | Words:
    common: dict[str, Any] = {
        "uid": entry.stamp.uid,
        "practice_id": by.practice,
        "client_id": by.client,
        "at": entry.stamp.at,
        "received_at": at,
    }
    match entry:
        case reports.NewCheckIn():
            return _check_in(entry, common, by)
        case reports.NewMore():
            return CheckInMore(
                **common,
                by_id=by.user,
                check_in=entry.check_in,
                ease=entry.ease,
                item=entry.item,
                answer=entry.answer,
                body=entry.body,
            )
        case reports.NewUndo():
            return Retraction(**common, by_id=by.user, target=entry.target)
        case reports.NewWords():
            return _words(entry, common, by, at)
        case reports.NewContactRequest():
            return _contact_request(entry, common, by)
        case reports.NewExercise():
            return ExerciseDone(
                **common,
                by_id=by.user,
                exercise=entry.exercise,
                before=entry.before or "",
                after=entry.after or "",
                effect=entry.effect or "",
            )
        case reports.NewCommitmentAnswer():
            about = {"commitment": entry.commitment, "answer": entry.answer}
            return CommitmentAnswer(**common, by_id=by.user, **about)


def _check_in(entry: reports.NewCheckIn, common: dict[str, Any], by: Actor) -> CheckIn:
    return CheckIn(
        **common,
        by_id=by.user,
        position=entry.position,
        resolution=entry.resolution,
        recalled_for=entry.recalled_for,
        zone=entry.stamp.zone,
        offset=entry.stamp.offset,
        prompted=entry.prompted,
        latency=entry.latency,
        method=entry.method,
        app=entry.app,
        changed_mind=entry.changed_mind,
        corrects=entry.corrects,
        skew=entry.stamp.skew,
    )


def _words(entry: reports.NewWords, common: dict[str, Any], by: Actor, at: datetime) -> Words:
    where = Where(by.practice, by.client, "words.text", entry.stamp.uid)
    return Words(
        **common,
        check_in=entry.check_in,
        text=seal(entry.text, where),
        shared_at=at if entry.shared else None,
    )


def _contact_request(
    entry: reports.NewContactRequest, common: dict[str, Any], by: Actor
) -> ContactRequest:
    where = Where(by.practice, by.client, "contactrequest.note", entry.stamp.uid)
    note = seal(entry.note, where) if entry.note else None
    return ContactRequest(**common, by_id=by.user, note=note)


@action
def share_words(uid: UUID, *, shared: bool, by: Actor, at: datetime) -> bool:
    """Share one's own words with the care team, or take that back; False when there are none."""
    changed = mine(Words, by).filter(uid=uid).update(shared_at=at if shared else None)
    if changed:
        act = "shared_words" if shared else "unshared_words"
        audit.write(act, by=by, at=at, client=by.client, target=uid)
    return bool(changed)


@action
def remove_words(uid: UUID, *, by: Actor, at: datetime) -> bool:
    """Remove words that are not shared, at once and for good (decision 19)."""
    removed, _ = mine(Words, by).filter(uid=uid, shared_at=None).delete()
    if removed:
        audit.write("removed_words", by=by, at=at, client=by.client, target=uid)
    return bool(removed)
