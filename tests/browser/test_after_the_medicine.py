"""After the medicine: Ada, from the day after her first session to a year after her second.

Everything is done on the pages, on her phone and at Maya's desk. Pages read the real clock: so
`days_pass` moves what was kept further back. Screenshots go to the folder that LONGARC_TEST_SHOTS
names, when it is set.
"""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import DateField, QuerySet
from playwright.sync_api import expect
from tests.browser.test_client_window import whole
from tests.browser.test_relationship import says_how_it_felt
from tests.browser.test_session_record import writes_it_down
from tests.browser.test_threads import steps
from tests.browser.test_today import rung, said
from tests.cast import make_cast
from tests.web import session_story
from tests.web.staff.story import now, url_of

from longarc.records.actions import window
from longarc.records.models import CareMember, WindowState

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("LONGARC_TEST_SHOTS", "")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STEP = "Ten slow breaths at the window"


@pytest.fixture
def cast(transactional_db):
    """Ada's first session was yesterday; that evening Maya entered when it began."""
    made = make_cast()
    CareMember.objects.update(since=now() - 90 * DAY)
    began = session_story.today_at_noon() - DAY - 2 * HOUR
    ada = session_story.known_as(made.ada, made.maya)
    window.keep_session(ada, began, by=made.maya.actor, at=began + 8 * HOUR)
    return made


def days_pass(days):
    """All that was kept lies so many days further back; nobody does anything meanwhile."""
    with transaction.atomic():
        for model in apps.get_app_config("records").get_models():
            names = [one.name for one in model._meta.concrete_fields if isinstance(one, DateField)]
            for row in QuerySet(model).all() if names else ():
                told = {name: at for name in names if (at := getattr(row, name))}
                earlier = {name: at - timedelta(days=days) for name, at in told.items()}
                QuerySet(model).filter(pk=row.pk).update(**earlier)
        WindowState.objects.all().delete()  # worked out again from what is kept


@pytest.fixture
def look(axe, no_sideways):
    """A page that people come to often: it fits, it is clean, and it can be looked at."""

    def at(page, name):
        before = page.viewport_size
        no_sideways(page)
        whole(page)
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
        axe(page)
        page.set_viewport_size(before)

    return at


def test_ada_and_maya_from_the_day_after_to_a_year_after_the_second(cast, page_for, look):
    phone, desk = page_for(cast.ada), page_for(cast.maya, width=1280)
    the_day_after(phone, desk, cast, look)
    days_pass(5)
    the_first_week_is_over(phone, desk, cast, look)
    days_pass(22)
    four_weeks_are_over(phone, desk, cast)
    days_pass(53)
    a_second_session(phone, desk, cast, look)
    days_pass(92)
    three_months_went_by(phone, desk, cast)
    days_pass(273)
    a_year_after_the_second(phone, desk, cast, look)


def the_day_after(phone, desk, cast, look):
    # Given the day after Ada's first session, which Maya writes down and signs, and Ada reads
    signs_the_record(desk, cast)
    reads_what_was_recorded(phone)
    # When Maya calls, the first contact is held, and Ada sees who called, and what is planned
    records(desk, cast, "The next day", "Slept well. Tender.")
    agrees_to_closer_check_ins(phone)
    sees_the_days_after(phone)
    look(phone, "1-days-after")
    # And something came up that is too near: Maya reads so, and not its words
    keeps_what_came_up(phone, "The blue door", now() - DAY)
    says_how_near(phone, "The blue door", "Too near")
    expect(phone.get_by_role("heading", name="It stays at a distance")).to_be_visible()
    reads_that_it_is_too_near(desk, cast)
    plans_to_meet(desk, cast, now() + 4 * DAY)


def the_first_week_is_over(phone, desk, cast, look):
    # When they have met, Ada does a small step, says how it felt, and tells a strain
    does_a_small_step(phone)
    says_how_it_felt(phone)
    tells_a_strain(phone)
    look(phone, "2-how-we-met")
    # Then Maya repairs it, Ada says that it is mended, and Maya signs her note of the meeting
    repairs_it(desk, cast)
    says_it_is_mended(phone)
    signs_a_note(desk, cast)
    look(desk, "2-note")
    records(desk, cast, "Days 2 to 7", "The clock.", how="Met")


def four_weeks_are_over(phone, desk, cast):
    # When Ada follows the quiet line on Today, Maya reads it and talks with her: nothing is due
    answers_the_follow_up(phone, "It is 4 weeks since your session", "Quieter. Mondays are hard.")
    comes_from_her_list_and_reads(desk, cast, "Quieter. Mondays are hard.")
    records(desk, cast, "Weeks 2 to 4")
    records(desk, cast, "Follow-up talk")
    nothing_is_due(desk)
    # And what came up is near enough, and lands; there is one thing she wants to do differently
    says_how_near(phone, "The blue door", "Near enough")
    has_landed(phone)
    wants_to_do_differently(phone)


