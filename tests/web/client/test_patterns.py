"""Patterns: words before pictures, nothing before there is enough, a file that stays harmless."""

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import check_in

from longarc.care import patterns as words_of
from longarc.care.access import Relation
from longarc.records.codec import Where, seal
from longarc.records.ids import uuid7
from longarc.records.models import (
    CheckIn,
    CheckInMore,
    PhaseStart,
    Retraction,
    Series,
    SeriesReport,
    StateWords,
)
from longarc.records.queries import check_ins, clients
from longarc.web import csv_file
from longarc.web.client import patterns
from longarc.web.client.patterns import HEADERS, patterns_page

DAY = timedelta(days=1)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def days_of(person, number, first=0, position=50, **more):
    now = timezone.now() - timedelta(minutes=1)
    return [check_in(person, now - DAY * (first + n), position, **more) for n in range(number)]


def own_label(cast, state, label):
    uid = uuid7()
    where = Where(cast.practice.pk, cast.ada.client.pk, "statewords.labels", uid)
    StateWords.objects.create(
        uid=uid, practice=cast.practice, client=cast.ada.client, by=cast.ada.user,
        at=timezone.now(), received_at=timezone.now(),
        labels=seal(json.dumps({state: [label, ""]}), where),
    )  # fmt: skip


def series(cast, name="imported", number=5, last=timedelta(), **more):
    end = timezone.now() - last
    made = Series.objects.create(
        uid=uuid7(), practice=cast.practice, client=cast.ada.client, name=name,
        low=1, high=7, imported_at=timezone.now(), **more,
    )  # fmt: skip
    for n in range(number):
        SeriesReport.objects.create(
            uid=uuid7(), practice=cast.practice, client=cast.ada.client, series=made,
            at=end - DAY * n, value=n / max(number - 1, 1),
        )  # fmt: skip
    return made


def rows(response):
    content = b"".join(response.streaming_content).decode()
    return list(csv.reader(io.StringIO(content, newline="")))


# Words, then the picture


def test_nothing_yet(cast, signed_in):
    page = signed_in(cast.ada).get("/patterns/")
    assert "Not enough yet to say anything true. That's fine." in unescape(text(page))
    assert b"<svg" not in page.content


def test_before_14_there_are_dots_and_no_range(cast, signed_in):
    days_of(cast.ada, 13)
    page = signed_in(cast.ada).get("/patterns/").content.decode()
    assert "Not enough yet to say anything true." in page
    assert "<svg" in page
    assert "your range" not in page
    assert "Your range" not in page


def test_from_14_words_come_first_then_the_picture_then_the_table(cast, signed_in):
    days_of(cast.ada, 14)
    page = signed_in(cast.ada).get("/patterns/").content.decode()
    places = [
        page.index(part)
        for part in ("you were within reach", "Based on 14 check-ins", "<svg", "<table", "Save my")
    ]
    assert places == sorted(places)
    assert "your range" in page


def test_the_rows_carry_the_clients_own_words(cast, signed_in):
    own_label(cast, "within", "at <home>")
    days_of(cast.ada, 3)
    page = signed_in(cast.ada).get("/patterns/").content.decode()
    assert page.count("at &lt;home&gt;") >= 4
    assert "Within reach" not in page


def test_harder_times_are_said_with_a_way_to_support(cast, signed_in):
    days_of(cast.ada, 60, first=15)
    assert "I need support now" not in text(signed_in(cast.ada).get("/patterns/"))
    days_of(cast.ada, 10, position=10)
    page = text(signed_in(cast.ada).get("/patterns/"))
    assert "It has been harder in the last 14 days" in page
    assert "I need support now" in page


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("30", "30 days"), ("90", "90 days"), ("all", "All"), ("", "90 days"), ("7", "90 days")],
)
def test_how_far_back(cast, signed_in, asked, shown):
    days_of(cast.ada, 3)
    page = signed_in(cast.ada).get(f"/patterns/?days={asked}").content.decode()
    assert re.findall(r'<a class="btn" href="\?days=\w+" aria-current="true">([^<]+)<', page) == [
        shown
    ]


def test_a_range_holds_what_lies_in_it(cast, signed_in):
    days_of(cast.ada, 5)
    days_of(cast.ada, 5, first=40)
    days_of(cast.ada, 5, first=200)
    counts = []
    for asked in ("30", "90", "all"):
        page = signed_in(cast.ada).get(f"/patterns/?days={asked}").content.decode()
        counts.append(page.count('<th scope="row">'))
    assert counts == [5, 10, 15]


