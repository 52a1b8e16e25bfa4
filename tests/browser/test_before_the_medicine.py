"""Before the medicine: three people on their way to a first session, on both screens.

One comes from an enquiry to a planned session. One takes lithium, and is locked until a prescriber
decides. One is answered "keep preparing", with reasons. The steps are those of each page's own
tests; screenshots go to the folder that LONGARC_TEST_SHOTS names, when it is set.
"""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.test_arrival import (
    is_made_a_client,
    opens_the_link,
    says_what_they_hope_for,
    writes_an_enquiry,
)
from tests.browser.test_consents import agrees
from tests.browser.test_screening import lithium_on, tells_her_medicines, writes_what_it_is
from tests.cast import check_in, make_cast
from tests.web import session_story as story
from tests.web.arrival_story import page_published
from tests.web.staff.story import ago, url_of

from longarc.care.screening_facts import Said
from longarc.web import enquire

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("LONGARC_TEST_SHOTS", "")


@pytest.fixture
def cast(transactional_db, monkeypatch):
    monkeypatch.setattr(enquire, "SOONEST", timedelta(0))  # a test types faster than a person
    return make_cast()


def looked_at(page, name):
    if SHOTS:
        page.wait_for_load_state()
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def each_group(page, answer):
    """The same answer to every question of the page."""
    groups = page.get_by_role("group")
    for n in range(groups.count()):
        groups.nth(n).get_by_label(answer, exact=True).check()


def tells_of_her_health(phone):
    phone.goto("/arc/health/")
    each_group(phone, "No")
    phone.get_by_role("button", name="Keep this").click()
    expect(phone.get_by_text("Kept.")).to_be_visible()
    phone.goto("/arc/medicines/")
    phone.get_by_role("button", name="I take none").click()
    expect(phone.get_by_text("You said: that is all.")).to_be_visible()


def answers_hard_questions(phone):
    phone.goto("/support/questions/")
    each_group(phone, "No")
    phone.get_by_role("button", name="Tell my care team").click()
    expect(phone.get_by_text("You answered on")).to_be_visible()


def says_what_she_agrees_to(phone):
    phone.goto("/arc/consents/")
    for name in ("Taking part in a medicine session", "Who is in the room"):
        agrees(phone, name)
    phone.goto("/arc/touch/sign/")
    phone.get_by_role("button", name="No touch: sign this").click()
    expect(phone.locator(".touch-line")).to_be_visible()


def asks_the_rest(desk):
    """What only the care team asks, in a talk; and what the session is planned with."""
    desk.get_by_role("link", name="Safety screening").click()
    desk.get_by_text("Enter answers").click()
    each_group(desk.locator("#answers ~ details"), "No")
    desk.get_by_role("button", name="Keep these").click()
    desk.get_by_label("The session is planned with").select_option(label="psilocybin")
    desk.get_by_role("button", name="Keep this (substance)").click()
    expect(desk.get_by_text("Nothing on this list stops a session")).to_be_visible()
    looked_at(desk, "1-screening")


def plans(desk, day):
    desk.get_by_role("link", name="Plan of the session").click()
    desk.get_by_role("link", name="Plan a session").click()
    desk.get_by_label("Day", exact=True).fill(day.strftime("%Y-%m-%d"))
    desk.get_by_label("Time when the client arrives").fill("10:00")
    desk.get_by_label("Room, and how to find it").fill("The quiet room")
    desk.get_by_label("Who takes the client home, and how").fill("A friend, by car")
    desk.get_by_label("Support person").fill("A friend")
    desk.get_by_label("Their phone").fill("555 0101")
    desk.get_by_label("Phone that they answer").first.fill("555 0102")
    desk.get_by_role("button", name="Keep it; the client can read it").click()
    expect(desk.get_by_text("Each part of the plan is written.")).to_be_visible()


def test_one_comes_from_an_enquiry_to_a_planned_first_session(cast, page_for):
    # Given Dee, who writes to the practice, and is given a link of her own
    page_published(cast)
    phone, desk = page_for(), page_for(cast.maya, width=1280)
    writes_an_enquiry(phone)
    link = is_made_a_client(page_for(cast.coordinator, js=False))
    phone.goto(link.replace("http://localhost:8000", ""))
    opens_the_link(phone)
    says_what_they_hope_for(phone)
    # When she tells of her health, answers the hard questions, and says what she agrees to
    tells_of_her_health(phone)
    answers_hard_questions(phone)
    says_what_she_agrees_to(phone)
    # And Maya asks the rest, and plans the session for next week
    desk.goto("/clients/")
    desk.get_by_role("link", name="Dee Invented").first.click()
    at_the_client = desk.url
    asks_the_rest(desk)
    desk.goto(at_the_client)
    plans(desk, story.in_days(7))
    # Then Dee reads what will happen and says what she hopes: Maya reads it beside her first words
    reads_what_will_happen(phone)
    desk.reload()
    expect(desk.get_by_text("To sleep.")).to_be_visible()
    expect(desk.get_by_text("It has to work this time.")).to_be_visible()
    looked_at(desk, "1-plan")
    # And nothing but the day stands between her and the session
    desk.get_by_role("link", name="Can it begin?").click()
    only_this_stands_against_it(desk, "It is planned for")
    looked_at(desk, "1-not-today")


