"""The record of a session and adverse events over HTTP: what is kept, who reads it, odd input."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from longarc.care import signals
from longarc.care.adverse import Grade, Status
from longarc.care.finding import Code
from longarc.care.session_record import Kind, Vital
from longarc.care.touch import Place, Terms
from longarc.records.actions import adverse as harm
from longarc.records.actions import touch
from longarc.records.ids import uuid7
from longarc.records.models import (
    AdverseReport,
    AuditEntry,
    MedicineSession,
    SessionLine,
    SessionStarted,
)
from longarc.records.queries import adverse, arc, clients, export, readiness
from longarc.records.queries import session_plan as plans
from longarc.records.queries import touch as touches
from tests.web import record_story as story
from tests.web import session_story
from tests.web.staff.story import url_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(cast):
    return story.yesterday(cast)


def url(cast, session):
    return reverse("client_session_record", args=[cast.ada.client.public_id, session])


def form(**more):
    return {"uid": str(uuid4()), "act": "add", "row0-what": "event", **more}


def sends(signed_in, cast, session, who=None, **more):
    return signed_in(who or cast.maya).post(url(cast, session), form(**more))


def text(answer):
    return answer.content.decode()


def hour(cast, session, hours):
    at = story.record(cast, session).starts_at + hours * story.HOUR
    return timezone.localtime(at).strftime("%H:%M")


def test_ten_minutes_afterwards_everything_is_kept_once(cast, session, signed_in):
    told = {
        "people-words": "Maya led; Finn sat by the door.",
        "dose-substance": "psilocybin",
        "dose-amount": "25 mg",
        "dose-time": hour(cast, session, 1),
        "row0-time": hour(cast, session, 2),
        "row0-what": "state:up",
        "row1-what": "consent:no",
        "row1-words": "The eye mask, no.",
        "touch0-places": ["shoulder"],
        "touch0-asked": "yes",
        "vitals0-systolic": "146",
        "vitals0-diastolic": "94",
        "leave-escort": "yes",
        "leave-decided_by": "Maya",
        "uid": str(uuid4()),
    }
    for _ in range(2):
        assert sends(signed_in, cast, session, **told).status_code == 302
    lines = {one.told.kind: one for one in story.record(cast, session).standing}
    assert len(lines) == SessionLine.objects.count() == 7
    assert (
        lines[Kind.DOSE].told.at
        == story.record(cast, session).starts_at.replace(second=0, microsecond=0) + story.HOUR
    )
    assert lines[Kind.VITALS].told.facts == {Vital.SYSTOLIC: 146, Vital.DIASTOLIC: 94}
    assert all(one.afterwards for one in lines.values())
    page = text(signed_in(cast.maya).get(url(cast, session)))
    assert "written afterwards" in page
    assert "not shown to be as agreed" in page  # nothing was signed
    assert AuditEntry.objects.filter(act="kept_sessionline").count() == 7


def test_a_number_that_looks_wrong_is_asked_about_and_kept(cast, session, signed_in):
    told = {"uid": str(uuid4()), "vitals0-pulse": "12", "people-words": "Maya"}
    answer = sends(signed_in, cast, session, **told)
    assert answer.status_code == 422
    assert "Pulse 12: is the number right?" in text(answer)
    assert 'value="12"' in text(answer)
    assert not SessionLine.objects.exists()
    assert sends(signed_in, cast, session, **told, sure="1").status_code == 302
    assert SessionLine.objects.count() == 2


@pytest.mark.parametrize(
    "told",
    [
        {"vitals0-pulse": "seventy"},
        {"vitals0-pulse": "1000"},
        {"row0-what": "dose"},
        {"row0-what": "state:flying", "row0-words": "x"},
        {"ended-time": "25:00"},
        {"touch0-places": ["knee"]},
        {"people-words": "x" * 4001},
    ],
)
def test_what_cannot_be_read_keeps_nothing_and_loses_nothing(cast, session, signed_in, told):
    answer = sends(signed_in, cast, session, **{"leave-words": "Left at six.", **told})
    assert answer.status_code == 422
    assert "Left at six." in text(answer)
    assert not SessionLine.objects.exists()


@pytest.mark.parametrize("told", [{"act": "more"}, {"uid": "x"}, {"act": ""}])
def test_a_form_that_no_page_sends_is_refused(cast, session, signed_in, told):
    assert sends(signed_in, cast, session, **told).status_code == 400


def fixes(session, line, **more):
    fields = {f"fix{line.uid}-{key}": value for key, value in more.items()}
    return {"act": "correct", "line": str(line.uid), **fields}


def test_a_correction_is_a_new_line_and_two_of_them_clash(cast, session, signed_in):
    story.happened(cast, session, (Kind.EVENT, 2, "He cried."))
    [line] = story.record(cast, session).standing
    first = fixes(session, line, what="event", words="She cried.")
    assert sends(signed_in, cast, session, **first).status_code == 302
    answer = sends(
        signed_in,
        cast,
        session,
        who=cast.finn,
        **{**first, **fixes(session, line, what="event", words="They laughed.")},
    )
    assert answer.status_code == 409
    assert "They laughed." in text(answer)
    found = story.record(cast, session)
    assert [one.told.words for one in found.standing] == ["She cried."]
    assert [one.told.words for one in found.before(found.standing[0])] == ["He cried."]


def test_a_line_goes_only_with_a_reason(cast, session, signed_in):
    story.happened(cast, session, (Kind.EVENT, 2, "Of someone else."))
    [line] = story.record(cast, session).standing
    told = {"act": "back", "line": str(line.uid)}
    assert sends(signed_in, cast, session, **told).status_code == 422
    assert sends(signed_in, cast, session, **told, why="Another client.").status_code == 302
    assert not story.record(cast, session).standing
    assert "Another client." in text(signed_in(cast.maya).get(url(cast, session)))


def test_nobody_signs_what_they_have_not_read(cast, session, signed_in):
    story.happened(cast, session, (Kind.EVENT, 2, "She cried."))
    seen = story.record(cast, session).upto
    story.happened(cast, session, (Kind.EVENT, 3, "She laughed."))
    assert sends(signed_in, cast, session, act="sign", seen=seen).status_code == 409
    assert not story.record(cast, session).signatures


def test_the_client_reads_it_once_the_lead_has_signed(cast, session, signed_in):
    own = clients.own(viewer=cast.ada.actor)
    story.happened(cast, session, (Kind.EVENT, 2, "You cried."))
    story.signs(cast, session, cast.finn)
    assert "You cried." not in text(signed_in(cast.ada).get("/arc/session/after/"))
    assert not dict(_file(own, cast))["session_lines"]
    story.signs(cast, session)
    assert not story.signs(cast, session)  # nothing new to sign
    assert "You cried." in text(signed_in(cast.ada).get("/arc/session/after/"))
    [line] = dict(_file(own, cast))["session_lines"]
    assert (line["text"], line["kind"], line["taken_back"]) == ("You cried.", "event", False)
    story.happened(cast, session, (Kind.EVENT, 3, "Later: you slept."))
    assert "added later" in text(signed_in(cast.ada).get("/arc/session/after/"))


def _file(own, cast):
    return [(name, list(rows)) for name, rows in export.parts(own, viewer=cast.ada.actor)]


def test_a_recorded_end_ends_the_session_for_plan_and_touch(cast):
    plan = session_story.ready(cast)
    ada, by, now = session_story.known_as(cast.ada, cast.maya), cast.maya.actor, timezone.now()
    start = now - timedelta(hours=9)

    session = MedicineSession.objects.create(
        practice=cast.practice, client=cast.ada.client, at=start, received_at=start, starts_at=start
    )
    version = plans.find(ada, plan, viewer=by).newest.uid
    SessionStarted.objects.create(
        practice=cast.practice,
        client=cast.ada.client,
        at=start,
        received_at=start,
        plan=plan,
        session=session.uid,
        version=version,
    )
    assert plans.planned(ada, viewer=by, at=now).uid == plan
    assert touches.load(ada, viewer=by, at=now).under_way == start
    story.ended(cast, session.uid, 8)
    later = timezone.now()
    assert plans.planned(ada, viewer=by, at=later) is None
    assert touches.load(ada, viewer=by, at=later).under_way is None
    own = clients.own(viewer=cast.ada.actor)
    shoulder = Terms(frozenset({Place.SHOULDER}))
    seen = touches.load(own, viewer=cast.ada.actor, at=later).upto
    touch.sign(
        own, shoulder, purpose="", stop="", seen=seen, uid=uuid7(), by=cast.ada.actor, at=later
    )
    assert touches.load(ada, viewer=by, at=later).terms == shoulder


def test_what_worries_a_client_stays_on_the_list_until_it_is_resolved(cast, session, signed_in):
    told = {"uid": str(uuid7()), "words": "The floor still moves.", "session": str(session)}
    for _ in range(2):
        assert signed_in(cast.ada).post("/arc/session/after/", told).status_code == 302
    [event] = of_ada(cast)
    assert (event.by_client, event.session) == (True, session)
    assert listed(cast) == [Code.ADVERSE]
    where = url_of("client_adverse", cast.ada)
    assert where in text(signed_in(cast.maya).get(url_of("client", cast.ada)))
    grade = {"uid": str(uuid7()), "event": str(event.uid), "seen": event.upto}
    prefix = f"e{event.uid}-"
    grade |= {prefix + "status": "goes_on", prefix + "severity": "mild", prefix + "serious": "no"}
    assert signed_in(cast.maya).post(where, grade).status_code == 302
    assert listed(cast) == [Code.ADVERSE]
    over = {**grade, "uid": str(uuid7()), prefix + "status": "resolved"}
    answer = signed_in(cast.maya).post(where, over | {prefix + "words": "It has stopped."})
    assert answer.status_code == 409  # from a page that knew no follow-up
    assert "It has stopped." in text(answer)
    assert listed(cast) == [Code.ADVERSE]
    over["seen"] = "1"
    assert signed_in(cast.maya).post(where, over).status_code == 302
    assert listed(cast) == []
    assert "It is over" in text(signed_in(cast.ada).get("/arc/session/after/"))
    [row] = dict(_file(clients.own(viewer=cast.ada.actor), cast))["adverse_events"]
    assert row["text"] == "The floor still moves."


def of_ada(cast):
    ada = session_story.known_as(cast.ada, cast.maya)
    return adverse.of_client(ada, viewer=cast.maya.actor)


def listed(cast):
    ada, now = session_story.known_as(cast.ada, cast.maya), timezone.now()
    arcs = arc.load_arcs([ada.id], viewer=cast.maya.actor, at=now)
    found = signals.standing(signals.findings(arcs[ada.id], as_of=now), (), as_of=now)
    return [each.code for each in found if each.code is Code.ADVERSE]


def test_an_open_event_slows_the_pace(cast, session):
    ada, by, now = session_story.known_as(cast.ada, cast.maya), cast.maya.actor, timezone.now()
    harm.report(ada, "Headache", session, uid=uuid7(), by=by, at=now)

    def reasons():
        began = readiness.sessions(ada, viewer=by, at=timezone.now())
        known = readiness.known(
            ada, viewer=by, at=timezone.now(), sessions=began, settling=()
        ).suggestion
        return [one.code for one in known.reasons]

    assert "adverse_event" in reasons()
    [event] = of_ada(cast)
    grade = Grade(status=Status.RESOLVED)
    harm.follow_up(ada, event.uid, grade, seen=event.upto, uid=uuid7(), by=by, at=timezone.now())
    assert "adverse_event" not in reasons()


@pytest.mark.parametrize("words", ["", "   ", "x" * 4001])
def test_a_report_needs_a_few_words(cast, signed_in, words):
    told = {"uid": str(uuid7()), "words": words}
    answer = signed_in(cast.ada).post("/arc/session/after/", told)
    assert answer.status_code == 422
    assert "Nothing was kept yet" in text(answer)
    assert not AdverseReport.objects.exists()


def test_the_page_asks_as_much_however_long_the_record_is(
    cast, session, signed_in, django_assert_max_num_queries
):
    browser = signed_in(cast.maya)
    story.happened(cast, session, *[(Kind.EVENT, 2, f"Line {n}") for n in range(30)])
    browser.get(url(cast, session))
    with django_assert_max_num_queries(38):  # fifteen ask the gates as of its start
        browser.get(url(cast, session))
