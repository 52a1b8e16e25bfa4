"""What a phone sends arrives once, whatever is sent, however often."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import check_in

from longarc.records.ids import uuid7
from longarc.records.models import AuditEntry, CheckIn, Words

URL = "/api/entries"
pytestmark = pytest.mark.django_db


def entry(**more):
    return {"kind": "check_in", "uid": str(uuid7()), "state": "down"} | more


def post(browser, person, entries, **more):
    body = {"client": str(person.client.public_id), "entries": entries, **more}
    return browser.post(URL, json.dumps(body), content_type="application/json")


def outcomes(response):
    assert response.status_code == 200, response.content
    return [result["outcome"] for result in response.json()["results"]]


def test_a_check_in_is_kept_with_all_that_the_phone_says(cast, signed_in):
    at = timezone.now() - timedelta(hours=3)
    told = entry(
        at=at.isoformat(),
        zone="Europe/Vienna",
        offset=120,
        latency=1800,
        method="touch",
        app="1.2",
        changed_mind=1,
        corrects=str(uuid7()),
    )
    sent_at = timezone.now().isoformat()
    assert outcomes(post(signed_in(cast.ada), cast.ada, [told], sent_at=sent_at)) == ["kept"]
    row = CheckIn.objects.get()
    assert (row.position, row.resolution, row.at, row.skew) == (30, 1, at, None)
    assert (row.zone, row.offset, row.latency) == ("Europe/Vienna", 120, 1800)
    assert (row.method, row.app, row.changed_mind) == ("touch", "1.2", 1)
    assert str(row.corrects) == told["corrects"]
    assert (row.client_id, row.by_id) == (cast.ada.client.pk, cast.ada.user.pk)


def test_each_entry_has_its_own_outcome_in_the_order_sent(cast, signed_in):
    browser, good = signed_in(cast.ada), entry()
    batch = [good, entry(state="sparkling"), good, good | {"state": "up"}, "nonsense"]
    response = post(browser, cast.ada, batch)
    assert outcomes(response) == ["kept", "not_understood", "already", "conflict", "not_understood"]
    unknown, conflict = response.json()["results"][1], response.json()["results"][3]
    assert unknown["uid"] == batch[1]["uid"]
    assert "We don't know that answer" in unknown["say"]
    assert "Nothing was changed" in conflict["say"]
    assert CheckIn.objects.get().position == 30


def test_a_replayed_post_keeps_once(cast, signed_in):
    browser, told = signed_in(cast.ada), entry(at=timezone.now().isoformat())
    answers = [outcomes(post(browser, cast.ada, [told])) for _ in range(3)]
    assert answers == [["kept"], ["already"], ["already"]]
    assert CheckIn.objects.count() == 1
    assert AuditEntry.objects.filter(act="kept_checkin").count() == 1


def test_another_persons_answers_are_not_stored(cast, signed_in):
    response = post(signed_in(cast.cleo), cast.ada, [entry()])
    assert response.status_code == 409
    assert response.json()["error"] == "other_person"
    assert not CheckIn.objects.exists()


def test_staff_and_strangers_send_nothing(cast, signed_in, client):
    assert post(client, cast.ada, [entry()]).status_code == 401
    assert post(signed_in(cast.maya), cast.ada, [entry()]).status_code == 404
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("body", ["{", "[]", '"x"', "null", '{"entries": 1}', "\udcff", "[" * 9999])
def test_what_cannot_be_read_has_a_sentence(cast, signed_in, body):
    if body.startswith("{") and body.endswith("}"):
        body = json.dumps({"client": str(cast.ada.client.public_id), "entries": 1})
    data = body.encode("utf-8", "surrogateescape")
    response = signed_in(cast.ada).post(URL, data, content_type="application/json")
    assert response.status_code == 400 or response.json()["error"] == "other_person"
    assert response.json()["say"]


def test_more_than_we_can_take_is_said_and_stores_nothing(cast, signed_in):
    browser = signed_in(cast.ada)
    many = post(browser, cast.ada, [entry() for _ in range(201)])
    big = post(browser, cast.ada, [entry(kind="words", text="a" * 1_100_000)])
    assert [many.status_code, big.status_code] == [413, 413]
    assert [many.json()["error"], big.json()["error"]] == ["too_many", "too_big"]
    assert not CheckIn.objects.exists()
    assert outcomes(post(browser, cast.ada, [entry() for _ in range(200)])) == ["kept"] * 200


def test_words_that_are_too_long_are_refused_alone(cast, signed_in):
    long = {"kind": "words", "uid": str(uuid7()), "text": "a" * 20_001}
    response = post(signed_in(cast.ada), cast.ada, [long, entry()])
    assert outcomes(response) == ["not_understood", "kept"]
    assert "Your words are still here" in response.json()["results"][0]["say"]
    assert not Words.objects.exists()


def test_a_check_in_costs_few_queries(cast, signed_in, django_assert_num_queries):
    browser = signed_in(cast.ada)
    post(browser, cast.ada, [entry()])
    for n in range(20):
        check_in(cast.ada, timezone.now() - timedelta(hours=n))
    # session, account with client, check-in, audit; and the transaction's two
    with django_assert_num_queries(6):
        post(browser, cast.ada, [entry()])


def test_own_check_ins_are_read_back(cast, signed_in, django_assert_num_queries):
    browser, now = signed_in(cast.ada), timezone.now()
    check_in(cast.ada, now - timedelta(days=100), 90)
    kept = check_in(cast.ada, now - timedelta(days=2), None)
    check_in(cast.cleo, now - timedelta(days=1), 10)
    more = {"kind": "more", "uid": str(uuid7()), "check_in": str(kept.uid), "ease": 2}
    post(browser, cast.ada, [more])
    with django_assert_num_queries(5):
        told = browser.get("/api/check-ins").json()["check_ins"]
    assert [(one["uid"], one["state"], one["position"], one["ease"]) for one in told] == [
        (str(kept.uid), "mixed", None, 2)
    ]
    assert len(browser.get("/api/check-ins?days=365").json()["check_ins"]) == 2


@pytest.mark.parametrize("days", ["0", "-1", "x", "1e3", "99999999999999999999", "٣"])
def test_days_that_make_no_sense_are_refused(cast, signed_in, days):
    response = signed_in(cast.ada).get("/api/check-ins", {"days": days})
    assert (response.status_code, response.json()["error"]) == (400, "unreadable")


def test_hello_says_who_is_here(cast, signed_in, client):
    nobody, staff = client.get("/hello").json(), signed_in(cast.maya).get("/hello").json()
    assert (nobody["signed_in"], nobody["client"]) == (False, None)
    assert (staff["signed_in"], staff["client"]) == (True, None)
    browser = signed_in(cast.ada)
    told = browser.get("/hello").json()
    assert (told["signed_in"], told["client"]) == (True, str(cast.ada.client.public_id))
    assert told["csrf"]


def test_the_api_asks_for_the_token(cast, signed_in):
    browser = signed_in(cast.ada)
    browser.handler.enforce_csrf_checks = True
    assert post(browser, cast.ada, [entry()]).json()["error"] == "csrf"
    token = browser.get("/hello").json()["csrf"]
    browser.defaults["HTTP_X_CSRFTOKEN"] = token
    assert outcomes(post(browser, cast.ada, [entry()])) == ["kept"]
