"""Commitments and what was noticed. What was done with one goes through `actions.entries`."""

from datetime import datetime
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.commitments import (
    LONGEST_COMMITMENT,
    LONGEST_NOTICED,
    Rhythm,
    may_add,
)
from longarc.care.threads import checked
from longarc.records import audit, own_rows
from longarc.records.codec import seal
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.keeping import both, common, holds, keep, says, sent, take_back, unused
from longarc.records.models import Client, Commitment, CommitmentEnd, Noticed
from longarc.records.queries import commitments as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.course import standing
from longarc.records.scope import mine, rows


class Enough(Exception):
    """There are as many commitments as there may be at a time; nothing was kept."""


@action
def add(
    client: ClientRef, text: str, rhythm: Rhythm, *, uid: UUID, by: Actor, at: datetime
) -> bool:
    """Take up a commitment. `uid` is made by the page: False when this form was kept before.

    Raises:
        Empty, TooLong, Enough: nothing was kept.
    """
    text = checked(text, LONGEST_COMMITMENT)
    rows(Client, by).select_for_update().get(pk=client.id)  # one writer for each client
    now = queries.current(client, viewer=by)
    kept, free = sent(Commitment, client, uid)
    same = both(holds({"rhythm": rhythm}), says("text", text))
    if kept and same(kept[-1]) and any(one.uid == kept[-1].uid for one in now):
        return False
    if not may_add(len(now)):
        raise Enough
    row = Commitment(**common(client, free, by, at), rhythm=rhythm)
    row.text = seal(text, row.where)
    keep(row, by)
    return True


@action
def let_go(client: ClientRef, commitment: UUID, *, by: Actor, at: datetime) -> bool:
    """Let a commitment go; what was done stays. False when there is none, or it went before."""
    return _end(client, commitment, by, at)


@action
def stayed(client: ClientRef, commitment: UUID, *, by: Actor, at: datetime) -> bool:
    """The client marks it as landed: part of their days by now. False as for `let_go`."""
    return _end(client, commitment, by, at, stayed=True)


def _end(
    client: ClientRef, commitment: UUID, by: Actor, at: datetime, *, stayed: bool = False
) -> bool:
    if all(one.uid != commitment for one in queries.current(client, viewer=by)):
        return False
    told = {"commitment": commitment, "stayed": stayed}
    keep(CommitmentEnd(**common(client, uuid7(), by, at), **told), by)
    return True


@action
def take_up_again(client: ClientRef, commitment: UUID, *, by: Actor, at: datetime) -> bool:
    """What ended is current again, with all that was done. False: it had not ended.

    Raises:
        Enough: there are as many as there may be.
    """
    rows(Client, by).select_for_update().get(pk=client.id)  # one writer for each client
    ends = standing(CommitmentEnd, by, client).filter(commitment=commitment)
    if not ends.exists():
        return False
    if not may_add(len(queries.current(client, viewer=by))):
        raise Enough
    for end in list(ends.values_list("uid", flat=True)):
        take_back(CommitmentEnd, client, end, by, at)
    return True


@action
def withdraw(client: ClientRef, commitment: UUID, *, by: Actor, at: datetime) -> bool:
    """The client takes back one that they never meant to send. False: there is none."""
    there = standing(Commitment, by, client).filter(uid=commitment, by_id=by.user)
    return there.exists() and take_back(Commitment, client, commitment, by, at)


@action
def notice(
    client: ClientRef, text: str, *, shared: bool, uid: UUID, by: Actor, at: datetime
) -> bool:
    """The familiar response showed up: what the client did. Private unless they share it.

    `uid` is made by the page: False when this form was kept before.

    Raises:
        Empty, TooLong: nothing was kept.
    """
    text = checked(text, LONGEST_NOTICED)
    free = unused(Noticed, client, uid, says("text", text))
    if free is None:
        return not shared and own_rows.to_oneself(Noticed, client, uid, by=by, at=at)
    row = Noticed(**common(client, free, by, at))
    row.text, row.shared_at = seal(text, row.where("text")), at if shared else None
    row.save()
    audit.write("kept_noticed", by=by, at=at, client=client.id, target=row.uid)
    return True


@action
def share_noticed(noticed: UUID, *, shared: bool, by: Actor, at: datetime) -> bool:
    found = mine(Noticed, by).filter(uid=noticed)
    return own_rows.share(found, noticed, shared=shared, by=by, at=at)


@action
def remove_noticed(noticed: UUID, *, by: Actor, at: datetime) -> bool:
    return own_rows.remove(mine(Noticed, by).filter(uid=noticed), noticed, by=by, at=at)
