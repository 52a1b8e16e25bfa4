"""The day after Ada's session: Maya writes it down, Ada reads it, and says what worries her."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.looks import LOOKS
from tests.browser.test_client_window import whole
from tests.cast import make_cast
from tests.web import record_story
from tests.web.staff import story

from longarc.care.session_record import Kind
from longarc.records.actions import session_record, window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.fixture
def session(cast):
    return record_story.yesterday(cast)


def test_a_session_is_written_down_read_and_what_worries_is_followed(
    cast, session, page_for, no_sideways
):
    # Given Maya at her desk, the day after, with ten minutes
    desk, phone = page_for(cast.maya, width=1280), page_for(cast.ada, js=False)
    desk.goto(story.url_of("client", cast.ada))
    desk.get_by_role("link", name="Sessions, as they were").click()
    desk.get_by_role("link", name="Write the record").click()
    writes_it_down(desk)
    # When Ada looks, it is still being written; then Maya signs
    phone.goto("/arc/")
    phone.get_by_role("link", name="After a session, and what worries me").click()
    phone.get_by_text("What was recorded").click()
    expect(phone.get_by_text("Your care team is still writing it.")).to_be_visible()
    desk.get_by_role("button", name="Sign what is recorded").click()
    expect(desk.get_by_text("Signed. What is written from now on is an addendum.")).to_be_visible()
    # Then Ada reads the same, on her phone without JavaScript, and says what worries her
    phone.reload()
    phone.get_by_text("What was recorded").click()
    expect(phone.get_by_text("She asked for the window.")).to_be_visible()
    no_sideways(phone)
    phone.get_by_label("What worries me since the session").fill("The floor still moves.")
    phone.get_by_role("button", name="Tell my care team").click()
    expect(phone.get_by_text("Nobody has written back yet.")).to_be_visible()
    # And it stands on Maya's list until she records that it is resolved
    desk.goto(story.url_of("client", cast.ada))
    desk.get_by_role("link", name="Follow it up").click()
    grades(desk)
    phone.reload()
    expect(phone.get_by_text("It is over, as your care team wrote.")).to_be_visible()


def writes_it_down(desk):
    desk.get_by_label("Who was there, and what they did").fill("Maya led.")
    desk.get_by_label("How much, with its unit").fill("25 mg")
    first = desk.get_by_role("group", name="Line 1")
    first.get_by_label("In words").fill("She asked for the window.")
    measured = desk.get_by_role("group", name="Measurement 1")
    measured.get_by_label("Pulse a minute").fill("7")
    desk.get_by_role("button", name="Keep what is written").click()
    # A slip is asked about, and what was typed is still there
    expect(desk.get_by_text("Pulse 7: is the number right?")).to_be_visible()
    desk.get_by_role("group", name="Measurement 1").get_by_label("Pulse a minute").fill("72")
    desk.get_by_role("button", name="Keep what is written").click()
    expect(desk.get_by_text("4 lines are kept.")).to_be_visible()


def grades(desk):
    desk.get_by_text("Grade it").click()
    desk.get_by_label("How it stands now").select_option("It goes on")
    desk.get_by_label("Serious: danger to life").select_option("No")
    desk.get_by_role("button", name="Keep the follow-up").click()
    desk.get_by_text("Follow up").last.click()
    desk.get_by_label("How it stands now").select_option("Resolved")
    desk.get_by_role("button", name="Keep the follow-up").click()
    expect(desk.get_by_text("None that anybody reported.")).to_be_visible()


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_the_pages_hold_at_every_width(cast, session, page_for, axe, no_sideways, width, dark):
    lines = (Kind.EVENT, 1, "She wept."), (Kind.TOUCH, 2, "A hand."), (Kind.ENDED, 6, "")
    record_story.happened(cast, session, *lines)
    record_story.signs(cast, session)
    later = timezone.now() + timedelta(seconds=1)
    record_story.happened(cast, session, (Kind.WORDS, 3, "Do not go far."), at=later)
    record_story.worries(cast, session)
    desk = page_for(cast.maya, width=width, dark=dark)
    for name in ("client_session_records", "client_adverse"):
        whole_page(desk, story.url_of(name, cast.ada), axe, no_sideways)
    records = story.url_of("client_session_records", cast.ada)
    whole_page(desk, f"{records}{session}/", axe, no_sideways)
    phone = page_for(cast.ada, width=width, dark=dark)
    whole_page(phone, "/arc/session/after/", axe, no_sideways)
    # Taken back as a mistake, with a line that had been taken back before, it is still read
    ada, by = record_story.known_as(cast.ada, cast.maya), cast.maya.actor
    [line, *_] = record_story.record(cast, session).standing
    session_record.take_back(ada, session, line.uid, "Of another.", by=by, at=timezone.now())
    window.take_back_session(ada, session, why="A slip.", by=by, at=timezone.now())
    whole_page(desk, records, axe, no_sideways)
    whole_page(desk, f"{records}{session}/", axe, no_sideways)
    expect(desk.get_by_text("She wept.")).to_be_visible()
    expect(desk.get_by_role("button", name="Sign what is recorded")).to_have_count(0)


def whole_page(page, url, axe, no_sideways):
    assert page.goto(url).ok
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    whole(page)
    axe(page)
    no_sideways(page)