def reads_what_will_happen(phone):
    phone.goto("/arc/session/")
    expect(phone.get_by_text("We go through how to say stop")).to_be_visible()
    looked_at(phone, "1-my-session")
    phone.get_by_label("What I hope").fill("To sleep.")
    phone.get_by_role("button", name="Keep this").click()
    expect(phone.get_by_text("You wrote this on")).to_be_visible()


def only_this_stands_against_it(desk, reason):
    expect(desk.get_by_role("heading", name="The session cannot begin yet")).to_be_visible()
    against = desk.get_by_role("region", name="What stands against it")
    expect(against.get_by_role("listitem")).to_have_count(1)
    expect(against).to_contain_text(reason)


def test_one_is_locked_by_lithium_until_a_prescriber_decides(cast, page_for):
    # Given Ada, for whom everything else is there, who tells on her phone what she takes
    story.ready(cast, medicines=Said.SAY)
    phone, desk = page_for(cast.ada), page_for(cast.maya, width=1280)
    tells_her_medicines(phone)
    # When Maya has written what it is, and asks whether the session can begin, it alone stands
    # against it
    desk.goto(url_of("client_screening", cast.ada))
    writes_what_it_is(desk)
    start = url_of("client_session_start", cast.ada)
    desk.goto(start)
    only_this_stands_against_it(desk, "Locked until a named prescriber decides: lithum, that is")
    looked_at(desk, "2-locked")
    # The way on leads to where a prescriber is asked, and he decides with a reason
    desk.get_by_role("link", name="Open the screening").click()
    desk.get_by_label("Prescriber", exact=True).select_option("Pat Invented")
    desk.get_by_role("button", name="Refer to them").click()
    expect(desk.get_by_text("End this referral")).to_be_visible()
    decides(page_for(cast.prescriber, width=1280))
    # Then the session can begin, and Ada reads who decided, and why
    desk.goto(start)
    expect(desk.get_by_role("heading", name="You can begin")).to_be_visible()
    looked_at(desk, "2-can-begin")
    phone.goto("/arc/medicines/")
    expect(phone.get_by_text("Stopped long ago; the level was looked at.")).to_be_visible()


def decides(doctor):
    doctor.goto("/")
    doctor.get_by_role("link", name="Ada Invented").click()
    row = lithium_on(doctor)
    row.get_by_text("Record a decision").click()
    row.get_by_label("Reason").fill("Stopped long ago; the level was looked at.")
    row.get_by_role("button", name="May go ahead").click()
    expect(row.get_by_text("decided: may go ahead")).to_be_visible()


def test_one_is_answered_keep_preparing_with_reasons(cast, page_for):
    # Given Ada, who has checked in for a week, and has not done much else yet
    for day in range(7):
        check_in(cast.ada, ago(day + 0.1))
    # When Maya opens the next step, each reason names its rule
    desk, phone = page_for(cast.maya, width=1280), page_for(cast.ada)
    desk.goto(url_of("client_readiness", cast.ada))
    suggested = desk.locator("section", has=desk.locator("#suggested"))
    expect(desk.get_by_role("heading", name="keep preparing")).to_be_visible()
    expect(suggested.get_by_role("listitem").first).to_be_visible()
    expect(suggested).to_contain_text("never says that it is safe")
    looked_at(desk, "3-keep-preparing")
    # And decides so, in words that Ada reads; the program's own answer she never sees
    desk.get_by_role("radio", name="keep preparing").check()
    desk.get_by_label("Your reason, in your words").fill("You wanted more time with your sleep.")
    desk.get_by_role("button", name="Keep this decision").click()
    expect(desk.get_by_text("Maya Invented decided on")).to_be_visible()
    phone.goto("/arc/decisions/")
    expect(phone.get_by_text("You wanted more time with your sleep.")).to_be_visible()
    expect(phone.get_by_text("not known")).to_have_count(0)
    looked_at(phone, "3-decided")
