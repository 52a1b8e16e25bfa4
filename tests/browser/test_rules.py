"""Signing the numbers of the rules in a real browser: two clinicians, one after the other."""

import pytest
from playwright.sync_api import expect
from tests.browser.looks import LOOKS
from tests.cast import make_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def capacities(page):
    return page.get_by_role("region", name="The five capacities")


def opens_the_form(page):
    page.goto("/rules/")
    capacities(page).get_by_text("Change or sign").click()
    return capacities(page)


def test_two_clinicians_sign_and_the_second_reads_what_the_first_did(cast, page_for, axe):
    # Given Maya and Bo, who both look at the same numbers; Maya without JavaScript
    maya, bo = page_for(cast.maya, js=False), page_for(cast.bo, width=1280)
    mine, his = opens_the_form(maya), opens_the_form(bo)
    # When Maya mistypes, she is told what may be written, and what she wrote is still there
    mine.get_by_label("Tracking: so many check-ins", exact=True).fill("100")
    mine.get_by_label("Why, when a number changes").fill("Our clients travel for a week at a time.")
    mine.get_by_role("button", name="Sign these").click()
    expect(maya.get_by_role("alert")).to_contain_text("write a whole number, 1 to 60")
    expect(mine.get_by_label("Why, when a number changes")).to_have_value(
        "Our clients travel for a week at a time."
    )
    mine.get_by_label("Tracking: so many check-ins", exact=True).fill("10")
    mine.get_by_role("button", name="Sign these").click()
    expect(maya.get_by_role("status")).to_have_text("Signed: 1 number.")
    expect(mine.get_by_text("Tracking: 10 check-ins on 6 or more days")).to_be_visible()
    # When Bo signs the number as he saw it, nothing is signed before he has read what is new
    his.get_by_label("I sign this: Tracking: so many check-ins", exact=True).check()
    his.get_by_role("button", name="Sign these").click()
    expect(bo.get_by_role("alert")).to_contain_text("10, signed by Maya Invented.")
    axe(bo)
    his.get_by_label("Why, when a number changes").fill("We agreed on eight in our meeting.")
    his.get_by_role("button", name="Sign these").click()
    expect(his.get_by_text("Tracking: 8 check-ins on 6 or more days")).to_be_visible()
    # Then both signatures stand for everyone to read, with their reasons
    past = bo.get_by_role("region", name="Signed so far").get_by_role("listitem")
    expect(past.nth(0)).to_contain_text("8 (before: 10). Bo Invented")
    expect(past.nth(1)).to_contain_text("10 (before: 8). Maya Invented")


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_the_page_fits_and_breaks_no_rule(cast, page_for, axe, no_sideways, width, dark):
    page = page_for(cast.prescriber, width=width, dark=dark)
    section = opens_the_form(page)
    expect(section.get_by_role("button", name="Sign these")).to_be_visible()
    axe(page)
    no_sideways(page)
