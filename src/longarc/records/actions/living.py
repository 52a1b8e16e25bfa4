"""Keeping behaviours and how they are, mood and insight, days of the diary, and shifts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from longarc.care.access import Actor
from longarc.care.living import MOST_BEHAVIOURS, TOP, Answer, Area, Drank, may_add
from longarc.care.text import msg
from longarc.records import own_rows
from longarc.records.actions.living_back import share_behaviour
from longarc.records.actions.screening import NotKept
from longarc.records.codec import seal
from longarc.records.db import action
from longarc.records.keeping import both, common, holds, keep, says, sent, unused
from longarc.records.models import (
    Behaviour,
    BehaviourAnswer,
    BehaviourEnd,
    BehaviourWording,
    Client,
    DrinkingDay,
    DrinkMeaning,
    MoodInsight,
    Shift,
)
from longarc.records.queries import living as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import mine, rows

LONGEST_BEHAVIOUR = 300
LONGEST_WORDS = 4_000
LONGEST_MEANING = 300
MOST_DRINKS = 99
#: A day of the diary can be told so long after.
#: Source: Longarc's own starting rule, unsigned.
TOLD_WITHIN = timedelta(days=366)


def _checked(words: str, limit: int) -> str:
    if len(words) > limit:
        raise NotKept(
            msg("Nothing was kept yet. Up to %(n)s signs fit here; your words are below."), n=limit
        )
    return words.strip()


def _something(words: str, limit: int) -> str:
    kept = _checked(words, limit)
    if not kept:
        raise NotKept(msg("Nothing was kept yet. A few words are enough."))
    return kept


def _kept(row: Any, by: Actor, *, private: bool, **texts: str) -> bool:
    """Seal these words into the row, and keep it; for the care team too if it is not private."""
    for column, text in texts.items():
        setattr(row, column, seal(text, row.where(column)) if text else None)
    row.shared_at = None if private else row.at
    keep(row, by)
    return True


@action
def add_behaviour(
    client: ClientRef, text: str, *, private: bool = False, uid: UUID, by: Actor, at: datetime
) -> bool:
    """Something to do differently, in the client's words. False: this form was kept before.

    Raises:
        NotKept: no words, too many words, or as many behaviours as there may be.
    """
    text = _something(text, LONGEST_BEHAVIOUR)
    rows(Client, by).select_for_update().get(pk=client.id)  # one writer for each client
    free = unused(Behaviour, client, uid, says("text", text))
    if free is None:
        kept = sent(Behaviour, client, uid)[0][-1]
        return private and share_behaviour(kept.uid, shared=False, by=by, at=at)
    now = [one for one in queries.wanted(client, viewer=by) if one.ended is None]
    if not may_add(len(now)):
        raise NotKept(
            msg("Your words are still here. %(n)s at a time is enough. Let one rest first."),
            n=MOST_BEHAVIOURS,
        )
    return _kept(Behaviour(**common(client, free, by, at)), by, private=private, text=text)


@action
def reword(
    client: ClientRef, behaviour: UUID, text: str, *, uid: UUID, by: Actor, at: datetime
) -> bool:
    """Other words for a behaviour; what was said of it stays. False: it is put so already.

    Raises:
        NotKept: no words, or too many.
    """
    text = _something(text, LONGEST_BEHAVIOUR)
    now = _there(client, behaviour, by)
    free = unused(BehaviourWording, client, uid, says("text", text))
    if free is None or now is None or now.text == text:
        return False
    row = BehaviourWording(**common(client, free, by, at), behaviour=behaviour)
    return _kept(row, by, private=not now.shared, text=text)


@action
def answer(
    client: ClientRef,
    behaviour: UUID,
    told: Answer,
    words: str = "",
    *,
    uid: UUID,
    by: Actor,
    at: datetime,
) -> bool:
    """How it is lately. False: this form was kept before, or there is no such behaviour.

    Raises:
        NotKept: too many words.
    """
    words = _checked(words, LONGEST_WORDS)
    same = says("words", words)
    free = unused(BehaviourAnswer, client, uid, both(holds({"answer": told}), same))
    now = _there(client, behaviour, by)
    if free is None or now is None:
        return False
    row = BehaviourAnswer(**common(client, free, by, at), behaviour=behaviour, answer=told)
    return _kept(row, by, private=not now.shared, words=words)


@action
def let_rest(client: ClientRef, behaviour: UUID, *, uid: UUID, by: Actor, at: datetime) -> bool:
    """Nothing asks about it any more; what was said stays. False: there is none, or it rests."""
    free = unused(BehaviourEnd, client, uid)
    if free is None or _there(client, behaviour, by) is None:
        return False
    keep(BehaviourEnd(**common(client, free, by, at), behaviour=behaviour), by)
    return True


def _there(client: ClientRef, behaviour: UUID, by: Actor) -> queries.Wanted | None:
    """A behaviour that neither rests nor was taken back."""
    found = (one for one in queries.wanted(client, viewer=by) if one.ended is None)
    return next((one for one in found if one.uid == behaviour), None)


@action
def feel(
    client: ClientRef,
    mood: int | None,
    insight: int | None,
    *,
    private: bool = False,
    uid: UUID,
    by: Actor,
    at: datetime,
) -> bool:
    """Mood and insight; either may be skipped. False: this form was kept before.

    Raises:
        NotKept: neither was chosen, or a step that does not exist.
    """
    _check_steps([step for step in (mood, insight) if step is not None])
    told = {"mood": mood, "insight": insight}
    free = unused(MoodInsight, client, uid, holds(told))
    if free is None:
        return private and own_rows.to_oneself(MoodInsight, client, uid, by=by, at=at)
    return _kept(MoodInsight(**common(client, free, by, at), **told), by, private=private)


def _check_steps(given: list[int], words: str = "") -> None:
    if not all(0 <= step <= TOP for step in given):
        raise NotKept(msg("Nothing was kept yet. Choose one of the answers."))
    if not given and not words:
        raise NotKept(
            msg("Nothing was kept yet. Choose one answer, or leave this for another day.")
        )


@dataclass(frozen=True, slots=True)
class Told:
    """A day of the diary as it is told. `drinks` None: not said."""

    on: date
    drank: Drank
    drinks: int | None = None


@action
def tell_day(
    client: ClientRef, told: Told, *, private: bool = False, uid: UUID, by: Actor, at: datetime
) -> bool:
    """Keep what is said of a day; the last stands. False: this form was kept before.

    What was said of that day before is as private as the last: the care team would read an
    answer that no longer stands.

    Raises:
        NotKept: a day to come or long ago, or a number that does not fit.
    """
    _check_day(client, told, at)
    day = {"on": told.on, "drank": told.drank, "drinks": told.drinks}
    free = unused(DrinkingDay, client, uid, holds(day))
    changed = private and _unshare(mine(DrinkingDay, by).filter(on=told.on), by, at)
    if free is None:
        return changed
    return _kept(DrinkingDay(**common(client, free, by, at), **day), by, private=private)


def _check_day(client: ClientRef, told: Told, at: datetime) -> None:
    today = at.astimezone(ZoneInfo(client.zone)).date()
    if not timedelta() <= today - told.on <= TOLD_WITHIN:
        raise NotKept(msg("Nothing was kept yet. Choose today, or a day of the last year."))
    if told.drinks is not None and told.drank is not Drank.SOME:
        raise NotKept(
            msg("Nothing was kept yet. A number belongs to a day with a drink. Choose again.")
        )
    if told.drinks is not None and not 1 <= told.drinks <= MOST_DRINKS:
        raise NotKept(
            msg("Nothing was kept yet. Write a number from 1 to %(n)s, or none."), n=MOST_DRINKS
        )


def _unshare(found: Any, by: Actor, at: datetime) -> bool:
    shared = found.filter(shared_at__isnull=False)
    return own_rows.share(shared, None, shared=False, by=by, at=at)


@action
def say_drink(
    client: ClientRef, text: str, *, private: bool = False, uid: UUID, by: Actor, at: datetime
) -> bool:
    """What a drink means, in the client's words. False: this form was kept before.

    Raises:
        NotKept: no words, or too many.
    """
    text = _something(text, LONGEST_MEANING)
    free = unused(DrinkMeaning, client, uid, says("text", text))
    changed = private and _unshare(mine(DrinkMeaning, by), by, at)
    if free is None:
        return changed
    return _kept(DrinkMeaning(**common(client, free, by, at)), by, private=private, text=text)


@action
def tell_shifts(
    client: ClientRef,
    steps: Mapping[Area, int],
    words: str = "",
    *,
    private: bool = False,
    landed: bool = False,
    uid: UUID,
    by: Actor,
    at: datetime,
) -> bool:
    """What shifts in living; each area may be skipped. False: this form was kept before.

    Args:
        landed: the client marks it so; where no area is there yet, there is nothing to mark.

    Raises:
        NotKept: nothing was chosen or written, a step that does not exist, or too many words.
    """
    words = _checked(words, LONGEST_WORDS)
    _check_steps(list(steps.values()), words)
    told = {
        **{str(area): steps.get(area) for area in Area},
        "landed": landed and any(steps.values()),
    }
    free = unused(Shift, client, uid, both(holds(told), says("words", words)))
    if free is None:
        return private and own_rows.to_oneself(Shift, client, uid, by=by, at=at)
    return _kept(Shift(**common(client, free, by, at), **told), by, private=private, words=words)