def test_only_her_own_check_ins_that_stand(cast, signed_in):
    wrong, undone, *_ = days_of(cast.ada, 3)
    check_in(cast.ada, wrong.at, 70, corrects=wrong.uid)
    Retraction.objects.create(
        practice=cast.practice, client=cast.ada.client, by=cast.ada.user,
        at=timezone.now(), received_at=timezone.now(), target=undone.uid,
    )  # fmt: skip
    days_of(cast.cleo, 20)
    page = signed_in(cast.ada).get("/patterns/").content.decode()
    assert page.count('<th scope="row">') == 2


def test_phases_stand_over_the_picture(cast, signed_in):
    days_of(cast.ada, 20)
    PhaseStart.objects.create(
        practice=cast.practice, client=cast.ada.client, by=cast.maya.user,
        at=timezone.now(), received_at=timezone.now(), phase="integration",
        on=timezone.now().date() - 10 * DAY,
    )  # fmt: skip
    assert "Taking it in" in signed_in(cast.ada).get("/patterns/").content.decode()


def test_what_was_told_later_says_so(cast, signed_in):
    now = timezone.now()
    check_in(cast.ada, now, 50, recalled_for=now - 3 * DAY)
    assert ", told later" in text(signed_in(cast.ada).get("/patterns/"))


# Hiding


def test_hidden_by_choice_with_a_way_back(cast, signed_in):
    days_of(cast.ada, 20)
    browser = signed_in(cast.ada)
    hide = {"uid": uuid7(), "kind": "hide_patterns", "next": "patterns"}
    page = browser.post("/arc/choice/", {**hide, "given": "1"}, follow=True)
    assert b"<svg" not in page.content
    assert "You chose to hide this page." in text(page)
    assert 'value="0">Show this page again' in page.content.decode()
    back = browser.post("/arc/choice/", {**hide, "uid": uuid7(), "given": "0"}, follow=True)
    assert b"<svg" in back.content


# As the care team opens it


def test_the_care_team_gets_the_same_body_in_the_clients_time(cast):
    cast.ada.client.zone = "Pacific/Auckland"
    cast.ada.client.save()
    days_of(cast.ada, 20)
    now = timezone.now()
    check_in(
        cast.ada, now - DAY * 30, 50, recalled_for=datetime(now.year - 1, 6, 5, 13, tzinfo=UTC)
    )
    series(cast, number=1, last=now - datetime(2020, 6, 5, 13, tzinfo=UTC))
    seen = []
    for viewer in (cast.ada.actor, cast.maya.actor):
        client = clients.find(cast.ada.client.public_id, viewer=viewer, at=now)
        seen.append(patterns_page(client, viewer, now, None))
    hers, mayas = seen
    assert hers["chart"].svg == mayas["chart"].svg
    assert hers["summary"] == mayas["summary"]
    for page in seen:
        assert page["chart"].rows[-1][0] == f"6 June {now.year - 1}, 01:00, told later"
        assert page["series"][0].rows[-1][0].startswith("6 June 2020, 01:0")
    assert hers["own"]
    assert not mayas["own"]
    assert mayas["chart"].csv_url != hers["chart"].csv_url
    assert client.relation is Relation.TEAM


# Imported series


def test_an_imported_series_has_its_own_axis_and_never_ladder_rows(cast, signed_in):
    series(cast, name="invented <scale>", last=400 * DAY)
    page = signed_in(cast.ada).get("/patterns/").content.decode()
    assert "invented &lt;scale&gt;" in page
    assert "5 answers, from" in page
    assert "low, 1" in page
    assert "high, 7" in page
    assert "Way up" not in page
    assert "Not enough yet" not in page


def test_both_kinds_stand_side_by_side_and_apart(cast, signed_in):
    days_of(cast.ada, 20)
    series(cast, number=150)
    page = signed_in(cast.ada).get("/patterns/?days=all").content.decode()
    assert page.count("<svg") == 4  # each drawing holds its shapes in one of its own
    assert page.count('<th scope="row">') == 120
    assert "Based on 20 check-ins." in page


# The file


def test_the_file_holds_what_stands_with_what_was_added(cast, signed_in):
    own_label(cast, "way_up", "=flying")
    now = timezone.now()
    kept = check_in(cast.ada, now, 90, latency=812, method="touch", prompted=True, zone="UTC")
    for ease, body in ((1, ""), (3, "chest:tight")):
        CheckInMore.objects.create(
            practice=cast.practice, client=cast.ada.client, by=cast.ada.user, at=now,
            received_at=now, check_in=kept.uid, ease=ease, body=body,
        )  # fmt: skip
    check_in(cast.cleo, now, 10)
    header, row = rows(signed_in(cast.ada).get("/patterns/my-data.csv"))
    told = dict(zip(header, row, strict=True))
    assert tuple(header) == HEADERS
    assert told["state"] == "way_up"
    assert told["own_word"] == "'=flying"
    assert (told["latency_ms"], told["method"], told["prompted"]) == ("812", "touch", "1")
    assert (told["ease"], told["body"], told["position"]) == ("3", "chest:tight", "90")


