"""The history in two minutes tells of the risk path as its own page does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from longarc.care.risk import StepKind
from longarc.care.risk_questions import QUESTIONS, Question, Reply
from longarc.care.safety_plan import Section
from longarc.records.actions import risk, safety_plan
from longarc.records.ids import uuid7
from longarc.records.models import ContactRequest
from longarc.records.queries import clients
from longarc.records.queries import risk as queries
from tests.web.session_story import known_as
from tests.web.staff.story import url_of

pytestmark = pytest.mark.django_db
WHY = "We talked, her sister is with her tonight."


@pytest.fixture
def maya(cast, signed_in):
    return signed_in(cast.maya)


def answers(cast, told, at=None):
    own, by = clients.own(viewer=cast.ada.actor), cast.ada.actor
    risk.answer(own, told, uid=uuid7(), by=by, at=at or timezone.now())


def closes(cast):
    ada, by = known_as(cast.ada, cast.maya), cast.maya.actor
    for kind, words in ((StepKind.REACHED, ""), (StepKind.NO_PLAN, "Tomorrow, together.")):
        risk.record(ada, kind, words, uid=uuid7(), by=by, at=timezone.now())
    seen = queries.load(ada, viewer=by).upto
    risk.close(ada, WHY, seen=seen, uid=uuid7(), by=by, at=timezone.now())


def history(maya, cast):
    return " ".join(maya.get(url_of("client_handover", cast.ada)).content.decode().split())


SOME = {Question.NOT_WANTING: Reply.YES, Question.MIGHT: Reply.YES}


def test_a_path_of_today_is_told_when_it_is_closed_and_what_was_left_out(cast, maya):
    answers(cast, dict.fromkeys(Question, Reply.NO), timezone.now() - timedelta(days=2))
    answers(cast, SOME)
    page = history(maya, cast)
    assert "Risk path open" in page
    assert "Contact now, since" in page
    assert "Nobody has it yet." in page
    closes(cast)
    page = history(maya, cast)
    assert "Risk path closed" in page
    assert "closed by Maya Invented: We talked, her sister" in page
    left = len(QUESTIONS) - len(SOME)
    assert f"{left} of {len(QUESTIONS)} were left unanswered: not known." in page
    assert "All were last answered" not in page
    assert "All were answered last on" in page


def test_all_answered_is_said_only_of_the_last_answering(cast, maya):
    answers(cast, dict.fromkeys(Question, Reply.NO))
    page = history(maya, cast)
    assert "All were last answered" in page
    assert "None is open now. That does not say that they are safe." in page
    answers(cast, {Question.NOT_WANTING: Reply.NO})
    page = history(maya, cast)
    assert "All were last answered" not in page
    assert "left unanswered" in page


def test_what_stands_on_the_list_stands_in_the_history(cast, maya):
    assert "Nothing stands now." in history(maya, cast)
    now = timezone.now()
    ada = known_as(cast.ada, cast.maya)
    ContactRequest.objects.create(
        practice_id=ada.practice, client_id=ada.id, by=cast.ada.user, at=now, received_at=now
    )
    page = history(maya, cast)
    assert "Asked to be contacted on" in page
    assert "Nothing stands now." not in page


def test_a_safety_plan_that_is_not_there_was_not_looked_at(cast, maya):
    answers(cast, SOME)
    step = url_of("client_risk_step", cast.ada)
    told = {"kind": "plan", "words": "", "uid": uuid7()}
    answer = maya.post(step, told)
    assert answer.status_code == 400
    assert "There is no safety plan that you could have looked at" in answer.content.decode()
    ada, by = known_as(cast.ada, cast.maya), cast.maya.actor
    assert not queries.load(ada, viewer=by).steps
    words = {Section.SIGNS: "I stop answering."}
    safety_plan.keep_plan(ada, words, base=None, uid=uuid7(), by=by, at=timezone.now())
    assert maya.post(step, told).status_code == 302
    assert [one.kind for one in queries.load(ada, viewer=by).steps] == [StepKind.PLAN]
