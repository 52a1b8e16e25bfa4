"""Every page about a client leaves its line in "Who has looked": the whole policy is walked."""

from uuid import uuid4

import pytest
from django.urls import get_resolver, reverse

from longarc.care.access import Can
from longarc.care.risk_questions import Reply
from longarc.records.ids import uuid7
from longarc.records.models import AuditEntry
from longarc.web.openings import WORDS_FOR_READERS
from longarc.web.routes import NEEDS_CLIENT, POLICY
from tests.cast import hold
from tests.web import record_story as story
from tests.web.session_story import answers_about_risk
from tests.web.test_notes import a_note
from tests.web.test_policy_matrix import opened, refer

pytestmark = pytest.mark.django_db
NAME = b"Ada Invented"
ABOUT = sorted(name for name, methods in POLICY.items() if set(methods.values()) & NEEDS_CLIENT)


def newest():
    return AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def lines(since):
    acts = ("opened", "opened_emergency", "listed")
    found = AuditEntry.objects.filter(act__in=acts, pk__gt=since).order_by("pk")
    return list(found.values_list("act", "client", "user"))


@pytest.fixture
def url_for(cast, signed_in):
    """The address of a route about Ada, with a session, a note and an open path that are hers."""
    theirs = f"/clients/{cast.ada.client.public_id}/notes/"
    session, note = story.yesterday(cast), a_note(signed_in(cast.maya), theirs, next="Stairs.")
    answers_about_risk(cast, Reply.YES)
    ids = {"session": session, "note_id": note, "draft_id": uuid7()}
    wanted = {name: set(get_resolver().reverse_dict.getlist(name)[0][0][0][1]) for name in ABOUT}

    def url(name):
        more = {one: ids[one] for one in wanted[name] - {"client_id"}}
        return reverse(name, kwargs={"client_id": cast.ada.client.public_id, **more})

    return url


def test_there_are_many_pages_about_a_client():
    assert len(ABOUT) > 40
    assert {"client_contacts", "client_risk_close", "client_csv", "api_client_check_ins"} <= set(
        ABOUT
    )


@pytest.mark.parametrize("name", [one for one in ABOUT if "GET" in POLICY[one]])
def test_each_page_leaves_exactly_one_line(cast, signed_in, url_for, name):
    maya = signed_in(cast.maya)
    since = newest()
    answer = maya.get(url_for(name))
    assert answer.status_code == 200
    booking = POLICY[name]["GET"] is Can.BOOK
    act = "listed" if booking and name not in WORDS_FOR_READERS else "opened"
    assert lines(since) == [(act, cast.ada.client.pk, cast.maya.user.pk)]
    answer = maya.get(url_for(name))
    assert len(lines(since)) == (1 if act == "listed" else 2)


@pytest.mark.parametrize("name", [one for one in ABOUT if "POST" in POLICY[one]])
@pytest.mark.parametrize("form", [{}, {"uid": "", "act": "add", "on": "soon", "say": "?"}])
def test_an_answer_that_shows_the_record_again_leaves_its_line(
    cast, signed_in, url_for, name, form
):
    maya = signed_in(cast.maya)
    since = newest()
    answer = maya.post(url_for(name), {**form, "uid": uuid4()} if form else form)
    shown = answer.status_code != 302 and NAME in answer.content
    assert len(lines(since)) == (1 if shown else 0), (answer.status_code, lines(since))


def test_some_of_those_answers_do_show_it(cast, signed_in, url_for):
    """Otherwise the test above would hold for a program that records nothing."""
    maya = signed_in(cast.maya)
    found = [maya.post(url_for(name)) for name in ABOUT if "POST" in POLICY[name]]
    assert sum(one.status_code != 302 and NAME in one.content for one in found) > 10


def test_who_opens_it_outside_the_team_leaves_a_line_of_its_own_kind(cast, signed_in, url_for):
    bo = signed_in(cast.bo)
    opened(cast.bo, cast.ada, 4)
    since = newest()
    assert bo.get(url_for("client_handover")).status_code == 200
    assert lines(since) == [("opened_emergency", cast.ada.client.pk, cast.bo.user.pk)]


def test_a_prescriber_and_a_coordinator_leave_their_lines(cast, signed_in, url_for):
    refer(cast.ada, cast.prescriber)
    since = newest()
    assert signed_in(cast.prescriber).get(url_for("client_screening")).status_code == 200
    assert lines(since) == [("opened", cast.ada.client.pk, cast.prescriber.user.pk)]
    since = newest()
    kim = signed_in(cast.coordinator)
    for _twice in range(2):
        assert kim.get(url_for("client_team")).status_code == 200
        assert kim.get(url_for("client_meeting")).status_code == 200
        assert kim.get(url_for("client_details")).status_code == 200
        assert kim.get(url_for("client_state")).status_code == 200
    assert lines(since) == [("listed", cast.ada.client.pk, cast.coordinator.user.pk)]


@pytest.mark.parametrize("who", ["bo", "owner", "supervisor"])
def test_a_page_that_is_refused_names_nobody(cast, signed_in, url_for, who):
    """Not in the line that is printed either: a client's id answers like no id."""
    browser, since, refused = signed_in(getattr(cast, who)), newest(), 0
    for name in ABOUT:
        for send in (browser.get, browser.post):
            answer = send(url_for(name))
            refused += answer.status_code == 404
            assert answer.status_code != 404 or NAME not in answer.content, name
    assert refused > 40
    assert lines(since) == []


def test_what_is_not_shown_leaves_none(cast, signed_in, url_for):
    hold(cast.cleo, cast.maya)
    maya, ada = signed_in(cast.maya), signed_in(cast.ada)
    wrong = reverse("client_session_record", args=[cast.cleo.client.public_id, uuid4()])
    since = newest()
    assert maya.get(wrong).status_code == 404
    assert maya.get(reverse("api_client_check_ins", args=[cast.ada.client.public_id]), {"days": 0})
    for name in ("arc", "my_session", "looked", "notes", "session_after"):
        assert ada.get(reverse(name)).status_code == 200
    assert ada.get(url_for("client")).status_code == 404
    assert lines(since) == []
