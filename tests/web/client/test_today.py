"""Today as plain forms: what a browser without JavaScript sends, and what the page says."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import NOW, check_in, make_client

from longarc.records.codec import seal
from longarc.records.ids import uuid7
from longarc.records.models import (
    CheckIn,
    CheckInMore,
    Meeting,
    Rest,
    Retraction,
    StateWords,
    Words,
)
from longarc.records.queries import check_ins

pytestmark = pytest.mark.django_db


@pytest.fixture
def noon(monkeypatch):
    """Wednesday 15 May 2030, 12:30 in UTC."""
    monkeypatch.setattr(timezone, "now", lambda: NOW.replace(hour=12, minute=30))
    return NOW.replace(hour=12, minute=30)


@pytest.fixture
def ada(cast, signed_in, noon):
    browser = signed_in(cast.ada)
    browser.person = cast.ada
    return browser


def page(browser, path="/today/", **query):
    response = browser.get(path, query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def standing(person):
    found = check_ins.standing(person.actor, [person.client.pk]).order_by("seq")
    return [row.position for row in found]


def test_the_rows_stand_in_order_with_literal_words(ada):
    html = page(ada)
    places = [
        html.index(f'value="{s}"') for s in ("way_up", "up", "within", "down", "way_down", "mixed")
    ]
    assert places == sorted(places)
    for words in (
        "Way up",
        "heart racing, flooded",
        "Within reach",
        "Both at once, or hard to tell",
    ):
        assert words in html
    assert "This is a place to notice how you are." in html


def test_a_replayed_form_keeps_once(ada):
    form = {"uid": str(uuid7()), "state": "down"}
    for _ in range(2):
        response = ada.post("/today/check-in/", form)
        assert response["Location"] == f"/today/?kept={form['uid']}"
    assert standing(ada.person) == [30]
    assert CheckIn.objects.get().method == "form"


def test_the_same_form_with_another_answer_changes_nothing_and_says_so(ada):
    form = {"uid": str(uuid7()), "state": "down"}
    ada.post("/today/check-in/", form)
    ada.post("/today/check-in/", form | {"state": "up"})
    assert "Nothing was changed." in page(ada)
    assert standing(ada.person) == [30]


def test_an_empty_form_is_fine(ada):
    assert ada.post("/today/check-in/", {}).status_code == 302
    assert "Nothing was kept. Pick a row when you like." in page(ada)
    assert ada.post("/today/more/", {}).status_code == 302
    assert ada.post("/today/rest/", {}).status_code == 302
    assert ada.post("/today/my-words/", {}).status_code == 302
    assert ada.post("/today/undo/", {}).status_code == 400
    assert not CheckIn.objects.exists()
    assert not Words.objects.exists()


def test_an_unknown_row_is_answered_with_a_sentence(ada):
    response = ada.post("/today/check-in/", {"uid": str(uuid7()), "state": "sparkling"})
    assert response.status_code == 400
    assert "Please pick one of the six rows." in response.content.decode()


def test_after_keeping_there_is_undo_and_room_for_more(ada):
    check = check_in(ada.person, timezone.now(), 10)
    html = page(ada, kept=check.uid)
    for words in (
        "Kept.",
        "Undo",
        "Can you get back to steady just now?",
        "That sounds like a lot.",
    ):
        assert words in html
    ada.post("/today/undo/", {"uid": str(uuid7()), "target": str(check.uid)})
    assert Retraction.objects.get().target == check.uid
    assert "Taken back." in page(ada, kept=check.uid)
    assert standing(ada.person) == []


def test_a_middle_answer_adds_no_card(ada):
    check = check_in(ada.person, timezone.now(), 50)
    assert "That sounds like a lot." not in page(ada, kept=check.uid)


def test_anothers_check_in_is_not_shown_as_kept(ada, cast):
    theirs = check_in(cast.cleo, timezone.now(), 10)
    html = page(ada, kept=theirs.uid)
    assert "Where are you right now?" in html
    assert "Undo" in html  # the script's own button, hidden
    assert "That sounds like a lot." in html
    assert str(theirs.uid) not in html


def test_all_that_can_be_added(ada):
    check = check_in(ada.person, timezone.now(), 30)
    question = "cost"
    form = {
        "uid": str(uuid7()),
        "words_uid": str(uuid7()),
        "check_in": str(check.uid),
        "ease": "2",
        "item": question,
        "answer": "all",
        "body": ["chest", "foot_left"],
        "feels-chest": "tight",
        "text": "Rain.",
    }
    for _ in range(2):
        response = ada.post("/today/more/", form)
        assert response["Location"] == f"/today/?kept={check.uid}"
    more, words = CheckInMore.objects.get(), Words.objects.get()
    assert (more.ease, more.item, more.answer) == (2, "cost", "all")
    assert more.body == "chest:tight foot_left:"
    assert words.shared_at is None
    assert {more.check_in, words.check_in} == {check.uid}


def test_words_may_stand_alone_and_be_shared(ada):
    response = ada.post(
        "/today/more/", {"check_in": str(uuid7()), "text": "Only words", "shared": "1"}
    )
    assert "?added=" in response["Location"]
    assert Words.objects.get().shared_at is not None
    assert not CheckInMore.objects.exists()


def test_words_that_are_too_long_come_back(ada):
    check = check_in(ada.person, timezone.now(), 30)
    for about in (str(check.uid), str(uuid7())):
        response = ada.post("/today/more/", {"check_in": about, "text": "rain " * 5000})
        assert response.status_code == 400
        html = response.content.decode()
        assert "Your words are still here." in html
        assert "rain rain" in html
    assert not Words.objects.exists()


def test_a_megabyte_of_text_is_refused_with_a_page(ada):
    response = ada.post("/today/more/", {"check_in": str(uuid7()), "text": "a" * 1_100_000})
    assert response.status_code == 400
    assert not Words.objects.exists()


def test_only_times_that_have_passed_are_offered(ada):
    html = page(ada)
    for words in ("Last evening or night", "This morning", "Midday"):
        assert words in html
    assert "This afternoon" not in html


@pytest.mark.parametrize(
    ("chosen", "then"),
    [
        ("evening", "2030-05-14T21:00:00+00:00"),
        ("morning", "2030-05-15T08:00:00+00:00"),
        ("afternoon", None),
        ("tomorrow", None),
    ],
)
def test_an_answer_can_be_for_earlier(ada, chosen, then):
    ada.post("/today/check-in/", {"uid": str(uuid7()), "state": "up", "earlier": chosen})
    row = CheckIn.objects.get()
    assert (row.recalled_for and row.recalled_for.isoformat()) == then


def test_earlier_is_earlier_where_the_client_lives(ada):
    ada.person.client.zone = "Pacific/Auckland"  # 00:30 on Thursday there
    ada.person.client.save()
    assert "This morning" not in page(ada)
    ada.post("/today/check-in/", {"uid": str(uuid7()), "state": "up", "earlier": "evening"})
    assert CheckIn.objects.get().recalled_for.isoformat() == "2030-05-15T09:00:00+00:00"


def test_earlier_said_afterwards_takes_the_place_of_the_answer(ada):
    check = check_in(ada.person, timezone.now() - timedelta(minutes=1), 77, resolution=2)
    form = {
        "check_in": str(check.uid),
        "earlier": "morning",
        "earlier_uid": str(uuid7()),
        "ease": "1",
    }
    response = ada.post("/today/more/", form)
    assert response["Location"] == f"/today/?kept={form['earlier_uid']}"
    row = CheckIn.objects.order_by("-seq").first()
    assert (row.corrects, row.position, row.resolution) == (check.uid, 77, 2)
    assert row.recalled_for.hour == 8
    assert str(CheckInMore.objects.get().check_in) == form["earlier_uid"]
    assert standing(ada.person) == [77]


class TestGap:
    def test_a_week_of_nothing_is_greeted_and_asked_about_roughly(self, ada, noon):
        check_in(ada.person, noon - timedelta(days=7))
        html = page(ada)
        assert "Good to see you. Nothing to catch up on." in html
        assert "Roughly, how were the days since?" in html

    def test_six_days_are_not_a_gap(self, ada, noon):
        check_in(ada.person, noon - timedelta(days=6, hours=23))
        assert "Good to see you." not in page(ada)

    def test_an_undone_check_in_does_not_count(self, ada, noon):
        check_in(ada.person, noon - timedelta(days=9))
        undone = check_in(ada.person, noon - timedelta(days=1))
        ada.post("/today/undo/", {"uid": str(uuid7()), "target": str(undone.uid)})
        assert "Good to see you." in page(ada)

    @pytest.mark.parametrize("days", [8, 40, 300])
    def test_the_answer_stands_in_the_middle_of_it(self, ada, noon, days):
        check_in(ada.person, noon - timedelta(days=days))
        ada.post("/today/check-in/", {"uid": str(uuid7()), "state": "mixed", "gap": "1"})
        row = CheckIn.objects.order_by("-seq").first()
        assert row.position is None
        assert row.recalled_for == noon - timedelta(days=min(days, 59)) / 2
        assert "Good to see you." not in page(ada)

    def test_skipping_keeps_nothing(self, ada, noon):
        check_in(ada.person, noon - timedelta(days=9))
        ada.post("/today/check-in/", {"uid": str(uuid7()), "state": "", "gap": "1"})
        assert CheckIn.objects.count() == 1


class TestRest:
    def test_for_a_week(self, ada, noon):
        ada.post("/today/rest/", {"for": "week"})
        assert Rest.objects.get().until == noon + timedelta(days=7)
        html = page(ada)
        assert "Resting until 22 May." in html
        assert "Nothing to do here." in html
        assert 'value="way_up"' in html

    def test_for_a_day_and_back(self, ada):
        ada.post("/today/rest/", {"for": "day"})
        assert "Resting until tomorrow." in page(ada)
        ada.post("/today/rest/", {"for": "back"})
        assert "Resting" not in page(ada).replace("sees that you are resting", "")

    def test_until_i_say(self, ada):
        ada.post("/today/rest/", {"for": "open"})
        assert "Resting until you say." in page(ada)

    def test_it_ends_by_itself(self, ada, noon, monkeypatch):
        ada.post("/today/rest/", {"for": "day"})
        monkeypatch.setattr(timezone, "now", lambda: noon + timedelta(days=1, minutes=1))
        assert "Nothing to do here." not in page(ada)

    def test_nothing_is_asked_about_a_gap_while_resting(self, ada, noon):
        check_in(ada.person, noon - timedelta(days=30))
        ada.post("/today/rest/", {"for": "open"})
        assert "Good to see you." not in page(ada)


class TestWhoLooks:
    def meeting(self, cast, starts_at):
        return Meeting.objects.create(
            practice=cast.practice,
            client=cast.ada.client,
            by=cast.maya.user,
            at=NOW,
            received_at=NOW,
            starts_at=starts_at,
            with_user=cast.maya.user,
        )

    @pytest.mark.parametrize(
        ("ahead", "words"),
        [
            (timedelta(hours=2), "next today at 14:30."),
            (timedelta(days=1), "next tomorrow."),
            (timedelta(days=2), "next on Friday."),
            (timedelta(days=20), "next on 4 June."),
        ],
    )
    def test_the_lead_and_the_next_meeting(self, ada, cast, noon, ahead, words):
        self.meeting(cast, noon + ahead)
        self.meeting(cast, noon - timedelta(days=1))
        assert f"Maya can look at these before you meet, {words}" in page(ada)

    def test_a_cancelled_meeting_is_not_named(self, ada, cast, noon):
        meeting = self.meeting(cast, noon + timedelta(days=1))
        Retraction.objects.create(
            practice=cast.practice,
            client=cast.ada.client,
            by=cast.maya.user,
            at=NOW,
            received_at=NOW,
            target=meeting.uid,
        )
        assert "Maya can look at these before you meet. Nobody watches live." in page(ada)

    def test_without_a_lead(self, cast, signed_in, noon):
        alone = make_client(cast.practice, "Ivo Invented")
        assert "Your care team can look at these before you meet." in page(signed_in(alone))


class TestOwnWords:
    def test_they_stand_in_the_rows_and_can_go_again(self, ada):
        form = {"label-up": "  Buzzing <b> ", "hint-down": "grey", "fine": "1", "theme": "dark"}
        ada.post("/today/my-words/", form)
        html = page(ada)
        assert "<b>Buzzing &lt;b&gt;</b>" in html
        assert "wound up, on guard" not in html
        assert "<small>grey</small>" in html
        assert 'data-theme="dark"' in html
        assert "Higher or lower in a band counts too." in html
        ada.post("/today/my-words/", {"theme": "auto"})
        assert "wound up, on guard" in page(ada)

    def test_they_are_stored_sealed_and_once(self, ada):
        for _ in range(2):
            ada.post("/today/my-words/", {"label-up": "Buzzing"})
        row = StateWords.objects.get()
        told = json.dumps({"up": ["Buzzing", ""]})
        assert row.labels == seal(told, row.where)
        assert row.where.row == row.uid

    def test_what_makes_no_sense_does_no_harm(self, ada):
        form = {"label-up": "a" * 500, "label-wing": "x", "theme": "neon"}
        assert ada.post("/today/my-words/", form).status_code == 302
        assert "a" * 40 + "</b>" in page(ada)
        ada.person.user.refresh_from_db()
        assert ada.person.user.theme == "auto"


def test_today_costs_the_same_however_long_the_arc(ada, noon, django_assert_num_queries):
    page(ada)
    for n in range(40):
        check_in(ada.person, noon - timedelta(hours=n))
    with django_assert_num_queries(25):  # the model takes in what is new
        page(ada)
    with django_assert_num_queries(21):
        page(ada)


def test_a_reload_after_a_problem_is_the_page_itself(ada):
    """The address of a form that was refused is no page: going there leads nowhere wrong."""
    assert ada.get("/today/check-in/").status_code == 405
