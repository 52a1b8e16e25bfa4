"""Answers to the risk questions that could only be sent later: both times, nothing newer lost."""

import os
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from longarc.care.commitments import Rhythm
from longarc.care.risk_questions import Question, Reply, given_at
from longarc.care.screening_facts import Kind, Said, Taken
from longarc.care.screening_rows import State
from longarc.records.actions import commitments, referrals
from longarc.records.actions import risk as actions
from longarc.records.actions import screening as screening_actions
from longarc.records.ids import made_at, uuid7
from longarc.records.models import RiskAnswering
from longarc.records.queries import clients, risk, screening
from tests.web.staff.story import url_of

pytestmark = pytest.mark.django_db
NO = dict.fromkeys(Question, Reply.NO)
HOUR = timedelta(hours=1)


def page_opened(ago):
    """The id of a page's form that the server made so long ago."""
    milliseconds = int((timezone.now() - ago).timestamp() * 1000)
    random = int.from_bytes(os.urandom(9), "big")
    return UUID(int=milliseconds << 80 | 7 << 76 | 2 << 62 | random & ((1 << 62) - 1))


def tells(signed_in, cast, *, waited="", page=None, **replies):
    told = {**NO, **replies, "uid": page or uuid7(), "waited": waited}
    answer = signed_in(cast.ada).post("/support/questions/", told)
    assert answer.status_code == 302
    return RiskAnswering.objects.order_by("-seq").first()


def standing(cast):
    return risk.load(clients.own(viewer=cast.ada.actor), viewer=cast.ada.actor)


def near(one, other):
    return abs(one - other) < timedelta(seconds=90)


def test_it_opens_the_path_with_both_times(cast, signed_in):
    now = timezone.now()
    row = tells(signed_in, cast, waited="7200", page=page_opened(3 * HOUR), not_wanting="yes")
    assert near(row.given_at, now - 2 * HOUR)
    assert near(row.at, now)
    assert standing(cast).path
    page = signed_in(cast.ada).get("/support/questions/").content.decode()
    assert "It reached us on" in page
    hers = signed_in(cast.maya).get(url_of("client_risk", cast.ada)).content.decode()
    assert "it could not be sent, and arrived" in hers


def test_it_does_not_take_the_place_of_a_newer_answer(cast, signed_in):
    """She answered at ten without network, and anew at eleven; the first arrives at noon."""
    own, newer = clients.own(viewer=cast.ada.actor), uuid7()
    actions.answer(own, NO, uid=newer, by=cast.ada.actor, at=timezone.now() - HOUR)
    tells(signed_in, cast, waited="7200", page=page_opened(3 * HOUR), ending="yes")
    found = standing(cast)
    assert found.newest.uid == newer
    assert near(found.asked_at, timezone.now() - HOUR)
    # It is heard all the same, and closing has to have seen it
    assert found.path
    assert str(newer) not in found.upto


def test_whoever_decided_before_it_arrived_did_not_know_of_it(cast, signed_in):
    """Given at nine, answered no by the care team at ten, arrived at eleven: it is not a no."""
    ada = clients.find(cast.ada.client.public_id, viewer=cast.maya.actor, at=timezone.now())
    at, lithium = timezone.now() - HOUR, "medicine:lithium:lithium"
    by = {"by": cast.maya.actor, "at": at - HOUR}
    screening_actions.tell_medicines(ada, "lithium", Taken.NOW, None, uid=uuid7(), **by)
    screening_actions.answer(ada, {"suicidal": Said.NO}, by=cast.maya.actor, at=at)
    referrals.refer(ada, cast.prescriber.user.public_id, **by)
    theirs = clients.find(ada.public_id, viewer=cast.prescriber.actor, at=timezone.now())
    seen = listed(cast, ada).upto
    told = {"seen": seen, "by": cast.prescriber.actor, "at": at}
    screening_actions.judge(theirs, lithium, Kind.DECIDED, "Level", **told)
    seen = listed(cast, ada).upto
    assert stands(cast, ada) == {lithium: State.DECIDED}
    tells(signed_in, cast, waited="7200", page=page_opened(3 * HOUR), might="yes")
    assert stands(cast, ada) == {lithium: State.OPEN, "condition:suicidal": State.OPEN}
    assert listed(cast, ada).upto != seen


def listed(cast, ada):
    return screening.load(ada, viewer=cast.maya.actor, on=timezone.localdate())


def stands(cast, ada):
    asked = {"medicine:lithium:lithium", "condition:suicidal"}
    return {row.subject: row.state for row in listed(cast, ada).rows if row.subject in asked}


@pytest.mark.parametrize(
    ("waited", "opened"),
    [
        ("", 3 * HOUR),  # it went at once
        ("30", 3 * HOUR),  # so did this, on a slow line
        ("7200", HOUR),  # longer than the page was open: the phone's clock was moved
        ("-7200", 3 * HOUR),
        ("soon", 3 * HOUR),
        ("9" * 40, 3 * HOUR),
    ],
)
def test_a_time_that_cannot_be_is_not_said(cast, signed_in, waited, opened):
    row = tells(signed_in, cast, waited=waited, page=page_opened(opened), ending="yes")
    assert row.given_at is None
    assert standing(cast).path


def test_an_id_of_another_kind_says_no_time(cast, signed_in):
    page = UUID("6f1c1f7e-8a53-4f3a-9a44-0c1d2e3f4a5b")
    assert made_at(page) is None
    assert tells(signed_in, cast, waited="7200", page=page, ending="yes").given_at is None


def test_the_time_given_is_that_of_the_servers_clock():
    now = timezone.now()
    assert given_at(now, 2 * HOUR, now - 3 * HOUR) == now - 2 * HOUR
    assert given_at(now, 2 * HOUR, now - HOUR) is None
    assert near(made_at(uuid7()), now)


def test_today_leads_with_who_is_there_while_a_path_is_open(cast, signed_in):
    """After such a yes Today does not begin with ten slow breaths."""
    own, by, now = clients.own(viewer=cast.ada.actor), cast.ada.actor, timezone.now()
    commitments.add(own, "Ten slow breaths", Rhythm.MOST_DAYS, uid=uuid7(), by=by, at=now)
    ada = signed_in(cast.ada)
    assert "Ten slow breaths" in ada.get("/today/").content.decode()
    tells(signed_in, cast, not_wanting="yes")
    page = ada.get("/today/").content.decode()
    assert "Who is there for me" in page
    assert "Ten slow breaths" not in page
