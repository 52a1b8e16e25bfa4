"""Living over HTTP: behaviours, the diary, shifts, other therapies; who sees what; bad input."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from longarc.care.living import Answer, Area, Drank
from longarc.records.actions import living as actions
from longarc.records.ids import uuid7
from longarc.records.models import (
    AuditEntry,
    Behaviour,
    BehaviourAnswer,
    DrinkingDay,
    MedicineSession,
    MoodInsight,
    OtherTherapy,
    Shift,
)
from longarc.records.queries import clients, living, other_therapies
from longarc.web.staff import living_part
from tests.cast import check_in
from tests.web.staff.story import takes_back

pytestmark = pytest.mark.django_db
CHANGES, DIARY, SHIFTS, ALONGSIDE = (
    "/arc/changes/",
    "/arc/diary/",
    "/arc/shifts/",
    "/arc/alongside/",
)


@pytest.fixture
def ada(cast, signed_in):
    return signed_in(cast.ada)


@pytest.fixture
def maya(cast, signed_in):
    return signed_in(cast.maya)


def staff(name, cast):
    return reverse(name, args=[cast.ada.client.public_id])


def text(answer):
    return " ".join(answer.content.decode().split())


def ago(weeks):
    return timezone.now() - timedelta(weeks=weeks)


def session(cast, weeks):
    at = ago(weeks)
    return MedicineSession.objects.create(
        practice=cast.ada.client.practice, client=cast.ada.client, by=cast.maya.user,
        at=at, received_at=at, starts_at=at,
    )  # fmt: skip


def feels(cast, mood, weeks):
    own = clients.own(viewer=cast.ada.actor)
    actions.feel(own, mood, None, uid=uuid7(), by=cast.ada.actor, at=ago(weeks))


def wants(cast, words="Call my sister", weeks=20):
    own, uid = clients.own(viewer=cast.ada.actor), uuid7()
    actions.add_behaviour(own, words, uid=uid, by=cast.ada.actor, at=ago(weeks))
    return uid


def answers(cast, behaviour, told, weeks):
    own = clients.own(viewer=cast.ada.actor)
    actions.answer(own, behaviour, told, uid=uuid7(), by=cast.ada.actor, at=ago(weeks))


def test_a_behaviour_is_written_down_answered_and_let_rest(ada, maya, cast):
    form = {"act": "add", "uid": uuid7(), "text": "Call my sister"}
    for _ in range(2):  # the same form twice is kept once
        ada.post(CHANGES, form)
    wanted = Behaviour.objects.get().uid
    told = {"act": "answer", "behaviour": wanted, "uid": uuid7(), "answer": "more"}
    told[f"words-{wanted}"] = "Rang"
    assert "Kept." in text(ada.post(CHANGES, told, follow=True))
    assert "Rang" in text(maya.get(staff("client_living", cast)))
    ada.post(CHANGES, {"act": "rest", "behaviour": wanted, "uid": uuid7()})
    assert "What rests" in text(ada.get(CHANGES))
    late = {**told, "uid": uuid7(), "answer": "less"}
    assert "Nothing was changed" in text(ada.post(CHANGES, late, follow=True))
    assert BehaviourAnswer.objects.count() == 1
    assert AuditEntry.objects.filter(act="opened", detail="living").exists()


def test_mood_moved_and_behaviour_did_not_is_said_to_the_care_team_alone(ada, maya, cast):
    session(cast, 7)
    wanted = wants(cast)
    for weeks in (11, 10, 9):
        feels(cast, 1, weeks)
    for weeks in (4, 3, 2):
        feels(cast, 3, weeks)
        answers(cast, wanted, Answer.SAME, weeks)
    page = text(maya.get(staff("client_living", cast)))
    assert "Worth asking about" in page
    assert "mood moved the way they want" in page
    assert "Call my sister: no clear move. 0 times more like they want, 3 the same, 0 less." in page
    assert "Worth asking about" not in text(maya.get(staff("client", cast)))
    for path in (CHANGES, SHIFTS, DIARY):
        assert "moved the way" not in text(ada.get(path))


def test_a_day_of_the_diary_can_be_said_changed_and_opened_again(ada, cast):
    day = (timezone.now() - timedelta(days=3)).date()

    def say(**told):
        return ada.post(DIARY, {"act": "day", "uid": uuid7(), "day": day, **told}, follow=True)

    own = clients.own(viewer=cast.ada.actor)
    assert "2 drinks" in text(say(drank="some", drinks="2"))
    assert "No drink" in text(say(drank="none"))
    assert f"{day:%A} {day.day} {day:%B}: open" in text(say(drank="open"))
    (known,) = living.days(own, viewer=cast.ada.actor)
    assert (known.on, known.drank) == (day, "open")
    (course,) = (one for one in living.load(own, viewer=cast.ada.actor).facts.courses if one.points)
    assert course.known(day, day) == ()
    assert DrinkingDay.objects.count() == 3


@pytest.mark.parametrize(
    "form",
    [
        {"drank": "some", "drinks": "٣"},
        {"drank": "some", "drinks": "0"},
        {"drank": "some", "drinks": "-2"},
        {"drank": "some", "drinks": "1e3"},
        {"drank": "none", "drinks": "2"},
        {"drank": "much"},
        {"drank": "none", "day": "2099-01-01"},
        {"drank": "none", "day": "1999-01-01"},
        {"drank": "none", "day": "yesterday"},
    ],
)
def test_a_day_that_cannot_be_kept_says_so(ada, form):
    told = {"act": "day", "uid": uuid7(), "day": timezone.localdate(), **form}
    answer = ada.post(DIARY, told)
    assert answer.status_code == 400
    assert "Nothing was kept yet." in text(answer)
    assert not DrinkingDay.objects.exists()


@pytest.mark.parametrize(
    ("path", "form"),
    [
        (SHIFTS, {"rest": "9", "words": "Mine."}),
        (SHIFTS, {}),
        (SHIFTS, {"words": "w" * 4001}),
        (CHANGES, {"act": "feel", "mood": "٣"}),
        (CHANGES, {"act": "feel"}),
        (CHANGES, {"act": "add", "text": "w" * 301}),
        (CHANGES, {"act": "add", "text": "  "}),
        (ALONGSIDE, {"therapy": "emdr", "on": "2030-13-01", "words": "Mine."}),
        (ALONGSIDE, {"on": "2026-01-01", "words": "Mine."}),
    ],
)
def test_what_cannot_be_kept_comes_back_as_it_was_typed(ada, path, form):
    answer = ada.post(path, {"uid": uuid7(), **form})
    assert answer.status_code == 400
    assert "Nothing was kept yet." in text(answer)
    assert form.get("words", form.get("text", "")).strip()[:40] in text(answer)
    kept = (Shift, MoodInsight, Behaviour, OtherTherapy)
    assert not any(model.objects.exists() for model in kept)


def test_five_behaviours_at_a_time_are_enough(ada, cast):
    for n in range(5):
        wants(cast, f"Thing {n}")
    answer = ada.post(CHANGES, {"act": "add", "uid": uuid7(), "text": "One more"})
    assert answer.status_code == 400
    assert "One more" in text(answer)
    assert "Let one rest first." in text(answer)


def test_shifts_stand_against_their_own_past(ada, maya, cast):
    own = clients.own(viewer=cast.ada.actor)
    earlier = {Area.REST: 0, Area.JOY: 2}
    actions.tell_shifts(own, earlier, uid=uuid7(), by=cast.ada.actor, at=ago(30))
    ada.post(SHIFTS, {"uid": uuid7(), "rest": "3", "words": "A nap, and nobody died."})
    page = text(ada.get(SHIFTS))
    assert page.index("Much of the time</li>") < page.index("Not now</li>")
    assert Shift.objects.order_by("seq").last().joy is None
    theirs = text(maya.get(staff("client_living", cast)))
    assert "A nap, and nobody died." in theirs
    answer = maya.get(staff("client_csv", cast) + "?of=shifts")
    lines = b"".join(answer.streaming_content).decode()
    assert "Rest" in lines
    assert "A nap, and nobody died." in lines


def test_emdr_is_recorded_by_staff_and_the_client_reads_it(ada, maya, cast):
    path = staff("client_therapies", cast)
    told = {"therapy": "emdr", "on": timezone.localdate(), "target": "The kitchen"}
    figures = {"distress_before": "8", "distress_after": "3", "validity_before": "2"}
    form = {"uid": uuid7(), **told, **figures}
    for _ in range(2):
        maya.post(path, form)
    row = OtherTherapy.objects.get()
    assert (row.distress_before, row.validity_after, row.from_client) == (8, None, False)
    page = text(ada.get(ALONGSIDE))
    assert "8 before, 3 after." in page
    assert "The kitchen" in page
    ada.post(ALONGSIDE, {"take_back": row.uid})  # not theirs to take back
    assert len(other_therapies.of_client(_ref(cast), viewer=cast.maya.actor)) == 1
    assert "Taken back." in text(maya.post(path, {"take_back": row.uid}, follow=True))
    assert other_therapies.of_client(_ref(cast), viewer=cast.maya.actor) == ()


def _ref(cast):
    return clients.own(viewer=cast.ada.actor)


@pytest.mark.parametrize(
    "form",
    [
        {"therapy": "emdr", "distress_before": "11"},
        {"therapy": "emdr", "validity_before": "0"},
        {"therapy": "somatic", "target": "The kitchen"},
        {"therapy": "parts", "distress_after": "1"},
        {"therapy": "other", "on": "2099-01-01"},
    ],
)
def test_a_record_that_does_not_fit_is_not_kept(maya, cast, form):
    told = {"uid": uuid7(), "on": timezone.localdate(), "words": "Typed words", **form}
    answer = maya.post(staff("client_therapies", cast), told)
    assert answer.status_code == 400
    assert "Nothing was kept yet." in text(answer)
    assert "Typed words" in text(answer)
    assert not OtherTherapy.objects.exists()


def test_sessions_are_aligned_on_their_beginning(maya, cast):
    first, second = session(cast, 30), session(cast, 10)
    for held in (first, second):
        for day, position in ((-2, 50), (1, 90), (20, 50)):
            check_in(cast.ada, held.starts_at + timedelta(days=day, minutes=5), position)
    check_in(cast.ada, second.starts_at + timedelta(days=40), 10)
    page = text(maya.get(staff("client_aligned", cast)))
    assert page.count("3 check-ins: 1 Way up, 2 Within reach.") >= 2
    assert "day -2" in page
    answer = maya.get(staff("client_csv", cast) + "?of=aligned")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 7
    assert lines[1].startswith('"Session 2","day -2"')
    takes_back(cast.ada, second)
    assert "Session 2" not in text(maya.get(staff("client_aligned", cast)))


def test_sessions_are_told_apart_by_their_number_on_one_ladder(maya, cast):
    """Same axis, same rows: a mark is the number of its session, each on a line of its own."""
    for weeks in (30, 10):
        check_in(cast.ada, session(cast, weeks).starts_at + timedelta(days=1), 50)
    page = maya.get(staff("client_aligned", cast)).content.decode()
    marks = re.findall(r'<text x="([\d.]+)%" y="([\d.]+)%" class="mark">(\d)</text>', page)
    assert [number for *_, number in marks] == ["1", "2"]
    assert marks[0][0] == marks[1][0]
    assert marks[0][1] != marks[1][1]


def test_an_arc_of_years_is_told_year_by_year(maya, cast):
    held = session(cast, 104).starts_at
    check_in(cast.ada, held + timedelta(hours=1), 50)
    check_in(cast.ada, held + timedelta(hours=2), 90)
    page = text(maya.get(staff("client", cast) + "?days=all"))
    assert f"{held.year}: 1 medicine session; 1 of 2 check-ins Within reach." in page
    assert f"{held.year}:" not in text(maya.get(staff("client", cast) + "?days=90"))


def test_over_years_the_diary_stands_month_by_month_and_open_days_in_no_share(maya, cast):
    own = clients.own(viewer=cast.ada.actor)
    first = timezone.now() - timedelta(days=500)
    wants(cast, weeks=72)
    for n in range(40):
        day = first + timedelta(days=n)
        drank = (Drank.SOME, Drank.NONE, Drank.OPEN, Drank.OPEN)[n % 4]
        told = actions.Told(day.date(), drank)
        actions.tell_day(own, told, uid=uuid7(), by=cast.ada.actor, at=day)
    page = text(maya.get(staff("client_living", cast)))
    assert "The diary stands month by month" in page
    told = living.days(own, viewer=cast.maya.actor)
    shares = list(living_part.months(told))
    assert shares
    assert all(40 <= share <= 60 for _, share in shares)
    assert list(living_part.months(one for one in told if one.drank is Drank.OPEN)) == []


def test_the_page_asks_the_same_however_much_there_is(maya, cast, django_assert_num_queries):
    session(cast, 7)
    path, first = staff("client_living", cast), wants(cast)
    maya.get(path)
    with CaptureQueriesContext(connection) as few:
        maya.get(path)
        asked = len(few)
    for weeks in range(1, 15):
        answers(cast, first, Answer.SAME, weeks)
        feels(cast, 2, weeks)
    with django_assert_num_queries(asked):
        maya.get(path)
