"""How it is between Ada and Maya: said on a phone without JavaScript, answered at a desk."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.looks import LOOKS
from tests.browser.test_client_window import whole
from tests.cast import make_cast
from tests.web.staff import story

from longarc.care.relationship import Kind, Question
from longarc.records.actions import relationship as actions
from longarc.records.actions.relationship import Felt, Named
from longarc.records.ids import uuid7
from longarc.records.queries import clients

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FELT = {Question.HEARD: 3, Question.COULD_SAY_NO: 4}


@pytest.fixture
def cast(transactional_db):
    made = make_cast()
    story.meets(made.ada, made.maya, -1)
    own = clients.own(viewer=made.ada.actor)
    for week in range(6, 0, -1):
        at = timezone.now() - timedelta(weeks=week)
        actions.rate(own, Felt(FELT, week % 3), uid=uuid7(), by=made.ada.actor, at=at)
    return made


def test_a_strain_is_named_in_private_told_and_mended(cast, page_for, no_sideways):
    # Given Ada, who met Maya yesterday, and says how it felt
    phone, desk = page_for(cast.ada, js=False), page_for(cast.maya, width=1280)
    says_how_it_felt(phone)
    no_sideways(phone)
    # When she names for herself what went wrong, Maya reads nothing of it; then she tells it
    names_it_for_herself(phone)
    desk.goto(story.url_of("client_relationship", cast.ada))
    expect(desk.get_by_text("None that anybody named here.")).to_be_visible()
    expect(desk.get_by_text("You looked at the clock.")).to_have_count(0)
    phone.locator("article").get_by_role("button", name="Tell my care team").click()
    expect(phone.get_by_text("Your care team can see it now.")).to_be_visible()
    # Then Maya is asked to ask, and to repair
    desk.goto(story.url_of("client", cast.ada))
    asks_and_repairs(desk)
    # And it is mended when Ada says so
    phone.goto("/how-we-met/")
    expect(phone.get_by_text("The clock goes behind her chair.")).to_be_visible()
    phone.get_by_role("button", name="This is mended for me").click()
    expect(phone.get_by_text("mended", exact=True)).to_be_visible()
    desk.reload()
    expect(desk.get_by_text("None that anybody named here.")).to_be_visible()
    # And what she said of their meetings she can take back, the newest first
    takes_a_rating_back(phone)
    desk.reload()
    expect(desk.get_by_text("6 ratings, the last").first).to_be_visible()


def takes_a_rating_back(phone):
    phone.get_by_text("What I said about our meetings").click()
    said = phone.locator("details", has_text="What I said about our meetings")
    said.locator("summary", has_text="Take it back").first.click()
    said.get_by_role("button", name="Take this back").first.click()
    expect(phone.get_by_text("Taken back. Someone may have read it before.")).to_be_visible()


def says_how_it_felt(phone):
    """She leaves out what she likes."""
    phone.goto("/arc/")
    expect(phone.get_by_text("You can say how it felt, or let it be.")).to_be_visible()
    phone.get_by_role("link", name="How we met").click()
    phone.get_by_label("I felt heard.").select_option("A little")
    phone.get_by_label("I could have said no.").select_option("Partly")
    phone.get_by_label("How near or far did it feel").select_option("Far away")
    phone.get_by_role("button", name="Keep this").click()
    expect(phone.get_by_text("Thank you for saying it.")).to_be_visible()


def names_it_for_herself(phone):
    phone.get_by_text("Name it").click()
    phone.get_by_label("I pulled back, or went quiet").check()
    phone.get_by_label("What happened for me").fill("You looked at the clock.")
    phone.get_by_role("button", name="Keep it to myself").click()
    expect(phone.get_by_text("only me", exact=True)).to_be_visible()


def asks_and_repairs(desk):
    """From the client page, where both stand; no button there answers them."""
    signals = desk.locator("article.signal")
    expect(signals.filter(has_text="A rupture was named")).to_have_count(1)
    expect(signals.get_by_role("button", name="Done")).to_have_count(0)
    signals.get_by_role("link", name="Record what was talked about").first.click()
    expect(desk.get_by_role("heading", name="Worth asking about")).to_be_visible()
    talked = desk.get_by_role("textbox", name="What was talked about", exact=True)
    talked.fill("The clock: there is a reason, and it hurt.")
    desk.get_by_role("button", name="Keep what was talked about").click()
    expect(desk.get_by_role("heading", name="Worth asking about")).to_have_count(0)
    desk.get_by_label("Repair").fill("The clock goes behind her chair.")
    desk.get_by_role("button", name="Record the repair").click()
    expect(desk.get_by_text("repair recorded, not mended for the client")).to_be_visible()


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_the_pages_are_clean_and_fit(cast, page_for, axe, no_sideways, width, dark):
    own, at = clients.own(viewer=cast.ada.actor), timezone.now()
    for keep in (actions.name, actions.name_privately):
        keep(own, Named(Kind.WITHDRAWAL, None, "Quiet."), uid=uuid7(), by=cast.ada.actor, at=at)
    for who, path in (
        (cast.ada, "/how-we-met/"),
        (cast.maya, story.url_of("client_relationship", cast.ada)),
    ):
        page = page_for(who, width=width, dark=dark)
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        no_sideways(page)
        whole(page)
        axe(page)
