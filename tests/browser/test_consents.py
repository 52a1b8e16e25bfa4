"""Consent and touch as a client, the owner and her therapist meet them in a real browser."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.looks import LOOKS
from tests.browser.test_client_window import whole
from tests.cast import PASSWORD, make_cast
from tests.web.staff import story

from longarc.care.consent_texts import Item
from longarc.records.actions import consent, window
from longarc.records.ids import uuid7
from longarc.records.queries import clients
from longarc.records.queries import consent as queries

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TAKING_PART, VIDEO = "Taking part in a medicine session", "Video of the session"


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def part(page, name):
    return page.get_by_role("region", name=name)


def agrees(phone, name):
    with phone.expect_navigation():
        part(phone, name).get_by_role("button", name="Yes to this").click()
    expect(phone.get_by_role("status").first).to_contain_text("Kept: yes.")


def test_a_client_agrees_is_asked_again_and_says_no(cast, page_for):
    # Given Ada, on a phone without JavaScript, who says yes: both buttons are of one size
    phone = page_for(cast.ada, js=False)
    phone.goto("/arc/")
    phone.get_by_role("link", name="What I agree to, for a session").click()
    buttons = part(phone, TAKING_PART).get_by_role("button")
    expect(buttons).to_have_count(2)
    phone.wait_for_load_state()  # the style sheet has arrived
    first, second = (buttons.nth(n).bounding_box() for n in (0, 1))
    assert (first["width"], first["height"]) == (second["width"], second["height"])
    agrees(phone, TAKING_PART)
    agrees(phone, VIDEO)
    # When the owner changes the words, she reads first what that does
    changes_the_words(page_for(cast.owner, width=1280))
    # Then Ada's earlier page gives nothing silently, and shows what changed
    phone.goto("/arc/consents/")
    asked = part(phone, TAKING_PART)
    expect(asked.get_by_text("The words have changed since I said yes.")).to_be_visible()
    expect(asked.locator("ins")).to_have_text("Someone I trust brings me home.")
    desk = page_for(cast.maya, width=1280)
    desk.goto(story.url_of("client_consents", cast.ada))
    expect(desk.get_by_text("The words changed, and the client has not said yes")).to_be_visible()
    agrees(phone, TAKING_PART)
    # When she takes it back, nobody asks why, and her therapist's page tells
    part(phone, TAKING_PART).get_by_role("button", name="No to this").click()
    expect(phone.get_by_role("status").first).to_contain_text("Kept: no. It counts from now.")
    desk.reload()
    expect(desk.get_by_text(f"The client says no: {TAKING_PART}.")).to_be_visible()


def changes_the_words(owner):
    owner.goto("/practice/")
    owner.get_by_role("link", name="Words of consent").click()
    item = part(owner, TAKING_PART)
    item.locator("summary", has_text="Change").click()
    box = item.get_by_label("The words, as the client says them")
    box.fill(f"{box.input_value()} Someone I trust brings me home.")
    item.get_by_role("button", name="See what this changes").click()
    expect(item.get_by_text("1 client will be asked again.")).to_be_visible()
    item.get_by_role("button", name="Publish these words").click()
    expect(owner.get_by_text("Published.")).to_be_visible()


def signs(phone):
    """She shows once more that it is her; then the form."""
    phone.get_by_role("link", name="Choose and sign").click()
    phone.get_by_label("Password").fill(PASSWORD)
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_label("shoulder").check()
    phone.get_by_label("hand").check()
    phone.get_by_label("My word or sign for stop").fill("Red")


def line(page):
    return page.locator(".touch-line")


def test_touch_is_signed_with_her_own_sign_in_and_then_only_becomes_less(
    cast, page_for, axe, no_sideways
):
    # Given Ada, who chooses and signs
    phone = page_for(cast.ada)
    phone.goto("/arc/touch/")
    signs(phone)
    no_sideways(phone)
    axe(phone)
    phone.get_by_role("button", name="These places: sign this").click()
    expect(line(phone)).to_have_text("Touch: hand and shoulder, ask first")
    # When the session has begun, there is nothing to sign any more
    ada, now = clients.own(viewer=cast.ada.actor), timezone.now()
    window.keep_session(ada, now, by=cast.maya.actor, at=now)
    phone.reload()
    expect(phone.get_by_text("The session has begun.")).to_be_visible()
    expect(phone.get_by_role("link", name="Sign anew")).to_have_count(0)
    # When she shows it in the room, her therapist keeps it with one large button
    desk = page_for(cast.maya, width=1280, dark=True)
    desk.goto(story.url_of("client_consents", cast.ada))
    desk.get_by_role("link", name="They want less").click()
    desk.get_by_role("button", name="Not this: hand").click()
    expect(line(desk)).to_have_text("Touch: shoulder only, ask first")
    # Then she sees it, with who kept it
    phone.reload()
    phone.get_by_text("How it changed").click()
    expect(phone.get_by_text("as Maya Invented heard or saw it")).to_be_visible()
    says_no_touch(phone)


def says_no_touch(phone):
    """Without a connection it waits, and says so; with one it counts at once."""
    phone.context.set_offline(True)
    phone.get_by_role("button", name="No touch").click()
    expect(phone.get_by_text("Say it, or show it, in the room.")).to_be_visible()
    phone.context.set_offline(False)
    phone.get_by_role("button", name="No touch").click()
    expect(line(phone)).to_have_text("No touch")


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_the_pages_are_clean_and_fit(cast, page_for, axe, no_sideways, width, dark):
    ada, at = clients.own(viewer=cast.ada.actor), timezone.now()
    now = queries.words(viewer=cast.ada.actor)[Item.VIDEO]
    given = {"read": "Other words before.", "uid": uuid7(), "by": cast.ada.actor, "at": at}
    consent.give(ada, Item.VIDEO, now.version, **given)
    told = {"shown": now.text.plain(), "seen": now.version, "by": cast.owner.actor, "at": at}
    consent.publish(Item.VIDEO, "New words.", now.asked, **told)
    visits = {
        320: [(cast.ada, "/arc/consents/"), (cast.ada, "/arc/touch/")],
        1280: [(cast.owner, "/practice/consents/")],
    }
    staff = [story.url_of(name, cast.ada) for name in ("client_consents", "client_touch_narrow")]
    for who, path in [*visits[width], *((cast.maya, url) for url in staff)]:
        page = page_for(who, width=width, dark=dark)
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        no_sideways(page)
        whole(page)
        axe(page)