def a_second_session(phone, desk, cast, look):
    # When Maya enters it, the days after begin again, and something else opens
    enters_a_session(desk, cast, now() - timedelta(minutes=1))
    days_pass(1)
    keeps_what_came_up(phone, "The tide", now() - DAY)
    records(desk, cast, "The next day", "Far away, and safe.")
    # Then both sessions stand side by side, each with what opened and what landed
    sees_two_sessions(desk, cast)
    look(desk, "3-sessions")


def three_months_went_by(phone, desk, cast):
    # When the follow-up comes, Ada says how it is, what she does differently, and what shifts
    answers_the_follow_up(phone, "It is 3 months since your session", "I rang my sister.")
    says_how_it_goes(phone)
    says_what_shifts(phone)
    # Then Maya says why two contacts did not happen, which were still asked for, and meets her
    says_why_not(desk, cast)
    records(desk, cast, "Follow-up talk", how="Met")
    nothing_is_due(desk)
    reads_how_she_lives(desk, cast)


def a_year_after_the_second(phone, desk, cast, look):
    # Given nine months in which nobody did anything: nothing ended, and the follow-up asks
    nothing_ended_on_its_own(phone)
    sees_on_her_list(desk, "12 months after a session")
    # When Ada answers, and Maya talks with her
    answers_the_follow_up(phone, "It is 12 months since your session", "I am here more often.")
    comes_from_her_list_and_reads(desk, cast, "I am here more often.")
    records(desk, cast, "Follow-up talk", "She asked for a talk next year.")
    # Then nothing is due, the next is in another year, and the history has all of it
    nothing_is_due(desk)
    goes_on_until_somebody_ends_it(desk)
    look(desk, "4-follow-up")
    is_told_in_two_minutes(desk, cast)
    look(desk, "4-history")
    reads_that_they_talked(phone)
    look(phone, "4-how-it-is-now")


def keeps(page, told):
    page.get_by_role("button", name="Keep this", exact=True).click()
    expect(page.get_by_text(told)).to_be_visible()


def signs_the_record(desk, cast):
    desk.goto(url_of("client", cast.ada))
    desk.get_by_role("link", name="Sessions, as they were").click()
    desk.get_by_role("link", name="Write the record").click()
    writes_it_down(desk)
    desk.get_by_role("button", name="Sign what is recorded").click()
    expect(desk.get_by_text("Signed. What is written from now on is an addendum.")).to_be_visible()


def reads_what_was_recorded(phone):
    phone.goto("/arc/")
    phone.get_by_role("link", name="After a session, and what worries me").click()
    phone.get_by_text("What was recorded").click()
    expect(phone.get_by_text("She asked for the window.")).to_be_visible()


def records(desk, cast, contact, words="", how="Called"):
    """What waits longest comes first in the list."""
    desk.goto(url_of("client_follow_up", cast.ada))
    option = desk.locator("#slot option", has_text=contact).first
    desk.get_by_label("Which contact").select_option(option.get_attribute("value"))
    desk.get_by_label(how, exact=True).check()
    desk.get_by_label("In a few words").first.fill(words)
    keeps(desk, "Kept.")


def agrees_to_closer_check_ins(phone):
    """And keeps one."""
    phone.goto("/arc/")
    phone.get_by_role("button", name="Yes to closer check-ins").click()
    expect(phone.get_by_text("Closer check-ins after a session: yes")).to_be_visible()
    phone.goto("/today/")
    expect(phone.locator("#keep")).to_have_count(0)
    rung(phone, "down").click()
    said(phone, "Kept.")


def sees_the_days_after(phone):
    phone.goto("/arc/")
    phone.get_by_role("link", name="The days after").click()
    expect(phone.get_by_text("A call,")).to_be_visible()
    expect(phone.get_by_text("Slept well. Tender.")).to_be_visible()
    expect(phone.get_by_text("Planned.")).to_have_count(2)
    expect(phone.get_by_text("You agreed to 3 short check-ins a day")).to_be_visible()


def keeps_what_came_up(phone, name, session):
    phone.goto("/arc/threads/")
    phone.get_by_text("Write something down").click()
    phone.get_by_label("What came up, in your words").fill(f"{name}, at the end of the hall")
    phone.get_by_label("A short name for the list, if you like").fill(name)
    came = f"The session on {session.day} {session:%B %Y}"
    phone.get_by_label("Where it came from").select_option(label=came)
    phone.get_by_role("checkbox", name="Share this with my care team").check()
    keeps(phone, "Kept. It opens only when you open it.")


