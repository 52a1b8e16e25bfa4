"""Recording what happened after a session; ending follow-up and closing an arc, each on purpose."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from longarc.care import follow_up
from longarc.care.access import Actor
from longarc.care.after import ANSWERS, DAYS, NEEDS_WORDS, Facts, Slot, Step
from longarc.care.text import msg
from longarc.records.actions.screening import NotKept
from longarc.records.codec import seal
from longarc.records.db import action
from longarc.records.keeping import common, holds, keep, says, take_back, unused
from longarc.records.models import AfterStep, Client, FollowUpAnswer, WhatIsMissing
from longarc.records.queries import after as queries
from longarc.records.queries import course, threads
from longarc.records.queries.after import Told
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows

LONGEST_WORDS = 4000
#: Which steps belong to which kind of page.
OF_A_TALK = ANSWERS | {Step.TRIED}
OTHERWISE = {
    Slot.FOLLOW_UP: OF_A_TALK | {Step.ENDED, Step.AGAIN},
    Slot.ARC: frozenset({Step.CLOSED, Step.REOPENED}),
    Slot.OTHER: OF_A_TALK - {Step.WHY_NOT},
}


@dataclass(frozen=True, slots=True)
class New:
    """A step as it is to be kept; `on`: the day it happened."""

    slot: Slot
    step: Step
    on: date
    words: str = ""
    session: UUID | None = None


class SaidMeanwhile(Exception):
    """Somebody else recorded something since the form was opened; nothing was kept of mine.

    `theirs` is what they recorded.
    """

    def __init__(self, theirs: Told) -> None:
        super().__init__(str(theirs.act.uid))
        self.theirs = theirs


@action
def record(
    client: ClientRef, new: New, *, seen: UUID | None, uid: UUID, by: Actor, at: datetime
) -> bool:
    """Keep one step of the care team. False: this form was kept before, or it changes nothing.

    Args:
        seen: the newest step that the page showed; None: there was none.

    Raises:
        NotKept: a day to come, a session or step that does not fit, or a reason left out.
        SaidMeanwhile: somebody else recorded a step of the same kind since that page was made.
    """
    rows(Client, by).select_for_update().get(pk=client.id)  # one writer for each client
    kept = unused(AfterStep, client, uid, _same_form(new))
    if kept is None:
        return False
    facts = queries.load(client, viewer=by)
    _check(client, new, facts, by, at)
    _meanwhile(client, new, seen, by)
    if follow_up.stands_so(new.step, facts, at):
        return False
    row = AfterStep(**common(client, kept, by, at), slot=new.slot, step=new.step, on=new.on)
    row.session = new.session
    row.words = seal(new.words.strip(), row.where) if new.words.strip() else None
    keep(row, by)
    return True


def _same_form(new: New) -> Callable[[Any], bool]:
    told = {"slot": new.slot, "step": new.step, "on": new.on, "session": new.session}
    step_so, words_so = holds(told), says("words", new.words.strip())
    return lambda row: step_so(row) and words_so(row)


def _check(client: ClientRef, new: New, facts: Facts, by: Actor, at: datetime) -> None:
    _check_words(new.words)
    if new.on > facts.day(at):
        raise NotKept(msg("Nothing was kept yet. That day is still to come; choose another."))
    if not _fits(new, facts):
        raise NotKept(msg("Nothing was kept yet. Choose what it was, and which contact."))
    if _asks_for_words(client, new, by) and not _has_words(new.words):
        raise NotKept(msg("Nothing was kept yet. Write why, in a few words. The client reads it."))


def _check_words(words: str) -> None:
    if len(words) > LONGEST_WORDS:
        raise NotKept(
            msg("Nothing was kept yet. Up to %(n)s signs fit here; your words are below."),
            n=LONGEST_WORDS,
        )


def _fits(new: New, facts: Facts) -> bool:
    if new.slot in DAYS:
        session = next((one for one in facts.sessions if one.uid == new.session), None)
        begun = session and facts.day(session.starts_at) <= new.on
        return bool(begun) and new.step in OF_A_TALK
    return new.session is None and new.step in OTHERWISE[new.slot]


def _asks_for_words(client: ClientRef, new: New, by: Actor) -> bool:
    """A reason; to close an arc only when threads are open."""
    if new.step is Step.CLOSED:
        return bool(threads.open_ones(client, viewer=by))
    return new.step in NEEDS_WORDS


def _has_words(words: str) -> bool:
    return any(sign.isalpha() for sign in words)


def _meanwhile(client: ClientRef, new: New, seen: UUID | None, by: Actor) -> None:
    """Somebody else's step about the same, later than the newest that the page showed."""
    told = list(queries.told(client, viewer=by).values())
    shown = next((n for n, one in enumerate(told) if one.act.uid == seen), -1)
    since = [one for one in told[shown + 1 :] if not one.own]
    theirs = [one for one in since if _same(one, new)]
    if theirs:
        raise SaidMeanwhile(theirs[-1])


def _same(one: Told, new: New) -> bool:
    return (one.act.slot, one.act.session) == (new.slot, new.session)


@action
def take_back_step(client: ClientRef, uid: UUID, *, by: Actor, at: datetime) -> bool:
    """Take back a step that was recorded by mistake: one's own, or, for the lead, anybody's.

    What somebody recorded who left since must not stand for good. False when there is none.
    """
    told = queries.told(client, viewer=by).get(uid)
    theirs = told is not None and (told.own or course.leads(client, viewer=by))
    return theirs and take_back(AfterStep, client, uid, by, at)


@action
def answer(client: ClientRef, words: str, *, uid: UUID, by: Actor, at: datetime) -> bool:
    """Keep how it is now, for the care team. False: this form was kept before.

    It answers no follow-up in the sense of the rule: a person still talks with them.

    Raises:
        NotKept: no words, or too many.
    """
    _check_said(words)
    kept = unused(FollowUpAnswer, client, uid, says("words", words.strip()))
    if kept is None:
        return False
    asking = follow_up.asks(queries.load(client, viewer=by), at)
    row = FollowUpAnswer(**common(client, kept, by, at), due=asking.due.on if asking else None)
    row.words = seal(words.strip(), row.where)
    keep(row, by)
    return True


@action
def say_missing(client: ClientRef, words: str, *, uid: UUID, by: Actor, at: datetime) -> bool:
    """Keep what the client says is missing. False: this form was kept before.

    Raises:
        NotKept: no words, or too many.
    """
    _check_said(words)
    kept = unused(WhatIsMissing, client, uid, says("words", words.strip()))
    if kept is None:
        return False
    row = WhatIsMissing(**common(client, kept, by, at))
    row.words = seal(words.strip(), row.where)
    keep(row, by)
    return True


@action
def take_back_said(client: ClientRef, uid: UUID, *, by: Actor, at: datetime) -> bool:
    """The client takes back how it was, or what is missing. False: none of theirs stands."""
    for kind in (FollowUpAnswer, WhatIsMissing):
        if course.standing(kind, by, client).filter(uid=uid, by_id=by.user).exists():
            return take_back(kind, client, uid, by, at)
    return False


def _check_said(words: str) -> None:
    _check_words(words)
    if not words.strip():
        raise NotKept(msg("Nothing was kept yet. Write a few words, or leave it for another day."))
