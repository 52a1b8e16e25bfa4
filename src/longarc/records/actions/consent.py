"""Saying yes to the words one has read, saying no at any time, and the practice's own words."""

from datetime import datetime
from typing import Any
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.consent import State, newest
from longarc.care.consent_texts import Asked, Item, Words, check
from longarc.care.decision import NotAllowed, refuse
from longarc.care.text import Text, msg
from longarc.records import audit
from longarc.records.codec import seal
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.keeping import common, holds, keep, sent, unused
from longarc.records.models import Client, ConsentAnswer, ConsentText, Practice
from longarc.records.queries import consent as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows


class OtherWords(Exception):
    """These are not the words in force any more; nothing was kept. `now`: those that are."""

    def __init__(self, now: Words) -> None:
        super().__init__(str(now.version))
        self.now = now


@action
def give(
    client: ClientRef,
    item: Item,
    version: UUID | None,
    *,
    read: str,
    uid: UUID,
    by: Actor,
    at: datetime,
) -> bool:
    """A client's own yes to the words `version`; False when it stood already, or was sent twice.

    Args:
        read: the words as the page shows them.
        uid: made by the page.

    Raises:
        OtherWords: the practice published other words since, or does not ask for this any more.
        NotAllowed: somebody else than the client.
    """
    if by.client != client.id:
        raise NotAllowed(refuse("not_the_client", Text(msg("Only the client can say yes."))))
    _one_at_a_time(client, by)
    stands = queries.load(client, viewer=by).of(item)
    if stands is None or stands.words.version != version:
        raise OtherWords(queries.words(viewer=by)[item])
    told = {"item": item, "given": True, "version": version}
    free = unused(ConsentAnswer, client, uid, holds(told))
    if stands.state is State.GIVEN or free is None:
        return False
    row = ConsentAnswer(**common(client, free, by, at), **told)
    row.text = seal(read, row.where)
    keep(row, by)
    return True


@action
def say_no(client: ClientRef, item: Item, *, uid: UUID, by: Actor, at: datetime) -> bool:
    """A no, or a yes taken back: never refused, no reason asked; False when it stood already.

    By the client; or by someone of the care team whom the client told.
    """
    _one_at_a_time(client, by)
    found = [one for one in queries.answers(client, viewer=by) if one.item is item]
    stands = newest(found)
    if stands and not stands.is_yes:
        return False
    told = {"item": item, "given": False}
    _, free = sent(ConsentAnswer, client, uid)  # where a yes stands, a no is never "kept before"
    at = max(at, stands.at) if stands else at  # a clock that was set back takes nothing from a no
    keep(ConsentAnswer(**common(client, free, by, at), **told), by)
    return True


def _one_at_a_time(client: ClientRef, by: Actor) -> None:
    rows(Client, by).select_for_update().get(pk=client.id)


@action
def publish(
    item: Item,
    text: str,
    asked: Asked,
    *,
    shown: str,
    seen: UUID | None,
    by: Actor,
    at: datetime,
) -> bool:
    """The practice's words for one item from now on; False when nothing is different.

    Other words make each earlier yes a yes to earlier words; another `asked` alone does not.

    Args:
        shown: the words in force as the form showed them; seen: their version.

    Raises:
        NotWritten: the text is empty or too long.
        OtherWords: somebody published others since the form was opened.
    """
    check(text)
    Practice.objects.select_for_update().get(pk=by.practice)
    now = queries.words(viewer=by)[item]
    if now.version != seen:
        raise OtherWords(now)
    if (text, asked) == (shown, now.asked):
        return False
    version = now.version if text == shown else uuid7()
    who: dict[str, Any] = {"practice_id": by.practice, "by_id": by.user}
    row = ConsentText(**who, at=at, item=item, version=version, asked=asked)
    row.text = seal(text, row.where)
    row.save()
    audit.write("published_consent", by=by, at=at, target=row.uid, detail=f"{item} {asked}")
    return True
