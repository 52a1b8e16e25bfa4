"""What counts as inside: both sides name it, nothing changes alone, nothing ticked is lost."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import check_in

from longarc.care.arc import State
from longarc.care.window import agreed, waiting
from longarc.records.actions.window import count_inside
from longarc.records.ids import uuid7
from longarc.records.models import CheckInMore, InsideRows
from longarc.records.queries import clients
from longarc.records.queries.window import named_rows

IN, UP, WAY_UP, DOWN = State.WITHIN, State.UP, State.WAY_UP, State.DOWN
PATH = "/arc/inside/"


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def ada(cast, signed_in):
    return signed_in(cast.ada)


@pytest.fixture
def suggests(cast):
    def suggest(who, *rows, ago=timedelta()):
        at = timezone.now() - ago
        client = clients.find(cast.ada.client.public_id, viewer=who.actor, at=at)
        count_inside(client, rows, uid=uuid7(), by=who.actor, at=at)

    return suggest


def stands(cast):
    named = named_rows(clients.own(viewer=cast.ada.actor), viewer=cast.ada.actor)
    return agreed(named).rows, waiting(named)


def name(browser, *rows, uid=None):
    return browser.post(PATH, {"uid": str(uid or uuid7()), "rows": list(rows)}, follow=True)


def test_at_first_within_reach_is_inside(ada):
    page = text(ada.get("/arc/"))
    assert "Inside: Within reach. You and your care team can agree on other rows." in page
    assert "Since" not in page
    assert re.findall(r'value="(\w+)" checked', ada.get(PATH).content.decode()) == ["within"]


def test_what_the_client_names_counts_once_the_care_team_names_the_same(cast, ada, suggests):
    page = text(name(ada, "up", "within"))
    assert "Kept. It counts once your care team names the same rows." in page
    assert "you named: Within reach, Up." in page
    assert stands(cast)[0] == (IN,)
    suggests(cast.finn, IN, UP)
    page = text(ada.get("/arc/"))
    assert "Inside, as you and Finn agreed: Within reach, Up. Since " in page
    assert "you named" not in page


def buttons(browser):
    """What [Agree] and [Not now] on My arc would send."""
    html = browser.get("/arc/").content.decode()
    forms = re.findall(rf'<form method="post" action="{PATH}">(.*?)</form>', html, re.S)
    sent = {}
    for form in forms:
        fields = re.findall(r'name="(uid|rows)" value="([^"]+)"', form)
        label = re.search(r"<button[^>]*>([^<]+)<", form)[1]
        sent[label] = {
            "uid": fields[0][1],
            "rows": [value for key, value in fields if key == "rows"],
        }
    return sent


def test_a_suggestion_names_who_made_it_and_agreeing_is_one_tap(cast, ada, suggests):
    suggests(cast.maya, DOWN, IN)
    page = text(ada.get("/arc/"))
    assert "Maya suggests that these count as inside: Down, Within reach." in page
    assert "Nothing changes until you agree." in page
    page = text(ada.post(PATH, buttons(ada)["Agree"], follow=True))
    assert "Kept. These rows count as inside now." in page
    assert "as you and Maya agreed: Down, Within reach." in page
    assert "suggests" not in page


def test_not_now_changes_nothing_and_is_no_last_word(cast, ada, suggests):
    suggests(cast.maya, IN, UP)
    page = text(ada.post(PATH, buttons(ada)["Not now"], follow=True))
    assert "Kept. The same rows count as before." in page
    assert "suggests" not in page
    assert stands(cast) == ((IN,), None)
    name(ada, "within", "up")
    assert stands(cast) == ((IN, UP), None)


def test_a_tap_on_an_older_page_agrees_to_what_that_page_said(cast, ada, suggests):
    suggests(cast.maya, IN, UP)
    seen = buttons(ada)["Agree"]
    suggests(cast.maya, IN, UP, WAY_UP)
    page = text(ada.post(PATH, seen, follow=True))
    assert "It counts once your care team names the same rows." in page
    assert stands(cast)[0] == (IN,)


@pytest.mark.parametrize(
    "rows", [("up", "down"), ("way_up", "way_down"), (), ("mixed",), ("within", "wing"), ("\0",)]
)
def test_rows_apart_change_nothing_and_the_ticks_stay(cast, ada, rows):
    answer = name(ada, *rows)
    assert answer.status_code == 400
    assert "Nothing has changed. Your ticks are still here." in text(answer)
    kept = re.findall(r'value="(\w+)" checked', answer.content.decode())
    assert set(kept) == set(rows) & {"up", "down", "way_up", "way_down", "within"}
    assert not InsideRows.objects.exists()


def test_a_form_sent_twice_is_kept_once(cast, ada):
    """With other rows it is another naming; once more after that of another page it is nothing."""
    uid = uuid7()
    name(ada, "up", uid=uid)
    assert "Kept." in text(name(ada, "up", uid=uid))
    assert InsideRows.objects.count() == 1
    assert "Kept." in text(name(ada, "down", uid=uid))
    name(ada, "up")
    assert "Nothing has changed. Choose again here." in text(name(ada, "down", uid=uid))
    assert InsideRows.objects.count() == 3


def test_own_words_stand_for_the_rows(ada):
    ada.post("/today/my-words/", {"label-within": "Harbour <b>"})
    for path in ("/arc/", PATH, "/patterns/"):
        assert "Harbour &lt;b&gt;" in ada.get(path).content.decode()


@pytest.mark.parametrize("who", ["maya", "owner", "supervisor", "zoe"])
def test_the_page_is_the_clients(cast, signed_in, who):
    assert signed_in(getattr(cast, who)).get(PATH).status_code == 404


# Patterns


def answers(cast, days):
    """Steady up to Up and down to Down; not now beyond."""
    now = timezone.now() - timedelta(minutes=1)
    for n in range(days):
        position, ease = ((10, 1), (30, 3), (50, 3), (70, 3), (90, 1))[n % 5]
        row = check_in(cast.ada, now - timedelta(days=n / 2), position)
        CheckInMore.objects.create(
            practice=cast.practice, client=cast.ada.client, by=cast.ada.user,
            at=row.at, received_at=row.at, check_in=row.uid, ease=ease,
        )  # fmt: skip


def test_patterns_says_which_is_agreed_and_which_is_estimated(cast, ada, suggests):
    suggests(cast.maya, IN, UP)
    name(ada, "within", "up")
    answers(cast, 13)
    page = text(ada.get("/patterns/"))
    assert "Inside, as you and Maya agreed: Within reach, Up." in page
    assert "Not enough answers yet to estimate where you can mostly get back to steady." in page
    answers(cast, 80)
    page = text(ada.get("/patterns/"))
    assert "Estimated from your answers: you can mostly get back to steady from Down to Up." in page
    assert "as you and Maya agreed" in page
