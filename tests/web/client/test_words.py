"""What I wrote: only for its author, until they share it."""

from datetime import timedelta

import pytest
from tests.cast import NOW

from longarc.care import reports
from longarc.records.actions.entries import keep
from longarc.records.ids import uuid7
from longarc.records.models import AuditEntry, Words

pytestmark = pytest.mark.django_db


def write(person, text, at=NOW):
    told = {"kind": "words", "uid": str(uuid7()), "text": text, "at": at.isoformat()}
    (kept,) = keep([reports.parse(told, received=NOW)], by=person.actor, at=NOW)
    return kept.uid


def page(browser, **query):
    return browser.get("/words/", query).content.decode()


def test_newest_first_each_behind_a_tap(cast, signed_in):
    write(cast.ada, "older <i>words</i>", NOW - timedelta(days=1))
    write(cast.ada, "newer words")
    write(cast.cleo, "not Ada's")
    html = page(signed_in(cast.ada))
    assert html.index("newer words") < html.index("older &lt;i&gt;words")
    assert "not Ada" not in html
    assert "<details open" not in html
    assert "whoever runs the server could technically reach private words" in html


def test_share_and_take_back(cast, signed_in):
    uid, browser = write(cast.ada, "for Maya"), signed_in(cast.ada)
    browser.post("/words/share/", {"uid": uid, "shared": "1"})
    assert Words.objects.get().shared_at
    assert "Make private again" in page(browser)
    browser.post("/words/share/", {"uid": uid, "shared": "0"})
    assert Words.objects.get().shared_at is None
    acts = AuditEntry.objects.filter(target=uid).order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["kept_words", "shared_words", "unshared_words"]


def test_removing_is_at_once_and_for_unshared_words_only(cast, signed_in):
    uid, browser = write(cast.ada, "gone soon"), signed_in(cast.ada)
    browser.post("/words/share/", {"uid": uid, "shared": "1"})
    browser.post("/words/remove/", {"uid": uid})
    assert Words.objects.exists()
    assert "Shared words can be taken back first." in page(browser)
    browser.post("/words/share/", {"uid": uid, "shared": "0"})
    browser.post("/words/remove/", {"uid": uid})
    assert not Words.objects.exists()
    assert "gone soon" not in page(browser)


@pytest.mark.parametrize("path", ["/words/share/", "/words/remove/"])
def test_anothers_words_are_out_of_reach(cast, signed_in, path):
    uid = write(cast.cleo, "Cleo's")
    response = signed_in(cast.ada).post(path, {"uid": uid, "shared": "1"}, follow=True)
    assert "Nothing was changed." in response.content.decode()
    assert Words.objects.get().shared_at is None


def test_a_long_list_goes_on(cast, signed_in, django_assert_num_queries):
    for n in range(60):
        write(cast.ada, f"words-{n:02}")
    browser = signed_in(cast.ada)
    with django_assert_num_queries(4):
        first = page(browser)
    assert "words-59" in first
    assert "words-09" not in first
    older = first.split("?before=")[1].split('"')[0]
    assert "words-09" in page(browser, before=older)
    assert "words-59" in page(browser, before="x")
