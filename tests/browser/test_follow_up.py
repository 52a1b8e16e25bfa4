"""From the day after to the fourth week: what Ada reads, what Maya records, on both screens."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.looks import LOOKS
from tests.browser.test_client_window import whole
from tests.cast import make_cast
from tests.web.staff.story import url_of

from longarc.records.ids import uuid7
from longarc.records.models import MedicineSession

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db):
    made = make_cast()
    at = timezone.now() - timedelta(days=29)
    MedicineSession(
        uid=uuid7(), practice=made.practice, client=made.ada.client, by=made.maya.user,
        at=at, received_at=at, starts_at=at,
    ).save()  # fmt: skip
    return made


def test_contacts_are_recorded_and_the_follow_up_is_answered(cast, page_for, no_sideways):
    # Given a session four weeks ago that nobody recorded anything about
    phone, desk = page_for(cast.ada, js=False), page_for(cast.maya, width=1280)
    # When Ada follows the quiet line on Today, without JavaScript
    phone.goto(reverse("today"))
    phone.get_by_role("link", name="Say how it is now").click()
    expect(phone.get_by_text("It is 4 weeks since your session")).to_be_visible()
    no_sideways(phone)
    phone.get_by_label("How is it now, in your words?").fill("Quieter. Mondays are hard.")
    phone.get_by_role("button", name="Keep this").click()
    expect(phone.get_by_text("Your care team can read it.").first).to_be_visible()
    # Then Maya comes from her list to the page, reads it, and records what she did
    desk.goto(url_of("client", cast.ada))
    desk.get_by_role("link", name="Record the contact").first.click()
    expect(desk.get_by_text("Quieter. Mondays are hard.")).to_be_visible()
    for contact in ("The next day", "Days 2 to 7", "Weeks 2 to 4", "Follow-up talk"):
        records(desk, contact)
    expect(desk.get_by_role("region", name="Due now")).to_have_count(0)
    # And Ada reads each of them, and says what is missing
    phone.goto("/arc/")
    phone.get_by_role("link", name="The days after").click()
    expect(phone.get_by_text("A call,").first).to_be_visible()
    phone.get_by_label("In my words").fill("More time in the first week.")
    phone.get_by_role("button", name="Keep this").click()
    expect(phone.get_by_text("Your care team can read it.").first).to_be_visible()
    no_sideways(phone)
    desk.reload()
    expect(desk.get_by_text("More time in the first week.")).to_be_visible()


def records(desk, contact):
    """The first option of that name: the newest session is the only one."""
    option = desk.locator("#slot option", has_text=contact)
    desk.get_by_label("Which contact").select_option(option.get_attribute("value"))
    desk.get_by_label("Called").check()
    desk.get_by_role("button", name="Keep this").click()
    expect(desk.get_by_text("Kept.")).to_be_visible()


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_how_the_pages_look(cast, page_for, axe, no_sideways, width, dark):
    ada = page_for(cast.ada, width=width, dark=dark)
    for url in ("/arc/days-after/", "/arc/follow-up/"):
        ada.goto(url)
        expect(ada.get_by_role("heading", level=1)).to_be_visible()
        whole(ada)
        axe(ada)
        no_sideways(ada)
    maya = page_for(cast.maya, width=width, dark=dark)
    maya.goto(url_of("client_follow_up", cast.ada))
    for name in ("End the follow-up", "Close the arc"):
        maya.locator("summary", has_text=name).click()
    expect(maya.get_by_label("Why it ends")).to_be_visible()
    whole(maya)
    axe(maya)
    no_sideways(maya)
