"""Ada's living: a behaviour, a diary and shifts on a phone without JavaScript; EMDR at a desk."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.looks import LOOKS, WIDE
from tests.browser.test_client_window import whole
from tests.cast import check_in, make_cast
from tests.web.staff import story

from longarc.care.living import Answer
from longarc.records.actions import living as actions
from longarc.records.ids import uuid7
from longarc.records.models import MedicineSession
from longarc.records.queries import clients

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db):
    """Ada had a session seven weeks ago; her mood rose since, and what she does did not."""
    made = make_cast()
    at = timezone.now() - timedelta(weeks=7)
    MedicineSession.objects.create(
        practice=made.practice, client=made.ada.client, by=made.maya.user,
        at=at, received_at=at, starts_at=at,
    )  # fmt: skip
    for day in (-3, 1, 4, 20):
        check_in(made.ada, at + timedelta(days=day), 70)
    own, wanted = clients.own(viewer=made.ada.actor), uuid7()
    who = {"by": made.ada.actor}
    actions.add_behaviour(own, "Call my sister", uid=wanted, **who, at=at - timedelta(weeks=5))
    for weeks, mood in ((-4, 1), (-3, 1), (-2, 1), (3, 3), (4, 3), (5, 3)):
        when = at + timedelta(weeks=weeks)
        actions.feel(own, mood, None, uid=uuid7(), **who, at=when)
        actions.answer(own, wanted, Answer.SAME, uid=uuid7(), **who, at=when)
    return made


def test_she_says_how_she_lives_and_maya_reads_it_beside_her_mood(cast, page_for, no_sideways):
    # Given Ada on a narrow phone without JavaScript
    phone, desk = page_for(cast.ada, js=False), page_for(cast.maya, width=1280)
    # When she says how it goes with what she wants to do differently
    says_how_it_goes(phone)
    no_sideways(phone)
    # And keeps a day of her diary, with what a drink means to her
    keeps_a_day(phone)
    no_sideways(phone)
    # And says what shifts, leaving out most of it
    says_what_shifts(phone)
    no_sideways(phone)
    # Then Maya sees that mood moved and behaviour did not, in words and with its doubt
    desk.goto(story.url_of("client_living", cast.ada))
    expect(desk.get_by_role("heading", name="Worth asking about")).to_be_visible()
    expect(desk.get_by_text("mood moved the way they want. No behaviour")).to_be_visible()
    expect(desk.get_by_text("One drink, in their words: a small glass")).to_be_visible()
    # When she records EMDR, the target stays folded until somebody asks for it
    records_emdr(desk)
    # Then Ada reads it too
    phone.goto("/arc/alongside/")
    expect(phone.get_by_role("heading", name="EMDR")).to_be_visible()
    expect(phone.get_by_text("8 before, 3 after.")).to_be_visible()
    expect(phone.get_by_text("The night in the kitchen")).to_be_hidden()
    phone.get_by_text("The target", exact=True).click()
    expect(phone.get_by_text("The night in the kitchen")).to_be_visible()


def says_how_it_goes(phone):
    phone.goto("/arc/")
    phone.get_by_role("link", name="What I want to do differently").click()
    card = phone.get_by_role("region", name="Call my sister")
    card.get_by_label("Less like I want").check()
    card.get_by_text("Add words").click()
    card.get_by_label("In my words").fill("I wrote a card and kept it.")
    card.get_by_role("button", name="Keep this").click()
    expect(phone.get_by_text("Say it again when you wish.")).to_be_visible()


def keeps_a_day(phone):
    phone.get_by_role("link", name="Diary of drinking days").click()
    phone.get_by_text("What one drink means to me").click()
    phone.get_by_label("In my words, such as").fill("a small glass")
    phone.get_by_role("button", name="Keep these words").click()
    expect(phone.get_by_text("One drink, for me: a small glass")).to_be_visible()
    phone.get_by_label("A drink or more").check()
    phone.get_by_label("How many drinks, if you like").fill("2")
    phone.get_by_role("button", name="Keep this day").click()
    expect(phone.get_by_role("link", name="2 drinks")).to_have_count(1)
    expect(phone.get_by_role("link", name="open")).to_have_count(13)


def says_what_shifts(phone):
    phone.goto("/arc/shifts/")
    phone.get_by_label("I can rest.").select_option("Now and then")
    phone.get_by_role("textbox", name="In my words").fill("A nap.")
    phone.get_by_role("button", name="Keep this").click()
    expect(phone.get_by_role("heading", name="So far")).to_be_visible()


def records_emdr(desk):
    desk.get_by_role("link", name="Other therapies").click()
    desk.get_by_text("Record a meeting").click()
    desk.get_by_label("What kind").select_option("EMDR")
    desk.get_by_text("For EMDR: target and figures").click()
    desk.get_by_label("The target: what").fill("The night in the kitchen")
    desk.get_by_label("Distress before").select_option("8")
    desk.get_by_label("Distress after").select_option("3")
    desk.get_by_role("button", name="Keep the record").click()
    expect(desk.get_by_text("8 before, 3 after.")).to_be_visible()
    expect(desk.get_by_text("The night in the kitchen")).to_be_hidden()


def test_on_a_phone_the_days_around_a_session_open_at_the_session(cast, page_for):
    page = page_for(cast.maya, width=320)
    page.goto(story.url_of("client_aligned", cast.ada))
    line, names = page.locator(".timeline .event"), page.locator(".timeline .names")
    expect(line).to_be_attached()
    room, beside = page.locator(".chart-scroll").bounding_box(), names.bounding_box()
    at = line.evaluate("(one) => one.getBoundingClientRect().x")
    assert beside["x"] + beside["width"] < at < room["x"] + room["width"]
    assert page.locator(".chart-scroll").evaluate("(one) => one.scrollLeft") > 0


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_the_pages_are_clean_and_fit(cast, page_for, axe, no_sideways, width, dark):
    theirs = ("client_living", "client_aligned", "client_therapies")
    mine = ("changes", "diary", "shifts", "alongside") if width < WIDE[0] else ()
    pages = [(cast.ada, f"/arc/{name}/") for name in mine]
    pages += [(cast.maya, story.url_of(name, cast.ada)) for name in theirs]
    for who, path in pages:
        page = page_for(who, width=width, dark=dark)
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        no_sideways(page)
        whole(page)
        axe(page)
