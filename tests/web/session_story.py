"""How Ada comes to a session that may begin: the steps of each page, for tests that need them.

Everything is done through the actions that the pages call; a test leaves one of them out.
"""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from longarc.care.conditions import CONDITIONS
from longarc.care.risk_questions import QUESTIONS, Reply
from longarc.care.screening_facts import MEDICINES, Said
from longarc.care.session_plan import OnCall, Person, SessionPlan
from longarc.care.session_steps import Step
from longarc.care.sources import Substance
from longarc.care.touch import NO_TOUCH
from longarc.records.actions import consent, risk, screening, session_plan, touch
from longarc.records.ids import uuid7
from longarc.records.queries import clients
from longarc.records.queries import consent as consents
from longarc.records.queries import session_plan as queries
from longarc.records.queries import touch as touches


def today_at_noon() -> datetime:
    """A moment of today that is not near midnight, whenever the tests run."""
    return timezone.now().astimezone(UTC).replace(hour=12, minute=0, second=0, microsecond=0)


def known_as(person, viewer):
    """The client as a member of the team knows her."""
    return clients.find(person.client.public_id, viewer=viewer.actor, at=timezone.now())


def chosen(cast):
    """A session is planned with psilocybin."""
    ada, by = known_as(cast.ada, cast.maya), cast.maya.actor
    screening.plan_substance(ada, Substance.PSILOCYBIN, by=by, at=timezone.now())


def screened(cast, by=None, *, medicines=Said.ALL):
    """Every condition asked and answered no, the list of medicines whole."""
    by, at = (by or cast.maya).actor, timezone.now()
    ada = known_as(cast.ada, cast.maya)
    screening.plan_substance(ada, Substance.PSILOCYBIN, by=by, at=at)
    told = dict.fromkeys(CONDITIONS, Said.NO)
    screening.answer(ada, {**told, MEDICINES: medicines}, by=by, at=at)


def consented(cast):
    """Yes to everything that is asked for, by Ada herself."""
    own, by = clients.own(viewer=cast.ada.actor), cast.ada.actor
    for one in consents.load(own, viewer=by).items:
        words = one.words
        consent.give(
            own, words.item, words.version, read="As read.", uid=uuid7(), by=by, at=timezone.now()
        )


def signs_about_touch(cast):
    own, by = clients.own(viewer=cast.ada.actor), cast.ada.actor
    seen = touches.load(own, viewer=by, at=timezone.now()).upto
    touch.sign(own, NO_TOUCH, purpose="", stop="", seen=seen, uid=uuid7(), by=by, at=timezone.now())


def answers_about_risk(cast, reply=Reply.NO):
    own, by = clients.own(viewer=cast.ada.actor), cast.ada.actor
    told = dict.fromkeys(QUESTIONS, reply)
    risk.answer(own, told, uid=uuid7(), by=by, at=timezone.now())


def a_plan(cast, **more):
    """A whole plan for today, led by Maya, who is on call afterwards."""
    maya = Person(cast.maya.user.public_id, "Maya Invented")
    told = {
        "starts_at": today_at_noon(),
        "minutes": 480,
        "lead": maya,
        "room": "Room 2, first door on the left",
        "steps": (Step("+0:00", "You arrive."), Step("+0:45", "You take the medicine.")),
        "transport": "Her sister Ines, by car",
        "support_person": "Ines Invented",
        "support_phone": "555 0101",
        "on_call": (OnCall(maya, "555 0102"),),
        **more,
    }
    return SessionPlan(**told)


def planned(cast, *, base=None, draft=False, by=None, **more):
    """Keeps that plan; its id."""
    by, ada = (by or cast.maya).actor, known_as(cast.ada, cast.maya)
    session_plan.keep_version(
        ada, a_plan(cast, **more), base=base, draft=draft, by=by, at=timezone.now()
    )
    return queries.plans(ada, viewer=by)[-1].uid


def ready(cast, **screening_):
    """Nothing stands against a start today."""
    screened(cast, **screening_)
    consented(cast)
    signs_about_touch(cast)
    answers_about_risk(cast)
    return planned(cast)


def in_days(days):
    return today_at_noon() + timedelta(days=days)
