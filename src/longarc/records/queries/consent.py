"""Consent of one client as it stands, and the practice's words in all their versions."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from longarc.care import consent, consent_texts
from longarc.care.access import Actor
from longarc.care.consent import Answer, Consents, State
from longarc.care.consent_texts import STARTING, Asked, Item, Words
from longarc.records.codec import unseal
from longarc.records.models import ConsentAnswer, ConsentText
from longarc.records.queries import people
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import known, rows


def load(client: ClientRef, *, viewer: Actor, by_then: datetime | None = None) -> Consents:
    """What stands, or stood then, with every answer. Two queries."""
    asked = words(viewer=viewer, by_then=by_then)
    return consent.consents(asked, answers(client, viewer=viewer, by_then=by_then))


def answers(
    client: ClientRef, *, viewer: Actor, by_then: datetime | None = None
) -> tuple[Answer, ...]:
    """Every answer of the client, or those known by then, oldest first. One query."""
    found = rows(ConsentAnswer, viewer).filter(client_id=client.id, **known(by_then))
    return tuple(_answer(row) for row in found.select_related("by", "client").order_by("seq"))


def _answer(row: ConsentAnswer) -> Answer:
    return Answer(
        item=Item(row.item),
        given=row.given,
        version=row.version,
        at=row.at,
        by=people.name_of(row.by) if row.by else "",
        by_client=row.by_id is not None and row.by_id == row.client.user_id,
        text=unseal(row.text, row.where) if row.text else "",
        id=row.uid,
    )


def words(*, viewer: Actor, by_then: datetime | None = None) -> dict[Item, Words]:
    """The words in force, or in force then, those that are not asked too. One query."""
    kept = _kept(viewer)
    return consent_texts.in_force(one.words for one in kept if by_then is None or one.at <= by_then)


@dataclass(frozen=True, slots=True)
class Kept:
    """One change by the practice: the words from then on, and whether the words themselves changed.

    `before`: the words that were in force until then.
    """

    words: Words
    before: Words
    at: datetime
    by: str

    @property
    def reworded(self) -> bool:
        return self.words.version != self.before.version


def changes(*, viewer: Actor) -> dict[Item, tuple[Kept, ...]]:
    """Every change of each item, newest first. One query."""
    made: dict[Item, list[Kept]] = defaultdict(list)
    for one in _kept(viewer):
        made[one.words.item].insert(0, one)
    return {item: tuple(made[item]) for item in Item}


def _kept(viewer: Actor) -> list[Kept]:
    """In the order in which they were kept; a version's number counts the words, not the rows."""
    found: list[Kept] = []
    stands = dict(STARTING)
    for row in rows(ConsentText, viewer).select_related("by").order_by("pk"):
        before = stands[Item(row.item)]
        by = people.name_of(row.by)
        stands[before.item] = _words(row, before, by)
        found.append(Kept(stands[before.item], before, row.at, by))
    return found


def _words(row: ConsentText, before: Words, by: str) -> Words:
    if row.version == before.version:
        return Words(
            before.item,
            before.version,
            before.number,
            before.text,
            Asked(row.asked),
            before.by,
            before.at,
        )
    text = unseal(row.text, row.where)
    return Words(before.item, row.version, before.number + 1, text, Asked(row.asked), by, row.at)


def said_yes(item: Item, version: UUID, *, viewer: Actor) -> int:
    """How many clients of the practice stand at a yes to these words. A number, never whose.

    One query.
    """
    told: dict[int, list[Answer]] = defaultdict(list)
    found = rows(ConsentAnswer, viewer).filter(item=item).select_related("client")
    for row in found.defer("text").order_by("seq"):
        own = row.by_id is not None and row.by_id == row.client.user_id
        kept = Answer(item, row.given, row.version, row.at, by_client=own, id=row.uid)
        told[row.client_id].append(kept)
    return sum(
        consent.state_of(consent.newest(made), version) is State.GIVEN for made in told.values()
    )
