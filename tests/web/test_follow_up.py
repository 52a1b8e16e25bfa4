"""After a session over HTTP: contacts, follow-up that goes on, an arc closed on purpose."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from longarc.care import signals
from longarc.care.after import Slot, State, Step
from longarc.care.finding import Code
from longarc.care.risk_questions import Question, Reply
from longarc.records.actions import adverse, risk, threads
from longarc.records.actions import after as actions
from longarc.records.actions.after import New
from longarc.records.actions.threads import NewThread
from longarc.records.actions.window import keep_session, take_back_session
from longarc.records.ids import uuid7
from longarc.records.models import (
    AfterStep,
    AuditEntry,
    CareMember,
    ContactRequest,
    FollowUpAnswer,
    MedicineSession,
    WhatIsMissing,
)
from longarc.records.queries import arc, clients, export
from tests.cast import check_in, hold
from tests.web.concern_scene import MARK, Scene, open_with, tell
from tests.web.staff import story

pytestmark = pytest.mark.django_db
AFTER, FOLLOW_UP = "/arc/days-after/", "/arc/follow-up/"


def had_a_session(cast, days):
    """A session so many days ago, entered that evening; its id."""
    at = timezone.now() - timedelta(days=days)
    row = MedicineSession(
        uid=uuid7(), practice=cast.practice, client=cast.ada.client, by=cast.maya.user,
        at=at, received_at=at, starts_at=at,
    )  # fmt: skip
    row.save()
    return row.uid


def findings(cast):
    at = timezone.now()
    (facts,) = arc.load_arcs([cast.ada.client.pk], viewer=cast.maya.actor, at=at).values()
    codes = (Code.CONTACT_DUE, Code.FOLLOW_UP)
    return [one.code for one in signals.findings(facts, as_of=at) if one.code in codes]


def text(answer):
    return " ".join(answer.content.decode().split())


@pytest.fixture
def desk(cast, signed_in):
    """How Maya records: her page as she opened it, with what it showed."""
    maya, url = signed_in(cast.maya), story.url_of("client_follow_up", cast.ada)

    def record(slot, step, *, on=None, words="", follow=True, **more):
        shown = maya.get(url).context
        on = on or shown["today"]
        form = {"uid": uuid7(), "seen": shown["seen"], "slot": slot, "step": step, "on": on}
        return maya.post(url, {**form, "words": words, **more}, follow=follow)

    record.page = lambda: text(maya.get(url))
    record.browser, record.url = maya, url
    return record


def test_a_contact_comes_up_and_goes_when_it_is_recorded(cast, signed_in, desk):
    session = had_a_session(cast, 3)
    assert findings(cast) == [Code.CONTACT_DUE]
    html = text(signed_in(cast.maya).get(reverse("caseload")))
    assert "Nobody recorded the contact of the day after the session" in html
    assert desk.url in html
    assert "Not yet. Your care team has it on their list." in text(signed_in(cast.ada).get(AFTER))
    assert "Kept." in text(desk(f"day_1:{session}", "tried"))
    assert "Tried 1 time, not reached." in desk.page()
    assert findings(cast) == [Code.CONTACT_DUE]
    assert "Kept." in text(desk(f"day_1:{session}", "called", words="Slept well, tired."))
    assert findings(cast) == []
    html = text(signed_in(cast.ada).get(AFTER))
    assert "Slept well, tired." in html
    assert "Maya Invented" in html
    assert AuditEntry.objects.filter(act="kept_afterstep").count() == 2


def test_one_that_was_recorded_by_mistake_is_taken_back_and_asks_again(cast, signed_in, desk):
    session = had_a_session(cast, 3)
    desk(f"day_1:{session}", "called")
    step = AfterStep.objects.get()
    finn = signed_in(cast.finn)
    finn.post(desk.url, {"take_back": step.uid})
    assert findings(cast) == []
    assert "Kept." in text(desk.browser.post(desk.url, {"take_back": step.uid}, follow=True))
    assert findings(cast) == [Code.CONTACT_DUE]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"step": "why_not", "words": " . "}, 400),
        ({"step": "why_not", "words": "w" * 4001}, 400),
        ({"step": "closed"}, 400),
        ({"step": ""}, 400),
        ({"slot": "day_1:not-an-id"}, 400),
        ({"slot": f"day_1:{UUID(int=5)}"}, 400),
        ({"slot": "nothing"}, 400),
        ({"on": "tomorrow"}, 400),
        ({"on": "2999-01-01"}, 400),
        ({"uid": "mine"}, 400),
    ],
)
def test_what_cannot_be_kept_says_so_and_keeps_what_was_typed(cast, desk, form, status):
    session = had_a_session(cast, 3)
    told = {"slot": f"day_1:{session}", "step": "called", "words": "Typed here.", **form}
    answer = desk(told.pop("slot"), told.pop("step"), **told, follow=False)
    assert answer.status_code == status
    assert not AfterStep.objects.exists()
    assert form.get("uid") or told["words"][:9].strip() in text(answer)


def test_a_form_that_is_sent_twice_is_kept_once(cast, desk, signed_in):
    session, uid = had_a_session(cast, 3), uuid7()
    for _ in range(2):
        desk(f"day_1:{session}", "called", uid=uid)
    form = {"uid": uuid7(), "words": "More time."}
    for _ in range(2):
        signed_in(cast.ada).post(AFTER, form)
        signed_in(cast.ada).post(FOLLOW_UP, {**form, "contact": "1", "contact_uid": form["uid"]})
    counts = [m.objects.count() for m in (AfterStep, WhatIsMissing, FollowUpAnswer, ContactRequest)]
    assert counts == [1, 1, 1, 1]


def test_two_people_answer_one_follow_up(cast, signed_in, desk):
    """Finn reads what Maya recorded meanwhile; his words are still there, and he decides."""
    had_a_session(cast, 40)
    finn = signed_in(cast.finn)
    form = {"uid": uuid7(), "seen": finn.get(desk.url).context["seen"], "slot": "follow_up",
            "step": "wrote", "on": timezone.now().date(), "words": "A letter."}  # fmt: skip
    desk("follow_up", "ended", words="She moved and has a new team.")
    answer = finn.post(desk.url, form)
    assert answer.status_code == 409
    html = text(answer)
    assert "Meanwhile Maya Invented recorded: Follow-up ended" in html
    assert "She moved and has a new team." in html
    assert "A letter." in html
    assert AfterStep.objects.count() == 1
    again = {**form, "seen": answer.context["seen"]}
    assert "Kept." in text(finn.post(desk.url, again, follow=True))
    assert AfterStep.objects.count() == 2


def test_two_people_end_one_follow_up(cast, signed_in, desk):
    """Finn's words for the end never stand beside the button that begins it again."""
    had_a_session(cast, 40)
    finn = signed_in(cast.finn)
    form = {"uid": uuid7(), "seen": finn.get(desk.url).context["seen"], "slot": "follow_up",
            "step": "ended", "on": timezone.now().date(),
            "words": "She asked us to stop."}  # fmt: skip
    desk("follow_up", "ended", words="She moved and has a new team.")
    answer = finn.post(desk.url, form)
    assert answer.status_code == 409
    html = text(answer)
    assert "It is so already" in html
    assert html.count("She asked us to stop.") == 1
    assert "<p>She asked us to stop.</p>" in html
    assert AfterStep.objects.count() == 1