def says_how_near(phone, thread, near):
    phone.goto("/arc/threads/")
    phone.get_by_role("link", name=thread).click()
    phone.get_by_role("button", name=near).click()
    expect(phone.get_by_role("button", name=near, pressed=True)).to_be_visible()


def has_landed(phone):
    expect(phone.get_by_role("heading", name="It stays at a distance")).to_have_count(0)
    phone.get_by_role("button", name="Landed").click()
    expect(phone.get_by_role("button", name="Landed", pressed=True)).to_be_visible()


def plans_to_meet(desk, cast, when):
    desk.goto(url_of("client", cast.ada))
    desk.get_by_text("Plan a meeting").click()
    form = desk.locator("form", has=desk.get_by_role("button", name="Plan it"))
    form.get_by_label("Day").fill(f"{when:%Y-%m-%d}")
    form.get_by_label("Time").fill(f"{when:%H:%M}")
    form.get_by_role("button", name="Plan it").click()
    expect(desk.get_by_text("Cancel…")).to_have_count(1)


def reads_that_it_is_too_near(desk, cast):
    desk.goto(url_of("client_threads", cast.ada))
    expect(desk.get_by_text("The client says: too near")).to_be_visible()
    expect(desk.get_by_text("at the end of the hall")).not_to_be_visible()


def does_a_small_step(phone):
    steps(phone)
    phone.goto("/today/")
    phone.get_by_role("button", name="Did it").click()
    expect(phone.get_by_text("Done today.")).to_be_visible()


def tells_a_strain(phone):
    phone.get_by_text("Name it").click()
    phone.get_by_label("I pulled back, or went quiet").check()
    phone.get_by_label("What happened for me").fill("You looked at the clock.")
    phone.get_by_role("button", name="Tell my care team").click()
    expect(phone.get_by_text("open", exact=True)).to_be_visible()


def repairs_it(desk, cast):
    desk.goto(url_of("client", cast.ada))
    signal = desk.locator("article.signal").filter(has_text="A rupture was named")
    signal.get_by_role("link", name="Record what was talked about").click()
    expect(desk.get_by_text("You looked at the clock.")).to_be_visible()
    desk.get_by_label("Repair").fill("The clock goes behind her chair.")
    desk.get_by_role("button", name="Record the repair").click()
    expect(desk.get_by_text("repair recorded, not mended for the client")).to_be_visible()


def says_it_is_mended(phone):
    phone.goto("/how-we-met/")
    expect(phone.get_by_text("The clock goes behind her chair.")).to_be_visible()
    phone.get_by_role("button", name="This is mended for me").click()
    expect(phone.get_by_text("mended", exact=True)).to_be_visible()


def signs_a_note(desk, cast):
    desk.goto(url_of("client_notes", cast.ada))
    desk.get_by_role("link", name="Write a note").click()
    expect(desk.get_by_text("Ctrl and Enter signs.")).to_be_visible()  # it now keeps itself
    desk.get_by_label("What mattered").fill("She said what hurt.")
    desk.get_by_label("Next", exact=True).fill("Begin with the door.")
    expect(desk.get_by_text("Draft kept")).to_be_visible()
    desk.get_by_role("button", name="Sign it").click()
    expect(desk.get_by_text("Signed by Maya Invented")).to_be_visible()


def answers_the_follow_up(phone, asked, words):
    """From the quiet line on Today."""
    phone.goto("/today/")
    phone.get_by_role("link", name="Say how it is now").click()
    expect(phone.get_by_text(asked)).to_be_visible()
    phone.get_by_label("How is it now, in your words?").fill(words)
    keeps(phone, "Kept. Your care team can read it.")


def comes_from_her_list_and_reads(desk, cast, words):
    desk.goto(url_of("client", cast.ada))
    desk.get_by_role("link", name="Record the contact").first.click()
    expect(desk.get_by_role("region", name="Due now")).to_be_visible()
    expect(desk.get_by_text(words)).to_be_visible()


def nothing_is_due(desk):
    expect(desk.get_by_role("heading", name="After the session")).to_be_visible()
    expect(desk.get_by_role("region", name="Due now")).to_have_count(0)


def wants_to_do_differently(phone):
    phone.goto("/arc/changes/")
    phone.get_by_text("Write down one thing").click()
    phone.get_by_label("One thing I want to do differently").fill("Call my sister")
    phone.get_by_role("button", name="Keep this").click()
    expect(phone.get_by_role("region", name="Call my sister")).to_be_visible()


