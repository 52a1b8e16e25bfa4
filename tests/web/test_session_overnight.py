"""Times of the next morning are filed on their own day, also overnight and as the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from longarc.care import session_times
from longarc.care.session_record import Kind
from longarc.care.session_times import OnDay
from longarc.records.actions import window
from longarc.records.models import SessionLine
from tests.web import record_story as story
from tests.web.session_story import known_as

NEW_YORK, UTC_ZONE = ZoneInfo("America/New_York"), ZoneInfo("UTC")
DAY = timedelta(days=1)
START = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.fixture
def session(cast, db):
    """Ten days ago at ten; she stayed overnight."""
    ada, start = known_as(cast.ada, cast.maya), _start()
    return window.keep_session(ada, start, by=cast.maya.actor, at=start)


def _start():
    return (timezone.now() - 10 * DAY).replace(hour=10, minute=0, second=0, microsecond=0)


def url(cast, session):
    return reverse("client_session_record", args=[cast.ada.client.public_id, session])


def sends(maya, cast, session, **more):
    told = {"uid": str(uuid4()), "act": "add", "row0-what": "event", **more}
    return maya.post(url(cast, session), told)


def text(answer):
    return " ".join(answer.content.decode().split())


def filed(cast, session):
    return [(one.told.kind, one.told.at) for one in story.record(cast, session).standing]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"leave-time": "08:30", "leave-escort": "yes"}, Kind.LEAVE),
        ({"row0-time": "07:10", "row0-words": "breakfast"}, Kind.EVENT),
        ({"vitals0-time": "09:45", "vitals0-pulse": "70"}, Kind.VITALS),
    ],
)
def test_a_time_a_little_before_the_start_is_asked_about_once(
    cast, session, signed_in, fields, kind
):
    maya, start = signed_in(cast.maya), _start()
    answer = sends(maya, cast, session, **fields)
    assert answer.status_code == 422
    assert "These times could be of two days" in text(answer)
    assert not SessionLine.objects.exists()
    name = next(iter(fields)).replace("time", "day")
    morning = (start + DAY).date().isoformat()
    assert f'value="{morning}" selected' in text(answer)
    wall = time.fromisoformat(next(iter(fields.values())))
    for day in (morning, start.date().isoformat()):
        again = sends(maya, cast, session, **fields, **{name: day})
        if kind is Kind.LEAVE and day != morning:
            assert "before the session began" in text(again)
            continue
        assert again.status_code == 302
        moment = datetime.combine(date.fromisoformat(day), wall, UTC)
        assert (kind, moment) in filed(cast, session)


def test_a_time_after_midnight_is_of_the_next_day_and_says_so(cast, session, signed_in):
    maya, start = signed_in(cast.maya), _start()
    answer = sends(
        maya,
        cast,
        session,
        **{"row0-time": "00:20", "row0-words": "She slept.", "ended-time": "18:00"},
    )
    assert answer.status_code == 302
    morning = datetime.combine((start + DAY).date(), time(0, 20), UTC)
    assert filed(cast, session) == [
        (Kind.ENDED, start.replace(hour=18)),
        (Kind.EVENT, morning),
    ]
    page = text(maya.get(url(cast, session)))
    assert f"<b>{morning:%-d %b}, 00:20</b>" in page
    assert "<b>18:00</b>" in page
    listed = text(maya.get(reverse("client_session_records", args=[cast.ada.client.public_id])))
    assert f"{morning:%-d %b}, 00:20" in listed


def test_the_second_day_can_be_chosen_and_a_correction_moves_a_line(cast, session, signed_in):
    maya, start = signed_in(cast.maya), _start()
    third = (start + 2 * DAY).date().isoformat()
    fields = {"leave-time": "08:30", "leave-escort": "yes", "leave-day": third}
    assert sends(maya, cast, session, **fields).status_code == 302
    [line] = story.record(cast, session).standing
    assert line.told.at == datetime.combine(date.fromisoformat(third), time(8, 30), UTC)
    page = text(maya.get(url(cast, session)))
    assert f'value="{third}" selected' in page
    assert "not of this session" not in page
    second = (start + DAY).date().isoformat()
    prefix = f"fix{line.uid}"
    fixed = {f"{prefix}-time": "08:40", f"{prefix}-day": second, f"{prefix}-escort": "yes"}
    answer = sends(maya, cast, session, act="correct", line=str(line.uid), **fixed)
    assert answer.status_code == 302
    [line] = story.record(cast, session).standing
    assert line.told.at == datetime.combine(date.fromisoformat(second), time(8, 40), UTC)
    # The day is given: what stood before is shown with its own.
    assert f"{start + 2 * DAY:%-d %b}, 08:30" in text(maya.get(url(cast, session)))


def test_the_client_reads_the_date_too(cast, session, signed_in):
    maya = signed_in(cast.maya)
    sends(maya, cast, session, **{"row0-time": "00:20", "row0-words": "She slept."})
    story.signs(cast, session)
    morning = _start() + DAY
    assert f"{morning:%-d %b}, 00:20" in text(signed_in(cast.ada).get("/arc/session/after/"))


# the rule


def test_a_time_in_the_minute_of_the_start_is_not_before_it():
    start = START + timedelta(seconds=40)
    assert session_times.first(start, time(10), UTC_ZONE) == START
    assert session_times.before(start, time(10), UTC_ZONE) is None


def test_an_hour_that_comes_twice_is_the_first_one_and_the_second_can_be_chosen():
    """In New York the clocks go back on 1 November 2026 at two."""
    start = datetime(2026, 10, 31, 22, tzinfo=NEW_YORK)
    found = session_times.first(start, time(1, 30), NEW_YORK)
    assert found.astimezone(UTC) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    again = OnDay(date(2026, 11, 1), again=True)
    assert again in session_times.days(start, NEW_YORK)
    later = session_times.on(again, time(1, 30), NEW_YORK)
    assert later.astimezone(UTC) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    assert session_times.day_of(later, NEW_YORK) == again == session_times.parse(str(again))
    # One that begins within the second hour goes on in it.
    start = datetime(2026, 11, 1, 6, 10, tzinfo=UTC)
    assert session_times.first(start, time(1, 30), NEW_YORK).astimezone(UTC) == later.astimezone(
        UTC
    )


def test_an_hour_that_is_left_out_is_not_moved():
    start = datetime(2027, 3, 13, 22, tzinfo=NEW_YORK)
    with pytest.raises(session_times.Skipped):
        session_times.first(start, time(2, 30), NEW_YORK)
    with pytest.raises(session_times.Skipped):
        session_times.on(OnDay(date(2027, 3, 14)), time(2, 30), NEW_YORK)


ZONES = st.sampled_from(["UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"])


@given(
    passed=st.integers(0, 2 * 365 * 24 * 60),
    minutes=st.integers(0, 24 * 60 - 1),
    zone=ZONES,
)
def test_the_first_time_is_within_a_day_and_shows_what_was_typed(passed, minutes, zone):
    begun, here = START + timedelta(minutes=passed), ZoneInfo(zone)
    wall = time(minutes // 60, minutes % 60)
    try:
        found = session_times.first(begun, wall, here)
    except session_times.Skipped:
        return
    assert found.astimezone(here).time() == wall
    assert begun <= found.astimezone(UTC) <= begun + timedelta(hours=25)
    day = session_times.day_of(found, here)
    assert session_times.on(day, wall, here).astimezone(UTC) == found.astimezone(UTC)
    assert session_times.parse(str(day)) == day