def test_what_was_recorded_stays_in_sight_when_its_session_is_taken_back(cast, desk):
    """A session with a wrong day is taken back and entered anew: the call was made all the same."""
    at = timezone.now() - timedelta(days=3)
    session = keep_session(story_client(cast), at, by=cast.maya.actor, at=at)
    desk(f"day_1:{session}", "called", words="She slept.")
    by, now = cast.maya.actor, timezone.now()
    take_back_session(story_client(cast), session, why="A slip.", by=by, at=now)
    assert "She slept." in desk.page()


def test_after_an_arc_was_closed_only_silence_is_no_finding(cast, signed_in, desk):
    """Risk, adverse events, a wish for contact and follow-up come through; so do concerns."""
    scene = Scene(cast)
    had_a_session(cast, 60)
    for day in range(40, 20, -1):
        check_in(cast.ada, timezone.now() - timedelta(days=day), 50)
    assert Code.SILENCE in _codes(cast)
    desk("arc", "closed", words="Agreed with her.")
    assert Code.SILENCE not in _codes(cast)
    ada, client, at = signed_in(cast.ada), clients.own(viewer=cast.ada.actor), timezone.now()
    risk.answer(client, {Question.ENDING: Reply.YES}, uid=uuid7(), by=cast.ada.actor, at=at)
    adverse.report(client, "Headaches every day.", None, uid=uuid7(), by=cast.ada.actor, at=at)
    ada.post(FOLLOW_UP, {"words": "", "contact": "1", "contact_uid": uuid7()})
    told = {Code.RISK, Code.ADVERSE, Code.CONTACT, Code.CONTACT_DUE, Code.FOLLOW_UP}
    assert told == _codes(cast)
    tell(ada)
    assert MARK in open_with(signed_in(cast.safeguarding), scene.gales_key).content.decode()
    desk("arc", "reopened")
    assert _codes(cast) == told


