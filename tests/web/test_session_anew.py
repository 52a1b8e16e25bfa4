"""A session that was taken back, entered twice or at a wrong time: nothing of it is lost."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from longarc.care import follow_up
from longarc.care.after import Slot, State, Step, contacts
from longarc.care.session_record import Kind
from longarc.records.actions import after as contact_actions
from longarc.records.actions import session_record, window
from longarc.records.actions.after import New
from longarc.records.actions.session_record import Page
from longarc.records.ids import uuid7
from longarc.records.models import MedicineSession, Retraction
from longarc.records.queries import adverse, after, clients, export, session_plan, touch
from longarc.records.queries import session_record as queries
from longarc.records.queries import window as windows
from longarc.web.staff.session_record_forms import VitalsForm
from tests.web import record_story as story
from tests.web import session_story
from tests.web.session_story import known_as
from tests.web.staff.story import url_of

pytestmark = pytest.mark.django_db
WORDS = "She cried, and then she laughed."
WHY = "It was at the other house."


@pytest.fixture
def session(cast):
    found = story.yesterday(cast)
    story.happened(cast, found, (Kind.EVENT, 2, WORDS))
    return found


def url(cast, session):
    return reverse("client_session_record", args=[cast.ada.client.public_id, session])


def takes_back(cast, session, who):
    ada = known_as(cast.ada, who)
    assert window.take_back_session(ada, session, why="A slip.", by=who.actor, at=timezone.now())


def begins_anew(browser, cast, session, starts_at, **more):
    page = browser.get(url(cast, session)).context
    here = timezone.localtime(starts_at)
    form = {"uid": uuid4(), "act": "anew", "on": here.date(), "at": f"{here:%H:%M}", "why": WHY}
    return browser.post(
        url(cast, session), {**form, "was": page["record"].starts_at.isoformat(), **more}
    )


def text(answer):
    return " ".join(answer.content.decode().split())


def test_a_session_that_was_taken_back_is_read_with_by_whom_and_when(cast, session, signed_in):
    story.signs(cast, session)
    takes_back(cast, session, cast.finn)
    maya = signed_in(cast.maya)
    listed = text(maya.get(url_of("client_session_records", cast.ada)))
    assert url(cast, session) in listed
    assert "taken back by Finn" in listed
    page = text(maya.get(url(cast, session)))
    assert "took this session back as a mistake on" in page
    assert WORDS in page
    assert "Sign what is recorded" not in page
    assert WORDS not in text(signed_in(cast.ada).get("/arc/session/after/"))
    assert signed_in(cast.ada).get(url(cast, session)).status_code == 404
    assert signed_in(cast.zoe).get(url(cast, session)).status_code == 404


def test_what_is_typed_while_the_session_is_taken_back_is_not_lost(cast, session, signed_in):
    maya = signed_in(cast.maya)
    takes_back(cast, session, cast.finn)
    told = {"uid": uuid4(), "act": "add", "people-words": "Finn sat by the door."}
    answer = maya.post(url(cast, session), told)
    assert answer.status_code == 409
    assert "Finn sat by the door." in text(answer)
    assert (
        len(queries.taken_back(known_as(cast.ada, cast.maya), viewer=cast.maya.actor)[0].lines) == 1
    )


def test_it_was_no_mistake_and_stands_again_with_its_record(cast, session, signed_in):
    began = story.record(cast, session).starts_at
    takes_back(cast, session, cast.maya)
    assert story.record(cast, session) is None
    assert begins_anew(signed_in(cast.maya), cast, session, began).status_code == 302
    found = story.record(cast, session)
    assert (found.starts_at, [one.told.words for one in found.standing]) == (began, [WORDS])
    assert queries.taken_back(known_as(cast.ada, cast.maya), viewer=cast.maya.actor) == ()


def test_a_session_that_began_at_another_time_keeps_what_belongs_to_it(cast, session, signed_in):
    ada, by = known_as(cast.ada, cast.maya), cast.maya.actor
    began = story.record(cast, session).starts_at
    today = after.load(ada, viewer=by).day(timezone.now())
    held = New(Slot.DAY_1, Step.CALLED, today, session=session)
    contact_actions.record(ada, held, seen=None, uid=uuid7(), by=by, at=timezone.now())
    story.signs(cast, session)
    story.worries(cast, session)

    earlier = (began - timedelta(days=2)).replace(second=0, microsecond=0)
    maya = signed_in(cast.maya)
    assert begins_anew(maya, cast, session, earlier).status_code == 302

    found = story.record(cast, session)
    assert found.starts_at == earlier
    assert found.signed
    assert [one.uid for one in windows.sessions(ada, viewer=by)] == [session]
    states = {one.slot: one.state for one in contacts(after.load(ada, viewer=by), timezone.now())}
    assert states[Slot.DAY_1] is State.HELD
    page = text(maya.get(url(cast, session)))
    assert "The floor still moves." in page
    assert WORDS in text(signed_in(cast.ada).get("/arc/session/after/"))
    # Once more, from a page that is older than that: nothing changes.
    late = begins_anew(maya, cast, session, began, was=began.isoformat())
    assert late.status_code == 409
    assert story.record(cast, session).starts_at == earlier


def test_a_corrected_session_that_is_taken_back_is_gone_from_everywhere(cast, session):
    ada, by, now = known_as(cast.ada, cast.maya), cast.maya.actor, timezone.now()
    window.begin_anew(ada, session, now - timedelta(days=4), why=WHY, by=by, at=now)
    takes_back(cast, session, cast.maya)
    assert windows.sessions(ada, viewer=by) == ()
    own = clients.own(viewer=cast.ada.actor)
    rows = [(row["session"], row["taken_back"]) for row in dict(parts(own, cast))["sessions"]]
    assert rows == [(session, True), (session, True)]


def parts(own, cast):
    return [(name, list(rows)) for name, rows in export.parts(own, viewer=cast.ada.actor)]


def test_a_contact_that_nobody_recorded_stays_due_when_the_start_is_corrected(cast):
    ada, by, now = known_as(cast.ada, cast.maya), cast.maya.actor, timezone.now()
    start = now - timedelta(days=5)
    held = window.keep_session(ada, start, by=by, at=start)
    window.begin_anew(ada, held, start - timedelta(hours=1), why=WHY, by=by, at=now)
    found = contacts(after.load(ada, viewer=by), now)
    assert (found[0].slot, found[0].state) == (Slot.DAY_1, State.LATE)


def test_a_plan_goes_on_when_the_start_of_its_session_is_corrected(cast, signed_in):
    plan = session_story.ready(cast)
    ada, by = known_as(cast.ada, cast.maya), cast.maya.actor
    start = url_of("client_session_start", cast.ada)
    assert signed_in(cast.maya).post(start, {"plan": plan}).status_code == 302
    [row] = MedicineSession.objects.all()
    at = timezone.now()
    window.begin_anew(ada, row.uid, row.starts_at - timedelta(hours=2), why=WHY, by=by, at=at)
    assert session_plan.planned(ada, viewer=by, at=timezone.now()).uid == plan


def enters(browser, cast, at, **more):
    here = timezone.localtime(at)
    form = {"on": here.date(), "at": f"{here:%H:%M}", "why": WHY, **more}
    return browser.post(url_of("client_session", cast.ada), form)


def test_a_second_session_near_the_first_is_asked_about(cast, session, signed_in):
    maya, again = signed_in(cast.maya), timezone.now() - timedelta(hours=28)
    answer = enters(maya, cast, again)
    assert answer.status_code == 422
    assert "is entered already" in text(answer)
    assert f'value="{timezone.localtime(again):%H:%M}"' in text(answer)
    assert MedicineSession.objects.count() == 1
    assert enters(maya, cast, again, sure="on").status_code == 302
    assert MedicineSession.objects.count() == 2
    assert not Retraction.objects.exists()


def test_a_line_that_was_taken_back_can_be_read_with_what_it_corrected(cast, session, signed_in):
    ada, by = known_as(cast.ada, cast.maya), cast.maya.actor
    [line] = story.record(cast, session).standing
    told = type(line.told)(Kind.EVENT, line.told.at, "They sang.")
    page = Page(uuid4(), sure=True)
    session_record.correct(ada, session, line.uid, told, page=page, by=by, at=timezone.now())
    [line] = story.record(cast, session).standing
    session_record.take_back(ada, session, line.uid, "Of another.", by=by, at=timezone.now())
    shown = text(signed_in(cast.maya).get(url(cast, session)))
    assert "They sang." in shown
    assert WORDS in shown
    assert "Of another." in shown


def test_a_line_that_waited_for_the_signature_is_an_addendum(cast, session):
    """It was sent before and arrived after: the lead never read it."""
    sent = timezone.now()
    story.signs(cast, session)
    story.happened(cast, session, (Kind.EVENT, 3, "Later."), at=sent)
    found = story.record(cast, session)
    assert [found.is_addendum(one) for one in found.standing] == [False, True]
    assert story.signs(cast, session)  # there is something new to sign


def test_an_event_that_stays_is_not_called_resolved(cast, session, signed_in):
    story.worries(cast, session)
    assert "It goes on" in text(signed_in(cast.maya).get(url(cast, session)))


def test_a_call_before_the_corrected_start_hides_no_missed_contact(cast, session, signed_in):
    """She called the day after the session as it was entered; it really began later."""
    ada, by, now = known_as(cast.ada, cast.maya), cast.maya.actor, timezone.now()
    held = window.keep_session(ada, now - timedelta(days=9), by=by, at=now - timedelta(days=9))
    called = after.load(ada, viewer=by).day(now - timedelta(days=8))
    new = New(Slot.DAY_1, Step.CALLED, called, "Slept well.", held)
    contact_actions.record(ada, new, seen=None, uid=uuid7(), by=by, at=now)
    window.begin_anew(ada, held, now - timedelta(days=5), why=WHY, by=by, at=now)
    first = next(one for one in contacts(after.load(ada, viewer=by), now) if one.session == held)
    assert first.state is State.LATE
    assert "Slept well." in text(signed_in(cast.maya).get(url_of("client_follow_up", cast.ada)))
    window.take_back_session(ada, held, why="A slip.", by=by, at=now)
    assert "Slept well." in text(signed_in(cast.maya).get(url_of("client_follow_up", cast.ada)))


def test_times_that_are_not_of_the_corrected_day_are_marked(cast, session, signed_in):
    maya, began = signed_in(cast.maya), story.record(cast, session).starts_at
    assert "not of this session" not in text(maya.get(url(cast, session)))
    begins_anew(maya, cast, session, began - timedelta(days=3))
    assert "not of this session" in text(maya.get(url(cast, session)))


def test_a_time_that_the_clocks_leave_out_is_asked_for_again():
    """In New York there is no 02:30 on 11 March 2029."""
    start = datetime(2029, 3, 10, 22, tzinfo=ZoneInfo("America/New_York"))
    with timezone.override("America/New_York"):
        form = VitalsForm({"time": "02:30", "pulse": "70"}, start=start)
        assert not form.is_valid()
        assert "The clocks change then" in str(form.errors)
        later = VitalsForm({"time": "03:30", "pulse": "70"}, start=start)
        assert later.is_valid()
        assert later.told().at == datetime(2029, 3, 11, 7, 30, tzinfo=UTC)


def test_nobody_is_on_record_as_well_on_a_day_to_come(cast, session, signed_in):
    story.worries(cast, session)
    event = adverse.of_client(known_as(cast.ada, cast.maya), viewer=cast.maya.actor)[0]
    where, prefix = url_of("client_adverse", cast.ada), f"e{event.uid}-"
    ahead = timezone.localdate() + timedelta(days=2)
    grade = {"uid": uuid7(), "event": event.uid, "seen": event.upto, prefix + "ended": ahead}
    answer = signed_in(cast.maya).post(where, {**grade, prefix + "status": "resolved"})
    assert answer.status_code == 422
    assert "That day is still to come." in text(answer)


def test_an_end_from_before_the_corrected_start_does_not_open_touch(cast):
    """An end was written too soon, then the start was moved behind it: it still goes on."""
    ada, by, hour = known_as(cast.ada, cast.maya), cast.maya.actor, timedelta(hours=1)
    now = timezone.now()
    session = window.keep_session(ada, now - 4 * hour, by=by, at=now - 4 * hour)
    story.happened(cast, session, (Kind.ENDED, 1, ""), at=now - 3 * hour)
    assert touch.load(ada, viewer=by, at=now).under_way is None
    assert queries.ends(ada, viewer=by)
    window.begin_anew(ada, session, now - hour, why=WHY, by=by, at=now)
    assert touch.load(ada, viewer=by, at=now).under_way == now - hour
    assert queries.ends(ada, viewer=by) == {}


def test_a_follow_up_that_was_ended_while_the_session_was_taken_back_begins_again(cast, session):
    """Whoever ended it did not know of the session that stands again."""
    ada, by, hour = known_as(cast.ada, cast.maya), cast.maya.actor, timedelta(hours=1)
    start, now = windows.sessions(ada, viewer=by)[0].starts_at, timezone.now()
    window.take_back_session(ada, session, why="A slip.", by=by, at=now)
    told = New(Slot.FOLLOW_UP, Step.ENDED, now.date(), "No session took place.")
    assert contact_actions.record(ada, told, seen=None, uid=uuid4(), by=by, at=now + hour)
    assert follow_up.ended(after.load(ada, viewer=by), now + hour)
    window.begin_anew(ada, session, start, why=WHY, by=by, at=now + 2 * hour)
    assert follow_up.ended(after.load(ada, viewer=by), now + 2 * hour) is None


def test_no_two_sessions_begin_at_one_moment(cast, session):
    ada, by, now = known_as(cast.ada, cast.maya), cast.maya.actor, timezone.now()
    other = window.enter_session(ada, now - timedelta(days=9), sure=True, why=WHY, by=by, at=now)
    assert not window.begin_anew(ada, session, now - timedelta(days=9), why=WHY, by=by, at=now)
    assert len({one.starts_at for one in windows.sessions(ada, viewer=by)}) == 2
    assert other in {one.uid for one in windows.sessions(ada, viewer=by)}
