"""A medicine session that is planned stands where its people start, and with who is on call."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from longarc.care.session_plan import OnCall, Person
from longarc.records.actions import session_plan as actions
from longarc.records.models import AuditEntry, SessionStarted
from longarc.records.queries import coming
from tests import facts
from tests.cast import hold, make_client
from tests.web import session_story as story
from tests.web.staff.story import url_of

pytestmark = pytest.mark.django_db
ROOM = "Room 2, first door on the left"


def shown(browser, name, *args):
    return browser.get(reverse(name, args=args)).content.decode()


def section(html, title):
    start = html.index(f'id="{title}"')
    return html[start : html.index("</section>", start)]


def test_it_stands_under_todays_visits_and_in_the_record(cast, signed_in):
    story.planned(cast)
    maya = signed_in(cast.maya)
    today = section(shown(maya, "caseload"), "visits-title")
    assert "12:00" in today
    assert "Ada Invented" in today
    assert "Medicine session" in today
    assert ROOM in today
    assert "No visits are planned" not in today
    record = maya.get(url_of("client", cast.ada)).content.decode()
    assert "Medicine session today 12:00, led by Maya Invented" in record
    assert record.count("Medicine session today 12:00") == 2  # in the header, and before you meet


def test_one_in_some_days_stands_in_the_list_of_what_comes_with_who_is_on_call(cast, signed_in):
    story.planned(cast, starts_at=story.in_days(5))
    html = section(shown(signed_in(cast.maya), "caseload"), "visits-title")
    assert "No visits are planned for today." in html
    assert "Medicine sessions in the next two weeks" in html
    assert "on call: Maya Invented" in html


def test_the_coordinator_reads_who_when_and_where_and_no_more(cast, signed_in):
    story.planned(cast)
    html = section(shown(signed_in(cast.coordinator), "directory"), "sessions-title")
    for fact in ("today 12:00", "Ada Invented", "led by Maya Invented", ROOM):
        assert fact in html
    for word in ("edicine", "psilocybin", "Ines", "555"):
        assert word not in html


def test_the_client_reads_it_on_today_and_under_next(cast, signed_in):
    story.planned(cast, starts_at=story.in_days(3))
    ada = signed_in(cast.ada)
    assert "Your session is planned on" in shown(ada, "today")
    arc = section(shown(ada, "arc"), "next")
    assert "Your session with Maya Invented" in arc
    assert ROOM in arc
    assert reverse("my_session") in arc
    assert "No meeting is planned here yet." not in arc


def test_a_draft_a_cancelled_one_and_another_practices_stand_nowhere(cast, signed_in):
    story.planned(cast, draft=True)
    maya = signed_in(cast.maya)
    assert "Medicine session" not in section(shown(maya, "caseload"), "visits-title")
    ada = story.known_as(cast.ada, cast.maya)
    plan = story.queries.plans(ada, viewer=cast.maya.actor)[-1]
    actions.keep_version(
        ada, story.a_plan(cast), base=plan.newest.uid, draft=False, by=cast.maya.actor,
        at=timezone.now(),
    )  # fmt: skip
    assert "Medicine session" in section(shown(maya, "caseload"), "visits-title")
    zoe = coming.sessions(None, viewer=cast.zoe.actor, since=timezone.now() - timedelta(days=1))
    assert zoe == ()
    actions.cancel(ada, plan.uid, "Another day.", by=cast.maya.actor, at=timezone.now())
    assert "Medicine session" not in section(shown(maya, "caseload"), "visits-title")


def duty(html):
    start = html.index('id="on-call-title"')
    return html[start : html.index("</ul>", start)]


def begun(cast, *on_call):
    """Ada's session of today began some hours ago."""
    now = timezone.now()
    session = facts.session(cast, now)
    starts = now - timedelta(hours=6)
    calls = tuple(OnCall(Person(one.user.public_id, "Bo Invented"), "555 0102") for one in on_call)
    plan = story.planned(cast, starts_at=starts, minutes=300, on_call=calls)
    ada = story.known_as(cast.ada, cast.maya)
    version = story.queries.plans(ada, viewer=cast.maya.actor)[-1].newest.uid
    row = facts.row(cast, starts)
    SessionStarted.objects.create(**row, plan=plan, version=version, session=session)
    return session


def test_whoever_is_on_call_sees_it_and_that_somebody_is_needed_but_not_what_for(cast, signed_in):
    """Bo does not hold Ada. The record stays shut; that a person is needed reaches him."""
    session = begun(cast, cast.bo)
    bo = signed_in(cast.bo)
    html = duty(shown(bo, "caseload"))
    assert "Ada Invented" in html
    assert "led by Maya Invented" in html
    assert "needs a person" not in html
    facts.leaves_with_a_no(cast, timezone.now(), session)
    whole = shown(bo, "caseload")
    html = duty(whole)
    assert "Something needs a person now: talk with Maya Invented." in html
    assert "not wanting to live" not in whole
    assert "Nobody needs you today" not in whole
    assert bo.get(url_of("client", cast.ada)).status_code == 404
    assert AuditEntry.objects.filter(act="listed", user=cast.bo.user, client=cast.ada.client)
    assert "on-call-title" not in shown(signed_in(cast.supervisor), "caseload")


@pytest.mark.parametrize("clients", [1, 6])
def test_as_many_queries_for_coming_sessions_however_many(cast, clients, django_assert_num_queries):
    people = [cast.ada]
    for number in range(clients):
        people.append(make_client(cast.practice, f"Client{number} Invented", account=False))
        hold(people[-1], cast.maya)
    for person in people:
        who = story.known_as(person, cast.maya)
        plan, at = story.a_plan(cast), timezone.now()
        actions.keep_version(who, plan, base=None, draft=False, by=cast.maya.actor, at=at)
    since = timezone.now() - timedelta(days=1)
    with django_assert_num_queries(3):
        assert len(coming.sessions(None, viewer=cast.maya.actor, since=since)) == len(people)