def _codes(cast):
    at = timezone.now()
    (facts,) = arc.load_arcs([cast.ada.client.pk], viewer=cast.maya.actor, at=at).values()
    return {one.code for one in signals.findings(facts, as_of=at)}


def test_ending_twice_changes_nothing(cast, desk):
    had_a_session(cast, 40)
    assert desk("follow_up", "ended", follow=False).status_code == 400
    desk("follow_up", "ended", words="Agreed with her.")
    assert "Nothing was changed." in text(desk("follow_up", "ended", words="Once more."))
    assert findings(cast) == [Code.CONTACT_DUE]
    desk("follow_up", "again")
    assert findings(cast) == [Code.CONTACT_DUE, Code.FOLLOW_UP]


def test_an_arc_is_closed_with_threads_open_for_a_reason(cast, desk, signed_in):
    """The page names what is open; the client reads why; nothing else ends with it."""
    had_a_session(cast, 400)
    own, at = clients.own(viewer=cast.ada.actor), timezone.now()
    thread = NewThread("I was under water.", "The sea at night")
    threads.add(own, thread, shared=True, uid=uuid7(), by=cast.ada.actor, at=at)
    assert "The sea at night" in desk.page()
    answer = desk("arc", "closed", follow=False)
    assert answer.status_code == 400
    desk("arc", "closed", words="She goes on with her choir.")
    html = text(signed_in(cast.ada).get(FOLLOW_UP))
    assert "She goes on with her choir." in html
    assert "Follow-up goes on." in html
    assert Code.FOLLOW_UP in findings(cast)
    assert "closed it on" in desk.page()
    desk("arc", "reopened")
    assert "It is open." in desk.page()