def enters_a_session(desk, cast, began):
    desk.goto(url_of("client", cast.ada))
    desk.get_by_text("Enter a medicine session").click()
    desk.get_by_label("Day it began").fill(f"{began:%Y-%m-%d}")
    desk.get_by_label("Time it began").fill(f"{began:%H:%M}")
    form = desk.locator("form", has=desk.get_by_label("Day it began"))
    form.get_by_role("button", name="Keep this").click()
    why = desk.get_by_label("Why it is entered without the gate")
    if why.count():  # nothing of it was asked in this program
        why.fill("The gate was asked on paper.")
        if (began_ := desk.get_by_label("It began already, at this time")).count():
            began_.check()
        desk.get_by_role("button", name="Keep this").click()
    desk.goto(url_of("client", cast.ada))
    expect(desk.get_by_text("Session 2:")).to_be_visible()


def sees_two_sessions(desk, cast):
    """What the first opened has landed; what the second opened is open."""
    desk.goto(url_of("client_session_records", cast.ada))
    first = desk.get_by_role("region", name="Medicine session 1")
    expect(first.get_by_text("Thread: The blue door")).to_be_visible()
    expect(first.get_by_text("The blue door", exact=True)).to_be_visible()
    expect(first.get_by_text(f"Small step taken up: {STEP}")).to_be_visible()
    second = desk.get_by_role("region", name="Medicine session 2")
    expect(second.get_by_text("Thread: The tide")).to_be_visible()
    expect(second.get_by_text("Nothing is marked as landed.")).to_be_visible()


def says_how_it_goes(phone):
    phone.goto("/arc/changes/")
    card = phone.get_by_role("region", name="Call my sister")
    card.get_by_label("More like I want").check()
    card.get_by_role("button", name="Keep this").click()
    expect(phone.get_by_text("Say it again when you wish.")).to_be_visible()


def says_what_shifts(phone):
    phone.goto("/arc/shifts/")
    phone.get_by_label("I let people come close.").select_option("Now and then")
    phone.get_by_role("textbox", name="In my words").fill("My sister stayed for tea.")
    phone.get_by_role("button", name="Keep this").click()
    expect(phone.get_by_role("heading", name="So far")).to_be_visible()


def says_why_not(desk, cast):
    """Two contacts of the first weeks are still asked for, until somebody says why not."""
    desk.goto(url_of("client_follow_up", cast.ada))
    expect(desk.get_by_text("its days are over: not recorded")).to_have_count(2)
    for contact in ("Days 2 to 7", "Weeks 2 to 4"):
        records(desk, cast, contact, "She was at the sea.", how="It does not happen (say why)")


def reads_how_she_lives(desk, cast):
    desk.goto(url_of("client_living", cast.ada))
    expect(desk.get_by_role("listitem").filter(has_text="Call my sister").first).to_be_visible()
    told = desk.get_by_role("region", name="Shifts, in their words")
    expect(told.get_by_text("My sister stayed for tea.")).to_be_visible()


def nothing_ended_on_its_own(phone):
    """What she left stands as she left it."""
    phone.goto("/arc/threads/")
    open_ones = phone.get_by_role("region", name="Open")
    expect(open_ones.get_by_role("link", name="The tide")).to_be_visible()
    phone.goto("/arc/steps/")
    expect(phone.get_by_role("heading", name=STEP)).to_be_visible()
    expect(phone.get_by_text("It can begin again any day.")).to_be_visible()


def sees_on_her_list(desk, text):
    desk.goto("/clients/")
    expect(desk.get_by_text(text).first).to_be_visible()


def goes_on_until_somebody_ends_it(desk):
    talks = desk.get_by_role("region", name="Follow-up")
    expect(talks.get_by_text("2 years after the session of")).to_be_visible()
    expect(talks.get_by_text("nothing recorded").first).to_be_visible()
    expect(desk.get_by_text("It is open.")).to_be_visible()


def is_told_in_two_minutes(desk, cast):
    desk.goto(url_of("client", cast.ada))
    desk.get_by_role("link", name="History in two minutes").click()
    expect(desk.get_by_text("Landed: The blue door")).to_be_visible()
    expect(desk.get_by_text("Opened: The tide")).to_be_visible()
    expect(desk.get_by_text("No open rupture that anybody named here.")).to_be_visible()
    expect(desk.get_by_text("Begin with the door.")).to_be_visible()


def reads_that_they_talked(phone):
    phone.goto("/arc/follow-up/")
    expect(phone.get_by_text("She asked for a talk next year.")).to_be_visible()
    expect(phone.get_by_text("The next talk is planned for about")).to_be_visible()
