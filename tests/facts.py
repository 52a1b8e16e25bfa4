"""One fact of each kind that a person must hear of, drawn through the actions that pages use.

`DRAWN[code](cast, at)` makes the last fact at `at` and everything it needs before; each then
stands as a finding of that kind for Ada, whom Maya leads.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS

from longarc.care.exercises import Effect
from longarc.care.finding import Code
from longarc.care.risk_questions import Question, Reply
from longarc.care.screening_facts import Kind as Judged
from longarc.care.screening_facts import Taken
from longarc.care.session_record import NO, Fit, Kind, Told
from longarc.care.slower import Wish
from longarc.records.actions import (
    adverse,
    pacing,
    referrals,
    risk,
    screening,
    session_record,
    window,
)
from longarc.records.actions.session_record import Page
from longarc.records.ids import uuid7
from longarc.records.models import (
    ContactRequest,
    ExerciseDone,
    GatesNotMet,
    MeetingRating,
    Rupture,
)
from longarc.records.queries import clients
from longarc.records.queries import screening as told
from tests.cast import Cast, check_in

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
LITHIUM = "lithium"


def of(cast: Cast, person: Any, at: datetime) -> Any:
    assert cast.ada.client
    return clients.find(cast.ada.client.public_id, viewer=person.actor, at=at)


def row(cast: Cast, at: datetime) -> dict[str, Any]:
    return {
        "practice_id": cast.ada.actor.practice,
        "client": cast.ada.client,
        "by": cast.ada.user,
        "at": at,
        "received_at": at,
    }


def risk_yes(cast: Cast, at: datetime) -> None:
    replies = {next(iter(Question)): Reply.YES}
    who = of(cast, cast.maya, at)
    risk.answer(who, replies, uid=uuid7(), by=cast.ada.actor, at=at)


def session(cast: Cast, at: datetime, before: timedelta = 6 * HOUR) -> UUID:
    who = of(cast, cast.maya, at)
    uid = window.enter_session(
        who, at - before, sure=True, why="Held elsewhere.", by=cast.maya.actor, at=at - before
    )
    assert uid
    GatesNotMet.objects.all()._raw_delete(
        DEFAULT_DB_ALIAS
    )  # as if its gates had been met: that is a finding of its own
    return uid


def line(cast: Cast, at: datetime, told_: Told, of_session: UUID | None = None) -> None:
    here = of_session or session(cast, at)
    page = Page(uuid7(), sure=True)
    who = of(cast, cast.maya, at)
    session_record.write(who, here, [told_], page=page, by=cast.maya.actor, at=at)


def leaves_with_a_no(cast: Cast, at: datetime, of_session: UUID | None = None) -> None:
    line(cast, at, Told(Kind.LEAVE, facts={Fit.SUICIDE: NO, Fit.AGREES: "yes"}), of_session)


def touched_beyond(cast: Cast, at: datetime, of_session: UUID | None = None) -> None:
    line(cast, at, Told(Kind.TOUCH, facts={"places": "hug", "asked": NO}), of_session)


def lithium(cast: Cast, at: datetime, name: str = LITHIUM) -> None:
    who = of(cast, cast.maya, at)
    screening.tell_medicines(who, name, Taken.NOW, None, uid=uuid7(), by=cast.ada.actor, at=at)


def judges(cast: Cast, at: datetime, kind: Judged) -> None:
    """Lithium was told yesterday; the prescriber says a word about it at `at`."""
    lithium(cast, at - DAY)
    who = of(cast, cast.maya, at)
    to = cast.prescriber.user.public_id
    referrals.refer(who, to, by=cast.maya.actor, at=at - HOUR)
    found = told.load(who, viewer=cast.maya.actor, on=at.date())
    subject = next(one.subject for one in found.rows if one.entry)
    by, why = cast.prescriber.actor, "An invented reason"
    screening.judge(who, subject, kind, why, seen=found.upto, by=by, at=at)


def lapses(cast: Cast, at: datetime) -> None:
    judges(cast, at - HOUR, Judged.DECIDED)
    lithium(cast, at, "sertraline")


def harms(cast: Cast, at: datetime) -> None:
    who = of(cast, cast.maya, at)
    adverse.report(who, "An invented headache", None, uid=uuid7(), by=cast.ada.actor, at=at)


def slower(cast: Cast, at: datetime) -> None:
    who = of(cast, cast.maya, at)
    pacing.say_pace(who, Wish.SLOWER, uid=uuid7(), by=cast.ada.actor, at=at)


def run(cast: Cast, at: datetime) -> None:
    for day in range(3, 60):
        check_in(cast.ada, at - day * DAY)
    for half in range(4):
        check_in(cast.ada, at - half * DAY / 2, 10)


def ratings_fall(cast: Cast, at: datetime) -> None:
    steps = {"mattered": 4, "fits": 4, "could_say_no": 4}
    for week, heard in enumerate([1, 3, 3, 3, 3, 3, 3]):
        MeetingRating.objects.create(**row(cast, at - 7 * week * DAY), heard=heard, **steps)


DRAWN: dict[Code, Callable[[Cast, datetime], Any]] = {
    Code.RISK: risk_yes,
    Code.LEAVING: leaves_with_a_no,
    Code.TOUCH: touched_beyond,
    Code.CONTACT: lambda cast, at: ContactRequest.objects.create(**row(cast, at)),
    Code.SCREENING: lithium,
    Code.DECLINED: lambda cast, at: judges(cast, at, Judged.DECLINED),
    Code.LAPSED: lapses,
    Code.DECIDED: lambda cast, at: judges(cast, at, Judged.DECIDED),
    Code.ADVERSE: harms,
    Code.SLOWER: slower,
    Code.EXERCISE: lambda cast, at: ExerciseDone.objects.create(
        **row(cast, at), exercise="feet", effect=Effect.WORSE
    ),
    Code.RUPTURE: lambda cast, at: Rupture.objects.create(
        **row(cast, at), kind="withdrawal", from_client=True
    ),
    Code.RUN: run,
    Code.RELATION: ratings_fall,
}
