"""The window as a therapist meets it in a real browser: a reason to be checked on one page."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.looks import LOOKS
from tests.browser.test_therapist import open_everything, small_targets
from tests.cast import make_cast
from tests.web.staff import story, window_story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.fixture
def risen(cast):
    """Ada's usual level has risen for weeks; two days ago she had a medicine session."""
    check_ins = window_story.lives(cast.ada, high=window_story.high_until_flag(cast) + 6)
    window_story.says_ease(cast.ada, check_ins)
    window_story.has_session(cast.ada, 2)
    return cast


def test_a_flag_can_be_checked_on_the_same_page(risen, page_for):
    # Given a client whose usual level has risen, who answered what was asked
    page = page_for(risen.maya, width=1280)
    page.goto(story.url_of("client", risen.ada))
    # When her therapist opens her page and looks under the flag
    card = page.locator("article", has_text="Their usual level has gone up since")
    expect(card).to_be_visible()
    card.get_by_text(re.compile(r"The check-ins under it \(\d+\)")).click()
    # Then the check-ins are there, and the drawing and the words say the same
    expect(card.locator("li").last).to_contain_text(re.compile("Way up|Up"))
    level = re.compile(
        r"Their usual level, where they mostly are: \d+ of 100, in the row (Way up|Up)"
    )
    expect(page.locator("#arc p", has_text=level)).to_be_visible()
    expect(page.locator("path.ribbon")).to_have_count(1)
    expect(page.get_by_role("heading", name="Medicine session 1")).to_be_visible()
    # When she says that it is done, it leaves the list and the other signals stay
    card.get_by_role("button", name="Done", exact=True).click()
    expect(page.get_by_text("Kept: done.")).to_be_visible()
    expect(page.locator("article", has_text="Their usual level has gone up")).to_have_count(0)


def test_rows_and_sessions_are_kept_without_javascript(cast, page_for):
    page = page_for(cast.maya, js=False)
    page.goto(story.url_of("client", cast.ada))
    page.get_by_text("Name the rows").click()
    page.get_by_label("Within reach").uncheck()
    page.get_by_role("button", name="Keep this").first.click()
    expect(page.get_by_text("Choose one row, or rows that lie side by side.")).to_be_visible()
    page.get_by_label("Within reach").check()
    page.get_by_label("Up", exact=True).check()
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_text(re.compile("Within reach and Up, proposed on"))).to_be_visible()
    page.get_by_text("Enter a medicine session").click()
    page.get_by_label("Time it began").fill("00:00")
    page.locator("[action$='/session/'] button.main").click()
    # One of today is sent to its gate first; it has begun already
    expect(page.get_by_role("link", name="Can it begin?")).to_be_visible()
    page.get_by_label("It began already, at this time").check()
    page.get_by_label("Why it is entered without the gate").fill("She was with her sister.")
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_text("not begun through the gate").first).to_be_visible()
    page.goto(story.url_of("client", cast.ada))
    expect(page.get_by_text(re.compile("Session 1: .*00:00"))).to_be_visible()


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_every_part_is_clear_to_all(risen, page_for, axe, no_sideways, width, dark):
    window_story.names(risen.ada, risen.ada, "within", "up")
    owner = page_for(risen.owner, width=width, dark=dark)
    therapist = page_for(risen.maya, width=width, dark=dark)
    places = ((therapist, story.url_of("client", risen.ada)), (owner, "/practice/"))
    for page, path in places:
        page.goto(path)
        open_everything(page)
        axe(page)
        no_sideways(page)
    assert small_targets(therapist) == []
