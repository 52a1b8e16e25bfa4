"""The window on the client page: what the model says, flags to be checked, what people name."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from longarc.records.ids import uuid7
from longarc.records.models import AuditEntry, FlagSetting, InsideRows, MedicineSession, Retraction
from tests.web.staff import story, window_story
from tests.web.staff.test_caseload import cards
from tests.web.staff.test_caseload import page as caseload_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def maya(cast, signed_in):
    return signed_in(cast.maya)


def page(browser, person, **query):
    answer = browser.get(story.url_of("client", person), query)
    assert answer.status_code == 200
    return answer.content.decode()


def part(html, title):
    """The section under one heading."""
    return html.split(f'aria-labelledby="{title}"')[1].split("</section>")[0]


def text(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


# what the model says


def test_before_fourteen_check_ins_it_says_that_it_is_too_early(cast, maya):
    window_story.lives(cast.ada, calm=13)
    html = page(maya, cast.ada)
    assert "Too early: 13 of 14 check-ins." in part(html, "model-title")
    assert 'class="ribbon"' not in html
    assert "Usual level" not in part(html, "model-title")


def test_with_enough_it_says_the_usual_level_in_words_and_draws_it(cast, maya):
    window_story.lives(cast.ada)
    html = page(maya, cast.ada)
    says = text(part(html, "model-title"))
    assert "In the row Within reach, at" in says
    assert "Rests on 90 check-ins." in says
    assert "not from psychedelic clients" in says
    assert 'class="ribbon"' in html
    assert re.search(
        r"Their usual level, where they mostly are: \d+ of 100, in the row Within reach", html
    )
    assert re.search(r"The last check-ins: (\w+ ?\w*, ){3}\w+ ?\w*\.", html)


def test_a_medicine_session_stands_in_the_drawing_the_table_the_file_and_in_words(cast, maya):
    window_story.lives(cast.ada)
    window_story.has_session(cast.ada, 40)
    window_story.has_session(cast.ada, 1)
    html = page(maya, cast.ada)
    drawing = html.split('class="timeline"')[1].split("</svg></div>")[0]
    assert "Session 1" in drawing
    assert "Session 2" in drawing
    assert "2 medicine sessions." in html
    says = text(part(html, "model-title"))
    assert re.search(r"Medicine session 1, \d+ \w+ Day 3: ", says)
    assert re.search(r"Medicine session 2, \d+ \w+ Day 3: too early. Day 7: too early.", says)
    answer = maya.get(story.url_of("client_csv", cast.ada), {"of": "arc"})
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode())))
    assert [row[1] for row in rows if row[1].startswith("Medicine")] == [
        "Medicine session 2",
        "Medicine session 1",
    ]


def test_a_fault_in_the_model_leaves_the_page_standing(cast, maya, monkeypatch):
    window_story.lives(cast.ada, calm=3)
    from longarc.records.queries import picture

    def broken(*_args, **_more):
        raise ArithmeticError

    monkeypatch.setattr(picture.analytics, "looked", broken)
    html = page(maya, cast.ada)
    assert "Please use your own reading." in part(html, "model-title")
    assert "3 check-ins" in html


# flags


def test_a_level_that_rose_is_a_signal_whose_check_ins_stand_under_it(cast, maya):
    window_story.lives(cast.ada, high=window_story.high_until_flag(cast) + 4)
    html = page(maya, cast.ada, days="30")
    card = html.split('id="rise-')[1].split("</article>")[0]
    assert "Their usual level has gone up since" in card
    n = int(re.search(r"The check-ins under it \((\d+)\)", card)[1])
    assert card.count("<li>") == n
    assert f"from {n} check-ins with a position" in card
    assert "Way up" in card
    assert "usual level up" in html.split('class="timeline"')[1].split("</svg></div>")[0]
    (first,) = cards(caseload_page(maya))
    assert "Their usual level has gone up since" in first


def test_the_check_ins_under_a_flag_are_there_however_short_the_time_axis_is(cast, maya):
    window_story.lives(cast.ada, high=window_story.high_until_flag(cast) + 4, until=25)
    html = page(maya, cast.ada, days="30")
    card = html.split('id="rise-')[1].split("</article>")[0]
    n = int(re.search(r"The check-ins under it \((\d+)\)", card)[1])
    assert card.count("<li>") == n > 5


def test_a_flag_that_still_asks_is_a_quiet_line_and_no_signal(cast, maya):
    window_story.lives(cast.ada, high=window_story.high_until_flag(cast))
    html = page(maya, cast.ada)
    assert "Asking for one or two more check-ins until" in part(html, "signals")
    assert 'id="rise-' not in html
    assert "usual level has gone up" not in caseload_page(maya)


def test_switched_off_there_is_neither_flag_nor_question(cast, maya):
    window_story.lives(cast.ada, high=window_story.high_until_flag(cast))
    at = story.now()
    FlagSetting.objects.create(
        practice=cast.practice, by=cast.owner.user, at=at, on=False, budget=0.2
    )
    html = page(maya, cast.ada)
    assert "Asking for" not in html
    assert "Usual level" in part(html, "model-title")
    assert (
        "Flags are off in this practice" in maya.get(reverse("signals_explained")).content.decode()
    )


def test_how_flags_are_decided_is_told_with_their_numbers(maya):
    html = text(maya.get(reverse("signals_explained")).content.decode())
    for words in (
        "at most 20 are flagged in 26 weeks",
        "within 48 hours",
        "most flags stood on a usual level that had really moved",
        "72 hours",
    ):
        assert words in html


# a medicine session


def enters(browser, cast, **form):
    return browser.post(story.url_of("client_session", cast.ada), form)


def began(days_ago):
    at = timezone.localtime() - timedelta(days=days_ago)
    return {"on": at.date().isoformat(), "at": f"{at:%H:%M}", "why": "At another practice."}


def test_a_session_is_entered_once_and_taken_back(cast, maya):
    for _twice in range(2):
        assert enters(maya, cast, **began(3)).status_code == 302
    row = MedicineSession.objects.get()
    assert "Session 1:" in part(page(maya, cast.ada), "sessions-title")
    assert AuditEntry.objects.filter(act="kept_medicinesession").count() == 1
    assert enters(maya, cast, take_back=row.uid, why="A slip.").status_code == 302
    assert "No medicine session is entered." in page(maya, cast.ada)
    assert MedicineSession.objects.count() == Retraction.objects.count() == 1


@pytest.mark.parametrize(
    "changed", [{"at": "noon"}, {"on": "soon"}, {"on": "1999-01-01"}, began(-2)]
)
def test_a_session_that_cannot_be_keeps_what_was_typed(cast, maya, changed):
    answer = enters(maya, cast, **{**began(3), **changed})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Nothing was kept yet." in html
    assert all(typed in html for typed in changed.values())
    assert not MedicineSession.objects.exists()


def test_a_session_of_another_client_cannot_be_taken_back(cast, maya):
    theirs = window_story.has_session(cast.cleo, 2)
    assert enters(maya, cast, take_back=theirs.uid).status_code == 400
    assert not Retraction.objects.exists()


# the agreed window


def proposes(browser, cast, *rows, uid=None):
    form = {"rows": rows, "uid": str(uid or uuid7())}
    return browser.post(story.url_of("client_window", cast.ada), form)


def test_rows_count_once_both_have_named_them(cast, maya):
    window_story.lives(cast.ada)
    assert "Within reach, until you and the client agree" in page(maya, cast.ada)
    proposes(maya, cast, "within", "up")
    waiting = part(page(maya, cast.ada), "window-title")
    assert "Within reach, until you and the client agree" in waiting
    assert re.search(
        r"Within reach and Up, proposed on \d+ \w+, waits for the client", text(waiting)
    )
    window_story.names(cast.ada, cast.ada, "within", "up", days_ago=0)
    agreed = text(part(page(maya, cast.ada), "window-title"))
    assert "Within reach and Up, agreed with the client on" in agreed
    assert "waits" not in agreed
    assert "inside the agreed window, Within reach and Up" in page(maya, cast.ada)


def test_what_the_client_named_is_ticked_for_an_answer(cast, maya):
    window_story.names(cast.ada, cast.ada, "down", "within")
    form = part(page(maya, cast.ada), "window-title")
    assert "The client named Down and Within reach on" in form
    assert set(re.findall(r'value="(\w+)"[^>]* checked', form)) == {"down", "within"}


def test_a_proposal_sent_twice_is_kept_once(cast, maya):
    uid = uuid7()
    for _twice in range(2):
        assert proposes(maya, cast, "within", "up", uid=uid).status_code == 302
    assert InsideRows.objects.count() == 1


@pytest.mark.parametrize("rows", [(), ("way_up", "within"), ("mixed",), ("nowhere",)])
def test_rows_that_are_no_window_are_not_kept_and_stay_ticked(cast, maya, rows):
    answer = proposes(maya, cast, *rows)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "rows that lie side by side" in html
    ticked = set(re.findall(r'value="(\w+)"[^>]* checked', html))
    assert ticked == set(rows) - {"mixed", "nowhere"}
    assert not InsideRows.objects.exists()


@pytest.mark.parametrize("route", ["client_session", "client_window"])
@pytest.mark.parametrize("who", ["ada", "bo", "zoe", "owner", "coordinator"])
def test_others_enter_nothing(cast, signed_in, route, who):
    form = {**began(3), "rows": ["within"], "uid": str(uuid7())}
    answer = signed_in(getattr(cast, who)).post(story.url_of(route, cast.ada), form)
    assert answer.status_code == 404
    assert not MedicineSession.objects.exists()
    assert not InsideRows.objects.exists()
