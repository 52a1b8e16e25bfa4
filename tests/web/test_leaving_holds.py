"""What was recorded on leaving and touch holds until people look at it: no button hides it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from longarc.care import signals
from longarc.care.decision import NotAllowed
from longarc.care.finding import Code, Mark, MarkKind
from longarc.care.session_record import NO, YES, Fit, Kind, Told
from longarc.records.actions import session_record
from longarc.records.actions import signals as actions
from longarc.records.actions.session_record import Page
from longarc.records.models import CareMember, Retraction
from longarc.records.queries import arc, session_gates
from longarc.web.client.session_record_words import said
from tests.web import record_story as story
from tests.web import session_story
from tests.web.session_story import known_as
from tests.web.staff.story import url_of

pytestmark = pytest.mark.django_db
CONCERN = Told(Kind.LEAVE, facts={Fit.SUICIDE: NO})
SILENT = Told(Kind.LEAVE, facts={Fit.AGREES: YES})
TOUCHED = Told(Kind.TOUCH, facts={"places": "hug", "asked": NO})
UNWELL = Told(Kind.LEAVE, facts={Fit.SUICIDE: YES, Fit.VITALS: NO})
DAY = timedelta(days=1)


@pytest.fixture
def session(cast):
    return story.yesterday(cast)


@pytest.fixture
def maya(cast, signed_in):
    return signed_in(cast.maya)


def writes(cast, session, told, who=None):
    by, page = (who or cast.maya).actor, Page(uuid4(), sure=True)
    ada = known_as(cast.ada, cast.maya)
    session_record.write(ada, session, [told], page=page, by=by, at=timezone.now())


def text(answer):
    return " ".join(answer.content.decode().split())


def page(browser, cast, name):
    return text(browser.get(url_of(name, cast.ada)))


def finding(cast, code):
    ada, now = known_as(cast.ada, cast.maya), timezone.now()
    facts = arc.load_arcs([ada.id], viewer=cast.maya.actor, at=now)[ada.id]
    return next((one for one in signals.findings(facts, as_of=now) if one.code is code), None)


def marks(browser, cast, one, say):
    form = {"code": one.code, "since": one.since.isoformat(), "level": one.level, "say": say}
    return browser.post(url_of("client_signal", cast.ada), {**form, "uid": uuid4()})


@pytest.mark.parametrize("told", [CONCERN, SILENT])
def test_it_holds_until_the_risk_questions_are_asked_again(cast, session, maya, signed_in, told):
    session_story.answers_about_risk(cast)
    assert "Nothing here stops a session" in page(maya, cast, "client_risk")
    writes(cast, session, told)
    one = finding(cast, Code.LEAVING)
    assert marks(maya, cast, one, "done").status_code == 409
    assert marks(maya, cast, one, "later:week").status_code == 409
    # whoever recorded it does not put it off, which everybody would see
    finn, mine = signed_in(cast.finn), text(maya.get(reverse("caseload")))
    assert "You recorded this yourself" in mine
    assert "later:" not in mine
    assert marks(maya, cast, one, "later:tomorrow").status_code == 409
    listed = text(finn.get(reverse("caseload")))
    assert "later:tomorrow" in listed
    assert "later:week" not in listed
    assert 'value="done"' not in listed
    assert marks(finn, cast, one, "later:tomorrow").status_code == 302
    shown = page(maya, cast, "client_risk")
    assert "Ask the risk questions first" in shown
    assert "by Maya Invented on" in shown
    assert "Nothing here stops a session" not in shown
    assert "the risk questions were not asked since" in page(maya, cast, "client_session_start")
    assert "The risk questions were not asked since" in page(maya, cast, "client_handover")
    session_story.answers_about_risk(cast)
    assert finding(cast, Code.LEAVING) is None
    assert "Nothing here stops a session" in page(maya, cast, "client_risk")
    assert "were not asked since" not in page(maya, cast, "client_handover")


def test_marks_of_before_that_hid_it_count_no_longer(cast, session):
    writes(cast, session, CONCERN)
    one, now = finding(cast, Code.LEAVING), timezone.now()
    done = Mark(one.code, one.since, one.level, MarkKind.DONE, now)
    week = Mark(one.code, one.since, one.level, MarkKind.LATER, now, now + 7 * DAY)
    assert signals.standing([one], [done], as_of=now) == (one,)
    assert signals.standing([one], [week], as_of=now + DAY / 2) == ()
    assert signals.standing([one], [week], as_of=now + DAY) == (one,)


def takes_back(browser, cast, session, **more):
    return browser.post(url_of("client_session", cast.ada), {"take_back": session, **more})


def test_taking_a_session_back_asks_why_and_hides_nothing(cast, session, maya):
    writes(cast, session, TOUCHED)
    writes(cast, session, CONCERN)
    answer = takes_back(maya, cast, session, why="...")
    assert answer.status_code == 422
    assert ">\n..." in answer.content.decode() or ">..." in answer.content.decode()
    assert not Retraction.objects.exists()
    answer = takes_back(maya, cast, session, why="It was of another client.")
    assert answer.status_code == 302
    shown = text(maya.get(answer.url))
    assert "The session is taken back, with your reason." in shown
    where = reverse("client_session_record", args=[cast.ada.client.public_id, session])
    assert f'href="{where}">Read its record' in shown
    for code in (Code.TOUCH, Code.LEAVING):
        what = finding(cast, code).what.plain()
        assert "The session was taken back by Maya Invented on" in what
    assert "It was of another client." in text(maya.get(where))
    history = page(maya, cast, "client_handover")
    assert "was taken back by Maya Invented on" in history
    assert "It was of another client." in history
    assert "were not asked since" in page(maya, cast, "client_risk")


@pytest.mark.parametrize(
    "told", [TOUCHED, Told(Kind.LEAVE, facts={Fit.SUICIDE: YES, Fit.VITALS: NO})]
)
def test_somebody_else_looks_at_what_one_recorded(cast, session, signed_in, told):
    writes(cast, session, told, cast.finn)
    code = Code.TOUCH if told is TOUCHED else Code.LEAVING
    one, ada = finding(cast, code), known_as(cast.ada, cast.finn)
    with pytest.raises(NotAllowed):
        actions.mark(ada, one, MarkKind.DONE, by=cast.finn.actor, at=timezone.now())
    finn = signed_in(cast.finn)
    for shown in (page(finn, cast, "client"), text(finn.get(reverse("caseload")))):
        assert "Someone else of the care team looks at this." in shown
    assert marks(finn, cast, one, "done").status_code == 409
    maya = signed_in(cast.maya)
    assert "You recorded this yourself" not in page(maya, cast, "client")
    assert marks(maya, cast, one, "done").status_code == 302


def test_who_works_alone_may_mark_it_and_reads_so(cast, session, signed_in):
    writes(cast, session, TOUCHED)
    CareMember.objects.exclude(user=cast.maya.user).update(until=timezone.now())
    maya = signed_in(cast.maya)
    assert "Nobody else holds this client, so you can mark it." in page(maya, cast, "client")
    assert marks(maya, cast, finding(cast, Code.TOUCH), "done").status_code == 302


def test_who_entered_a_session_without_its_gate_does_not_mark_it(cast, maya):
    here = timezone.localtime(timezone.now() - timedelta(days=3))
    told = {"on": here.date().isoformat(), "at": f"{here:%H:%M}", "why": "At the other house."}
    CareMember.objects.update(since=timezone.now() - 200 * DAY)
    assert maya.post(url_of("client_session", cast.ada), told).status_code == 302
    assert marks(maya, cast, finding(cast, Code.UNGATED), "done").status_code == 409
    (one,) = session_gates.ungated_entered(viewer=cast.owner.actor)
    assert (one.n, one.taken_back) == (1, 0)


def test_saving_a_no_says_the_next_step(cast, session, maya):
    where = reverse("client_session_record", args=[cast.ada.client.public_id, session])
    form = {"uid": uuid4(), "act": "add", "sure": "1", f"leave-{Fit.SUICIDE}": NO}
    shown = text(maya.post(where, form, follow=True))
    assert "Reach the client now:" in shown
    assert f'href="{url_of("client_risk", cast.ada)}">ask the risk questions</a>' in shown


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({Fit.SUICIDE: NO}, "there is concern"),
        ({Fit.SUICIDE: YES}, "asked, nothing of concern"),
        ({Fit.AGREES: YES}, "not asked"),
    ],
)
def test_a_concern_is_never_read_as_none(facts, words):
    assert ("Not wanting to live", words) in said(Told(Kind.LEAVE, facts=facts))
