"""One client on one page: what it says, who may open it, what can be planned from it."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from longarc.care.touch import NO_TOUCH, Place, Terms
from longarc.records.actions import touch
from longarc.records.actions.support import keep_plan
from longarc.records.codec import Where, seal
from longarc.records.ids import uuid7
from longarc.records.models import (
    AuditEntry,
    CheckInMore,
    Choice,
    ContactRequest,
    EmergencyAccess,
    Meeting,
    PhaseStart,
    Retraction,
    Series,
    SeriesReport,
    Words,
)
from longarc.records.queries import clients
from longarc.records.queries import touch as touches
from tests.cast import check_in
from tests.web.staff import story

pytestmark = pytest.mark.django_db


@pytest.fixture
def maya(cast, signed_in):
    return signed_in(cast.maya)


def page(browser, person, **query):
    answer = browser.get(story.url_of("client", person), query)
    assert answer.status_code == 200
    return answer.content.decode()


def writes(cast, text, *, shared):
    uid, now = uuid7(), story.now()
    where = Where(cast.practice.pk, cast.ada.client.pk, "words.text", uid)
    Words.objects.create(
        uid=uid,
        practice=cast.practice,
        client=cast.ada.client,
        at=now,
        received_at=now,
        text=seal(text, where),
        shared_at=now if shared else None,
    )


def adds(cast, check_in_row, **more):
    CheckInMore.objects.create(
        **story._common(cast.ada, story.now()), check_in=check_in_row.uid, **more
    )


def test_a_new_client_begins(cast, maya):
    html = page(maya, cast.ada)
    assert "The arc starts here." in html
    assert "No check-ins." in html
    assert "Nothing stands now." in html


def test_touch_stands_in_one_line_at_the_head(cast, maya):
    head = page(maya, cast.ada).split('<header class="who">')[1].split("</header>")[0]
    assert "Touch: none agreed" in head
    assert story.url_of("client_consents", cast.ada) in head
    own, at = clients.own(viewer=cast.ada.actor), timezone.now()
    terms = Terms(frozenset({Place.SHOULDER}))
    seen, who = touches.load(own, viewer=cast.ada.actor, at=at).upto, {"by": cast.ada.actor}
    touch.sign(own, terms, purpose="", stop="", seen=seen, uid=uuid7(), at=at, **who)
    assert "Touch: shoulder only, ask first" in page(maya, cast.ada)
    touch.narrow(own, NO_TOUCH, uid=uuid7(), at=timezone.now(), **who)
    assert "No touch</span>" in page(maya, cast.ada)


def test_before_you_meet_says_what_they_asked_what_stands_and_how_it_was(cast, maya):
    story.usual(cast.ada)
    story.way_down(cast.ada)
    story.asks_for_contact(cast.ada)
    met = story.meets(cast.ada, cast.maya, -10)
    ended = (met.starts_at + timedelta(minutes=met.minutes)).date()
    days = (timezone.localdate() - ended).days  # 9 where it ran past midnight
    before = page(maya, cast.ada).split('id="before-title"')[1].split("</section>")[0]
    assert before.count("<li>") == 3
    assert "Asked to be contacted" in before
    assert "5 of 5 check-ins since" in before
    since = f"Since you last met, {days} days ago"
    assert f"{since}: 13 check-ins: 8 Within reach, 5 Way down." in before


def test_few_check_ins_are_dots_only(cast, maya):
    for day in range(13):
        check_in(cast.ada, story.ago(day + 0.1), 50)
    assert "Too early for a model line; dots only." in page(maya, cast.ada)
    check_in(cast.ada, story.ago(14), 50)
    html = page(maya, cast.ada)
    assert "Too early" not in html
    assert "14 check-ins: 14 Within reach." in html


def test_the_time_axis_can_be_longer_or_shorter(cast, maya):
    story.usual(cast.ada, days=200)
    assert "28 Within reach" in page(maya, cast.ada, days="30")
    assert "88 Within reach" in page(maya, cast.ada)
    assert "200 Within reach" in page(maya, cast.ada, days="all")
    assert "88 Within reach" in page(maya, cast.ada, days="tomorrow")


def test_a_long_silence_offers_the_whole_time(cast, maya):
    story.usual(cast.ada, until=150)
    html = page(maya, cast.ada)
    assert "Nothing in these days." in html
    assert "?days=all" in html


def test_only_shared_words_are_here(cast, maya):
    writes(cast, "only for me", shared=False)
    writes(cast, "this is for Maya", shared=True)
    html = page(maya, cast.ada)
    assert "this is for Maya" in html
    assert "only for me" not in html


def test_what_was_added_to_a_check_in_stands_in_the_table(cast, maya):
    row = check_in(cast.ada, story.ago(1), 30)
    adds(cast, row, ease=2, body="chest:tight")
    adds(cast, row, item="sleep", answer="hard")
    html = page(maya, cast.ada)
    for words in ("with help", "Chest: tight", "How was sleep? It was hard"):
        assert words in html


def test_the_words_with_a_request_for_contact_stand_beside_it(cast, maya):
    uid, at = uuid7(), story.ago(0.1)
    where = Where(cast.practice.pk, cast.ada.client.pk, "contactrequest.note", uid)
    ContactRequest.objects.create(
        **story._common(cast.ada, at), uid=uid, note=seal("after four, please", where)
    )
    assert "after four, please" in page(maya, cast.ada)


def test_markup_that_was_typed_stays_text(cast, maya):
    writes(cast, "<script>alert(1)</script>", shared=True)
    assert "<script>alert" not in page(maya, cast.ada)


def test_earlier_signals_say_what_was_done(cast, maya):
    story.usual(cast.ada)
    story.way_down(cast.ada)
    form = story.answer_form(page(maya, cast.ada)) | {"say": "not_useful:known"}
    maya.post(story.url_of("client_signal", cast.ada), form)
    html = page(maya, cast.ada)
    assert "Earlier (1)" in html
    assert "Maya Invented: not useful" in html
    assert "I knew already" in html


def test_an_imported_series_has_its_own_axis(cast, maya):
    series = Series.objects.create(
        uid=uuid7(),
        practice=cast.practice,
        client=cast.ada.client,
        name="tension",
        low=1,
        high=5,
        imported_at=story.now(),
    )
    SeriesReport.objects.bulk_create(
        SeriesReport(
            uid=uuid7(),
            practice=cast.practice,
            client=cast.ada.client,
            series=series,
            at=story.ago(3000 + day),
            value=0.5,
        )
        for day in range(40)
    )
    html = page(maya, cast.ada)
    assert "tension: 40 imported reports, on their own scale." in html
    assert "tension: 3" in html
    assert "way up" not in html.lower().split('class="timeline"')[1].split("</svg></div>")[0]


# who may


@pytest.mark.parametrize(
    "route", ["client", "client_patterns", "client_csv", "api_client_check_ins"]
)
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("maya", 200),
        ("finn", 200),
        ("bo", 404),
        ("zoe", 404),
        ("owner", 404),
        ("coordinator", 404),
        ("supervisor", 404),
        ("prescriber", 404),
        ("ada", 404),
    ],
)
def test_the_care_team_opens_it_and_nobody_else(cast, signed_in, route, who, status):
    answer = signed_in(getattr(cast, who)).get(story.url_of(route, cast.ada))
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("route", "detail"),
    [
        ("client", "page"),
        ("client_patterns", "patterns"),
        ("client_csv", "csv"),
        ("api_client_check_ins", "api"),
    ],
)
def test_every_opening_is_recorded(cast, maya, route, detail):
    for _time in range(2):
        maya.get(story.url_of(route, cast.ada))
    found = AuditEntry.objects.filter(act="opened", client=cast.ada.client, user=cast.maya.user)
    assert [row.detail for row in found] == [detail, detail]


def test_in_an_emergency_it_is_read_only_and_recorded_as_such(cast, signed_in):
    story.way_down(cast.ada)
    now = story.now()
    EmergencyAccess.objects.create(
        practice=cast.practice,
        client=cast.ada.client,
        by=cast.bo.user,
        at=now,
        received_at=now,
        reason=seal("asked by the hospital", Where(cast.practice.pk, None, "x", "x")),
        until=now + timedelta(hours=4),
    )
    html = page(signed_in(cast.bo), cast.ada)
    assert "opened this record in an emergency" in html
    assert 'method="post"' not in html.split('id="main"')[1]
    assert AuditEntry.objects.filter(act="opened_emergency").count() == 1


def test_in_supervision_it_is_read_only(cast, signed_in):
    story.way_down(cast.ada)
    given = story._common(cast.ada, story.now())
    Choice.objects.create(**given, kind="supervision", given=True)
    html = page(signed_in(cast.supervisor), cast.ada)
    assert "for supervision, as the client agreed" in html
    assert 'method="post"' not in html.split('id="main"')[1]


# planning


def phase(browser, cast, **form):
    return browser.post(story.url_of("client_phase", cast.ada), form)


def test_a_phase_is_kept_as_an_entry_and_shown(cast, maya):
    on = timezone.localdate() - timedelta(days=4)
    phase(maya, cast, phase="integration", on=on.isoformat(), why="after the session")
    html = page(maya, cast.ada)
    assert "Integration, day 5" in html
    assert "after the session" in html
    assert AuditEntry.objects.filter(act="kept_phasestart").count() == 1


def test_a_phase_entered_by_mistake_is_taken_back(cast, maya):
    row = story.begins(cast.ada, "medicine", 2)
    assert phase(maya, cast, take_back=row.uid).status_code == 302
    assert "Medicine, day" not in page(maya, cast.ada)
    assert PhaseStart.objects.filter(uid=row.uid).exists()


@pytest.mark.parametrize(
    "form",
    [
        {"phase": "integration", "on": "soon"},
        {"phase": "integration", "on": "1990-01-01"},
        {"phase": "integration", "on": ""},
        {"phase": "nirvana", "on": "2030-05-15"},
    ],
)
def test_a_phase_that_cannot_be_keeps_what_was_typed(cast, maya, form):
    answer = phase(maya, cast, why="in her own words", **form)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "in her own words" in html
    assert not PhaseStart.objects.exists()


def meeting(cast, **changed):
    tomorrow = timezone.localdate() + timedelta(days=1)
    return {
        "on": tomorrow.isoformat(),
        "at": "14:30",
        "minutes": "75",
        "place": "Room 2",
        "with_user": str(cast.finn.user.public_id),
        **changed,
    }


def test_a_meeting_is_planned_with_someone_of_the_care_team(cast, maya):
    maya.post(story.url_of("client_meeting", cast.ada), meeting(cast))
    html = page(maya, cast.ada)
    assert "Next tomorrow 14:30" in html
    assert "75 minutes with Finn Invented" in html
    assert "Room 2" in html


def test_a_cancelled_meeting_is_gone_and_still_on_record(cast, maya):
    row = story.meets(cast.ada, cast.maya, 2)
    maya.post(story.url_of("client_meeting_cancel", cast.ada), {"meeting": row.uid})
    assert "No meeting is planned." in page(maya, cast.ada)
    assert Meeting.objects.count() == Retraction.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"at": "half past two"},
        {"minutes": "0"},
        {"minutes": "all day"},
        {"on": "2030"},
        {"place": "x" * 201},
    ],
)
def test_a_meeting_that_cannot_be_keeps_what_was_typed(cast, maya, changed):
    answer = maya.post(story.url_of("client_meeting", cast.ada), meeting(cast, **changed))
    assert answer.status_code == 422
    (typed,) = changed.values()
    assert typed in answer.content.decode()
    assert not Meeting.objects.exists()


def test_nobody_outside_the_care_team_can_be_met(cast, maya):
    form = meeting(cast, with_user=str(cast.bo.user.public_id))
    assert maya.post(story.url_of("client_meeting", cast.ada), form).status_code == 422
    assert not Meeting.objects.exists()


def test_a_time_that_the_clocks_leave_out_is_not_kept(cast, maya):
    cast.maya.user.zone = "Europe/Berlin"
    cast.maya.user.save()
    today = timezone.localdate()
    jump = next(  # the last Sunday of March that lies within the year to come
        day
        for n in range(366)
        if (day := today + timedelta(days=n)).month == 3 and day.day > 24 and day.weekday() == 6
    )
    form = meeting(cast, on=jump.isoformat(), at="02:30")
    answer = maya.post(story.url_of("client_meeting", cast.ada), form)
    assert "The clocks change then" in answer.content.decode()
    assert not Meeting.objects.exists()


def test_a_coordinator_books_without_seeing_the_record(cast, signed_in):
    browser = signed_in(cast.coordinator)
    url = story.url_of("client_meeting", cast.ada)
    assert browser.get(url).status_code == 200
    assert browser.post(url, meeting(cast, at="?")).status_code == 422
    answer = browser.post(url, meeting(cast))
    assert answer["Location"] == "/directory/"
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize("route", ["client_phase", "client_meeting", "client_meeting_cancel"])
@pytest.mark.parametrize("who", ["ada", "bo", "zoe", "owner"])
def test_others_plan_nothing(cast, signed_in, route, who):
    answer = signed_in(getattr(cast, who)).post(story.url_of(route, cast.ada), meeting(cast))
    assert answer.status_code == 404
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("route", "field"), [("client_phase", "take_back"), ("client_meeting_cancel", "meeting")]
)
def test_entries_of_another_client_cannot_be_taken_back(cast, maya, route, field):
    theirs = {
        "take_back": lambda: story.begins(cast.cleo, "medicine", 1),
        "meeting": lambda: story.meets(cast.cleo, cast.bo, 1),
    }[field]()
    answer = maya.post(story.url_of(route, cast.ada), {field: theirs.uid})
    assert answer.status_code == 400
    assert not Retraction.objects.exists()


# data


def test_the_check_ins_as_json(cast, maya):
    row = check_in(cast.ada, story.ago(1), 10)
    check_in(cast.ada, story.ago(100), 50)
    url = story.url_of("api_client_check_ins", cast.ada)
    found = json.loads(maya.get(url, {"days": "90"}).content)["check_ins"]
    assert [(one["uid"], one["state"], one["position"]) for one in found] == [
        (str(row.uid), "way_down", 10)
    ]
    for bad in ("0", "-1", "many", "9" * 30):
        assert maya.get(url, {"days": bad}).status_code == 400


def test_the_file_holds_the_whole_table_and_no_formula(cast, maya):
    series = Series.objects.create(
        uid=uuid7(),
        practice=cast.practice,
        client=cast.ada.client,
        name="=HYPERLINK(1)",
        low=0,
        high=1,
        imported_at=story.now(),
    )
    SeriesReport.objects.create(
        uid=uuid7(),
        practice=cast.practice,
        client=cast.ada.client,
        series=series,
        at=story.ago(1),
        value=0.5,
    )
    story.usual(cast.ada, days=150)
    answer = maya.get(story.url_of("client_csv", cast.ada), {"of": "arc"})
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode())))
    assert len(rows) == 1 + 150 + 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert any(cell.startswith("'=HYPERLINK") for row in rows for cell in row)


def test_what_the_client_sees_is_their_page(cast, maya):
    story.usual(cast.ada)
    html = maya.get(story.url_of("client_patterns", cast.ada)).content.decode()
    assert "What the client sees" in html
    assert "you were within reach" in html


@pytest.mark.parametrize("days", [30, 730])
def test_the_number_of_queries_does_not_grow(cast, maya, days, django_assert_num_queries):
    story.usual(cast.ada, days=days)
    story.way_down(cast.ada)
    for number in range(days // 10):
        story.meets(cast.ada, cast.maya, -number)
    page(maya, cast.ada)
    with django_assert_num_queries(
        43
    ):  # "Before you meet", other therapies, a trail, touch, a session
        page(maya, cast.ada, days="all")


def test_the_clients_own_plan_stands_for_the_care_team(cast, maya):
    assert "Their own plan" not in page(maya, cast.ada)
    keep_plan("Feet down, call my sister.", uid=uuid7(), by=cast.ada.actor, at=story.now())
    assert "Feet down, call my sister." in page(maya, cast.ada)
