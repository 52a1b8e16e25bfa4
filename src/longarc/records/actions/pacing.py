"""Deciding about the next step beside what the program suggested; and words about going slower."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from longarc.care import slower
from longarc.care.access import Actor
from longarc.care.pacing import Answer, Suggestion
from longarc.care.slower import Wish
from longarc.care.text import Text, msg
from longarc.records.codec import seal
from longarc.records.db import action
from longarc.records.keeping import both, common, holds, keep, says, sent, unused
from longarc.records.models import Client, PaceWord, PacingDecision
from longarc.records.queries import pacing as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows

LONGEST_WHY = 2000


class NotKept(ValueError):
    """Nothing was kept; `text` says why and how to go on."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.plain())
        self.text = text


@dataclass(frozen=True, slots=True)
class Page:
    """What the form brings: its own id, the suggestion it showed, the newest decision it knew."""

    uid: UUID
    seen: str
    after: UUID | None = None


_NO_ANSWER = Text(msg("Nothing was kept yet. Choose one of the four."))
_NO_WHY = Text(msg("Nothing was kept yet. Write the reason in your words: the client reads it."))
_TOO_LONG = Text(
    msg("Nothing was kept yet. The reason may have up to %(limit)s letters."),
    {"limit": LONGEST_WHY},
)
_DECIDED = Text(msg("Nothing was kept yet: someone decided meanwhile. Your words are still here."))
_CHANGED = Text(
    msg("Nothing was kept yet: something changed meanwhile. Your words are still here.")
)


@action
def decide(
    client: ClientRef,
    suggested: Suggestion,
    answer: str,
    why: str,
    page: Page,
    *,
    by: Actor,
    at: datetime,
) -> bool:
    """Keep what the therapist decided and what the program had said; both stay.

    False when this form was kept before.

    Args:
        suggested: what the program says now.
        answer: the code of one of the four.
        why: for the client to read; asked for when it is not what was suggested.

    Raises:
        NotKept: none of the four was chosen, the reason is missing or too long, or something
            changed meanwhile.
    """
    rows(Client, by).select_for_update().get(pk=client.id)  # one writer for each client
    made = rows(PacingDecision, by).filter(client_id=client.id)
    same = both(holds({"decided": answer}), says("why", why))
    free = unused(PacingDecision, client, page.uid, same)
    if free is None:
        return False
    _may(suggested, answer, why)
    others = made.exclude(uid__in=[one.uid for one in sent(PacingDecision, client, page.uid)[0]])
    if others.order_by("-seq").values_list("uid", flat=True).first() != page.after:
        raise NotKept(_DECIDED)
    if suggested.seen != page.seen:
        raise NotKept(_CHANGED)
    row = PacingDecision(**common(client, free, by, at), suggested=suggested.answer, decided=answer)
    row.said = seal(_said(suggested), row.where("said"))
    row.why = seal(why, row.where("why")) if why else None
    keep(row, by)
    return True


def _may(suggested: Suggestion, answer: str, why: str) -> None:
    """A reason has words: signs alone tell the client nothing."""
    if answer not in set(Answer):
        raise NotKept(_NO_ANSWER)
    if answer != suggested.answer and not any(sign.isalpha() for sign in why):
        raise NotKept(_NO_WHY)
    if len(why) > LONGEST_WHY:
        raise NotKept(_TOO_LONG)


def _said(suggested: Suggestion) -> str:
    """What the program said, in English, as it was then."""
    reasons = [
        [one.code, one.standing, one.what.plain(), one.at.isoformat() if one.at else None]
        for one in suggested.reasons
    ]
    not_known = [one.plain() for one in suggested.not_known]
    told = {"version": suggested.version, "reasons": reasons, "not_known": not_known}
    return json.dumps(told, ensure_ascii=False)


@action
def say_pace(client: ClientRef, wish: Wish, *, uid: UUID, by: Actor, at: datetime) -> bool:
    """Keep a word about going slower. `TALKED` is the care team's, all others the client's own.

    False when this form was kept before, when it would change nothing, or is not theirs to say.
    """
    rows(Client, by).select_for_update().get(pk=client.id)  # one writer for each client
    if (wish is Wish.TALKED) is (by.client == client.id):
        return False
    kept, free = sent(PaceWord, client, uid)
    # A wish for slower that changes something is never "kept before": it was talked about since.
    if wish is not Wish.SLOWER and kept and kept[-1].wish == wish:
        return False
    if not _changes(wish, slower.standing(queries.words(client, viewer=by), as_of=at)):
        return False
    keep(PaceWord(**common(client, free, by, at), wish=wish), by)
    return True


def _changes(wish: Wish, stands: slower.Slower | None) -> bool:
    if wish is Wish.SLOWER:
        return stands is None or stands.talked is not None
    return stands is not None and (wish is not Wish.FINE or stands.talked is not None)
