"""Arrival as people meet it: from an enquiry to a formulation that the client says is right."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.cast import make_cast
from tests.web.arrival_story import keeps, newest, page_published, plans, writes

from longarc.care.formulation import Adaptation
from longarc.care.plan import Needs
from longarc.web import enquire

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db, monkeypatch):
    monkeypatch.setattr(enquire, "SOONEST", timedelta(0))  # a test types faster than a person
    return make_cast()


def fits(page, axe, no_sideways):
    """As tall as the page, so that axe does not take what lies under the tabs for covered."""
    no_sideways(page)
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": height + 60})
    axe(page)


def test_from_an_enquiry_to_a_formulation_that_is_right(cast, page_for):
    """Given a practice that takes enquiries, and somebody with a small phone, without JavaScript.

    When they write, they lose no word and are told what happens and where help is now. When they
    become a client, they find what they wrote and say what they hope for. When Maya has read it,
    written with them and planned the meetings, they read what is new and say that it is right.
    """
    page_published(cast)
    dee, kim = page_for(js=False), page_for(cast.coordinator, js=False)
    maya = page_for(cast.maya, width=1280, js=False)
    writes_an_enquiry(dee)
    dee.goto(is_made_a_client(kim).replace("http://localhost:8000", ""))
    opens_the_link(dee)
    says_what_they_hope_for(dee)
    reads_and_writes_with_them(maya)
    plans_fewer_meetings_with_a_reason(maya)
    reads_what_is_new_and_agrees(dee)
    maya.reload()
    expect(maya.get_by_text("right for the client since")).to_be_visible()


def writes_an_enquiry(dee):
    dee.goto("/enquire/")
    dee.get_by_label("What can we call you?").fill("Dee Invented")
    dee.get_by_label("What brings you?").fill("I sleep badly.")
    dee.get_by_role("button", name="Send this").click()
    expect(dee.get_by_role("alert")).to_contain_text("Write a phone number or an e-mail.")
    expect(dee.get_by_label("What brings you?")).to_have_value("I sleep badly.")
    dee.get_by_label("How can we reach you?").fill("dee@example.org")
    dee.get_by_role("button", name="Send this").click()
    expect(dee.get_by_role("heading", name="It has reached us")).to_be_visible()
    expect(dee.get_by_text("within three working days")).to_be_visible()
    expect(dee.get_by_role("main").get_by_role("link", name="Support")).to_be_visible()


def is_made_a_client(kim):
    """The link that the coordinator gives them."""
    kim.goto("/enquiries/")
    kim.get_by_role("link", name="Dee Invented").click()
    kim.get_by_role("link", name="A new client").click()
    expect(kim.get_by_label("Full name")).to_have_value("Dee Invented")
    kim.get_by_label("Who leads their care").select_option(label="Maya Invented")
    kim.get_by_label("Make a link for their own account now").check()
    kim.get_by_role("button", name="Keep this client").click()
    return kim.get_by_label("The link").input_value()


def opens_the_link(dee):
    dee.get_by_role("button", name="Go on").click()
    dee.get_by_role("link", name="Choose a password").click()
    dee.get_by_label("New password", exact=True).fill("seven calm otters")
    dee.get_by_label("New password, once more").fill("seven calm otters")
    dee.get_by_role("button", name="Keep this").click()
    expect(dee.locator(".codes code").first).to_be_visible()  # to print, for a day without a device
    dee.get_by_role("link", name="Go on").click()
    dee.wait_for_url("**/today/")


def says_what_they_hope_for(dee):
    dee.goto("/arc/")
    dee.get_by_role("link", name="Read it, or write in it").click()
    dee.get_by_text("How I came here").click()
    expect(dee.get_by_text("I sleep badly.")).to_be_visible()
    dee.goto("/arc/")
    dee.get_by_role("link", name="What I hope for, if I want to say").click()
    dee.get_by_label("What I hope for").fill("To rest.")
    dee.get_by_label("The pressure I feel about it").fill("It has to work this time.")
    dee.get_by_role("button", name="Keep this").click()
    expect(dee.get_by_text("This is version 1, kept by Dee Invented")).to_be_visible()


def reads_and_writes_with_them(maya):
    maya.goto("/clients/")
    maya.get_by_role("link", name="Dee Invented").first.click()
    maya.get_by_role("link", name="What we understand so far").click()
    expect(maya.get_by_text("It has to work this time.")).to_be_visible()
    maya.get_by_role("link", name="Write it together").click()
    maya.get_by_label("A trigger").fill("A raised voice.")
    maya.get_by_label("A familiar response").fill("Going quiet.")
    maya.get_by_label("Something that helps").fill("Cold water.")
    maya.get_by_label("A way of coping").first.fill("Staying useful")
    maya.get_by_role("button", name="Keep this as a new version").click()
    expect(maya.get_by_text("It names a trigger, a familiar response and")).to_be_visible()


def plans_fewer_meetings_with_a_reason(maya):
    maya.get_by_role("link", name="Plan the meetings").click()
    maya.get_by_label("Long suffering").check()
    maya.get_by_label("Describe it in words").fill("Much was carried alone.")
    maya.get_by_label("Meetings to prepare").fill("5")
    maya.get_by_role("button", name="Keep this").click()
    expect(maya.get_by_text("Below 8 meetings to prepare or 12")).to_be_visible()
    expect(maya.get_by_label("Describe it in words")).to_have_value("Much was carried alone.")
    maya.get_by_label("The reason, when a number goes down").fill("You live far away.")
    maya.get_by_role("button", name="Keep this").click()
    expect(maya.get_by_text("Meetings to prepare: 5.")).to_be_visible()


def reads_what_is_new_and_agrees(dee):
    dee.goto("/arc/together/")
    expect(dee.get_by_text("Meetings to prepare: 5.")).to_be_visible()
    expect(dee.get_by_text("You live far away.")).to_be_visible()
    dee.get_by_text("Earlier versions").click()
    dee.get_by_role("link", name="Version 2, Maya Invented").click()
    expect(dee.get_by_text("4 parts are different.")).to_be_visible()
    dee.get_by_role("link", name="Back to what we understand").click()
    dee.get_by_role("button", name="This is right for me").click()
    expect(dee.get_by_text("you said: this is right for me")).to_be_visible()


def test_two_who_write_at_once_both_find_their_words(cast, page_for, axe, no_sideways):
    keeps(cast, cast.maya, brings="Nights.", helps="Cold water.")
    maya = page_for(cast.maya)
    maya.goto(f"/clients/{cast.ada.client.public_id}/together/write/")
    maya.get_by_label("What brings them").fill("Long nights.")
    keeps(cast, cast.finn, Adaptation("Staying useful"), brings="Nights and days.")
    maya.get_by_role("button", name="Keep this as a new version").click()
    expect(maya.get_by_role("alert")).to_contain_text("Finn Invented kept version 2")
    expect(maya.get_by_text("Nights and days.")).to_be_visible()
    expect(maya.get_by_label("What brings them")).to_have_value("Long nights.")
    expect(maya.get_by_label("A way of coping").first).to_have_value("Staying useful")
    fits(maya, axe, no_sideways)
    maya.get_by_role("button", name="Keep this as a new version").click()
    expect(maya.get_by_text("Long nights.")).to_be_visible()
    assert newest(cast).number == 3


def test_every_page_of_arrival_is_clear_to_all(cast, page_for, axe, no_sideways):
    for person, paths in lived(cast):
        page = page_for(person)
        for path in paths:
            page.goto(path)
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            fits(page, axe, no_sideways)


def lived(cast):
    """Something on every page; who opens which."""
    page_published(cast)
    uid = writes(cast)
    keeps(cast, cast.maya, brings="Nights. Noise.")
    way = Adaptation("Staying useful", "I am needed", "no rest", "the quiet")
    keeps(cast, cast.ada, way, brings="Nights. My head.", pressure="It has to work.")
    plans(cast, Needs.BETWEEN, 5, 8)
    plans(cast, Needs.BETWEEN, 4, 8, why="You live far away.")
    theirs = f"/clients/{cast.ada.client.public_id}"
    parts = ("/together/", "/together/changes/", "/contacts/")
    yield None, ("/enquire/",)
    yield cast.ada, ("/arc/together/", "/arc/together/coping/")
    yield cast.maya, (f"/enquiries/{uid}/", *(theirs + part for part in parts))
    yield cast.owner, ("/practice/enquiries/",)
