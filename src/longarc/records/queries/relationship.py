"""The relationship of client and care team, as rules read it and as pages show it.

What a client keeps to themselves is read by `private` alone, which gives it to nobody else.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from longarc.care import capacities
from longarc.care import relationship as rule
from longarc.care.access import Actor
from longarc.care.numbers import Number
from longarc.care.relationship import Facts, Kind, Question, Rating, Rupture, Said, Step
from longarc.records.codec import Where, unseal
from longarc.records.models import (
    Meeting,
    MeetingRating,
    PrivateRupture,
    RelationshipStep,
    Retraction,
    Words,
)
from longarc.records.models import Rupture as RuptureRow
from longarc.records.queries import course, people, window
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.numbers import of_practice
from longarc.records.scope import mine, rows

#: A medicine session can be rated so long after its start.
#: Source: Longarc's own starting rule, unsigned.
SESSION_LASTS = timedelta(hours=12)
_ALWAYS = datetime.max.replace(tzinfo=UTC)
_RATING = ("client_id", "at", "about", "uid", "near", *Question)


def facts_of(clients: Collection[int], *, viewer: Actor) -> dict[int, Facts]:
    """What the rules may know of each client. Four queries, however many there are."""
    needed = of_practice(viewer=viewer)[Number.RUPTURE_RATINGS]
    ratings, ruptures, said = (
        _ratings(clients, viewer),
        _named(clients, viewer),
        _said(clients, viewer),
    )
    return {
        client: Facts(tuple(ratings[client]), tuple(ruptures[client]), tuple(said[client]), needed)
        for client in clients
    }


def _of(model: type[Any], clients: Collection[int], viewer: Actor) -> QuerySet[Any]:
    """Entries of one kind that were not taken back."""
    found: QuerySet[Any] = _all(model, clients, viewer).filter(taken_back=False)
    return found


def _all(model: type[Any], clients: Collection[int], viewer: Actor) -> QuerySet[Any]:
    back = Retraction.objects.filter(target=OuterRef("uid"), client_id=OuterRef("client_id"))
    theirs = rows(model, viewer).filter(client_id__in=clients).order_by("seq")
    found: QuerySet[Any] = theirs.annotate(taken_back=Exists(back))
    return found


def _ratings(clients: Collection[int], viewer: Actor) -> dict[int, list[Rating]]:
    by_client: dict[int, list[Rating]] = defaultdict(list)
    found = _of(MeetingRating, clients, viewer).values_list(*_RATING)
    for client, at, about, uid, near, *steps in found:
        told = {q: step for q, step in zip(Question, steps, strict=True) if step is not None}
        by_client[client].append(Rating(at, told, near, about, uid))
    return by_client


def _named(clients: Collection[int], viewer: Actor) -> dict[int, list[Rupture]]:
    by_client: dict[int, list[Rupture]] = defaultdict(list)
    columns = "client_id", "uid", "at", "kind", "from_client"
    for client, uid, at, kind, own in _of(RuptureRow, clients, viewer).values_list(*columns):
        by_client[client].append(Rupture(uid, at, Kind(kind), own))
    return by_client


def _said(clients: Collection[int], viewer: Actor) -> dict[int, list[Said]]:
    by_client: dict[int, list[Said]] = defaultdict(list)
    found = _of(RelationshipStep, clients, viewer).values_list("client_id", "step", "at", "rupture")
    for client, step, at, rupture in found:
        by_client[client].append(Said(Step(step), at, rupture))
    return by_client


def load(client: ClientRef, *, viewer: Actor) -> Facts:
    """The same for one client. Four queries."""
    return facts_of([client.id], viewer=viewer)[client.id]


def ratings(client: ClientRef, *, viewer: Actor) -> tuple[datetime, ...]:
    """When meetings were rated. One query."""
    return tuple(one.at for one in _ratings([client.id], viewer)[client.id] if one.steps)


def ruptures(client: ClientRef, *, viewer: Actor) -> tuple[capacities.Rupture, ...]:
    """Ruptures in sight of the care team, and when each was closed, if it is. Two queries."""
    said = _said([client.id], viewer)[client.id]
    return tuple(
        capacities.Rupture(one.at, rule.closed_at(one, said, _ALWAYS))
        for one in _named([client.id], viewer)[client.id]
    )


@dataclass(frozen=True, slots=True)
class Later:
    """What was said later; `words` may be empty. `by_user`: the account of who said it."""

    uid: UUID
    step: Step
    at: datetime
    by: str
    by_user: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Strain:
    """A rupture as pages show it. `closed`: since when; `waits`: only for the client's word."""

    uid: UUID
    at: datetime
    kind: Kind
    about: UUID | None
    words: str
    by: str
    by_user: int | None
    from_client: bool
    later: tuple[Later, ...]
    closed: datetime | None
    waits: bool

    @property
    def client_word(self) -> Step | None:
        """What the client last said of it: mended, or not yet."""
        told = (one.step for one in reversed(self.later))
        return next((step for step in told if step in (Step.MENDED, Step.NOT_YET)), None)


