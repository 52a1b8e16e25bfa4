"""Who has looked: every opening by a person, by day in the client's time, in words."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from longarc.records.actions.access import record_listing, record_view
from longarc.records.codec import Where, seal
from longarc.records.ids import uuid7
from longarc.records.models import AuditEntry, EmergencyAccess
from longarc.records.queries import clients

NOW = timezone.now().replace(hour=12, minute=0)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def opened(cast, person, at, act="opened", client=None):
    return AuditEntry.objects.create(
        practice=cast.practice, at=at, user=person.user,
        client=(client or cast.ada).client, act=act,
    )  # fmt: skip


def emergency(cast, person, at, reason):
    uid = uuid7()
    where = Where(cast.practice.pk, cast.ada.client.pk, "emergencyaccess.reason", uid)
    EmergencyAccess.objects.create(
        uid=uid, practice=cast.practice, client=cast.ada.client, by=person.user, at=at,
        received_at=at, reason=seal(reason, where), until=at + timedelta(hours=4),
    )  # fmt: skip


def looked(signed_in, person, query=""):
    return text(signed_in(person).get(f"/looked/{query}"))


def test_nobody_yet(cast, signed_in):
    page = looked(signed_in, cast.ada)
    assert "Nobody has opened your record yet." in page
    assert "Maya Invented leads my care" in page


def test_what_is_not_recorded_is_said(cast, signed_in):
    page = looked(signed_in, cast.ada)
    assert "What is not on this list" in page
    assert "The people who run the server." in page


def test_what_the_actions_record_is_what_the_client_reads(cast, signed_in):
    mayas = clients.find(cast.ada.client.public_id, viewer=cast.maya.actor, at=NOW)
    record_listing([mayas], by=cast.maya.actor, at=NOW)
    record_view(mayas, by=cast.maya.actor, at=NOW, page="client")
    page = looked(signed_in, cast.ada)
    assert "Maya Invented saw your name in a list." in page
    assert "Maya Invented opened your record, at 12:00." in page
    assert "listed" not in page


def test_one_line_a_person_a_day(cast, signed_in):
    for minutes in (1, 2, 3):
        opened(cast, cast.maya, NOW - timedelta(minutes=minutes))
    opened(cast, cast.finn, NOW)
    opened(cast, cast.maya, NOW - timedelta(days=1))
    page = looked(signed_in, cast.ada)
    assert "Maya Invented opened your record 3 times, last at 11:59." in page
    assert page.count("opened your record, at 12:00.") == 2
    assert page.index("Finn Invented opened") < page.index("3 times")


def test_an_emergency_shows_its_reason(cast, signed_in):
    emergency(cast, cast.bo, NOW - timedelta(days=20), "an older reason")
    emergency(cast, cast.bo, NOW - timedelta(hours=1), "Maya was away & <ill>")
    opened(cast, cast.bo, NOW, "opened_emergency")
    opened(cast, cast.finn, NOW, "opened_emergency")
    page = looked(signed_in, cast.ada)
    assert "Bo Invented opened your record in an emergency, last at 12:00." in page
    assert "The reason given: Maya was away &amp; &lt;ill&gt;" in page
    assert "an older reason" not in page
    assert "No reason was kept." in page.split("Finn Invented opened your record")[1]


def test_days_are_the_clients_days(cast, signed_in):
    cast.ada.client.zone = "Pacific/Auckland"
    cast.ada.client.save()
    opened(cast, cast.maya, datetime(2026, 3, 1, 11, 30, tzinfo=UTC))
    assert "Monday 2 March 2026" in looked(signed_in, cast.ada)
    assert "at 00:30." in looked(signed_in, cast.ada)


def test_only_looks_at_her_record_and_no_other_acts(cast, signed_in):
    opened(cast, cast.bo, NOW, client=cast.cleo)
    opened(cast, cast.ada, NOW, "kept_checkin")
    opened(cast, cast.maya, NOW, "signal_done")
    assert "Nobody has opened your record yet." in looked(signed_in, cast.ada)


def test_fifty_days_a_page_and_all_of_them_in_turn(cast, signed_in):
    for n in range(120):
        opened(cast, cast.maya, NOW - timedelta(days=n))
    browser, query, days = signed_in(cast.ada), "", []
    for _ in range(3):
        page = browser.get(f"/looked/{query}").content.decode()
        days += re.findall(r"<h3>([^<]+)</h3>", page)
        earlier = re.search(r'href="(\?before=[\d-]+)"', page)
        query = earlier[1] if earlier else ""
    assert len(days) == len(set(days)) == 120
    assert query == ""


@pytest.mark.parametrize("before", ["x", "2026-02-31", "0001-01-01", "9999-12-31", "%00"])
def test_any_day_in_the_address_gives_a_page(cast, signed_in, before):
    opened(cast, cast.maya, NOW)
    assert signed_in(cast.ada).get(f"/looked/?before={before}").status_code == 200


@pytest.mark.parametrize("who", ["maya", "owner", "supervisor", "zoe"])
def test_the_page_is_the_clients(cast, signed_in, who):
    assert signed_in(getattr(cast, who)).get("/looked/").status_code == 404


def test_the_same_queries_however_much_was_looked(cast, signed_in, django_assert_num_queries):
    browser = signed_in(cast.ada)
    opened(cast, cast.maya, NOW)
    with django_assert_num_queries(10):
        browser.get("/looked/")
    for n in range(60):
        for person in (cast.maya, cast.finn, cast.bo):
            opened(cast, person, NOW - timedelta(days=n))
    with django_assert_num_queries(10):
        browser.get("/looked/")
