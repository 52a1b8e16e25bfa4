"""How meetings felt to the invented clients, and a few ruptures. Nobody said any of this.

Most rate most meetings. One fell lately, one has the top step everywhere; one rupture is open, one
is mended, and one client named something for themselves alone.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from longarc.care.relationship import TOP, Facts, Kind, Question, Rating, Step, prompts
from longarc.records.codec import Where, seal
from longarc.records.demo import people
from longarc.records.demo.client import Made
from longarc.records.models import (
    AuditEntry,
    Meeting,
    MeetingRating,
    PrivateRupture,
    RelationshipStep,
    Rupture,
)

WEEK = timedelta(weeks=1)
#: Meetings before those that every invented client has.
EARLIER = range(9, 3, -1)
#: By number of 30: who rates nothing, and who has a story.
SAYS_NOTHING = frozenset({3, 13, 17, 23, 28})
FELL, FLAT, OPEN, MENDED, PRIVATE = 14, 22, 6, 16, 10
SHARE = 0.85
PULLED_BACK = "When you asked about my father I went quiet for the rest of it."
CLASHED = "I said it was too fast and you explained why it was not. I got loud."
REPAIRED = "I had not heard the no. We went back to that minute, and agreed on a sign for slower."
TALKED = "Asked how it is between us. A hard week with the subject, not with me, as they see it."
ALONE = "You looked at the clock while I cried."


def rows(made: Made, planned: list[Meeting]) -> list[list[Any]]:
    """Rows kind by kind, with their audit rows. `planned`: the meetings that they have already."""
    began = made.client.created_at
    earlier = [one for week in EARLIER if (one := _meeting(made, week)).at > began]
    over = [one for one in planned if began < one.starts_at < made.now - timedelta(days=2)]
    kept = [*earlier, *_felt(made, [*earlier, *over]), *_strains(made)]
    kinds = {type(row): [one for one in kept if type(one) is type(row)] for row in kept}
    return [*kinds.values(), [_audit(made, row) for row in kept]]


def _felt(made: Made, meetings: list[Meeting]) -> Iterator[Any]:
    of, dice = made.number % 30, Random(f"relationship/{made.number}")  # noqa: S311 - no secret
    if of in SAYS_NOTHING:
        return
    told = list(_ratings(made, meetings, dice))
    yield from told
    if of not in (FELL, FLAT) and prompts(_facts(told), made.now):
        at = made.now - timedelta(days=2)
        yield _step(made, Step.TALKED, None, TALKED, at, made.therapist.pk)


def _meeting(made: Made, week: int) -> Meeting:
    at, lead = made.now - week * WEEK + timedelta(hours=3), made.therapist.pk
    row: Meeting = _entry(made, Meeting, at - WEEK, starts_at=at, with_user_id=lead, by_id=lead)
    where = Where(made.client.practice_id, made.client.pk, "meeting.place", row.uid)
    row.place = seal(people.PLACE, where)
    return row


def _ratings(made: Made, meetings: list[Meeting], dice: Random) -> Iterator[Any]:
    of, usual = made.number % 30, dice.choice((2, 3, 3))
    for place, meeting in enumerate(meetings):
        last = place == len(meetings) - 1
        if of in (FELL, FLAT) or dice.random() < SHARE:
            steps = _steps(of, usual, dice, last=last)
            near = dice.choice((1, 2, 2, 3))
            at = meeting.starts_at + timedelta(hours=dice.randint(2, 30))
            yield _entry(made, MeetingRating, at, about=meeting.uid, near=near, **steps)


def _steps(of: int, usual: int, dice: Random, *, last: bool) -> dict[str, int]:
    if of == FLAT:
        return {str(question): TOP for question in Question}
    fell = 2 if of == FELL and last else 0
    return {
        str(question): max(usual + dice.choice((0, 0, 1)) - fell, 0)
        for question in Question
        if of == FELL or dice.random() < 0.9
    }


def _facts(told: list[MeetingRating]) -> Facts:
    found = []
    for row in told:
        steps = {q: getattr(row, q) for q in Question if getattr(row, q) is not None}
        found.append(Rating(row.at, steps, row.near, row.about, row.uid))
    return Facts(ratings=tuple(found))


def _strains(made: Made) -> Iterator[Any]:
    of, now = made.number % 30, made.now
    if of == OPEN:
        yield _rupture(made, Kind.WITHDRAWAL, PULLED_BACK, now - timedelta(days=5))
    if of == MENDED:
        one = _rupture(made, Kind.CONFRONTATION, CLASHED, now - 3 * WEEK)
        yield one
        yield _step(made, Step.REPAIR, one.uid, REPAIRED, now - 2 * WEEK, made.therapist.pk)
        yield _step(made, Step.MENDED, one.uid, "", now - WEEK, made.client.user_id)
    if of == PRIVATE:
        yield _private(made, now - timedelta(days=4))


def _rupture(made: Made, kind: Kind, words: str, at: datetime) -> Rupture:
    row: Rupture = _entry(made, Rupture, at, kind=kind, from_client=True)
    row.words = seal(words, row.where)
    return row


def _step(
    made: Made, step: Step, rupture: UUID | None, words: str, at: datetime, by: int | None
) -> RelationshipStep:
    told = {"step": step, "rupture": rupture, "by_id": by}
    row: RelationshipStep = _entry(made, RelationshipStep, at, **told)
    row.words = seal(words, row.where) if words else None
    return row


def _private(made: Made, at: datetime) -> PrivateRupture:
    who = {"practice_id": made.client.practice_id, "client_id": made.client.pk}
    row = PrivateRupture(uid=made.uid(made.dice, at), at=at, **who)
    row.text = seal(json.dumps({"kind": Kind.OWN, "about": "", "words": ALONE}), row.where)
    return row


def _entry(made: Made, model: type[Any], at: datetime, **values: Any) -> Any:
    values.setdefault("by_id", made.client.user_id)
    who = {"practice_id": made.client.practice_id, "client_id": made.client.pk}
    return model(uid=made.uid(made.dice, at), **who, at=at, received_at=at, **values)


def _audit(made: Made, row: Any) -> AuditEntry:
    """Of what is private the audit says no more than of any words."""
    private = isinstance(row, PrivateRupture)
    act = "kept_words" if private else f"kept_{row._meta.model_name}"
    by = made.client.user_id if private else row.by_id
    who = {"practice_id": made.client.practice_id, "client_id": made.client.pk}
    return AuditEntry(**who, at=row.at, user_id=by, act=act, target=row.uid)
