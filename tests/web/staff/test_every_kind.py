"""One finding of every kind on every page that shows findings: the list, a client, before you meet.

Rules that count or estimate need long series, so that the pages are given the findings of an arc
here; that each fact reaches the list through its own action is held by `tests/facts.py`.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from longarc.care.finding import Code, Finding
from longarc.care.finding_kinds import KINDS, may_wait
from longarc.care.text import Text
from longarc.records.models import SignalMark
from longarc.web.staff import digest
from tests import facts
from tests.web.staff import story
from tests.web.staff.test_caseload import cards, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def maya(cast, signed_in):
    digest.digests._kept.clear()
    return signed_in(cast.maya)


def record(browser, cast):
    return browser.get(story.url_of("client", cast.ada)).content.decode()


def before(html):
    return html[html.index('id="before-title"') : html.index("</section>")]


def one_of_each(n, code):
    words = (Text(f"{part} of {code}") for part in ("what", "sure", "next", "goes"))
    return Finding(code, datetime(2026, 1, 1, tzinfo=UTC) + n * timedelta(days=1), 0, *words)


def test_every_kind_is_on_the_list_the_client_page_and_before_you_meet(cast, maya):
    """Kept under the version that the pages will see, as if the rules had found them."""
    record(maya, cast)
    found = tuple(one_of_each(n, code) for n, code in enumerate(Code))
    ((key, (version, made)),) = digest.digests._kept.items()
    digest.digests._kept[key] = version, replace(made, noticed=found)
    listed, html = page(maya), record(maya, cast)
    by_rule = {"run", "rise", "fall", "silence"}
    for code in Code:
        assert f"what of {code}" in listed
        assert f"what of {code}" in html
        assert f"next of {code}" in html
        if code not in by_rule - {"run"}:
            assert f"what of {code}" in before(html)
    assert "And 3 other signals." in before(html)
    first = re.search(r'<ul class="lines">.*?</ul>', before(html), re.S).group()
    urgent = [code for code in Code if KINDS[code].urgent]
    assert all(f"what of {code}" in first for code in urgent)
    labels = {KINDS[code].label for code in Code}
    assert all(f": {label}, " in unescape(html) for label in labels)


def test_the_page_that_explains_the_list_tells_of_every_kind_in_its_order(maya):
    html = maya.get(reverse("signals_explained")).content.decode()
    told = re.findall(r'data-kind="(\w+)"', html)
    assert told == sorted(KINDS, key=lambda code: KINDS[code].place)


@pytest.mark.parametrize("code", facts.DRAWN)
def test_each_fact_reaches_the_list_the_record_and_before_you_meet(cast, maya, code):
    facts.DRAWN[code](cast, timezone.now() - timedelta(seconds=1))
    (card,) = cards(page(maya))
    html = record(maya, cast)
    (what,) = re.findall(r'class="what">(.*?)</p>', card, re.S)
    assert what in html
    assert what in before(html)


@pytest.mark.parametrize("code", [code for code in facts.DRAWN if may_wait(code)])
def test_each_can_be_put_off_and_comes_back(cast, maya, signed_in, code):
    facts.DRAWN[code](cast, timezone.now() - timedelta(seconds=1))
    longest = "later:tomorrow" if code is Code.LEAVING else "later:week"
    # Maya wrote of leaving: not wanting to live is put off by somebody else only.
    who = signed_in(cast.finn) if code is Code.LEAVING else maya
    form = story.answer_form(page(who)) | {"say": longest}
    assert who.post(story.url_of("client_signal", cast.ada), form).status_code == 302
    # A session of just before midnight has a contact due after it, which is a card of its own.
    asks = f'name="code" value="{code}"'
    assert not any(asks in card for card in cards(page(maya)))
    SignalMark.objects.filter(code=code)._raw_delete("default")
    assert any(asks in card for card in cards(page(maya)))


def test_a_risk_path_cannot_be_put_off(cast, maya):
    facts.risk_yes(cast, timezone.now() - timedelta(seconds=1))
    html = page(maya)
    assert "data-answer" not in html
    (found,) = digest.digests._kept.values()
    since = found[1].noticed[0].since.isoformat()
    form = {"code": "risk", "since": since, "level": "2", "say": "later:week", "back": "caseload"}
    assert maya.post(story.url_of("client_signal", cast.ada), form).status_code == 400


def test_leaving_with_not_wanting_to_live_leads_to_the_risk_questions(cast, maya):
    facts.leaves_with_a_no(cast, timezone.now() - timedelta(seconds=1))
    (card,) = cards(page(maya))
    assert story.url_of("client_risk", cast.ada) in card
    assert story.url_of("client_risk", cast.ada) in before(record(maya, cast))


def test_a_second_urgent_thing_of_one_client_is_never_folded_away(cast, maya):
    at = timezone.now() - timedelta(seconds=1)
    facts.lithium(cast, at)
    facts.DRAWN[Code.CONTACT](cast, at)
    (card,) = cards(page(maya))
    folded = card[card.index("<details class") :] if '<details class="others' in card else ""
    assert "lithium" in card
    assert "lithium" not in folded


def test_whoever_has_no_right_to_the_record_sees_none_of_it(cast, signed_in):
    facts.lithium(cast, timezone.now() - timedelta(seconds=1))
    facts.leaves_with_a_no(cast, timezone.now() - timedelta(seconds=1))
    for who in (cast.bo, cast.zoe):
        html = page(signed_in(who))
        assert "lithium" not in html
        assert "Ada" not in html
    ada = signed_in(cast.ada)
    for name in ("today", "arc", "support"):
        html = ada.get(reverse(name)).content.decode()
        assert "nothing of concern" not in html
        assert "keeps a session locked" not in html
