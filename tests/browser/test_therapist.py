"""The therapist's morning in a real browser: a list that changes for a reason, answered, seen."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.looks import LOOKS
from tests.cast import hold, make_cast, make_client
from tests.web.staff import story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOBODY = "Nobody needs you today beyond your visits. Good."


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.fixture
def three_clients(cast):
    """Ada is way down; Ben asked for contact; Cai is as ever."""
    ben, cai = (make_client(cast.practice, f"{n} Invented", account=False) for n in ("Ben", "Cai"))
    for client in (ben, cai):
        hold(client, cast.maya)
    story.usual(cast.ada)
    story.way_down(cast.ada)
    story.asks_for_contact(ben)
    story.usual(cai, until=0.3)
    story.meets(cast.ada, cast.maya, 2)
    story.begins(cast.ada, "integration", 17)
    return cast


def test_from_a_tap_to_the_list_and_back(cast, page_for, signed_in):
    # Given a client whose usual is known, and who was way down three times in two days
    story.usual(cast.ada)
    story.way_down(cast.ada, 3, until=0.2)
    therapist = page_for(cast.maya, width=1280)
    therapist.goto("/clients/")
    expect(therapist.get_by_text(NOBODY)).to_be_visible()
    # When she checks in once more, by one tap
    signed_in(cast.ada).post("/today/check-in/", {"state": "way_down"})
    therapist.reload()
    # Then she stands on her therapist's list, with the counts and the reason
    card = therapist.locator("[data-need]")
    expect(card).to_contain_text("Ada Invented")
    expect(card).to_contain_text("4 of 4 check-ins since")
    expect(card).to_contain_text("Their usual for")
    expect(card).to_contain_text("People often call before the next visit")
    # When the therapist opens her page, reads, and says that it is done
    card.get_by_role("link", name="Ada Invented").click()
    expect(therapist.get_by_role("heading", name="Before you meet")).to_be_visible()
    therapist.get_by_role("button", name="Done", exact=True).click()
    expect(therapist.get_by_text("Kept: done.")).to_be_visible()
    expect(therapist.get_by_text("Nothing stands now.")).to_be_visible()
    # Then the list is empty again, and the client sees who looked
    therapist.goto("/clients/")
    expect(therapist.get_by_text(NOBODY)).to_be_visible()
    client = page_for(cast.ada)
    client.goto("/looked/")
    expect(client.get_by_text(re.compile("Maya Invented opened your record"))).to_be_visible()
    expect(client.get_by_text(re.compile("signal|way down", re.I))).to_have_count(0)


def test_done_by_mistake_is_undone_with_one_tap(three_clients, page_for):
    page = page_for(three_clients.maya, width=1280)
    page.goto("/clients/")
    page.locator("[data-need]").first.get_by_role("button", name="Done", exact=True).click()
    expect(page.locator("[data-need]")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-need]")).to_have_count(2)


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_every_page_is_clear_to_all(three_clients, page_for, axe, no_sideways, width, dark):
    page = page_for(three_clients.maya, width=width, dark=dark)
    ada = story.url_of("client", three_clients.ada)
    for path in ("/clients/", "/clients/?names=1", "/clients/how/", ada, f"{ada}patterns/"):
        page.goto(path)
        open_everything(page)
        axe(page)
        no_sideways(page)
        assert small_targets(page) == []


def open_everything(page):
    page.evaluate("document.querySelectorAll('main details').forEach((one) => one.open = true)")


def small_targets(page):
    """Buttons, fields and lone links under 44 px, other than links inside a sentence."""
    return page.evaluate("""() => [...document.querySelectorAll(
        'main button, main summary, main select, main .rowlink, main .btn, main .inline')]
      .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.9)
      .map((one) => one.outerHTML.slice(0, 90))""")


def test_the_list_is_worked_with_single_keys(three_clients, page_for):
    page = page_for(three_clients.maya, width=1280)
    page.goto("/clients/")
    press = page.keyboard.press
    # j and k walk down and up the cards, then everyone
    press("j")
    expect(page.locator("[data-need] a.name", has_text="Ben Invented")).to_be_focused()
    press("j")
    expect(page.locator("[data-need] a.name", has_text="Ada Invented")).to_be_focused()
    press("k")
    expect(page.locator("[data-need] a.name", has_text="Ben Invented")).to_be_focused()
    press("j")
    # l and u open their menus with the first choice in focus; Escape is never needed
    press("l")
    expect(page.get_by_role("button", name="Tomorrow").last).to_be_focused()
    press("u")
    expect(page.get_by_role("button", name="Not useful, no reason")).to_be_focused()
    # d says that the signal one is on is done
    press("d")
    expect(page.get_by_text("Kept: done.")).to_be_visible()
    expect(page.locator("[data-need]")).to_have_count(1)
    page.wait_for_load_state()  # the keys work once the new page's script has run
    # / finds; letters typed there are letters
    press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("bdj")
    expect(page.locator("#find")).to_have_value("bdj")
    expect(page.locator("body")).not_to_have_class(re.compile("blurred"))


def test_enter_opens_the_client(three_clients, page_for):
    page = page_for(three_clients.maya, width=1280)
    page.goto("/clients/")
    page.keyboard.press("k")
    expect(page.locator("tbody a", has_text="Cai Invented")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Cai Invented")).to_be_visible()


def test_names_are_blurred_with_b_and_stay_so(three_clients, page_for):
    page = page_for(three_clients.maya, width=1280)
    page.goto("/clients/")
    name = page.locator("tbody .name").first
    expect(name).to_have_css("filter", "none")
    page.keyboard.press("b")
    expect(name).to_have_css("filter", re.compile("blur"))
    page.goto(story.url_of("client", three_clients.ada))
    expect(page.locator("h1 .name")).to_have_css("filter", re.compile("blur"))
    page.keyboard.press("b")
    page.goto("/clients/")
    expect(name).to_have_css("filter", "none")


def test_single_keys_can_be_switched_off_for_good(three_clients, page_for):
    page = page_for(three_clients.maya, width=1280)
    page.goto("/clients/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_label("Single-key shortcuts are on").uncheck()
    page.get_by_role("button", name="Close").click()
    page.reload()
    for key in ("b", "?", "j"):
        page.keyboard.press(key)
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("body")).not_to_have_class(re.compile("blurred"))
    page.get_by_role("button", name="Keyboard shortcuts").click()
    page.get_by_label("Single-key shortcuts are on").check()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("b")
    expect(page.locator("body")).to_have_class(re.compile("blurred"))


def test_everything_works_without_javascript(three_clients, page_for):
    page = page_for(three_clients.maya, js=False)
    page.goto("/clients/")
    ada = page.locator("[data-need]", has_text="Ada Invented")
    ada.get_by_text("Later…").click()
    ada.get_by_role("button", name="Before the next visit").click()
    expect(page.get_by_text("Kept: put off.")).to_be_visible()
    expect(page.locator("[data-need]")).to_have_count(1)
    page.get_by_role("link", name="Ben Invented").first.click()
    page.get_by_text("Plan a meeting").click()
    page.get_by_label("Day", exact=True).fill("1999-01-01")
    page.get_by_label("Time", exact=True).fill("14:30")
    page.get_by_label("Place (optional)").fill("Room 2")
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_text("Choose a day within a year of today.")).to_be_visible()
    expect(page.get_by_label("Place (optional)")).to_have_value("Room 2")
    page.get_by_label("Day", exact=True).fill(story.ago(-3).date().isoformat())
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_text("Room 2")).to_be_visible()


def test_on_a_phone_the_newest_days_show_first_and_nothing_covers_them(three_clients, page_for):
    page = page_for(three_clients.maya, width=320)
    page.goto(story.url_of("client", three_clients.ada))
    drawing = page.locator(".chart-scroll")
    end = drawing.evaluate("(one) => one.scrollWidth - one.clientWidth - one.scrollLeft")
    assert end <= 1
    assert drawing.evaluate("(one) => one.scrollLeft") > 0
    expect(page.locator(".bar")).to_have_css("position", "static")
