"""What happened is always kept, and no date passes a gate: gates are asked as of the start."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from longarc.care import ungated
from longarc.care.risk_questions import Reply
from longarc.records.actions import care_team, window
from longarc.records.models import CareMember, GatesNotMet, MedicineSession, SessionStarted
from longarc.records.queries import session_gates
from longarc.records.queries import session_plan as session_plans
from longarc.records.queries import window as windows
from tests.web import session_story as story
from tests.web.forms import forms_of
from tests.web.session_story import known_as
from tests.web.staff.story import url_of

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WHY = "It was at her brother's house, before she called us."


@pytest.fixture(autouse=True)
def held(cast):
    """Ada has been held for long, on the clock of this machine."""
    CareMember.objects.update(since=timezone.now() - 200 * DAY)


@pytest.fixture
def maya(cast, signed_in):
    return signed_in(cast.maya)


def typed(at, **more):
    here = timezone.localtime(at)
    return {"on": here.date().isoformat(), "at": f"{here:%H:%M}", **more}


def enters(browser, cast, at, **more):
    return browser.post(url_of("client_session", cast.ada), typed(at, **more))


def text(answer):
    return " ".join(answer.content.decode().split())


def record_of(cast):
    [one] = windows.sessions(known_as(cast.ada, cast.maya), viewer=cast.maya.actor)
    return reverse("client_session_record", args=[cast.ada.client.public_id, one.uid])


def gates_then(cast, at, session=None):
    ada = known_as(cast.ada, cast.maya)
    asked = session_gates.as_of_start(ada, at, session=session, viewer=cast.maya.actor)
    return set(ungated.not_met(asked))


def test_a_session_of_today_is_sent_to_its_gate_first(cast, maya):
    answer = enters(maya, cast, timezone.now())
    assert answer.status_code == 422
    page = text(answer)
    assert url_of("client_session_start", cast.ada) in page
    assert "Can it begin?" in page
    assert "The risk questions of today were never all answered" in page
    assert not MedicineSession.objects.exists()


def test_one_that_began_already_asks_why_and_is_kept_with_what_was_not_met(cast, maya):
    began = timezone.now()
    answer = enters(maya, cast, began, began="on", why="...")
    assert answer.status_code == 422
    assert "Why it is entered without the gate" in text(answer)
    assert not MedicineSession.objects.exists()
    answer = enters(maya, cast, began, began="on", why=WHY)
    assert answer.url == record_of(cast)  # the recorder opens at once
    page = text(maya.get(answer.url))
    assert "not begun through the gate" in page
    assert "Not met when it began:" in page
    assert "The risk questions of today were never all answered" in page
    assert "No touch agreement is signed" in page
    assert WHY.replace("'", "&#x27;") in page
    assert "Write more" in page


def test_the_second_page_still_knows_what_the_first_one_knew(cast, maya, signed_in):
    """Somebody else enters a session between the two pages: it is read before one more is kept."""
    form = next(
        one
        for one in forms_of(maya.get(url_of("client", cast.ada)).content.decode(), "")
        if one.action == url_of("client_session", cast.ada) and "on" in one.boxes
    )
    now = timezone.now()
    second = maya.post(form.action, {**dict(form.hidden), **typed(now)})
    assert second.status_code == 422
    (again,) = (one for one in forms_of(second.content.decode(), "") if one.action == form.action)
    assert {"uid", "stands"} <= set(dict(form.hidden))
    assert set(form.hidden) <= set(again.hidden)
    finn = signed_in(cast.finn)
    assert enters(finn, cast, now - 9 * HOUR, began="on", why=WHY).status_code == 302
    told = {**dict(again.hidden), **typed(now), "began": "on", "why": WHY, "sure": "on"}
    late = maya.post(form.action, told)
    assert late.status_code == 409
    assert MedicineSession.objects.count() == 1


def test_the_lead_and_the_owner_are_told(cast, maya, signed_in):
    owner = signed_in(cast.owner)
    assert "entered whose gates" not in text(owner.get(reverse("practice")))
    enters(maya, cast, timezone.now(), began="on", why=WHY)
    listed = text(maya.get(reverse("caseload")))
    assert "was entered without the gate" in listed
    assert "risk questions" in listed
    told = text(owner.get(reverse("practice")))
    assert "1 session was entered whose gates were not met" in told
    assert "Entered by Maya Invented; lead then: Maya Invented." in " ".join(told.split())
    assert "Ada" not in told
    assert "brother" not in told
    [one] = windows.sessions(known_as(cast.ada, cast.maya), viewer=cast.maya.actor)
    ada, by = known_as(cast.ada, cast.maya), cast.maya.actor
    window.take_back_session(ada, one.uid, why="A slip.", by=by, at=timezone.now())
    listed = text(maya.get(reverse("caseload")))
    assert "was entered without the gate" in listed
    assert "The session was taken back by Maya Invented on" in listed
    told = text(owner.get(reverse("practice")))
    assert "1 session was entered whose gates were not met" in told
    assert "1 of them was taken back since, by Maya Invented." in told


def test_a_new_lead_answers_for_no_session_of_the_one_before(cast, maya, signed_in):
    enters(maya, cast, timezone.now(), began="on", why=WHY)
    care_team.make_lead(
        known_as(cast.ada, cast.maya),
        cast.finn.user.public_id,
        by=cast.maya.actor,
        at=timezone.now(),
    )
    told = " ".join(text(signed_in(cast.owner).get(reverse("practice"))).split())
    assert "Entered by Maya Invented; lead then: Maya Invented." in told
    assert "Finn Invented." not in told


def test_a_day_to_come_is_planned(cast, maya):
    answer = enters(maya, cast, timezone.now() + 2 * DAY, began="on", why=WHY)
    assert answer.status_code == 422
    assert url_of("client_session_plan", cast.ada) in text(answer)
    assert not MedicineSession.objects.exists()


@pytest.mark.parametrize("days", [1, 40])
def test_an_earlier_date_passes_no_gate(cast, maya, days):
    """Everything is met today; nothing of it was known then."""
    story.ready(cast)
    at = timezone.now() - days * DAY
    answer = enters(maya, cast, at)
    assert answer.status_code == 422
    assert "Not everything was met when it began" in text(answer)
    assert not MedicineSession.objects.exists()
    assert enters(maya, cast, at, why=WHY).status_code == 302
    assert set(GatesNotMet.objects.get().gates.split()) == set(ungated.NAMES)


def test_what_came_later_does_not_count_against_it(cast, maya):
    """All was met when it began; that evening she answered otherwise."""
    story.ready(cast)
    began = timezone.now()
    assert gates_then(cast, began) == set()
    story.answers_about_risk(cast, Reply.YES)
    assert gates_then(cast, timezone.now()) >= {"risk"}
    assert gates_then(cast, began) == set()
    ada, by = known_as(cast.ada, cast.maya), cast.maya.actor
    assert window.enter_session(ada, began, sure=False, by=by, at=timezone.now())
    assert not GatesNotMet.objects.exists()
    page = text(maya.get(record_of(cast)))
    assert "Every gate was met when it began" in page
    assert "Not met when it began:" not in page


@pytest.mark.parametrize("gate", ["screening", "consent", "touch", "risk", "plan"])
def test_each_gate_is_asked_from_what_was_known_then(cast, gate):
    steps = {
        "screening": story.screened,
        "consent": story.consented,
        "touch": story.signs_about_touch,
        "risk": story.answers_about_risk,
        "plan": story.planned,
    }
    before = timezone.now()
    # The answers about risk are screening, too: with them late, screening is as well.
    late = {gate} | ({"screening"} if gate == "risk" else set())
    for name, step in steps.items():
        if name != gate:
            step(cast)
    then = timezone.now()
    steps[gate](cast)
    if gate == "screening":  # it names the substance: the plan is read once more
        (plan,) = session_plans.plans(known_as(cast.ada, cast.maya), viewer=cast.maya.actor)
        story.planned(cast, base=plan.newest.uid)
    assert gates_then(cast, timezone.now()) == set()
    assert gates_then(cast, then) - {"screening"} == late - {"screening"}
    assert gates_then(cast, before - HOUR) == set(ungated.NAMES)


def test_one_that_began_through_the_gate_leads_to_its_record(cast, maya):
    plan = story.ready(cast)
    answer = maya.post(url_of("client_session_start", cast.ada), {"plan": plan})
    assert answer.url == record_of(cast)
    page = text(maya.get(answer.url))
    assert "begun through the gate by Maya" in page
    assert "Not met when it began:" not in page


def test_a_shut_gate_offers_to_record_what_has_begun(cast, maya):
    page = text(maya.get(url_of("client_session_start", cast.ada)))
    assert "It has begun already" in page
    assert url_of("client_session", cast.ada) in page


def test_moving_the_start_asks_the_gates_again_and_keeps_both(cast, maya):
    plan = story.ready(cast)
    maya.post(url_of("client_session_start", cast.ada), {"plan": plan})
    pressed = SessionStarted.objects.get().at
    page = maya.get(record_of(cast)).context
    earlier = pressed - 3 * HOUR
    form = {
        "act": "anew",
        "uid": page["uid"],
        "was": page["record"].starts_at.isoformat(),
        **typed(earlier),
    }
    answer = maya.post(record_of(cast), form)
    assert answer.status_code == 422
    assert "Not met as of this start" in text(answer)
    assert page["record"].starts_at == pressed
    answer = maya.post(record_of(cast), {**form, "why": WHY})
    assert answer.status_code == 302
    shown = text(maya.get(record_of(cast)))
    assert "begun through the gate by Maya" in shown
    assert "no longer counts" in shown
    assert "Not met when it began:" in shown
    assert "was entered without the gate" in text(maya.get(reverse("caseload")))


def test_who_sees_what_was_not_met(cast, maya, signed_in):
    enters(maya, cast, timezone.now(), began="on", why=WHY)
    where = record_of(cast)
    assert signed_in(cast.owner).get(where).status_code == 404
    assert "brother" not in text(signed_in(cast.ada).get("/arc/session/after/"))


def test_as_many_queries_for_many_sessions(cast, maya, django_assert_num_queries):
    ada, by, now = known_as(cast.ada, cast.maya), cast.maya.actor, timezone.now()
    for days in (3, 6, 9):
        window.enter_session(ada, now - days * DAY, sure=False, why=WHY, by=by, at=now)
    with django_assert_num_queries(2):
        found = session_gates.ungated_of([ada.id], viewer=by)
    assert len(found[ada.id]) == 3
