"""Decisions about the next step, and the client's words about going slower."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from longarc.care import slower
from longarc.care.access import Actor
from longarc.care.capacities import Standing
from longarc.care.pacing import Answer
from longarc.care.slower import Wish
from longarc.records.codec import unseal
from longarc.records.models import PaceWord, PacingDecision
from longarc.records.queries import people
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision of a person. `why`: for the client to read; empty where they agreed without."""

    uid: UUID
    at: datetime
    by: str
    answer: Answer
    why: str


def decisions(client: ClientRef, *, viewer: Actor) -> tuple[Decided, ...]:
    """What was decided, the newest first: nothing of what the program said. One query."""
    found = rows(PacingDecision, viewer).filter(client_id=client.id).select_related("by")
    return tuple(_decided(row) for row in found.order_by("-seq"))


def _decided(row: PacingDecision) -> Decided:
    return Decided(
        uid=row.uid,
        at=row.at,
        by=people.name_of(row.by) if row.by else "",
        answer=Answer(row.decided),
        why=unseal(row.why, row.where("why")) if row.why else "",
    )


@dataclass(frozen=True, slots=True)
class ReasonKept:
    """A reason as the program said it then, in English; `at` None: it had no date."""

    code: str
    standing: Standing
    what: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Beside:
    """A decision with what the program had suggested: for staff only."""

    decided: Decided
    suggested: Answer
    version: str
    reasons: tuple[ReasonKept, ...]
    not_known: tuple[str, ...]

    @property
    def agreed(self) -> bool:
        return self.decided.answer is self.suggested


def history(client: ClientRef, *, viewer: Actor) -> tuple[Beside, ...]:
    """Every decision beside what the program said, the newest first. One query."""
    found = rows(PacingDecision, viewer).filter(client_id=client.id).select_related("by")
    return tuple(_beside(row) for row in found.order_by("-seq"))


def _beside(row: PacingDecision) -> Beside:
    said = json.loads(unseal(row.said, row.where("said")))
    return Beside(
        decided=_decided(row),
        suggested=Answer(row.suggested),
        version=said["version"],
        reasons=tuple(_reason(*one) for one in said["reasons"]),
        not_known=tuple(said["not_known"]),
    )


def _reason(code: str, standing: str, what: str, at: str | None) -> ReasonKept:
    return ReasonKept(code, Standing(standing), what, datetime.fromisoformat(at) if at else None)


def words(client: ClientRef, *, viewer: Actor) -> tuple[slower.Said, ...]:
    """Every word about going slower, in order of arrival. One query."""
    found = rows(PaceWord, viewer).filter(client_id=client.id).order_by("seq")
    return tuple(slower.Said(Wish(wish), at) for wish, at in found.values_list("wish", "at"))