def test_fourteen_months_of_silence_a_discharge_and_a_care_team_that_ended(cast, signed_in):
    """Show 3: it asks until a person ends it, also when nobody holds the client any more."""
    session = had_a_session(cast, 430)
    client, long_ago = story_client(cast), timezone.now() - timedelta(days=395)
    for slot, step in ((Slot.FOLLOW_UP, Step.CALLED), (Slot.ARC, Step.CLOSED)):
        new = New(slot, step, long_ago.date())
        actions.record(client, new, seen=None, uid=uuid7(), by=cast.maya.actor, at=long_ago)
    for slot in (Slot.DAY_1, Slot.DAYS_2_7, Slot.WEEKS_2_4):
        new = New(slot, Step.MET, long_ago.date(), session=session)
        actions.record(client, new, seen=None, uid=uuid7(), by=cast.maya.actor, at=long_ago)
    assert findings(cast) == [Code.FOLLOW_UP]
    assert "12 months after a session" in text(signed_in(cast.maya).get(reverse("caseload")))
    assert "It is 12 months since a session." in text(signed_in(cast.ada).get(reverse("today")))
    for row in cast.ada.client.care_team.all():
        row.until = long_ago
        row.save()
    for who, page in ((cast.owner, "practice"), (cast.coordinator, "directory")):
        shown = text(signed_in(who).get(reverse(page)))
        assert "Ada Invented" in shown.split("A person is needed")[1].split("</section>")[0]
    hold(cast.ada, cast.bo, lead=True)
    assert "12 months after a session" in text(signed_in(cast.bo).get(reverse("caseload")))
    url = story.url_of("client_follow_up", cast.ada)
    page = signed_in(cast.bo).get(url)
    assert '<option value="follow_up" selected>' in page.content.decode()
    form = {"uid": uuid7(), "seen": page.context["seen"]}
    form |= {
        "slot": "follow_up",
        "step": "ended",
        "on": timezone.now().date(),
        "words": "She asked.",
    }
    signed_in(cast.bo).post(url, form)
    assert findings(cast) == []
    assert "She asked." in text(signed_in(cast.ada).get(FOLLOW_UP))


def story_client(cast):
    return clients.find(cast.ada.client.public_id, viewer=cast.maya.actor, at=timezone.now())


def test_the_client_answers_and_a_person_still_talks_with_her(cast, signed_in, desk):
    had_a_session(cast, 100)
    ada = signed_in(cast.ada)
    html = text(ada.post(FOLLOW_UP, {"uid": uuid7(), "words": "Mondays are hard."}, follow=True))
    assert "Kept. Your care team can read it." in html
    assert "since a session" not in text(ada.get(reverse("today")))
    assert Code.FOLLOW_UP in findings(cast)
    assert "Mondays are hard." in desk.page()
    answer = ada.post(FOLLOW_UP, {"uid": uuid7(), "words": "  "})
    assert answer.status_code == 400
    ada.post(FOLLOW_UP, {"uid": uuid7(), "words": "", "contact": "1", "contact_uid": uuid7()})
    assert ContactRequest.objects.count() == 1
    assert FollowUpAnswer.objects.count() == 1


@pytest.mark.parametrize(("page", "part"), [(FOLLOW_UP, "follow_up_answers"), (AFTER, "missing")])
def test_what_the_client_said_is_taken_back_by_her(cast, signed_in, desk, page, part):
    had_a_session(cast, 100 if page == FOLLOW_UP else 5)
    ada, form = signed_in(cast.ada), {"uid": uuid7(), "words": "Mondays are hard."}
    ada.post(page, form)
    (said,) = [*FollowUpAnswer.objects.all(), *WhatIsMissing.objects.all()]
    for other in (cast.maya, cast.bo):
        signed_in(other).post(page, {"take_back": said.uid})
    sent = {"by": cast.maya.actor, "at": timezone.now()}
    assert not actions.take_back_said(story_client(cast), said.uid, **sent)
    assert "Mondays are hard." in desk.page()
    html = text(ada.post(page, {"take_back": said.uid}, follow=True))
    assert "Taken back. Someone may have read it before." in html
    assert "Mondays are hard." not in html
    assert "Mondays are hard." not in desk.page()
    assert "The client took this back." in desk.page()
    own = clients.own(viewer=cast.ada.actor)
    (row,) = dict(export.parts(own, viewer=cast.ada.actor))[part]
    assert (row["text"], row["taken_back"]) == ("Mondays are hard.", True)
    ada.post(page, form)  # said once more from the page as it was, it stands again
    assert "Mondays are hard." in desk.page()


def test_a_follow_up_that_she_took_back_is_open_again_for_her(cast, signed_in):
    had_a_session(cast, 100)
    ada = signed_in(cast.ada)
    ada.post(FOLLOW_UP, {"uid": uuid7(), "words": "Mondays are hard."})
    assert "since a session" not in text(ada.get(reverse("today")))
    ada.post(FOLLOW_UP, {"take_back": FollowUpAnswer.objects.get().uid})
    assert "since a session" in text(ada.get(reverse("today")))