@dataclass(frozen=True, slots=True)
class Told:
    """Every rupture in sight of both, oldest first, and what was talked about without one.

    `back`: what a client took back, for their own page; nobody else is told of it.
    """

    strains: tuple[Strain, ...]
    talks: tuple[Later, ...]
    back: tuple[Strain, ...] = ()


def told(client: ClientRef, *, viewer: Actor) -> Told:
    """Ruptures and everything said later, with their words. Two queries."""
    named = _all(RuptureRow, [client.id], viewer).select_related("by")
    found = list(named.order_by("at", "seq"))
    stands = {row.uid for row in found if not row.taken_back}
    later: dict[UUID | None, list[Later]] = defaultdict(list)
    for row in _of(RelationshipStep, [client.id], viewer).select_related("by"):
        # what was written of one that was taken back is a talk like others
        later[row.rupture if row.rupture in stands else None].append(_later(row))
    strains = tuple(_strain(row, later[row.uid]) for row in found if not row.taken_back)
    own = (row for row in found if row.taken_back and row.by_id == viewer.user)
    back = tuple(_strain(row, ()) for row in own) if viewer.client == client.id else ()
    return Told(strains, tuple(one for one in later[None] if one.words), back)


def _later(row: RelationshipStep) -> Later:
    words = unseal(row.words, row.where) if row.words else ""
    return Later(row.uid, Step(row.step), row.at, _name(row), row.by_id, words)


def _name(row: Any) -> str:
    return people.name_of(row.by) if row.by else ""


def _strain(row: RuptureRow, later: Iterable[Later]) -> Strain:
    later = tuple(later)
    value = Rupture(row.uid, row.at, Kind(row.kind), row.from_client)
    said = [Said(one.step, one.at, row.uid) for one in later]
    return Strain(
        uid=row.uid,
        at=row.at,
        kind=value.kind,
        about=row.about,
        words=unseal(row.words, row.where) if row.words else "",
        by=_name(row),
        by_user=row.by_id,
        from_client=row.from_client,
        later=later,
        closed=rule.closed_at(value, said, _ALWAYS),
        waits=rule.waits_for_client(value, said, _ALWAYS),
    )


@dataclass(frozen=True, slots=True)
class Private:
    """A rupture that the viewer named for themselves alone."""

    uid: UUID
    at: datetime
    kind: Kind
    about: UUID | None
    words: str


def private(*, viewer: Actor) -> tuple[Private, ...]:
    """The viewer's own, oldest first; nothing for staff. One query."""
    return tuple(_private(row) for row in mine(PrivateRupture, viewer).order_by("seq"))


def _private(row: PrivateRupture) -> Private:
    text = json.loads(unseal(row.text, row.where))
    about = UUID(text["about"]) if text["about"] else None
    return Private(row.uid, row.at, Kind(text["kind"]), about, text["words"])


@dataclass(frozen=True, slots=True)
class Met:
    """A meeting, or (`with_name` empty) a medicine session, that is over."""

    uid: UUID
    at: datetime
    with_name: str = ""


def met(client: ClientRef, *, viewer: Actor, at: datetime) -> tuple[Met, ...]:
    """All of them, the newest first. Two queries."""
    meetings = course.meetings(client, viewer=viewer)
    over = [
        Met(one.uid, one.starts_at, one.with_name)
        for one in meetings
        if one.starts_at + timedelta(minutes=one.minutes) <= at
    ]
    sessions = window.sessions(client, viewer=viewer)
    over += [Met(one.uid, one.starts_at) for one in sessions if one.starts_at + SESSION_LASTS <= at]
    return tuple(sorted(over, key=lambda one: one.at, reverse=True))


def to_rate(client: ClientRef, *, viewer: Actor, at: datetime, within: timedelta) -> Met | None:
    """The newest meeting of these days that was not rated, if any. Three queries."""
    # a rating that was taken back is not asked for again
    rated = rows(MeetingRating, viewer).filter(client_id=client.id, about__isnull=False)
    done = set(rated.values_list("about", flat=True))
    recent = (one for one in met(client, viewer=viewer, at=at) if one.at > at - within)
    newest = next(recent, None)
    return newest if newest and newest.uid not in done else None


@dataclass(frozen=True, slots=True)
class About:
    """Words that came with a rating and are shared."""

    at: datetime
    text: str


def shared_words(client: ClientRef, *, viewer: Actor) -> tuple[About, ...]:
    """The newest first. One query."""
    found = rows(Words, viewer).filter(
        client_id=client.id, about__isnull=False, shared_at__isnull=False
    )
    return tuple(About(row.at, _text(row)) for row in found.order_by("-at", "-seq"))


def _text(row: Words) -> str:
    return unseal(row.text, Where(row.practice_id, row.client_id, "words.text", row.uid))


def met_with(client: ClientRef, *, viewer: Actor, at: datetime) -> tuple[UUID, ...]:
    """Whom each meeting that has begun was with (public ids), oldest first. One query."""
    found = course.standing(Meeting, viewer, client).filter(starts_at__lte=at)
    return tuple(found.order_by("starts_at", "seq").values_list("with_user__public_id", flat=True))
