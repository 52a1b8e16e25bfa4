"""Support, My arc, Patterns, who looked, my data: as people meet them, in a real browser."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.browser.looks import LOOKS
from tests.cast import Cast, check_in, make_cast

from longarc.records.actions.access import record_listing, record_view
from longarc.records.actions.support import publish_support
from longarc.records.codec import Where, seal
from longarc.records.ids import uuid7
from longarc.records.models import ContactRequest, Meeting, PhaseStart, Series, SeriesReport
from longarc.records.queries import clients
from longarc.records.support_page import Number

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ("/support/", "/support/plan/", "/arc/", "/patterns/", "/looked/", "/my-data/")
LONG = "a very long place name for a small room at the back of the old house by the lake"


@pytest.fixture
def lived(db) -> Cast:
    """Ada has been here for a while, and her practice has set its numbers."""
    cast, now = make_cast(), timezone.now()
    common = {
        "practice": cast.practice, "client": cast.ada.client, "by": cast.maya.user,
        "at": now, "received_at": now,
    }  # fmt: skip
    publish_support(
        phone="+1 555 010 0100", hours="Monday to Friday, 9:00 to 18:00", country="US",
        numbers=(Number("555 0177", "Night line of the Invented Practice", "20:00 to 8:00"),),
        looked_by="by 9:00 the next working day", checked_on=now.date(),
        by=cast.owner.actor, at=now,
    )  # fmt: skip
    for days, phase in (
        (120, "arrival"),
        (90, "preparation"),
        (50, "medicine"),
        (49, "integration"),
    ):
        PhaseStart.objects.create(**common, phase=phase, on=now.date() - timedelta(days=days))
    uid = uuid7()
    where = Where(cast.practice.pk, cast.ada.client.pk, "meeting.place", uid)
    Meeting.objects.create(
        **common, uid=uid, starts_at=now + timedelta(days=2), minutes=75,
        with_user=cast.maya.user, place=seal(LONG, where),
    )  # fmt: skip
    dice = random.Random(5)
    for day in range(110):
        position = dice.choice([10, 30, 50, 50, 50, 50, 70, 90, None])
        check_in(cast.ada, now - timedelta(days=day, hours=dice.random() * 8), position)
    series = Series.objects.create(
        uid=uuid7(), practice=cast.practice, client=cast.ada.client, name="imported",
        low=1, high=7, imported_at=now,
    )  # fmt: skip
    for day in range(40):
        SeriesReport.objects.create(
            uid=uuid7(), practice=cast.practice, client=cast.ada.client, series=series,
            at=now - timedelta(days=day), value=dice.random(),
        )  # fmt: skip
    mayas = clients.find(cast.ada.client.public_id, viewer=cast.maya.actor, at=now)
    record_view(mayas, by=cast.maya.actor, at=now)
    record_listing([mayas], by=cast.maya.actor, at=now)
    return cast


def whole(page):
    """Make the window as tall as the page: axe takes what lies under the tabs for covered."""
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": height + 60})


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_every_page_is_clean_and_fits(lived, page_for, axe, no_sideways, width, dark):
    page = page_for(lived.ada, width=width, dark=dark)
    for path in PAGES:
        page.goto(path)
        page.evaluate("document.querySelectorAll('main details').forEach((d) => { d.open = true })")
        no_sideways(page)
        whole(page)
        axe(page)


def test_the_public_support_page_is_clean(lived, page_for, axe, no_sideways):
    page = page_for(width=320)
    page.goto("/support/")
    no_sideways(page)
    whole(page)
    axe(page)


def test_empty_pages_are_clean_too(page_for, axe, no_sideways, cast):
    page = page_for(cast.ada)
    for path in PAGES:
        page.goto(path)
        no_sideways(page)
        whole(page)
        axe(page)


def test_support_is_one_tap_from_every_page(lived, page_for):
    for path in ("/today/", *PAGES):
        page = page_for(lived.ada, height=568)
        page.goto(path)
        page.get_by_role("navigation", name="Main").get_by_role("link", name="Support").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Let's get you some support"


def test_help_is_in_reach_without_scrolling_or_signing_in(lived, page_for):
    """Given a small phone and nobody signed in, then the three numbers are there to be tapped."""
    page = page_for(width=320, height=640)
    page.goto("/support/")
    tabs = page.locator(".tabs").bounding_box()
    for name in ("Call your practice", "Call 988", "Call 911"):
        box = page.get_by_role("link", name=name).bounding_box()
        assert box["height"] >= 48
        assert box["y"] + box["height"] <= tabs["y"], name


def test_the_keyboard_finds_the_first_number_at_once(lived, page_for):
    page = page_for(width=1280)
    page.goto("/support/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.href") == "tel:+15550100100"


def test_a_number_can_be_selected_and_copied(lived, page_for):
    page = page_for(width=1280)
    page.goto("/support/")
    page.locator(".number", has_text="+1 555").click()
    assert page.evaluate("getSelection().toString()") == "+1 555 010 0100"


@pytest.mark.parametrize("js", [True, False])
def test_asking_for_contact_and_taking_it_back(lived, page_for, js):
    """Given she reads by when someone looks, when she asks, then the page says what happens."""
    page = page_for(lived.ada, js=js)
    page.goto("/support/")
    assert "by 9:00 the next working day" in page.locator("#contact").inner_text()
    page.get_by_role("textbox").fill("a hard night")
    page.get_by_role("button", name="Ask Maya Invented to contact me").click()
    page.get_by_text("Maya Invented's list now shows this.").wait_for()
    assert ContactRequest.objects.count() == 1
    page.get_by_role("button", name="Take this back").click()
    page.get_by_role("button", name="Ask Maya Invented to contact me").wait_for()


def test_back_and_sending_again_keeps_one_request(lived, page_for):
    page = page_for(lived.ada, js=False)
    page.goto("/support/")
    button = page.get_by_role("button", name="Ask Maya Invented to contact me")
    button.click()
    page.get_by_text("list now shows this.").wait_for()
    page.go_back()
    if button.count():
        button.click()
    assert ContactRequest.objects.count() == 1


@pytest.mark.parametrize("js", [True, False])
def test_her_own_plan(lived, page_for, js):
    page = page_for(lived.ada, js=js)
    page.goto("/support/")
    page.get_by_role("link", name="Write my own plan").click()
    page.get_by_role("textbox").fill("Walk to the lake.\nCall Noa.")
    page.get_by_role("button", name="Keep this").click()
    assert not page.get_by_text("Call Noa.").is_visible()
    page.get_by_text("My own plan (I wrote this)").click()
    assert page.get_by_text("Call Noa.").is_visible()


@pytest.mark.parametrize("js", [True, False])
def test_an_agreement_is_given_and_taken_back_in_one_tap_each(lived, page_for, js):
    page = page_for(lived.ada, js=js)
    page.goto("/arc/")
    page.get_by_role("button", name="Yes to supervision").click()
    page.get_by_text("Supervision: yes").wait_for()
    page.get_by_role("button", name="No to supervision").click()
    page.get_by_text("Supervision: no").wait_for()
    assert page.locator("[aria-current=step]").inner_text().startswith("Taking it in")


@pytest.mark.parametrize("js", [True, False])
def test_patterns_can_be_read_hidden_and_shown_again(lived, page_for, js):
    page = page_for(lived.ada, js=js)
    page.goto("/patterns/")
    page.get_by_role("link", name="30 days").click()
    assert page.locator("[aria-current=true]").inner_text() == "30 days"
    page.locator("#check-ins summary").click()
    assert page.locator("#check-ins table").is_visible()
    page.get_by_role("button", name="Hide this page from my app").click()
    page.get_by_text("You chose to hide this page.").wait_for()
    page.get_by_role("button", name="Show this page again").click()
    page.locator("#check-ins svg[role=img]").wait_for()


def test_her_files_are_saved(lived, page_for):
    page = page_for(lived.ada)
    page.goto("/my-data/")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save my data").click()
    assert saved.value.suggested_filename == "my-data.json"
    page.goto("/patterns/")
    with page.expect_download() as saved:
        page.locator("#check-ins").get_by_role("link", name="Save my data").click()
    assert saved.value.suggested_filename == "my-data.csv"


def test_controls_are_big_enough_to_hit(lived, page_for):
    page = page_for(lived.ada)
    for path in PAGES:
        page.goto(path)
        small = page.evaluate(
            """() => [...document.querySelectorAll("main :is(a, button, summary, textarea)")]
                 .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 48)
                 .map((e) => e.outerHTML)"""
        )
        assert not small, path
