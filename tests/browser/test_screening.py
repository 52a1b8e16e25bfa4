"""Safety screening as a client, her therapist and a prescriber meet it in a real browser."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.looks import LOOKS
from tests.browser.test_client_window import whole
from tests.cast import make_cast
from tests.web.staff import story

from longarc.care.jurisdiction import Code
from longarc.records.actions import profile

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def screening(cast):
    return story.url_of("client_screening", cast.ada)


def tells_her_medicines(phone):
    """On her phone, with a slip of the pen: it is offered back; what she chooses is looked at."""
    phone.goto("/arc/medicines/")
    phone.get_by_label("Name of a medicine").fill("lithum")
    phone.get_by_role("radio", name="I take it now").check()
    phone.get_by_role("button", name="Add this").click()
    expect(phone.get_by_text("Do you mean one of these?")).to_be_visible()
    phone.get_by_role("button", name="lithium", exact=True).click()
    expect(phone.get_by_text("Do you mean one of these?")).to_have_count(0)
    expect(phone.get_by_text("You chose: lithium")).to_be_visible()
    phone.get_by_role("button", name="That is all").click()
    expect(phone.get_by_text("You said: that is all.")).to_be_visible()


def lithium_on(page):
    return page.locator("article", has_text="lithum, that is lithium (lithium): taken now")


def writes_what_it_is(desk):
    """Her words stay; beside them stands who wrote what, and it can be written again."""
    unknown = desk.locator("article", has_text="The client chose lithium from names")
    expect(unknown.get_by_text("Hard: locked until someone writes what it is")).to_be_visible()
    unknown.get_by_label("What is it? Generic name").fill("lithium")
    unknown.get_by_role("button", name="Save what it is").click()
    expect(lithium_on(desk).get_by_text("Maya Invented wrote what it is")).to_be_visible()
    expect(lithium_on(desk).get_by_text("Write it again")).to_be_visible()


def test_lithium_is_locked_until_the_prescriber_decides(cast, page_for):
    # Given Ada, who told her medicines, and answered one question about her health
    phone = page_for(cast.ada, js=False)
    tells_her_medicines(phone)
    phone.get_by_role("link", name="Questions about my health").click()
    phone.get_by_role("group", name="Have you ever had a seizure?").get_by_label("No").check()
    phone.get_by_role("button", name="Keep this").click()
    expect(phone.get_by_text("Kept.")).to_be_visible()
    # When her therapist looks, the list says what stops a session, from where, and how sure
    desk = page_for(cast.maya, width=1280)
    desk.goto(screening(cast))
    expect(desk.get_by_text("A session cannot start on this list")).to_be_visible()
    writes_what_it_is(desk)
    expect(lithium_on(desk).get_by_text("Hard: a prescriber decides")).to_be_visible()
    expect(lithium_on(desk).get_by_text("Record a decision")).to_have_count(0)
    lithium_on(desk).get_by_text("How sure, and from where").click()
    expect(lithium_on(desk).get_by_role("link", name="Nayak 2021")).to_be_visible()
    desk.get_by_label("Prescriber", exact=True).select_option("Pat Invented")
    desk.get_by_role("button", name="Refer to them").click()
    expect(desk.get_by_text("End this referral")).to_be_visible()
    # When the prescriber decides, then Ada reads who decided what, and why, in their words
    says_no(page_for(cast.prescriber, width=1280))
    phone.goto("/arc/medicines/")
    expect(phone.get_by_text("Pat Invented decided against a session")).to_be_visible()
    expect(phone.get_by_text("The seizures that were told of weigh more.")).to_be_visible()


def says_no(doctor):
    """Without a reason first: the page asks for it."""
    doctor.goto("/")
    doctor.get_by_role("link", name="Ada Invented").click()
    row = lithium_on(doctor)
    row.get_by_text("Record a decision").click()
    row.get_by_role("button", name="Not for this person").click()
    expect(doctor.get_by_role("alert")).to_contain_text("Write the reason")
    row.get_by_label("Reason").fill("The seizures that were told of weigh more.")
    row.get_by_role("button", name="Not for this person").click()
    expect(row.get_by_text("decided: not for this person")).to_be_visible()


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_the_pages_are_clean_and_fit(cast, page_for, signed_in, axe, no_sideways, width, dark):
    profile.set_profile(Code.OREGON, by=cast.owner.actor, at=timezone.now())
    told = {"name": "Priadel, lithum, Notamedicine, metformin, vitamin D", "taken": "now"}
    signed_in(cast.ada).post("/arc/medicines/", told)
    visits = {
        320: [(cast.ada, "/arc/medicines/"), (cast.ada, "/arc/health/")],
        1280: [(cast.prescriber, "/referrals/"), (cast.owner, "/practice/profile/")],
    }
    for who, path in [*visits[width], (cast.maya, screening(cast))]:
        page = page_for(who, width=width, dark=dark)
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        no_sideways(page)
        whole(page)
        axe(page)
