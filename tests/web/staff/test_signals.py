"""What a person says about a signal: it is kept, it answers, and it can be taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from longarc.care import chance, runs, silence
from longarc.records.models import AuditEntry, SignalMark
from longarc.web.staff.signals import until
from tests.cast import check_in
from tests.web.staff import story
from tests.web.staff.test_caseload import NOBODY, cards, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def maya(cast, signed_in):
    return signed_in(cast.maya)


@pytest.fixture
def run(cast):
    """Ada has been way down for two days."""
    story.usual(cast.ada)
    story.way_down(cast.ada)


def says(browser, cast, button, **changed):
    """Press a button of the first card on the list."""
    form = story.answer_form(page(browser)) | {"say": button, **changed}
    return browser.post(story.url_of("client_signal", cast.ada), form)


def test_done_takes_it_off_the_list_and_says_so(cast, maya, run):
    answer = says(maya, cast, "done")
    assert answer.status_code == 302
    after = maya.get(answer["Location"]).content.decode()
    assert NOBODY in after
    assert "Kept: done." in after


def test_each_mark_is_kept_with_who_when_and_in_the_audit(cast, maya, run):
    says(maya, cast, "not_useful:known")
    mark = SignalMark.objects.get()
    assert (mark.by, mark.client, mark.kind, mark.why) == (
        cast.maya.user,
        cast.ada.client,
        "not_useful",
        "known",
    )
    line = AuditEntry.objects.get(act="marked_signal")
    assert (line.user, line.client, line.target) == (cast.maya.user, cast.ada.client, mark.uid)
    assert line.detail == "run not_useful"


def test_it_can_be_undone(cast, maya, run):
    says(maya, cast, "done")
    undo = {"undo": SignalMark.objects.get().uid, "back": "caseload"}
    maya.post(story.url_of("client_signal", cast.ada), undo)
    assert len(cards(page(maya))) == 1
    assert AuditEntry.objects.filter(act="unmarked_signal").count() == 1


def test_only_ones_own_mark_can_be_undone(cast, maya, run, signed_in):
    says(maya, cast, "done")
    undo = {"undo": SignalMark.objects.get().uid, "back": "caseload"}
    answer = signed_in(cast.finn).post(story.url_of("client_signal", cast.ada), undo)
    assert answer.status_code == 400
    assert NOBODY in page(maya)


def test_unchanged_it_does_not_repeat_worse_it_comes_back(cast, maya, run):
    says(maya, cast, "done")
    check_in(cast.ada, story.ago(0.01), 10)
    assert NOBODY in page(maya)
    for minutes in (6, 4):
        check_in(cast.ada, story.ago(minutes / 1440), 10)
    (card,) = cards(page(maya))
    assert "8 of 8 check-ins since" in card


@pytest.mark.parametrize("say", ["later:tomorrow", "later:week"])
def test_later_hides_it_until_that_day(cast, maya, run, say):
    says(maya, cast, say)
    assert NOBODY in page(maya)
    until_day = SignalMark.objects.get().until
    assert until_day > timezone.now()
    assert until_day.astimezone(UTC).time().isoformat() == "00:00:00"


def test_looked_at_stays_on_the_list(cast, maya, run):
    says(maya, cast, "looked", back="client")
    assert len(cards(page(maya))) == 1
    record = maya.get(story.url_of("client", cast.ada)).content.decode()
    assert "Maya Invented: looked at" in record


def test_a_signal_that_changed_meanwhile_is_not_answered(cast, maya, run):
    before = story.answer_form(page(maya))
    for minutes in (6, 4, 2):
        check_in(cast.ada, story.ago(minutes / 1440), 10)
    url = story.url_of("client_signal", cast.ada)
    answer = maya.post(url, before | {"say": "done"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Nothing was kept" in html
    assert "8 of 8 check-ins since" in html
    assert not SignalMark.objects.exists()
    assert maya.post(url, story.answer_form(html) | {"say": "done"}).status_code == 302


def test_a_signal_that_a_colleague_answered_is_gone(cast, maya, run, signed_in):
    before = story.answer_form(page(maya))
    says(signed_in(cast.finn), cast, "done")
    answer = maya.post(story.url_of("client_signal", cast.ada), before | {"say": "done"})
    assert answer.status_code == 409
    assert "It no longer stands" in answer.content.decode()
    assert SignalMark.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"say": ""},
        {"say": "gone"},
        {"say": "later:sometime"},
        {"say": "not_useful:nonsense"},
        {"code": "weather"},
        {"since": "yesterday"},
        {"since": "2030-01-01T00:00:00"},
        {"level": "high"},
    ],
)
def test_a_form_that_we_did_not_make_changes_nothing(cast, maya, run, changed):
    answer = says(maya, cast, "done", **changed)
    assert answer.status_code == 400
    assert not SignalMark.objects.exists()


def test_before_the_next_visit_is_offered_when_there_is_one(cast, maya, run):
    assert "later:visit" not in page(maya)
    story.meets(cast.ada, cast.maya, 3)
    assert "later:visit" in page(maya)
    says(maya, cast, "later:visit")
    assert SignalMark.objects.get().until.date() == story.ago(-3).date()


def test_a_persons_request_is_never_called_not_useful(cast, maya):
    story.asks_for_contact(cast.ada)
    assert "not_useful" not in page(maya)
    assert says(maya, cast, "not_useful:wrong").status_code == 400


def test_after_done_the_client_sees_who_saw_it(cast, maya):
    from longarc.records.queries import clients, support

    story.asks_for_contact(cast.ada)
    says(maya, cast, "done")
    own = clients.own(viewer=cast.ada.actor)
    seen = support.request(own, viewer=cast.ada.actor)
    assert (seen.seen_by, seen.closed) == ("Maya Invented", True)


@pytest.mark.parametrize("who", ["ada", "bo", "zoe", "owner", "supervisor", "coordinator"])
def test_others_may_not_answer(cast, maya, run, signed_in, who):
    form = story.answer_form(page(maya)) | {"say": "done"}
    answer = signed_in(getattr(cast, who)).post(story.url_of("client_signal", cast.ada), form)
    assert answer.status_code == 404
    assert not SignalMark.objects.exists()


NOON = datetime(2030, 5, 15, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("choice", "visit", "comes_back"),
    [
        ("tomorrow", None, NOON.replace(day=16, hour=0)),
        ("week", None, NOON.replace(day=22, hour=0)),
        ("visit", NOON + timedelta(days=3, hours=5), NOON.replace(day=18, hour=0)),
        ("visit", NOON + timedelta(hours=2), None),
        ("visit", None, None),
    ],
)
def test_when_it_comes_back(choice, visit, comes_back):
    with timezone.override(UTC):
        assert until(choice, NOON, visit) == comes_back


def test_tomorrow_is_the_viewers_tomorrow():
    with timezone.override("Pacific/Auckland"):
        assert until("tomorrow", NOON, None) == datetime(2030, 5, 16, 12, 0, tzinfo=UTC)


def test_how_this_is_decided_shows_the_rules_own_numbers(maya):
    html = maya.get(reverse("signals_explained")).content.decode()
    for sentence in (
        f"At least {runs.ENOUGH} of the latest {runs.LATEST} check-ins",
        f"less than {chance.RARE_IN_100} times in 100",
        f"At least {silence.SHORTEST.days} days without a check-in",
        "Private words",
        "unsigned",
    ):
        assert sentence in html
