"""Answering the risk questions, and what the care team records until a person closes the path.

Whatever is kept here comes one after the other for each client, so that an answer which arrives
while a path is being closed is never closed unseen.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, NoReturn
from uuid import UUID

from longarc.care.access import Actor, Relation
from longarc.care.decision import NotAllowed, refuse
from longarc.care.risk import NEEDS_WORDS, Path, Standing, StepKind
from longarc.care.risk_questions import OWN, VERSION, Question, Reply
from longarc.care.text import Text, msg
from longarc.records.codec import seal
from longarc.records.db import action
from longarc.records.keeping import both, common, holds, keep, says, unused
from longarc.records.models import CareMember, Client, RiskAnswering, RiskStep, User
from longarc.records.queries import risk as queries
from longarc.records.queries import safety_plan
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows

#: The most letters of what is written down with one step.
LONGEST = 2000
_TICK = timedelta(microseconds=1)


@action
def answer(
    client: ClientRef,
    replies: Mapping[Question, Reply],
    *,
    uid: UUID,
    by: Actor,
    at: datetime,
    version: str = VERSION,
    given_at: datetime | None = None,
) -> bool:
    """Keep what was answered; False when nothing was, or when this form was kept before.

    Args:
        replies: a question that was left out is not in it.
        uid: the page's: sent twice, kept once.
        version: which questions the page asked.
        given_at: where it could not be sent when it was given (`care.risk_questions.given_at`).
    """
    at = _turn(client, by, at)
    said = json.dumps(dict(replies), sort_keys=True)
    new = unused(RiskAnswering, client, uid, both(says("replies", said), _still_heard))
    if not replies or new is None:
        return False
    told = {"instrument": OWN, "version": version, "by_staff": client.relation is not Relation.SELF}
    row = RiskAnswering(**common(client, new, by, at), **told, given_at=given_at)
    row.replies = seal(said, row.where)
    keep(row, by)
    return True


def _still_heard(row: Any) -> bool:
    """No path was closed since: the same answer told once more after that is a new one."""
    closed = RiskStep.objects.filter(client_id=row.client_id, kind=StepKind.CLOSED)
    return not closed.filter(received_at__gt=row.received_at).exists()


@action
def record(
    client: ClientRef,
    kind: StepKind,
    words: str,
    *,
    uid: UUID,
    by: Actor,
    at: datetime,
    to: UUID | None = None,
) -> bool:
    """Keep what was done about the open path; False when this form was kept before.

    Args:
        kind: any but `CLOSED`, which has a page of its own (`close`).
        to: for `HANDED_OVER`, someone else who holds the client.

    Raises:
        NotAllowed: no path is open, words or a name are missing, or it would close the path.
    """
    at = _turn(client, by, at)
    new = unused(RiskStep, client, uid, both(holds({"kind": kind}), _says_to(words, to)))
    if new is None:
        return False
    _open(queries.load(client, viewer=by))
    if kind is StepKind.CLOSED:
        _refuse("risk_close_page", msg("Nothing was kept. Closing has a page of its own."))
    if kind is StepKind.PLAN and safety_plan.load(client, viewer=by) is None:
        _refuse("risk_plan_none", _NONE_YET)
    _keep(client, kind, words, new, by, at, to=_receiver(client, kind, to, by))
    return True


@action
def close(client: ClientRef, words: str, *, seen: str, uid: UUID, by: Actor, at: datetime) -> bool:
    """A person closes the path, with the reason; False when this form was kept before.

    Args:
        seen: what the page that was looked at knew (`Standing.upto`).

    Raises:
        NotAllowed: a step is missing, there is no reason, they are not in the care team, or
            something was told or recorded since.
    """
    at = _turn(client, by, at)
    same = both(holds({"kind": StepKind.CLOSED}), says("words", words.strip()))
    new = unused(RiskStep, client, uid, same)
    if new is None:
        return False
    found = queries.load(client, viewer=by)
    path = _open(found)
    if client.relation is not Relation.TEAM:
        _refuse("risk_not_in_team", msg("Only someone of the care team closes a path."))
    if found.upto != seen:
        _refuse("changed", msg("Something is new since you looked. Read it before you close."))
    path.may_close.require()
    _keep(client, StepKind.CLOSED, words, new, by, at)
    return True


def _open(found: Standing) -> Path:
    if found.path is None:
        _refuse("risk_not_open", msg("Nothing was kept: no path is open."))
    return found.path


def _says_to(words: str, to: UUID | None) -> Callable[[Any], bool]:
    """Whether a step has these words, and was handed over to them if it was handed over."""
    same = says("words", words.strip())
    return lambda row: same(row) and (row.to is None or row.to.public_id == to)


def _receiver(client: ClientRef, kind: StepKind, to: UUID | None, by: Actor) -> User | None:
    """Who it is handed over to: someone else who holds the client and works here."""
    if kind is not StepKind.HANDED_OVER:
        return None
    who: dict[str, Any] = {"client_id": client.id, "until": None, "user__public_id": to}
    holds = rows(CareMember, by).filter(**who, user__is_active=True).select_related("user")
    found = holds.first()
    if found is None or found.user_id == by.user:
        _refuse("risk_no_receiver", msg("Nothing was kept yet. Choose who takes it over."))
    return found.user


def _keep(
    client: ClientRef,
    kind: StepKind,
    words: str,
    uid: UUID,
    by: Actor,
    at: datetime,
    **more: Any,
) -> None:
    words = words.strip()
    if kind in NEEDS_WORDS and not words:
        _refuse("risk_no_words", msg("Nothing was kept yet. Write a few words: they stay with it."))
    if len(words) > LONGEST:
        sentence = msg("Your words are still here. The most we can keep is %(n)s letters.")
        raise NotAllowed(refuse("too_long", Text(sentence, {"n": LONGEST})))
    row = RiskStep(**common(client, uid, by, at), kind=kind, **more)
    row.words = seal(words, row.where) if words else None
    keep(row, by)


def _turn(client: ClientRef, by: Actor, at: datetime) -> datetime:
    """One writer for each client; the moment of what is kept next, after all that was kept."""
    rows(Client, by).select_for_update().get(pk=client.id)
    newest = [
        row.at
        for kind in (RiskAnswering, RiskStep)
        if (row := rows(kind, by).filter(client_id=client.id).order_by("-at").first())
    ]
    return max([at, *(one + _TICK for one in newest)])


_NONE_YET = msg(
    "Nothing was kept yet. There is no safety plan that you could have looked at: write one, or "
    "say why it was not looked at."
)


def _refuse(code: str, sentence: str) -> NoReturn:
    raise NotAllowed(refuse(code, Text(sentence)))
