"""What landed is what a person marked as landed, and every page says the same."""

from datetime import timedelta

import pytest
from django.utils import timezone

from longarc.care import reports
from longarc.care.commitments import Rhythm
from longarc.care.living import Area
from longarc.care.threads import State
from longarc.records.actions import commitments, living, threads, window
from longarc.records.actions.entries import keep
from longarc.records.actions.threads import NewThread
from longarc.records.ids import uuid7
from longarc.records.models import Words
from longarc.records.queries import clients
from tests.web.session_story import known_as
from tests.web.staff.story import url_of

pytestmark = pytest.mark.django_db
DESPAIR = "I can't do this any more. I hate that I tried."
AFTER = "/arc/session/after/"
THEIRS = ("client_session_records", "client_handover", "client_session_plan")


@pytest.fixture
def six_weeks_ago(cast):
    start = timezone.now() - timedelta(weeks=6)
    return window.keep_session(
        known_as(cast.ada, cast.maya), start, by=cast.maya.actor, at=timezone.now()
    )


def own(cast):
    return clients.own(viewer=cast.ada.actor), cast.ada.actor, timezone.now()


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def pages(cast, signed_in):
    """Every page that speaks of what opened and landed, by its name."""
    told = {AFTER: text(signed_in(cast.ada).get(AFTER))}
    return told | {name: text(signed_in(cast.maya).get(url_of(name, cast.ada))) for name in THEIRS}


@pytest.mark.parametrize("shared", [True, False])
def test_a_line_of_despair_written_weeks_later_is_on_no_such_page(
    cast, six_weeks_ago, signed_in, shared
):
    at = timezone.now() - timedelta(days=2)
    told = {"kind": "words", "uid": str(uuid7()), "at": at.isoformat(), "text": DESPAIR}
    keep([reports.parse({**told, "shared": shared}, received=at)], by=cast.ada.actor, at=at)
    assert Words.objects.exists()
    for name, page in pages(cast, signed_in).items():
        assert "hate that I tried" not in page, name


def test_what_was_marked_stands_on_every_page_in_the_same_words(cast, six_weeks_ago, signed_in):
    client, by, now = own(cast)
    seen = pages(cast, signed_in)
    for name in (AFTER, "client_session_records", "client_handover"):
        assert "The blue door" not in seen[name]
    marks(client, by, now, six_weeks_ago)
    seen = pages(cast, signed_in)
    for line in (
        "The blue door",
        "A small step that stayed: Rest at noon",
        "A shift in living: Rest (Much of the time)",
    ):
        assert line in seen[AFTER]
        assert line in seen["client_session_records"]
    assert (
        "Landed: A shift in living: Rest (Much of the time); "
        "A small step that stayed: Rest at noon; and 1 more." in seen["client_handover"]
    )
    for page in seen.values():
        assert "My sister stayed for tea." not in page


def marks(client, by, now, session):
    thread, step = uuid7(), uuid7()
    new = NewThread(words="A door.", name="The blue door", session=session)
    threads.add(client, new, shared=True, uid=thread, by=by, at=now)
    commitments.add(client, "Rest at noon", Rhythm.SOME_DAYS, uid=step, by=by, at=now)
    assert commitments.stayed(client, step, by=by, at=now)
    steps = {Area.REST: 3, Area.JOY: 0}
    said = "My sister stayed for tea."
    living.tell_shifts(client, steps, said, landed=True, uid=uuid7(), by=by, at=now)
    threads.move(client, thread, State.LANDED, by=by, at=now + timedelta(seconds=1))


def test_what_nobody_marked_has_not_landed(cast, six_weeks_ago, signed_in):
    """A step that was taken up, one that was let go, a shift without the mark, an open thread."""
    client, by, now = own(cast)
    for text_, goes in (("Walk by the river", False), ("Sing in the car", True)):
        step = uuid7()
        commitments.add(client, text_, Rhythm.SOME_DAYS, uid=step, by=by, at=now)
        if goes:
            commitments.let_go(client, step, by=by, at=now)
    living.tell_shifts(client, {Area.REST: 4}, uid=uuid7(), by=by, at=now)
    seen = pages(cast, signed_in)
    assert "This often takes weeks." in seen[AFTER]
    assert "Nothing is marked as landed." in seen["client_session_records"]
    assert "Landed: nothing marked." in seen["client_handover"]
    for step in ("Walk by the river", "Sing in the car"):
        assert step not in seen[AFTER]


def test_a_private_name_does_not_stand_on_a_page_that_was_opened_for_something_else(
    cast, six_weeks_ago, signed_in
):
    client, by, now = own(cast)
    new = NewThread(words="My brother.", name="About my brother", session=six_weeks_ago)
    threads.add(client, new, shared=False, uid=uuid7(), by=by, at=now)
    page = text(signed_in(cast.ada).get(AFTER))
    assert "brother" not in page
    assert "Something that came up" in page


def test_the_client_marks_it_on_the_pages_where_it_lives(cast, six_weeks_ago, signed_in):
    client, by, now = own(cast)
    step = uuid7()
    commitments.add(client, "Rest at noon", Rhythm.SOME_DAYS, uid=step, by=by, at=now)
    ada = signed_in(cast.ada)
    ada.post("/arc/steps/", {"stayed": step})
    assert "Stayed with me" in text(ada.get("/arc/steps/"))
    ada.post("/arc/shifts/", {"uid": uuid7(), "rest": "4", "landed": "1"})
    page = text(ada.get(AFTER))
    assert "A small step that stayed: Rest at noon" in page
    assert "A shift in living: Rest (Most of the time)" in page
    # What stayed can be taken up again, and has not landed then
    ada.post("/arc/steps/", {"again": step})
    assert "Rest at noon" not in text(ada.get(AFTER))