def test_mixed_has_no_position_in_the_file(cast, signed_in):
    check_in(cast.ada, timezone.now(), None)
    header, row = rows(signed_in(cast.ada).get("/patterns/my-data.csv"))
    told = dict(zip(header, row, strict=True))
    assert (told["state"], told["position"]) == ("mixed", "")


def test_the_file_of_a_series_is_on_its_own_scale(cast, signed_in):
    made = series(cast, number=3)
    found = rows(signed_in(cast.ada).get(f"/patterns/my-data.csv?series={made.uid}"))
    assert [float(value) for _, value in found[1:]] == [7.0, 4.0, 1.0]
    for who in (cast.cleo, cast.zoes_client):
        answer = signed_in(who).get(f"/patterns/my-data.csv?series={made.uid}")
        assert answer.status_code == 404


RISKY = "=+-@\t\r\n\0＝＋－＠'"
ANYTHING = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from(RISKY + '";,')))


@given(st.lists(st.lists(ANYTHING, min_size=1, max_size=4), max_size=4))
def test_no_cell_of_any_text_can_be_taken_for_a_formula(table):
    lines = "".join(csv_file.lines(["first"], table))
    read = list(csv.reader(io.StringIO(lines, newline="")))[1:]
    cells = [cell for row in read for cell in row]
    assert not any(cell.startswith(tuple(RISKY[:-1])) for cell in cells)
    back = [[cell[1:] if cell.startswith("'") else cell for cell in row] for row in read]
    assert back == table
    assert lines.count('"') >= 2 * sum(map(len, table))


def test_numbers_stay_numbers():
    assert list(csv_file.lines(["n"], [[-3], [0.5], [None]]))[1:] == ["-3\r\n", "0.5\r\n", '""\r\n']


# Who, and how much work


@pytest.mark.parametrize("who", ["maya", "owner", "supervisor", "zoe"])
@pytest.mark.parametrize("path", ["/patterns/", "/patterns/my-data.csv"])
def test_the_page_is_the_clients(cast, signed_in, who, path):
    assert signed_in(getattr(cast, who)).get(path).status_code == 404


def test_two_years_need_the_same_queries_as_a_week(cast, signed_in, django_assert_num_queries):
    browser = signed_in(cast.ada)
    series(cast)
    days_of(cast.ada, 7)
    with django_assert_num_queries(17):
        browser.get("/patterns/?days=all")
    now = timezone.now()
    CheckIn.objects.bulk_create(
        CheckIn(
            practice=cast.practice, client=cast.ada.client, by=cast.ada.user,
            at=now - DAY * n, received_at=now, position=50,
        )
        for n in range(8, 738)
    )  # fmt: skip
    series(cast, name="another", number=40)
    with django_assert_num_queries(17):
        page = browser.get("/patterns/?days=all")
    assert page.content.count(b'<th scope="row">') == 145
    assert "earlier rows are in the file" in text(page)


@pytest.mark.parametrize("days", [30, 90])
@pytest.mark.parametrize("ages", [range(400), range(0, 400, 9), [*range(20), *range(300, 380)]])
def test_reading_only_the_near_past_says_the_same(cast, days, ages):
    """What is left unread does not change a word."""
    now = timezone.now()
    for n in ages:
        check_in(cast.ada, now - DAY * n, (50, 30, 90, None)[n % 4])
    ada, viewer = clients.own(viewer=cast.ada.actor), cast.ada.actor
    near = patterns._known(ada, viewer, now, days)
    whole = check_ins.of_client(ada, viewer=viewer)
    for known in (near, whole):
        assert words_of.summary(known, as_of=now, days=days) == words_of.summary(
            whole, as_of=now, days=days
        )
    assert words_of.usual_range(near, as_of=now) == words_of.usual_range(whole, as_of=now)


def test_a_long_history_is_not_read_for_the_last_weeks(cast):
    now = timezone.now()
    for n in range(400):
        check_in(cast.ada, now - DAY * n)
    ada = clients.own(viewer=cast.ada.actor)
    assert len(patterns._known(ada, cast.ada.actor, now, 90)) < 200
