"""Hard questions, the path they open, and the safety plan, in a real browser."""

import pytest
from django.conf import settings
from playwright.sync_api import expect
from tests.browser.looks import LOOKS
from tests.browser.test_client_window import whole
from tests.browser.test_offline import stored
from tests.cast import make_cast
from tests.web.staff import story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLAN = "/support/hard-hours/"


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def answers(phone, question, reply):
    phone.get_by_role("group", name=question).get_by_label(reply, exact=True).check()


def records(desk, step, words=""):
    desk.get_by_label(step, exact=True).check()
    desk.get_by_label("In words. The client can read this.").fill(words)
    desk.get_by_role("button", name="Keep this").click()
    expect(desk.get_by_text("Kept.")).to_be_visible()


def test_an_unclear_answer_reaches_maya_who_closes_it_in_steps(cast, page_for, axe):
    # Given Ada at her phone, without JavaScript, who is not sure about one question
    phone = page_for(cast.ada, js=False)
    is_not_sure(phone)
    # When Maya opens her list, Ada is first, with no button that makes it go away
    desk = page_for(cast.maya, width=1280)
    desk.goto("/clients/")
    first = desk.locator("[data-need]").first
    expect(first).to_contain_text("contact the same day")
    expect(first.get_by_role("button")).to_have_count(0)
    first.get_by_role("link", name="Open the path").click()
    expect(desk.get_by_text("Nobody has taken it on yet.")).to_be_visible()
    # She cannot close it before it was answered; then the reason is asked for, and once more
    cannot_close_yet(desk)
    records(desk, "I take it on")
    records(desk, "I reached them", "We talked until noon.")
    records(desk, "The safety plan was not looked at: why", "There is none; tomorrow, together.")
    closes(desk, axe)
    # Then Ada reads what Maya did, and no level
    phone.reload()
    phone.get_by_text("What people did earlier").click()
    expect(phone.get_by_text("Maya Invented talked with you.")).to_be_visible()
    expect(phone.get_by_text("The nights are calm.")).to_be_visible()


def is_not_sure(phone):
    """She reads who is asked to be there and by when, that nobody watches, and the numbers."""
    phone.goto("/support/")
    phone.get_by_role("link", name="Answer a few hard questions").click()
    expect(phone.get_by_text("not a tested questionnaire")).to_be_visible()
    answers(phone, "Do thoughts of ending your life come up?", "Not sure")
    phone.get_by_role("button", name="Tell my care team").click()
    expect(
        phone.get_by_text("So far this page cannot say that anyone has read them.")
    ).to_be_visible()
    expect(phone.get_by_text("Nobody watches this live.")).to_be_visible()
    expect(phone.get_by_role("link", name="Open Support")).to_be_visible()


def cannot_close_yet(desk):
    desk.get_by_role("link", name="Close this path…").click()
    expect(desk.get_by_role("heading", name="It cannot be closed yet")).to_be_visible()
    desk.get_by_role("link", name="Keep it open").click()


def closes(desk, axe):
    desk.get_by_role("link", name="Close this path…").click()
    desk.get_by_label("Why it can be closed.").fill("The nights are calm.")
    desk.get_by_role("button", name="Go on").click()
    expect(desk.get_by_role("heading", name="Close this path: once more")).to_be_visible()
    axe(desk)
    desk.get_by_role("button", name="Yes, I close this path").click()
    expect(desk.get_by_text("The path is closed.")).to_be_visible()


@pytest.mark.usefixtures("leave_answers")
def test_the_safety_plan_opens_without_the_network_and_goes_with_leave(cast, page_for, axe):
    # Given Ada, who writes a plan and sees it once on Support
    phone = page_for(cast.ada)
    writes_a_plan(phone)
    # When the network is gone, Support shows it; on the disk it can be read by nobody
    phone.context.set_offline(True)
    phone.goto("/support/")
    expect(phone.get_by_text("This is the plan as it was last seen on this phone.")).to_be_visible()
    expect(phone.get_by_text("Cold water")).to_be_visible()
    axe(phone)
    assert "Cold water" not in stored(phone)
    assert "safety-plan" in stored(phone)
    # When she leaves, the plan leaves the phone too, also without the network
    phone.context.set_offline(False)
    sees_it_on_support(phone)
    phone.get_by_role("link", name="Leave").click()
    phone.wait_for_url(settings.LEAVE_URL + "**")
    phone.goto("/support/")
    expect(phone.get_by_role("link", name="Sign in for my own plan")).to_be_visible()
    assert "safety-plan" not in stored(phone)


def writes_a_plan(phone):
    phone.goto(PLAN)
    phone.get_by_label("What I can do alone").fill("Cold water\nA walk")
    phone.get_by_role("button", name="Keep this").click()
    expect(phone.get_by_role("button", name="Print this as a card")).to_be_visible()
    sees_it_on_support(phone)
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    sees_it_on_support(phone)
    phone.wait_for_load_state("networkidle")


def sees_it_on_support(phone):
    phone.goto("/support/")
    expect(phone.get_by_text("Open my safety plan")).to_be_visible()


def test_signing_out_takes_the_plan_from_the_phone(cast, page_for):
    phone = page_for(cast.ada)
    writes_a_plan(phone)
    phone.goto("/account/logout/")
    phone.wait_for_load_state("networkidle")
    phone.get_by_role("button", name="Sign out").click()
    expect(phone.get_by_label("Password")).to_be_visible()
    phone.context.set_offline(True)
    phone.goto("/support/")
    expect(phone.get_by_text("Press both feet into the floor.")).to_be_visible()
    expect(phone.get_by_text("Cold water")).to_have_count(0)
    assert "safety-plan" not in stored(phone)


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_the_pages_are_clean_and_fit(cast, page_for, signed_in, axe, no_sideways, width, dark):
    phone = signed_in(cast.ada)
    phone.post(PLAN, {"words-alone": "Cold water", "words-people": "My sister"})
    phone.post("/support/questions/", {"might": "yes", "ending": "rather_not"})
    hers = [(cast.ada, "/support/questions/"), (cast.ada, PLAN), (cast.ada, "/support/")]
    theirs = [
        (cast.maya, story.url_of("client_risk", cast.ada)),
        (cast.maya, story.url_of("client_safety_plan", cast.ada)),
        (cast.maya, story.url_of("client_risk_close", cast.ada)),
        (cast.maya, "/clients/"),
    ]
    for who, path in (*(hers if width == 320 else ()), *theirs):
        page = page_for(who, width=width, dark=dark)
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        no_sideways(page)
        whole(page)
        axe(page)
