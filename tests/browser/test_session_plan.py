"""The planned session as the care team and the client meet it in a real browser."""

import pytest
from playwright.sync_api import expect
from tests.browser.looks import LOOKS
from tests.browser.test_client_window import whole
from tests.cast import make_cast
from tests.web import session_story as story
from tests.web.staff.story import url_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def plans_for_today(desk, cast):
    """At her desk in the evening: most of the form is filled in already."""
    desk.goto(url_of("client", cast.ada))
    desk.get_by_role("link", name="Plan of the session").click()
    desk.get_by_role("link", name="Plan a session").click()
    expect(desk.get_by_label("What will happen, one step on each line")).to_contain_text("say stop")
    desk.get_by_label("Day", exact=True).fill(story.today_at_noon().strftime("%Y-%m-%d"))
    desk.get_by_label("Time when the client arrives").fill("12:00")
    desk.get_by_label("Room, and how to find it").fill("Room 2, first door on the left")
    desk.get_by_label("Who takes the client home, and how").fill("Ines, by car")
    desk.get_by_label("Phone that they answer").first.fill("555 0102")
    desk.get_by_role("button", name="Keep as a draft").click()
    expect(desk.get_by_text("a draft: the client cannot read it yet")).to_be_visible()


def keeps_it(desk):
    desk.get_by_role("link", name="Change the plan").click()
    desk.get_by_label("Support person").fill("Ines Invented")
    desk.get_by_label("Their phone").fill("555 0101")
    desk.get_by_role("button", name="Keep it; the client can read it").click()
    expect(desk.get_by_text("Each part of the plan is written.")).to_be_visible()


def writes_what_she_hopes(phone, no_sideways):
    phone.goto("/arc/")
    phone.get_by_role("region", name="Next").get_by_role("link").click()
    expect(phone.get_by_text("Maya Invented leads.")).to_be_visible()
    expect(phone.get_by_text("12:35")).to_be_visible()
    no_sideways(phone)
    phone.get_by_label("What I hope").fill("To rest")
    phone.get_by_role("button", name="Keep this").click()
    expect(phone.get_by_text("You wrote this on")).to_be_visible()


def test_from_a_plan_to_the_start(cast, page_for, no_sideways):
    # Given Maya's plan: Ada reads nothing of it while it is a draft
    story.chosen(cast)
    desk, phone = page_for(cast.maya, width=1280), page_for(cast.ada, js=False)
    plans_for_today(desk, cast)
    phone.goto("/arc/session/")
    expect(phone.get_by_text("No session is planned.")).to_be_visible()
    # When Maya keeps it, Ada reads it on her phone, without JavaScript, and writes what she hopes
    keeps_it(desk)
    writes_what_she_hopes(phone, no_sideways)
    desk.reload()
    expect(desk.get_by_text("To rest")).to_be_visible()
    # When Maya asks whether it can begin, each reason is there with the way on
    desk.get_by_role("link", name="Can it begin?").click()
    expect(desk.get_by_role("heading", name="The session cannot begin yet")).to_be_visible()
    desk.get_by_role("link", name="Open the screening").click()
    expect(desk.get_by_text("A session cannot start on this list")).to_be_visible()
    # When all of it was put right, she begins, and Support names who is on call
    story.screened(cast)
    story.consented(cast)
    story.signs_about_touch(cast)
    story.answers_about_risk(cast)
    desk.goto(url_of("client_session_start", cast.ada))
    expect(desk.get_by_role("heading", name="You can begin")).to_be_visible()
    desk.get_by_role("button", name="Begin the session").click()
    expect(desk.get_by_text("The session has begun.")).to_be_visible()
    phone.goto("/support/")
    expect(phone.get_by_role("link", name="Call Maya Invented")).to_be_visible()


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_the_pages_are_clean_and_fit(cast, page_for, axe, no_sideways, width, dark):
    story.planned(cast, others="A very long name of somebody who learns " * 4)
    staff = [(cast.maya, url_of(f"client_session_{name}", cast.ada)) for name in ("plan", "start")]
    edit = (cast.maya, url_of("client_session_plan_edit", cast.ada))
    own = [(cast.ada, "/arc/session/")] if width == 320 else []
    for who, path in [*own, *staff, edit]:
        page = page_for(who, width=width, dark=dark)
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        no_sideways(page)
        whole(page)
        axe(page)
