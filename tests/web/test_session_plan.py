"""Planning a session and beginning it over HTTP: what is kept, what refuses, and odd input."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from longarc.care.access import Role
from longarc.care.risk_questions import Reply
from longarc.care.screening_facts import Kind, Taken
from longarc.care.session_plan import NotAPlan, OnCall, Person
from longarc.care.sources import Substance
from longarc.records.actions import consent, referrals, screening, session_plan, window
from longarc.records.ids import uuid7
from longarc.records.models import (
    CareMember,
    MedicineSession,
    SessionPlanVersion,
    SessionStarted,
    StaffRole,
)
from longarc.records.queries import clients, export
from longarc.records.queries import consent as consents
from longarc.records.queries import screening as screenings
from longarc.records.queries import session_plan as queries
from longarc.records.queries import window as windows
from tests.web import session_story as story
from tests.web.staff.story import url_of

pytestmark = pytest.mark.django_db


def begins(signed_in, cast, plan, who=None):
    url = url_of("client_session_start", cast.ada)
    return signed_in(who or cast.maya).post(url, {"plan": plan})


def asks(signed_in, cast):
    """The page that says whether it can begin."""
    return signed_in(cast.maya).get(url_of("client_session_start", cast.ada)).content.decode()


def plan_of(cast):
    return queries.plans(story.known_as(cast.ada, cast.maya), viewer=cast.maya.actor)[-1]


def fields(**more):
    """What the form sends when most of it is left empty."""
    return {"base": "", "hours": "8", "steps": "+0:00 You arrive.", **more}


def writes(signed_in, cast, who=None, **more):
    url = url_of("client_session_plan_edit", cast.ada)
    return signed_in(who or cast.maya).post(url, fields(**more))


def test_a_session_begins_and_is_kept_with_its_medicine_session(cast, signed_in):
    plan = story.ready(cast)
    page = asks(signed_in, cast)
    assert "You can begin" in page
    assert "does not say it is safe" in page
    answer = begins(signed_in, cast, plan)
    assert answer.status_code == 302
    ada = story.known_as(cast.ada, cast.maya)
    kept = SessionStarted.objects.get()
    (session,) = windows.sessions(ada, viewer=cast.maya.actor)
    assert (kept.session, kept.at) == (session.uid, session.starts_at)
    assert kept.version == plan_of(cast).stands.uid


def test_a_plan_keeps_the_substance_it_was_made_with(cast, signed_in):
    plan = story.ready(cast)
    ada, at = story.known_as(cast.ada, cast.maya), timezone.now()
    screening.plan_substance(ada, Substance.MDMA, by=cast.maya.actor, at=at)
    page = signed_in(cast.maya).get(url_of("client_session_plan", cast.ada)).content.decode()
    assert "Made for psilocybin; the session is now planned with MDMA" in page
    own = signed_in(cast.ada).get(reverse("my_session")).content.decode()
    assert "This plan was made for psilocybin." in own
    assert "The plan was made for psilocybin" in asks(signed_in, cast)
    assert begins(signed_in, cast, plan).status_code == 409
    newest = plan_of(cast).newest
    story.planned(cast, base=newest.uid)  # the same words, made for what is planned now
    assert plan_of(cast).newest.number == newest.number + 1
    assert "The plan was made for" not in asks(signed_in, cast)


def test_a_plan_from_before_a_substance_was_chosen_is_made_anew_once(cast, signed_in):
    story.planned(cast)
    plan = story.queries.plans(story.known_as(cast.ada, cast.maya), viewer=cast.maya.actor)[-1].uid
    page, own = url_of("client_session_plan", cast.ada), reverse("my_session")
    anew, told = "made before a substance was chosen", "before the medicine was chosen"
    assert anew not in signed_in(cast.maya).get(page).content.decode()
    story.screened(cast)
    story.consented(cast)
    story.signs_about_touch(cast)
    story.answers_about_risk(cast)
    assert anew in signed_in(cast.maya).get(page).content.decode()
    assert told in signed_in(cast.ada).get(own).content.decode()
    assert anew in asks(signed_in, cast)
    assert begins(signed_in, cast, plan).status_code == 409
    story.planned(cast, base=plan_of(cast).newest.uid)  # the same words, read once more
    assert anew not in signed_in(cast.maya).get(page).content.decode()
    assert told not in signed_in(cast.ada).get(own).content.decode()
    assert begins(signed_in, cast, plan).status_code == 302


def test_starting_twice_keeps_one(cast, signed_in):
    plan = story.ready(cast)
    assert begins(signed_in, cast, plan).status_code == 302
    again = signed_in(cast.finn)
    answer = again.post(url_of("client_session_start", cast.ada), {"plan": plan}, follow=True)
    assert "It had begun before" in answer.content.decode()
    assert (SessionStarted.objects.count(), MedicineSession.objects.count()) == (1, 1)


def no_plan(_cast):
    return uuid7()


def a_draft_only(cast):
    return story.planned(cast, draft=True)


def another_day(cast):
    return story.planned(cast, starts_at=story.in_days(1))


def no_lead(cast):
    return story.planned(cast, lead=None)


def cancelled(cast):
    plan = story.planned(cast)
    ada, at = story.known_as(cast.ada, cast.maya), timezone.now()
    session_plan.cancel(ada, plan, "She has a cold.", by=cast.maya.actor, at=at)
    return plan


def the_lead_left(cast):
    plan = story.planned(cast, lead=Person(cast.finn.user.public_id, "Finn"))
    CareMember.objects.filter(user=cast.finn.user).update(until=timezone.now())
    return plan


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (no_plan, "There is no plan that the client could read."),
        (a_draft_only, "There is no plan that the client could read."),
        (another_day, "It is planned for"),
        (no_lead, "The plan names nobody who leads the session."),
        (cancelled, "The plan was cancelled on"),
        (the_lead_left, "Finn Invented leads in the plan, but does not hold this client now."),
    ],
)
def test_the_plan_refuses_with_its_reason_and_the_way_on(cast, signed_in, made, says):
    story.screened(cast)
    story.consented(cast)
    story.signs_about_touch(cast)
    story.answers_about_risk(cast)
    answer = begins(signed_in, cast, made(cast))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert says in page
    assert url_of("client_session_plan_edit", cast.ada) in page
    assert "Nothing was begun and nothing was written." in page
    assert not SessionStarted.objects.exists()
    assert not MedicineSession.objects.exists()


def takes_lithium(cast):
    ada, at = story.known_as(cast.ada, cast.maya), timezone.now()
    told = {"uid": uuid7(), "by": cast.maya.actor, "at": at}
    screening.tell_medicines(ada, "lithium", Taken.NOW, None, **told)


def takes_a_yes_back(cast):
    own, by = clients.own(viewer=cast.ada.actor), cast.ada.actor
    item = next(one.words.item for one in consents.load(own, viewer=by).items if one.required)
    consent.say_no(own, item, uid=uuid7(), by=by, at=timezone.now())


def answers_yes_about_risk(cast):
    story.answers_about_risk(cast, Reply.YES)


@pytest.mark.parametrize(
    ("worse", "route"),
    [
        (takes_lithium, "client_screening"),
        (takes_a_yes_back, "client_consents"),
        (answers_yes_about_risk, "client_risk"),
    ],
)
def test_what_changed_after_the_page_was_opened_refuses_the_start(cast, signed_in, worse, route):
    plan = story.ready(cast)
    assert "You can begin" in asks(signed_in, cast)
    worse(cast)
    answer = begins(signed_in, cast, plan)
    assert answer.status_code == 409
    assert url_of(route, cast.ada) in answer.content.decode()
    assert not MedicineSession.objects.exists()


def test_a_session_before_its_consent_names_each_gate(cast, signed_in):
    """Only a plan was made: every other gate stands against it, each with its way on."""
    plan = story.planned(cast)
    page = begins(signed_in, cast, plan).content.decode()
    for route in ("client_consents", "client_screening", "client_risk"):
        assert url_of(route, cast.ada) in page
    assert "No touch agreement is signed." in page


def test_a_withdrawn_prescriber_locks_the_session_again(cast, signed_in):
    plan = story.ready(cast)
    takes_lithium(cast)
    ada, at = story.known_as(cast.ada, cast.maya), timezone.now()
    referrals.refer(ada, cast.prescriber.user.public_id, by=cast.maya.actor, at=at)
    doctor = clients.find(ada.public_id, viewer=cast.prescriber.actor, at=timezone.now())
    seen = screenings.load(doctor, viewer=cast.prescriber.actor, on=at.date())
    row = next(one for one in seen.rows if "lithium" in one.subject)
    told = {"kind": Kind.DECIDED, "reason": "Looked at together.", "seen": seen.upto}
    screening.judge(doctor, row.subject, **told, by=cast.prescriber.actor, at=timezone.now())
    assert "You can begin" in asks(signed_in, cast)
    StaffRole.objects.filter(user=cast.prescriber.user, role=Role.PRESCRIBER).update(
        until=timezone.now()
    )
    answer = begins(signed_in, cast, plan)
    assert answer.status_code == 409
    assert "Locked until a named prescriber decides: lithium" in answer.content.decode()


def test_missing_parts_are_shown_beside_and_stop_nothing(cast, signed_in):
    story.ready(cast)
    now = plan_of(cast)
    story.planned(cast, base=now.newest.uid, transport="", on_call=(), room="")
    page = asks(signed_in, cast)
    assert "You can begin" in page
    assert "Missing in the plan: Who takes the client home." in page
    assert "Someone on call for all of the 7 days after" in page
    assert begins(signed_in, cast, now.uid).status_code == 302


def test_a_start_by_mistake_is_taken_back_with_its_session(cast, signed_in):
    plan = story.ready(cast)
    begins(signed_in, cast, plan)
    ada, by = story.known_as(cast.ada, cast.maya), cast.maya.actor
    (session,) = windows.sessions(ada, viewer=by)
    window.take_back_session(ada, session.uid, why="A slip.", by=by, at=timezone.now())
    assert plan_of(cast).open
    assert begins(signed_in, cast, plan).status_code == 302


def test_a_draft_may_be_nearly_empty_and_only_the_team_reads_it(cast, signed_in):
    answer = writes(signed_in, cast, draft="1")
    assert answer.status_code == 302
    page = signed_in(cast.maya).get(answer["Location"]).content.decode()
    assert "a draft: the client cannot read it yet" in page
    assert "Who takes the client home." in page
    assert "No session is planned." in signed_in(cast.ada).get("/arc/session/").content.decode()


def test_the_form_begins_with_what_is_usual(cast, signed_in):
    page = signed_in(cast.maya).get(url_of("client_session_plan_edit", cast.ada)).content.decode()
    assert "how to say stop" in page
    assert f'<option value="{cast.maya.user.public_id}" selected>Maya Invented' in page


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"on": "2031-99-01", "at": "10:00"}, "Write the day like"),
        ({"at": "10:00"}, "Name the day too"),
        ({"on": "1999-01-01", "at": "10:00"}, "within a year of today"),
        ({"call_0_phone": "555"}, "Choose who it is."),
        ({"steps": "x" * 401}, "At most 40 steps, each of at most 400 letters."),
        ({"lead": "nobody"}, "nobody is not one of the available choices"),
        ({"room": "r" * 2001}, "at most 2000 characters"),
    ],
)
def test_odd_input_is_answered_and_nothing_typed_is_lost(cast, signed_in, more, says):
    answer = writes(signed_in, cast, transport="By train with Ines", **more)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "By train with Ines" in page
    assert not SessionPlanVersion.objects.exists()


def test_on_call_that_ends_before_it_begins_is_refused(cast, signed_in):
    who = str(cast.maya.user.public_id)
    call = {"call_0_since": "2030-05-02T10:00", "call_0_until": "2030-05-01T10:00"}
    answer = writes(signed_in, cast, call_0_who=who, **call)
    assert answer.status_code == 422
    assert "the end has to come after the beginning" in answer.content.decode()


def test_two_who_edit_one_plan_get_both_texts(cast, signed_in):
    story.planned(cast)
    seen = str(plan_of(cast).newest.uid)
    theirs = {"room": "The garden room", "transport": "Taxi, booked by us"}
    assert writes(signed_in, cast, cast.finn, base=seen, **theirs).status_code == 302
    answer = writes(signed_in, cast, base=seen, room="Room 7", support_person="Her aunt")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Finn Invented kept version 2" in page
    assert "They wrote: Room" in page
    assert "The garden room" in page
    assert 'value="Room 7"' in page
    assert 'value="Her aunt"' in page
    assert SessionPlanVersion.objects.count() == 2


def test_a_form_of_a_plan_that_has_begun_keeps_nothing_and_loses_nothing(cast, signed_in):
    plan = story.ready(cast)
    seen = str(plan_of(cast).newest.uid)
    begins(signed_in, cast, plan)
    answer = writes(signed_in, cast, base=seen, room="Room 7")
    assert answer.status_code == 409
    assert 'value="Room 7"' in answer.content.decode()
    assert SessionPlanVersion.objects.count() == 1


def test_the_same_form_twice_is_one_version(cast, signed_in):
    who = {"lead": str(cast.maya.user.public_id)}
    writes(signed_in, cast, **who)
    writes(signed_in, cast, **who)
    assert SessionPlanVersion.objects.count() == 1


def test_cancelling_asks_for_a_reason_that_the_client_reads(cast, signed_in):
    plan = story.planned(cast)
    url, maya = url_of("client_session_cancel", cast.ada), signed_in(cast.maya)
    refused = maya.post(url, {"plan": plan, "why": " - "})
    assert refused.status_code == 422
    assert "Write why: the client reads it." in refused.content.decode()
    assert maya.post(url, {"plan": plan, "why": "You have a cold."}).status_code == 302
    assert "You have a cold." in signed_in(cast.ada).get("/arc/session/").content.decode()


def test_expectations_are_asked_for_each_session_and_every_box_can_stay_empty(cast, signed_in):
    story.ready(cast)
    ada = signed_in(cast.ada)
    told = {"uid": uuid7(), "hope": "To sleep", "fear": ""}
    assert ada.post("/arc/session/", told).status_code == 302
    ada.post("/arc/session/", told)
    page = signed_in(cast.maya).get(url_of("client_session_plan", cast.ada)).content.decode()
    assert "To sleep" in page
    own = clients.own(viewer=cast.ada.actor)
    found = {name: list(rows) for name, rows in export.parts(own, viewer=cast.ada.actor)}
    assert [one["hope"] for one in found["expectations"]] == ["To sleep"]
    too_long = ada.post("/arc/session/", {"uid": uuid7(), "hope": "x" * 4001})
    assert too_long.status_code == 400
    assert "Your words are still here." in too_long.content.decode()


def test_support_shows_who_is_on_call_for_two_days(cast, signed_in):
    plan = story.ready(cast)
    ada = signed_in(cast.ada)
    assert "On call for your session" not in ada.get("/support/").content.decode()
    begins(signed_in, cast, plan)
    page = ada.get("/support/").content.decode()
    assert page.index("Call Maya Invented") < page.index("While you wait")
    assert 'href="tel:5550102"' in page
    own, later = clients.own(viewer=cast.ada.actor), timezone.now() + timedelta(hours=49)
    assert queries.on_call_now(own, viewer=cast.ada.actor, at=later) is None


def test_nobody_calls_someone_who_no_longer_works_here(cast, signed_in):
    finn = Person(cast.finn.user.public_id, "Finn Invented")
    plan = story.ready(cast)
    maya = Person(cast.maya.user.public_id, "Maya Invented")
    calls = (OnCall(finn, "555 0103"), OnCall(maya, "555 0102", since=story.in_days(6)))
    story.planned(cast, base=plan_of(cast).newest.uid, on_call=calls)
    begins(signed_in, cast, plan)
    pages = ("/support/", "/arc/session/", "/arc/days-after/")
    ada, team = signed_in(cast.ada), url_of("client_session_plan", cast.ada)
    assert all("555 0103" in ada.get(page).content.decode() for page in pages)
    assert plan_of(cast).covers(7)
    StaffRole.objects.filter(user=cast.finn.user).update(until=timezone.now())
    assert not any("555 0103" in ada.get(page).content.decode() for page in pages)
    assert "555 0102" in ada.get("/arc/days-after/").content.decode()
    assert not plan_of(cast).covers(7)
    page = signed_in(cast.maya).get(team).content.decode()
    assert "Finn Invented was on call here and no longer works in this practice." in page
    assert "Someone on call for all of the 7 days after" in page
    assert "555 0103" not in page


def test_an_account_that_ended_answers_no_call_even_with_a_role_left_over(cast):
    story.planned(cast)
    type(cast.maya.user).objects.filter(pk=cast.maya.user.pk).update(is_active=False)
    ada = story.known_as(cast.ada, cast.finn)
    (plan,) = queries.plans(ada, viewer=cast.finn.actor)
    assert plan.on_call == ()
    assert plan.newest.value.on_call  # what was kept stays what it was


def test_only_someone_of_this_practice_is_on_call(cast):
    zoe = Person(cast.zoe.user.public_id, "Zoe")
    with pytest.raises(NotAPlan):
        story.planned(cast, on_call=(OnCall(zoe, "555"),))


def test_queries_do_not_grow_with_the_versions(cast, signed_in, django_assert_max_num_queries):
    story.ready(cast)
    maya = signed_in(cast.maya)
    counts = []
    for room in ("A", "B", "C", "D"):
        story.planned(cast, base=plan_of(cast).newest.uid, room=room)
        with django_assert_max_num_queries(60) as seen:
            maya.get(url_of("client_session_plan", cast.ada))
            maya.get(reverse("client_session_start", args=[cast.ada.client.public_id]))
        counts.append(len(seen))
    assert len(set(counts)) == 1, counts
