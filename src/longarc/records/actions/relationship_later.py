"""What is said later of the relationship, and taking back what was sent or written by mistake."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Model

from longarc.care.access import Actor
from longarc.care.relationship import Step
from longarc.care.text import msg
from longarc.records import own_rows
from longarc.records.actions.screening import NotKept
from longarc.records.codec import seal, unseal
from longarc.records.db import action
from longarc.records.keeping import common, keep, take_back
from longarc.records.models import Client, MeetingRating, RelationshipStep, Rupture, Words
from longarc.records.queries import relationship as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.course import standing
from longarc.records.queries.relationship import Later
from longarc.records.relationship_forms import LONGEST_WORDS, TOO_LONG, free
from longarc.records.scope import mine, rows

BY_CLIENT = frozenset({Step.MENDED, Step.NOT_YET})


@dataclass(frozen=True, slots=True)
class Said:
    """A step about a rupture, or (`rupture` None) about how it is between them.

    `seen`: the newest that the page showed of it; None: there was nothing.
    """

    step: Step
    rupture: UUID | None = None
    words: str = ""
    seen: UUID | None = None


class SaidMeanwhile(Exception):
    """Somebody else said something of it since the page was made; nothing was kept of mine."""

    def __init__(self, theirs: Later) -> None:
        super().__init__(str(theirs.uid))
        self.theirs = theirs


@action
def say_later(client: ClientRef, said: Said, *, uid: UUID, by: Actor, at: datetime) -> bool:
    """Record a repair or what was talked about, or the client's word that it is mended or not yet.

    False: this form was kept before, or it is not theirs to say. Another word under the id of a
    form that was kept is a word of its own.

    Raises:
        NotKept: of the care team: no words, too many, or there is no such rupture (any more).
        SaidMeanwhile: of the care team: see there.
    """
    rows(Client, by).select_for_update().get(pk=client.id)  # one writer for each client
    if by.is_staff is (said.step in BY_CLIENT) or _is_said(client, said, uid, by):
        return False
    later = _so_far(client, said, by)
    if by.is_staff:
        _check(said, later, by)
    elif later is None:
        return False
    words = said.words.strip()
    row = RelationshipStep(**common(client, free(uid), by, at))
    row.rupture, row.step = said.rupture, said.step
    row.words = seal(words, row.where) if words else None
    keep(row, by)
    return True


def _is_said(client: ClientRef, said: Said, uid: UUID, by: Actor) -> bool:
    row = standing(RelationshipStep, by, client).filter(uid=uid).first()
    words = unseal(row.words, row.where) if row and row.words else ""
    same = (said.rupture, said.step, said.words.strip())
    return row is not None and same == (row.rupture, row.step, words)


def _so_far(client: ClientRef, said: Said, by: Actor) -> Sequence[Later] | None:
    """What was said of it; None: there is no such rupture."""
    told = queries.told(client, viewer=by)
    if said.rupture is None or said.step is Step.TALKED:
        there = said.rupture is None and said.step is Step.TALKED
        return [one for one in told.talks if one.step is Step.TALKED] if there else None
    return next((one.later for one in told.strains if one.uid == said.rupture), None)


def _check(said: Said, later: Sequence[Later] | None, by: Actor) -> None:
    if not said.words.strip():
        raise NotKept(msg("Nothing was kept yet. Write what was talked about, in a few words."))
    if len(said.words) > LONGEST_WORDS:
        raise NotKept(TOO_LONG, n=LONGEST_WORDS)
    if later is None:
        raise NotKept(
            msg("Nothing was kept yet: this rupture was taken back. Your words are below.")
        )
    shown = next((n for n, one in enumerate(later) if one.uid == said.seen), -1)
    theirs = [one for one in later[shown + 1 :] if one.by_user != by.user]
    if theirs:
        raise SaidMeanwhile(theirs[-1])


@action
def withdraw(client: ClientRef, uid: UUID, *, by: Actor, at: datetime) -> bool:
    """Whoever sent it takes it back: a rating, a rupture, or what the care team wrote of one.

    False: there is none of theirs, or the client has spoken of a rupture that staff named: then
    it is theirs, too, and stands until it is mended.
    """
    if _is_theirs(MeetingRating, client, uid, by):
        return _withdraw_rating(client, uid, by, at)
    if _is_theirs(Rupture, client, uid, by) and not _spoken_of(client, uid, by):
        return take_back(Rupture, client, uid, by, at)
    if by.is_staff and _is_theirs(RelationshipStep, client, uid, by):
        return take_back(RelationshipStep, client, uid, by, at)
    return False


def _is_theirs(model: type[Model], client: ClientRef, uid: UUID, by: Actor) -> bool:
    return bool(standing(model, by, client).filter(uid=uid, by_id=by.user).exists())


def _spoken_of(client: ClientRef, rupture: UUID, by: Actor) -> bool:
    found = rows(RelationshipStep, by).filter(client_id=client.id, rupture=rupture)
    return by.is_staff and found.filter(step__in=BY_CLIENT).exists()


def _withdraw_rating(client: ClientRef, uid: UUID, by: Actor, at: datetime) -> bool:
    """With all that was rated of the same meeting; words that came with it are private again."""
    found = standing(MeetingRating, by, client).filter(by_id=by.user)
    about = found.get(uid=uid).about
    same = found.filter(about=about) if about else found.filter(uid=uid)
    for one in list(same.values_list("uid", flat=True)):
        take_back(MeetingRating, client, one, by, at)
        words = mine(Words, by).filter(about=one, shared_at__isnull=False)
        own_rows.share(words, one, shared=False, by=by, at=at)
    return True
