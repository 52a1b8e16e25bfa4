"""Opening a record outside the care team: four hours, a reason, seen by client and owner."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from longarc.care.access import Relation
from longarc.records.actions import emergency
from longarc.records.ids import uuid7
from longarc.records.models import AuditEntry, EmergencyAccess
from longarc.records.queries import clients
from longarc.records.queries import practice as queries
from tests.cast import NOW, make_client

pytestmark = pytest.mark.django_db
REASON = "Nobody of her team answers"


def ask(browser, who, reason=REASON):
    return browser.post("/emergency/", {"who": who, "reason": reason})


@pytest.mark.parametrize("who", ["Ada Invented", "  ada   INVENTED ", "id"])
def test_the_full_name_or_the_id_opens_for_four_hours(cast, signed_in, who):
    page = f"/clients/{cast.ada.client.public_id}/"
    browser = signed_in(cast.bo)
    assert browser.get(page).status_code == 404
    asked = str(cast.ada.client.public_id) if who == "id" else who
    assert ask(browser, asked).headers["Location"] == page
    assert browser.get(page).status_code == 200
    row = EmergencyAccess.objects.get()
    assert row.until - row.at == timedelta(hours=4)
    assert AuditEntry.objects.filter(act="emergency", client=cast.ada.client).count() == 1
    assert AuditEntry.objects.filter(act="opened_emergency", client=cast.ada.client).count() == 1


def test_it_is_over_after_four_hours(cast):
    emergency.open_record("Ada Invented", REASON, by=cast.bo.actor, at=NOW)
    ada = cast.ada.client.public_id
    for hours, relation in ((3.99, Relation.EMERGENCY), (4, Relation.NONE)):
        found = clients.find(ada, viewer=cast.bo.actor, at=NOW + timedelta(hours=hours))
        assert found.relation is relation


def test_it_is_for_reading_only(cast, signed_in):
    browser = signed_in(cast.bo)
    ask(browser, "Ada Invented")
    for what in ("signal", "phase", "meeting", "meeting/cancel", "link", "team"):
        answer = browser.post(f"/clients/{cast.ada.client.public_id}/{what}/", {})
        assert answer.status_code == 404, what


@pytest.mark.parametrize("who", ["Ada", "Nobody Invented", "Yan Invented", "", "%", "id of yan"])
def test_otherwise_it_says_only_that_nobody_was_opened(cast, signed_in, who):
    asked = str(cast.zoes_client.client.public_id) if who == "id of yan" else who
    answer = ask(signed_in(cast.bo), asked)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Nobody was opened." in page
    assert REASON in page
    assert not EmergencyAccess.objects.exists()
    assert AuditEntry.objects.filter(act="emergency_nobody", user=cast.bo.user).count() == 1


def test_of_two_with_one_name_neither_is_opened(cast):
    make_client(cast.practice, "Ada Invented", account=False)
    assert emergency.open_record("Ada Invented", REASON, by=cast.bo.actor, at=NOW) is None


def test_whoever_is_called_so_now_comes_before_whoever_was(cast, signed_in):
    details = {"name": "Ada Corrected", "uid": str(uuid7())}
    url = reverse("client_details", args=[cast.ada.client.public_id])
    assert signed_in(cast.maya).post(url, details).status_code == 302
    assert emergency.open_record("Ada Invented", REASON, by=cast.bo.actor, at=NOW)
    make_client(cast.practice, "Ada Invented", account=False)
    found = emergency.open_record("Ada Invented", REASON, by=cast.bo.actor, at=NOW)
    assert found
    assert found.id != cast.ada.client.pk


@pytest.mark.parametrize("reason", ["", "urgent", "         x         "])
def test_a_reason_is_needed(cast, signed_in, reason):
    answer = ask(signed_in(cast.bo), "Ada Invented", reason)
    assert answer.status_code == 400
    assert 'value="Ada Invented"' in answer.content.decode()
    assert not EmergencyAccess.objects.exists()


def test_the_care_team_does_not_need_it(cast, signed_in):
    answer = ask(signed_in(cast.maya), "Ada Invented")
    assert answer.headers["Location"] == f"/clients/{cast.ada.client.public_id}/"
    assert not EmergencyAccess.objects.exists()


def test_client_and_owner_see_who_and_why(cast, signed_in):
    browser = signed_in(cast.bo)
    ask(browser, "Ada Invented")
    browser.get(f"/clients/{cast.ada.client.public_id}/")
    for who, path in ((cast.ada, "/looked/"), (cast.owner, "/practice/")):
        page = signed_in(who).get(path).content.decode()
        assert "Bo Invented" in page
        assert REASON in page
    since = timezone.now() - timedelta(hours=1)
    assert queries.openings(viewer=cast.zoe.actor, since=since) == ()


@pytest.mark.parametrize("who", ["owner", "coordinator", "safeguarding", "ada"])
def test_others_have_no_such_page(cast, signed_in, who):
    assert ask(signed_in(getattr(cast, who)), "Ada Invented").status_code == 404
    assert not EmergencyAccess.objects.exists()
