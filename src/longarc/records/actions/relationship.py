"""Rating a meeting, naming a rupture, telling a private one, recording a repair."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.relationship import TOP, Kind, Question, Step
from longarc.care.text import msg
from longarc.records import audit
from longarc.records.actions.screening import NotKept
from longarc.records.codec import Where, seal
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.keeping import common, keep
from longarc.records.models import (
    AuditEntry,
    MeetingRating,
    PrivateRupture,
    RelationshipStep,
    Rupture,
    Words,
)
from longarc.records.queries import relationship as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import mine, rows

LONGEST_WORDS = 4000
BY_CLIENT = frozenset({Step.MENDED, Step.NOT_YET})


@dataclass(frozen=True, slots=True)
class Felt:
    """How a meeting felt; everything may be left out.

    Args:
        about: the meeting or medicine session; None: not said which.
        shared: the care team may read the words.
    """

    steps: Mapping[Question, int]
    near: int | None = None
    about: UUID | None = None
    words: str = ""
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A rupture as it is named."""

    kind: Kind
    about: UUID | None = None
    words: str = ""


@action
def rate(client: ClientRef, felt: Felt, *, uid: UUID, by: Actor, at: datetime) -> bool:
    """Keep how a meeting felt. False: this form was kept before.

    Raises:
        NotKept: nothing was chosen, a step that does not exist, or words that are too long.
    """
    if MeetingRating.objects.filter(uid=uid).exists():
        return False
    given = [*felt.steps.values(), *([] if felt.near is None else [felt.near])]
    if not all(0 <= step <= TOP for step in given):
        raise NotKept(msg("Nothing was kept yet. Choose one of the answers."))
    if not given and not felt.words.strip():
        raise NotKept(
            msg("Nothing was kept yet. Choose one answer, or leave this for another day.")
        )
    _check(felt.words)
    about = _known(client, felt.about, by, at)
    told = {str(question): step for question, step in felt.steps.items()}
    row = MeetingRating(**common(client, uid, by, at), about=about, near=felt.near, **told)
    keep(row, by)
    if felt.words.strip():
        _keep_words(client, felt, uid, by, at)
    return True


def _known(client: ClientRef, about: UUID | None, by: Actor, at: datetime) -> UUID | None:
    """The meeting or session it is about, where it is one of theirs that is over."""
    return about if about in {one.uid for one in queries.met(client, viewer=by, at=at)} else None


def _keep_words(client: ClientRef, felt: Felt, rating: UUID, by: Actor, at: datetime) -> None:
    uid = uuid7()
    who = {"uid": uid, "practice_id": client.practice, "client_id": client.id}
    text = seal(felt.words.strip(), Where(client.practice, client.id, "words.text", uid))
    shared_at = at if felt.shared else None
    Words(**who, at=at, received_at=at, about=rating, text=text, shared_at=shared_at).save()
    audit.write("kept_words", by=by, at=at, client=client.id, target=uid)


def _check(words: str) -> None:
    if len(words) > LONGEST_WORDS:
        raise NotKept(
            msg("Nothing was kept yet. Up to %(n)s signs fit here; your words are below."),
            n=LONGEST_WORDS,
        )


@action
def name(client: ClientRef, named: Named, *, uid: UUID, by: Actor, at: datetime) -> bool:
    """Name a rupture in sight of both. False: this form was kept before.

    Raises:
        NotKept: no words where only words say what it was, or too many.
    """
    _check_named(named)
    if _was_named(uid, by):
        return False
    _keep_rupture(client, named, uid, by, at)
    return True


@action
def name_privately(client: ClientRef, named: Named, *, uid: UUID, by: Actor, at: datetime) -> bool:
    """The client names one for themselves alone. The audit says no more of it than of any words."""
    _check_named(named)
    if _was_named(uid, by) or not by.client:
        return False
    row = PrivateRupture(uid=uid, practice_id=by.practice, client_id=by.client, at=at)
    about = _known(client, named.about, by, at)
    text = {"kind": named.kind, "about": str(about or ""), "words": named.words.strip()}
    row.text = seal(json.dumps(text), row.where)
    row.save()
    audit.write("kept_words", by=by, at=at, client=by.client, target=uid)
    return True


def _check_named(named: Named) -> None:
    if named.kind is Kind.OWN and not named.words.strip():
        raise NotKept(
            msg("Nothing was kept yet. Choose what it was like, or say it in your words.")
        )
    _check(named.words)


def _was_named(uid: UUID, by: Actor) -> bool:
    """Kept before under this id, also when it was removed since."""
    removed = mine(AuditEntry, by).filter(act="removed_words", target=uid)
    there = (model.objects.filter(uid=uid).exists() for model in (Rupture, PrivateRupture))
    return any(there) or removed.exists()


def _keep_rupture(client: ClientRef, named: Named, uid: UUID, by: Actor, at: datetime) -> None:
    about = _known(client, named.about, by, at)
    own = not by.is_staff
    row = Rupture(**common(client, uid, by, at), kind=named.kind, about=about, from_client=own)
    row.words = seal(named.words.strip(), row.where) if named.words.strip() else None
    keep(row, by)


@action
def tell(client: ClientRef, uid: UUID, *, by: Actor, at: datetime) -> bool:
    """The client tells the care team of a private one. It stands for them from now on.

    False when there is none.
    """
    found = next((one for one in queries.private(viewer=by) if one.uid == uid), None)
    if found is None:
        return False
    mine(PrivateRupture, by).filter(uid=uid).delete()
    _keep_rupture(client, Named(found.kind, found.about, found.words), uid, by, at)
    return True


@action
def remove(uid: UUID, *, by: Actor, at: datetime) -> bool:
    """Remove a private one, at once and for good. False when there is none."""
    removed, _ = mine(PrivateRupture, by).filter(uid=uid).delete()
    if removed:
        audit.write("removed_words", by=by, at=at, client=by.client, target=uid)
    return bool(removed)


@action
def say_later(
    client: ClientRef,
    step: Step,
    rupture: UUID | None,
    words: str = "",
    *,
    uid: UUID,
    by: Actor,
    at: datetime,
) -> bool:
    """Record a repair or what was talked about, or the client's word that it is mended or not yet.

    False: this form was kept before, the word is not theirs to say, or there is no such rupture.

    Raises:
        NotKept: the care team left out what was talked about, or words are too long.
    """
    if RelationshipStep.objects.filter(uid=uid).exists():
        return False
    if by.is_staff is (step in BY_CLIENT) or not _there(client, step, rupture, by):
        return False
    words = words.strip()
    if by.is_staff and not words:
        raise NotKept(msg("Nothing was kept yet. Write what was talked about, in a few words."))
    _check(words)
    row = RelationshipStep(**common(client, uid, by, at), rupture=rupture, step=step)
    row.words = seal(words, row.where) if words else None
    keep(row, by)
    return True


def _there(client: ClientRef, step: Step, rupture: UUID | None, by: Actor) -> bool:
    if rupture is None:
        return step is Step.TALKED
    found = rows(Rupture, by).filter(client_id=client.id, uid=rupture)
    return step is not Step.TALKED and found.exists()
