"""Signing a touch agreement, and taking away from it: in a session only the second."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.decision import NotAllowed, refuse
from longarc.care.text import Text, msg
from longarc.care.touch import LONGEST_LINE, Place, Terms, Touch
from longarc.records.codec import seal
from longarc.records.db import action
from longarc.records.keeping import both, common, holds, keep, says, sent, unused
from longarc.records.models import Client, TouchNarrowed, TouchSigned
from longarc.records.queries import touch as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows


class NotKept(ValueError):
    """Nothing was kept; `text` says why and how to go on."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.plain())
        self.text = text


class ChangedMeanwhile(Exception):
    """Somebody changed the agreement since the form was opened; nothing was kept."""


class Outcome(StrEnum):
    """What became of a form. `ONLY_NARROWER`: a session is going on, and nothing was widened."""

    SIGNED = "signed"
    ONLY_NARROWER = "only_narrower"
    SENT_BEFORE = "sent_before"


@action
def sign(
    client: ClientRef,
    wanted: Terms,
    *,
    purpose: str,
    stop: str,
    seen: str,
    uid: UUID,
    by: Actor,
    at: datetime,
) -> Outcome:
    """The client's own signature. While a session is going on, what is narrower is kept of it.

    Args:
        purpose, stop: the client's words; may be empty.
        seen: `upto` of the agreement that the form was made from.

    Raises:
        NotAllowed: somebody else than the client.
        NotKept: a line is too long, or the profile does not leave one of the places.
        ChangedMeanwhile: the agreement was narrowed or signed since `seen`, and not by this form.
    """
    if by.client != client.id:
        raise NotAllowed(refuse("not_the_client", Text(msg("Only the client can sign."))))
    _check(wanted, purpose, stop, by)
    stands = _locked(client, by, at)
    words = both(says("purpose", purpose), says("stop", stop))
    same = holds(_told(wanted)) if stands.under_way else both(holds(_told(wanted)), words)
    free = unused(TouchSigned, client, uid, same)
    if free is None or _narrowed_before(client, wanted, uid):
        return Outcome.SENT_BEFORE
    if stands.under_way:
        _narrow(client, stands, wanted, uid, by, at)
        return Outcome.ONLY_NARROWER
    if stands.upto_without(_kept_of(client, uid)) != seen:
        raise ChangedMeanwhile
    row = TouchSigned(**_columns(client, wanted, free, by, stands.later(at)))
    row.purpose = seal(purpose, row.where("purpose")) if purpose else None
    row.stop = seal(stop, row.where("stop")) if stop else None
    keep(row, by)
    return Outcome.SIGNED


@action
def narrow(client: ClientRef, at_most: Terms, *, uid: UUID, by: Actor, at: datetime) -> bool:
    """From now on at most this: at once, at any time, no reason asked.

    By the client; or by someone of the care team who saw or heard it. False when nothing is less
    than it was.
    """
    # By what stands alone: signed wider since, the same button says something new.
    return _narrow(client, _locked(client, by, at), at_most, uid, by, at)


def _narrow(
    client: ClientRef, stands: Touch, at_most: Terms, uid: UUID, by: Actor, at: datetime
) -> bool:
    left = stands.terms & at_most
    if stands.terms.within(left):
        return False
    _, free = sent(TouchNarrowed, client, uid)
    keep(TouchNarrowed(**_columns(client, left, free, by, stands.later(at))), by)
    return True


def _columns(client: ClientRef, terms: Terms, uid: UUID, by: Actor, at: datetime) -> dict[str, Any]:
    return {**common(client, uid, by, at), **_told(terms)}


def _told(terms: Terms) -> dict[str, Any]:
    return {"places": " ".join(sorted(terms.places)), "ask_first": terms.ask_first}


def _locked(client: ClientRef, by: Actor, at: datetime) -> Touch:
    rows(Client, by).select_for_update().get(pk=client.id)  # one writer for each client
    return queries.load(client, viewer=by, at=at)


def _narrowed_before(client: ClientRef, at_most: Terms, uid: UUID) -> bool:
    """Whether this form took away as much before; another button of its page is another wish."""
    kept, _ = sent(TouchNarrowed, client, uid)
    left = [Terms(frozenset(map(Place, one.places.split())), one.ask_first) for one in kept[-1:]]
    return any(one.within(at_most) for one in left)


def _kept_of(client: ClientRef, uid: UUID) -> set[UUID]:
    return {one.uid for one in sent(TouchSigned, client, uid)[0]}


def _check(wanted: Terms, purpose: str, stop: str, by: Actor) -> None:
    if max(len(purpose), len(stop)) > LONGEST_LINE:
        limit = {"limit": LONGEST_LINE}
        raise NotKept(
            Text(msg("Not signed yet. A line can hold %(limit)s letters at most."), limit)
        )
    if not wanted.places <= set(queries.offered(viewer=by)):
        raise NotKept(Text(msg("Not signed yet. Pick the places again: this list has changed.")))
