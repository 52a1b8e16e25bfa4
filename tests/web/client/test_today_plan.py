"""The one line on Today about what is planned: what was agreed, or a small ask; never a count."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import NOW, check_in

from longarc.care.flags import Outcome
from longarc.records.actions.rest import rest
from longarc.records.actions.window import keep_session
from longarc.records.ids import uuid7
from longarc.records.queries import clients
from longarc.records.queries.window_state import flags_of
from longarc.web.client import today_plan

pytestmark = pytest.mark.django_db
NOON = NOW.replace(hour=12, minute=30)  # Wednesday 15 May 2030
LEAVE_OUT = "You can leave any of them out."
AGREED = f"You agreed to 3 short check-ins a day until 18 May. {LEAVE_OUT}"
NOT_AGREED = f"Until 16 May, 2 short check-ins a day help to see how things settle. {LEAVE_OUT}"
ASKED = "would help to see how things are. Only if you want."


@pytest.fixture
def ada(cast, signed_in, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    browser = signed_in(cast.ada)
    browser.person = cast.ada
    return browser


def page(browser):
    return " ".join(browser.get("/today/").content.decode().split())


def session(cast, days_ago):
    client = clients.find(cast.ada.client.public_id, viewer=cast.maya.actor, at=NOON)
    keep_session(client, NOON - timedelta(days=days_ago), by=cast.maya.actor, at=NOON)


def closer(browser, given):
    browser.post("/arc/choice/", {"uid": str(uuid7()), "kind": "burst", "given": given})


def test_on_the_days_of_a_burst_it_says_what_was_agreed(cast, ada):
    session(cast, 2)
    assert NOT_AGREED in page(ada)
    closer(ada, "1")
    assert AGREED in page(ada)
    check_in(cast.ada, NOON - timedelta(hours=1))
    assert AGREED in page(ada)  # whatever was given or not
    closer(ada, "0")
    assert NOT_AGREED in page(ada)


@pytest.mark.parametrize("days_ago", [0, 6, 20, -1])
def test_on_other_days_it_says_nothing(cast, ada, days_ago):
    session(cast, days_ago)
    closer(ada, "1")
    assert 'id="plan"' not in page(ada)


def test_days_are_those_where_the_client_lives(cast, ada):
    cast.ada.client.zone = "Pacific/Auckland"  # 00:30 on Thursday there
    cast.ada.client.save()
    session(cast, 2)
    assert "Until 17 May, 2 short check-ins a day" in page(ada)


def worse(cast):
    """Five steady weeks, then up to ten days far up: the flag that the first of them raise."""
    first = NOW - timedelta(days=46)
    for n in range(45 * 3):
        usual, at = n < 35 * 3, first + timedelta(hours=8 * n)
        row = check_in(cast.ada, at, (50, 50, 30, 70)[n % 4] if usual else 90)
        found = {} if usual else flags_of([row.client_id], viewer=cast.ada.actor, at=at)
        for flags in found.values():
            if flags:
                return flags[-1]
    raise AssertionError("no flag was raised")


def test_a_flag_asks_for_one_or_two_more_and_says_nothing_of_itself(cast, ada):
    flag = worse(cast)
    at = flag.at + timedelta(minutes=10)
    assert flag.outcome(at) is Outcome.ASKING
    client = clients.own(viewer=cast.ada.actor)
    said = today_plan.line(client, viewer=cast.ada.actor, at=at, agreed=False)
    assert said.startswith("One or two more check-ins until ")
    assert said.endswith(ASKED)


def test_who_rests_is_asked_nothing(cast, ada, monkeypatch):
    flag = worse(cast)
    monkeypatch.setattr(timezone, "now", lambda: flag.at + timedelta(minutes=10))
    assert ASKED in page(ada)
    rest(until=None, by=cast.ada.actor, at=flag.at + timedelta(minutes=11))
    assert 'id="plan"' not in page(ada)


def test_two_answers_end_the_asking(cast, ada, monkeypatch):
    flag = worse(cast)
    monkeypatch.setattr(timezone, "now", lambda: flag.at + timedelta(hours=3))
    assert ASKED in page(ada)
    for hour in (1, 2):
        check_in(cast.ada, flag.at + timedelta(hours=hour), 90)
    assert 'id="plan"' not in page(ada)


@pytest.mark.parametrize(
    ("hours", "words"), [(6, "until 18:30 "), (20, "until tomorrow "), (47, "until Friday ")]
)
def test_until_when_in_words(hours, words):
    assert words in today_plan.ask(NOON + timedelta(hours=hours), NOON)
    assert today_plan.ask(None, NOON) == ""