def test_the_lead_takes_back_what_a_colleague_recorded_wrongly(cast, signed_in, desk):
    session = had_a_session(cast, 3)
    new = New(Slot.DAY_1, Step.CALLED, timezone.now().date(), "", session)
    at, client = timezone.now(), story_client(cast)
    actions.record(client, new, seen=None, uid=uuid7(), by=cast.finn.actor, at=at)
    (step,) = AfterStep.objects.all()
    assert "Take back" in desk.page()
    CareMember.objects.filter(user=cast.finn.user).update(until=at)
    desk.browser.post(desk.url, {"take_back": step.uid})
    assert findings(cast) == [Code.CONTACT_DUE]
    audited = AuditEntry.objects.get(act="took_back_afterstep")
    assert (audited.user_id, audited.target) == (cast.maya.user.pk, step.uid)


def test_who_does_not_lead_takes_back_only_their_own(cast, desk):
    session = had_a_session(cast, 3)
    desk(f"day_1:{session}", "called")
    (step,) = AfterStep.objects.all()
    at, client = timezone.now(), story_client(cast)
    assert not actions.take_back_step(client, step.uid, by=cast.finn.actor, at=at)


def test_what_is_missing_reaches_the_care_team(cast, signed_in, desk):
    had_a_session(cast, 5)
    story.meets(cast.ada, cast.maya, -2)
    signed_in(cast.ada).post(AFTER, {"uid": uuid7(), "words": "One more meeting."})
    html = desk.page()
    assert "One more meeting." in html
    assert "Contacts to take it in: 0 recorded so far" in html  # the calendar alone says nothing
    assert desk("other", "met").status_code == 200
    assert "Contacts to take it in: 1 recorded so far" in desk.page()
    html = text(signed_in(cast.ada).get(AFTER))
    assert "Contacts to take it in: 1 recorded so far" in html
    assert "A meeting, " in html
    rows = desk.browser.get(desk.url).context["sessions"][0][1]
    assert State.HELD not in {row["one"].state for row in rows}  # it answers no planned contact


def test_a_session_that_is_taken_back_takes_its_contacts_along(cast):
    at = timezone.now() - timedelta(days=3)
    client = story_client(cast)
    session = keep_session(client, at, by=cast.maya.actor, at=at)
    assert findings(cast) == [Code.CONTACT_DUE]
    take_back_session(client, session, why="A slip.", by=cast.maya.actor, at=timezone.now())
    assert findings(cast) == []


def test_nobody_elses_record_is_reached(cast, signed_in):
    url = story.url_of("client_follow_up", cast.ada)
    for person in (cast.bo, cast.owner, cast.zoe, cast.cleo):
        assert signed_in(person).get(url).status_code in (403, 404)


def test_both_pages_cost_the_same_however_long_the_arc(cast, signed_in, django_assert_num_queries):
    ada, maya = signed_in(cast.ada), signed_in(cast.maya)
    url = story.url_of("client_follow_up", cast.ada)
    had_a_session(cast, 900)
    counts = [_cost(page, browser) for page, browser in ((AFTER, ada), (url, maya))]
    for days in (600, 300, 90, 5):
        session = had_a_session(cast, days)
        new = New(Slot.DAY_1, Step.CALLED, timezone.now().date(), "Well.", session)
        at = timezone.now()
        actions.record(story_client(cast), new, seen=None, uid=uuid7(), by=cast.maya.actor, at=at)
    more = [_cost(page, browser) for page, browser in ((AFTER, ada), (url, maya))]
    assert more[1] <= counts[1]
    assert more[0] <= counts[0] + 4  # who is on call, and what was recorded, of the newest


def _cost(page, browser):
    browser.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(page).status_code == 200
    return len(asked)
