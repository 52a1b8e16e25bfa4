"""Rating a meeting, naming a rupture, telling a private one; see also `relationship_later`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.relationship import TOP, Kind, Question
from longarc.care.text import msg
from longarc.records import audit, own_rows
from longarc.records.actions.screening import NotKept
from longarc.records.codec import Where, seal, unseal
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.keeping import common, keep
from longarc.records.models import (
    AuditEntry,
    MeetingRating,
    PrivateRupture,
    Rupture,
    Words,
)
from longarc.records.queries import relationship as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.course import standing
from longarc.records.relationship_forms import LONGEST_WORDS, TOO_LONG, free
from longarc.records.scope import mine


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

    Other answers or words under the same id (somebody went back and changed them) are kept, too.
    The same words, sent again for oneself alone, are private from then on.

    Raises:
        NotKept: nothing was chosen, a step that does not exist, or words that are too long.
    """
    _check_felt(felt)
    told = {str(question): step for question, step in felt.steps.items()}
    about = _known(client, felt.about, by, at)
    row = MeetingRating(**common(client, uid, by, at), about=about, near=felt.near, **told)
    there = standing(MeetingRating, by, client).filter(uid=uid).first()
    if there is None or not _same_answers(there, row):
        row.uid, there = free(uid), None
        keep(row, by)
    words, kept = felt.words.strip(), _words_about(uid, by)
    fresh = bool(words) and not (there and words in kept)
    if fresh:
        _keep_words(client, felt, row.uid, by, at)
    mine_now = words in kept and not felt.shared and _unshare(kept[words], by, at)
    return there is None or fresh or mine_now


def _check_felt(felt: Felt) -> None:
    given = [*felt.steps.values(), *([] if felt.near is None else [felt.near])]
    if not all(0 <= step <= TOP for step in given):
        raise NotKept(msg("Nothing was kept yet. Choose one of the answers."))
    if not given and not felt.words.strip():
        raise NotKept(
            msg("Nothing was kept yet. Choose one answer, or leave this for another day.")
        )
    _check_length(felt.words)


def _same_answers(there: MeetingRating, row: MeetingRating) -> bool:
    fields = ("about", "near", *Question)
    return all(getattr(there, field) == getattr(row, field) for field in fields)


def _words_about(rating: UUID, by: Actor) -> dict[str, UUID]:
    found = mine(Words, by).filter(about=rating)
    where = (Where(row.practice_id, row.client_id, "words.text", row.uid) for row in found)
    return {unseal(row.text, place): row.uid for row, place in zip(found, where, strict=True)}


def _unshare(words: UUID, by: Actor, at: datetime) -> bool:
    found = mine(Words, by).filter(uid=words, shared_at__isnull=False)
    return own_rows.share(found, words, shared=False, by=by, at=at)


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


def _check_length(words: str) -> None:
    if len(words) > LONGEST_WORDS:
        raise NotKept(TOO_LONG, n=LONGEST_WORDS)


@action
def name(client: ClientRef, named: Named, *, uid: UUID, by: Actor, at: datetime) -> bool:
    """Name a rupture in sight of both. False: this form was kept before.

    Other words under the same id are another rupture. One that a client first kept to themselves
    with this form, and now tells as it is, is told.

    Raises:
        NotKept: no words where only words say what it was, too many, or it was removed since.
    """
    named = _checked(client, named, uid, by, at)
    if _is_told(client, named, uid, by):
        return False
    if _is_kept_alone(named, uid, by):
        return tell(client, uid, by=by, at=at)
    _keep_rupture(client, named, free(uid), by, at)
    return True


@action
def name_privately(client: ClientRef, named: Named, *, uid: UUID, by: Actor, at: datetime) -> bool:
    """The client names one for themselves alone. The audit says no more of it than of any words.

    False: this form was kept before.

    Raises:
        NotKept: as `name`; or this very one was told already.
    """
    named = _checked(client, named, uid, by, at)
    if _is_told(client, named, uid, by):
        raise NotKept(msg("Your care team can see this one already. You can take it back below."))
    if not by.client or _is_kept_alone(named, uid, by):
        return False
    row = PrivateRupture(uid=free(uid), practice_id=by.practice, client_id=by.client, at=at)
    text = {"kind": named.kind, "about": str(named.about or ""), "words": named.words}
    row.text = seal(json.dumps(text), row.where)
    row.save()
    audit.write("kept_words", by=by, at=at, client=by.client, target=row.uid)
    return True


def _checked(client: ClientRef, named: Named, uid: UUID, by: Actor, at: datetime) -> Named:
    """What was named, as it is kept."""
    if named.kind is Kind.OWN and not named.words.strip():
        raise NotKept(
            msg("Nothing was kept yet. Choose what it was like, or say it in your words.")
        )
    _check_length(named.words)
    # What was removed does not come back by itself: under a new id the page asks once more.
    if mine(AuditEntry, by).filter(act="removed_words", target=uid).exists():
        raise NotKept(
            msg("Nothing was kept yet. You removed this before; you can keep it once more.")
        )
    return Named(named.kind, _known(client, named.about, by, at), named.words.strip())


def _is_told(client: ClientRef, named: Named, uid: UUID, by: Actor) -> bool:
    row = standing(Rupture, by, client).filter(uid=uid).first()
    words = unseal(row.words, row.where) if row and row.words else ""
    return row is not None and named == Named(row.kind, row.about, words)


def _is_kept_alone(named: Named, uid: UUID, by: Actor) -> bool:
    found = (one for one in queries.private(viewer=by) if one.uid == uid)
    return any(named == Named(one.kind, one.about, one.words) for one in found)


def _keep_rupture(
    client: ClientRef,
    named: Named,
    uid: UUID,
    by: Actor,
    at: datetime,
    *,
    since: datetime | None = None,
) -> None:
    """`since`: when it was first named, where that was before it was told."""
    told = {"kind": named.kind, "about": named.about, "from_client": not by.is_staff}
    row = Rupture(**common(client, uid, by, at), **told)
    row.at = since or at
    row.words = seal(named.words, row.where) if named.words else None
    keep(row, by, at=at)


@action
def tell(client: ClientRef, uid: UUID, *, by: Actor, at: datetime) -> bool:
    """The client tells the care team of a private one. It stands for them from now on.

    It keeps the day on which it was first named. False when there is none.
    """
    found = next((one for one in queries.private(viewer=by) if one.uid == uid), None)
    if found is None:
        return False
    mine(PrivateRupture, by).filter(uid=uid).delete()
    named = Named(found.kind, found.about, found.words)
    _keep_rupture(client, named, uid, by, at, since=found.at)
    return True


@action
def remove(uid: UUID, *, by: Actor, at: datetime) -> bool:
    """Remove a private one, at once and for good. False when there is none."""
    removed, _ = mine(PrivateRupture, by).filter(uid=uid).delete()
    if removed:
        audit.write("removed_words", by=by, at=at, client=by.client, target=uid)
    return bool(removed)
