"""Raising a concern on a small phone without JavaScript, and the contact who reads and answers."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.cast import Cast, Person, make_cast, make_staff

from longarc.care.access import Role
from longarc.records.models import SafeguardingKey
from longarc.web import pace

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "Somebody here did not stop when I said stop."


@pytest.fixture
def cast(transactional_db) -> Cast:
    pace.forget()
    return make_cast()


@pytest.fixture
def otto(cast) -> Person:
    """From outside, with no other role."""
    return make_staff(cast.practice, "Otto Invented", Role.SAFEGUARDING)


@pytest.fixture
def whole(axe, no_sideways):
    """Small and light, then large and dark."""

    def check(page: Page) -> None:
        for width, scheme in ((320, "light"), (1280, "dark")):
            page.set_viewport_size({"width": width, "height": 640})
            page.emulate_media(color_scheme=scheme)
            axe(page)
            no_sideways(page)

    return check


def make_key(page: Page) -> str:
    page.goto("/")
    expect(page.get_by_text("no concern can reach you")).to_be_visible()
    page.get_by_role("link", name="Make my key").click()
    page.get_by_role("button", name="Show me a new key").click()
    expect(page.get_by_role("heading", name="Your new private key")).to_be_visible()
    key = page.locator("p.groups").inner_text()
    page.get_by_label("Now type it").fill(key.lower())
    page.get_by_label("Outside this practice").check()
    page.get_by_role("button", name="Use this key").click()
    expect(page.get_by_text("Your key is kept")).to_be_visible()
    # The first contact stands after three days; here they are over.
    SafeguardingKey.objects.update(stands_from=timezone.now())
    return key


def write_concern(page: Page) -> str:
    page.get_by_label("What happened").fill(WORDS)
    page.get_by_role("button", name="Seal it").click()
    expect(page.get_by_role("heading", name="Your words are sealed")).to_be_visible()
    return page.locator("p.groups").inner_text()


def open_concerns(page: Page, key: str) -> None:
    page.goto("/concerns/")
    page.get_by_label("Your private key").fill(key)
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_text(WORDS)).to_be_visible()


def open_receipt(page: Page, receipt: str) -> None:
    page.goto("/reach/answers/")
    page.get_by_label("The groups of your receipt").fill(receipt.lower())
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_label("Write more")).to_be_visible()


def test_from_the_page_to_the_contact_and_back_without_javascript(otto, page_for, no_sideways):
    # Given a contact from outside who has made a key
    contact = page_for(otto, js=False)
    key = make_key(contact)

    # When somebody who is not signed in comes from Support, sends nothing at first, then writes
    phone = page_for(js=False)
    phone.goto("/support/")
    phone.get_by_role("link", name="Raise a concern").click()
    expect(phone.get_by_role("heading", name="Raise a concern")).to_be_visible()
    phone.get_by_role("button", name="Seal it").click()
    expect(phone.get_by_role("alert")).to_contain_text("Write a few words first")
    receipt = write_concern(phone)

    # Then the contact opens it with the key, answers, and has nothing else of the practice
    open_concerns(contact, key)
    contact.get_by_label("Your answer").fill("I believe you. What do you need first?")
    contact.get_by_role("button", name="Seal the answer").click()
    expect(contact.get_by_text("Your answer is sealed")).to_be_visible()
    places = contact.get_by_role("navigation").get_by_role("link")
    assert places.all_inner_texts() == ["Concerns", "Account"]

    # And the receipt, on another device, brings the answer, not the words, and takes more
    later = page_for(js=False)
    open_receipt(later, receipt)
    expect(later.get_by_text("What do you need first?")).to_be_visible()
    expect(later.get_by_text(WORDS)).to_have_count(0)
    later.get_by_label("Write more").fill("To talk on Tuesday.")
    later.get_by_role("button", name="Seal it").click()
    expect(later.get_by_role("status")).to_be_visible()
    for page in (phone, contact, later):
        no_sideways(page)


def test_every_page_of_a_concern_is_whole(cast, otto, page_for, whole):
    contact, phone, owner = (
        page_for(one, reduced_motion="reduce") for one in (otto, cast.ada, cast.owner)
    )
    phone.goto("/reach/")
    whole(phone)
    contact.goto("/concerns/key/")
    contact.get_by_role("button", name="Show me a new key").click()
    expect(contact.get_by_role("heading", name="Your new private key")).to_be_visible()
    whole(contact)
    key = make_key(contact)
    whole(contact)
    phone.goto("/reach/")
    whole(phone)
    receipt = write_concern(phone)
    whole(phone)
    open_receipt(phone, receipt)
    whole(phone)
    open_concerns(contact, key)
    whole(contact)
    owner.goto("/practice/safeguarding/")
    whole(owner)
