"""One look of the worker: what is due is queued, claimed, sent and settled, each at most once."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from longarc.care.access import Actor
from longarc.care.reminder_states import Outcome
from longarc.care.reminders import Way
from longarc.cli import mail, push
from longarc.records.actions import notices, outgoing
from longarc.records.actions.outgoing import Letter
from longarc.records.queries import worker

log = logging.getLogger(__name__)
Carrier = Callable[[Letter, datetime], Outcome]
CARRIERS: Mapping[Way, Carrier] = {Way.EMAIL: mail.send, Way.PUSH: push.send}
#: The worker tidies up in the first look after this hour, in the practice's time zone.
NIGHT = 3


def look(
    clock: Callable[[], datetime],
    *,
    by: Actor,
    carriers: Mapping[Way, Carrier] = CARRIERS,
    stop: Callable[[], bool] = bool,
) -> int:
    """Send what is due; returns how many were handed over or tried.

    Args:
        clock: read anew before each send, so that a slow one makes no other too late.
        stop: asked before each send; True ends the look.
    """
    at = clock()
    outgoing.tidy(by=by, at=at)
    outgoing.plan(by=by, at=at)
    outgoing.looked(by=by, at=at)
    tried = 0
    for uid in worker.waiting(viewer=by, at=at):
        if stop():
            break
        letter = outgoing.claim(uid, by=by, at=clock())
        if letter:
            outcome = _carried(carriers[letter.way], letter, clock())
            outgoing.settle(letter, outcome, by=by, at=clock())
            tried += 1
    return tried


def tell(
    clock: Callable[[], datetime],
    *,
    by: Actor,
    carriers: Mapping[Way, Carrier] = CARRIERS,
    stop: Callable[[], bool] = bool,
) -> int:
    """Send notices of links to accounts, before anything else; returns how many were tried."""
    tried = 0
    for uid in notices.waiting(by=by, at=clock()):
        letter = None if stop() else notices.claim(uid, by=by, at=clock())
        if letter:
            outcome = _carried(carriers[letter.way], letter, clock())
            notices.settle(letter, outcome, by=by, at=clock())
            tried += 1
    return tried


def _carried(carrier: Carrier, letter: Letter, at: datetime) -> Outcome:
    """A fault of our own may come before or after something left: nobody knows."""
    if at >= letter.until:
        return Outcome.TOO_LATE
    try:
        return carrier(letter, at)
    except Exception:
        log.exception("a reminder's carrier broke off")
        return Outcome.UNKNOWN


def night(at: datetime, *, by: Actor) -> bool:
    """What is past its time goes, once a day. False: not yet, or done already."""
    local = at.astimezone(worker.place(viewer=by))
    return local.hour >= NIGHT and outgoing.night(local.date(), by=by, at=at)
