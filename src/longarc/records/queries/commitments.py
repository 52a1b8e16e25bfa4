"""Commitments of one client with what was said of them, and what they noticed."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from longarc.care import commitments as rule
from longarc.care.access import Actor
from longarc.care.commitments import Answer, Answered, Rhythm
from longarc.records.codec import unseal
from longarc.records.models import Commitment, CommitmentAnswer, CommitmentEnd, Noticed
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.course import standing
from longarc.records.queries.threads import readable
from longarc.records.scope import rows


def of_client(client: ClientRef, *, viewer: Actor) -> tuple[rule.Commitment, ...]:
    """Those that were not taken back, oldest first, also the ended ones. Three queries."""
    mine = {"client_id": client.id}
    ends = ends_of(client, viewer=viewer)
    answers: dict[UUID, list[Answered]] = defaultdict(list)
    told = rows(CommitmentAnswer, viewer).filter(**mine).order_by("seq")
    for about, answer, at in told.values_list("commitment", "answer", "at"):
        answers[about].append(Answered(Answer(answer), at))
    found = standing(Commitment, viewer, client).order_by("seq")
    return tuple(_commitment(row, answers[row.uid], ends.get(row.uid)) for row in found)


@dataclass(frozen=True, slots=True)
class End:
    """When a commitment left the list; `stayed`: as part of the client's days by now."""

    at: datetime
    stayed: bool


def ends_of(client: ClientRef, *, viewer: Actor) -> dict[UUID, End]:
    """How each that ended did; not of those taken up again. One query."""
    ended = standing(CommitmentEnd, viewer, client).order_by("-seq")
    told = ended.values_list("commitment", "at", "stayed")
    return {about: End(at, stayed) for about, at, stayed in told}


def current(client: ClientRef, *, viewer: Actor) -> tuple[rule.Commitment, ...]:
    """Those that were not let go, oldest first. Three queries."""
    return tuple(one for one in of_client(client, viewer=viewer) if one.ended is None)


def answered_since(
    client: ClientRef, *, viewer: Actor, since: datetime
) -> tuple[rule.Commitment, ...]:
    """The current ones with their answers since a moment. Two queries; one where there are none."""
    ended = standing(CommitmentEnd, viewer, client).filter(commitment=OuterRef("uid"))
    found = list(standing(Commitment, viewer, client).filter(~Exists(ended)))
    answers: dict[UUID, list[Answered]] = defaultdict(list)
    told = rows(CommitmentAnswer, viewer).filter(client_id=client.id, at__gte=since)
    for about, answer, at in told.values_list("commitment", "answer", "at") if found else ():
        answers[about].append(Answered(Answer(answer), at))
    ordered = sorted(found, key=lambda row: row.seq)
    return tuple(_commitment(row, answers[row.uid], None) for row in ordered)


def _commitment(row: Commitment, answers: list[Answered], end: End | None) -> rule.Commitment:
    text = unseal(row.text, row.where)
    told = rule.Commitment(row.uid, row.at, text, Rhythm(row.rhythm), tuple(answers))
    return replace(told, ended=end.at, stayed=end.stayed) if end else told


@dataclass(frozen=True, slots=True)
class Told:
    """What the client did when the familiar response showed up."""

    uid: UUID
    at: datetime
    text: str
    shared: bool


def noticed(client: ClientRef, *, viewer: Actor) -> tuple[Told, ...]:
    """What the viewer may see of it, newest first. One query."""
    found = readable(Noticed, viewer, client).order_by("-seq")
    return tuple(
        Told(row.uid, row.at, unseal(row.text, row.where("text")), row.shared_at is not None)
        for row in found
    )
