"""Threads, parts and small steps as Ada and her therapist meet them."""

import pytest
from playwright.sync_api import expect
from tests.browser.looks import LOOKS
from tests.browser.test_client_window import whole
from tests.browser.test_offline import go_online
from tests.browser.test_today import eventually
from tests.cast import NOW, Cast, make_cast
from tests.web.staff import story

from longarc.care.formulation import Adaptation, Formulation, Section
from longarc.records.actions import formulation
from longarc.records.models import CommitmentAnswer
from longarc.records.queries import clients

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOLD = Formulation(
    {Section.TRIGGER: "A raised voice", Section.RESPONSE: "I go quiet and tidy up"},
    (Adaptation("Staying useful"),),
)


@pytest.fixture
def cast(transactional_db) -> Cast:
    """Ada and Maya have begun to understand something together."""
    made = make_cast()
    ada = clients.own(viewer=made.ada.actor)
    formulation.keep_version(ada, TOLD, form=tuple(Section), base=None, by=made.ada.actor, at=NOW)
    return made


def writes_it_down(page):
    page.goto("/arc/threads/")
    page.get_by_text("Write something down").click()
    page.get_by_label("What came up, in your words").fill("The blue door at the end of the hall")
    page.get_by_label("A short name for the list, if you like").fill("The blue door")
    page.get_by_role("radio", name="A memory").check()
    page.get_by_role("checkbox", name="Share this with my care team").check()
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_text("Kept. It opens only when you open it.")).to_be_visible()


def names_a_part(page):
    page.goto("/arc/parts/")
    page.get_by_text("Name a part").click()
    page.get_by_label("What I call it").fill("The Watcher")
    page.get_by_label("What it asks for").fill("To sit near the door")
    page.get_by_role("checkbox", name="The blue door").check()
    page.get_by_role("checkbox", name="Staying useful").check()
    page.get_by_role("checkbox", name="Share this with my care team").check()
    page.get_by_role("button", name="Keep this").click()


def goes_no_nearer(page):
    """Its words stay folded away until she asks; "too near" stands, also after "not today"."""
    page.get_by_role("link", name="The blue door").click()
    expect(page.get_by_role("heading", name="The blue door")).to_be_visible()
    expect(page.get_by_text("at the end of the hall")).not_to_be_visible()
    page.get_by_role("button", name="Too near").click()
    expect(page.get_by_role("heading", name="It stays at a distance")).to_be_visible()
    page.get_by_role("button", name="Not today").click()
    expect(page.get_by_role("heading", name="It stays at a distance")).to_be_visible()
    page.get_by_role("button", name="Resting").click()
    expect(page.get_by_role("button", name="Resting", pressed=True)).to_be_visible()


def is_read_by_her_therapist(desk):
    """Who sees the pace and the map, can write a note, and cannot say how near it is."""
    expect(desk.get_by_text("The client says: too near")).to_be_visible()
    expect(desk.get_by_text("at the end of the hall")).not_to_be_visible()
    expect(desk.get_by_text("Some days this week. Done today.")).to_be_visible()
    expect(desk.get_by_role("img", name="A map of parts")).to_be_visible()
    expect(desk.get_by_role("button", name="Near enough")).to_have_count(0)
    desk.get_by_text("Note on the work").click()
    desk.get_by_label("A note the client reads too").fill("We stayed outside the door.")
    desk.get_by_role("button", name="Keep this note").click()
    expect(desk.get_by_text("Kept.")).to_be_visible()


def test_what_came_up_is_kept_at_her_pace_and_her_therapist_plans_with_it(cast, page_for):
    # Given Ada, on a small phone without JavaScript, who writes down what came up and shares it
    page = page_for(cast.ada, js=False)
    writes_it_down(page)
    # When she opens it, and it is too near
    goes_no_nearer(page)
    # When she names a part and what it is tied to, then it is drawn, and said in words
    names_a_part(page)
    expect(page.get_by_role("img", name="A map of parts")).to_be_visible()
    said = page.get_by_role("link", name="The Watcher")
    expect(said.get_by_text("Tied to: The blue door, Staying useful")).to_be_visible()
    # When she takes up a small step and does it on Today
    steps(page)
    page.goto("/today/")
    page.get_by_role("button", name="Did it").click()
    expect(page.get_by_text("Done today.")).to_be_visible()
    # Then her therapist reads all of it, on another screen
    desk = page_for(cast.maya, width=1280, js=False)
    desk.goto(story.url_of("client_threads", cast.ada))
    is_read_by_her_therapist(desk)


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_the_pages_are_clean_and_fit(cast, page_for, axe, no_sideways, width, dark):
    setup = page_for(cast.ada, js=False)
    writes_it_down(setup)
    setup.get_by_role("link", name="The blue door").click()
    setup.get_by_role("button", name="Too near").click()
    thread = setup.url
    names_a_part(setup)
    expect(setup.get_by_role("img", name="A map of parts")).to_be_visible()
    part = setup.get_by_role("link", name="The Watcher").get_attribute("href")
    steps(setup)
    narrow = [(cast.ada, url) for url in ("/arc/threads/", thread, "/arc/parts/", part)]
    visits = [*narrow, (cast.ada, "/arc/steps/"), (cast.ada, "/today/")] if width < 400 else []
    for who, path in [*visits, (cast.maya, story.url_of("client_threads", cast.ada))]:
        page = page_for(who, width=width, dark=dark)
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        no_sideways(page)
        whole(page)
        axe(page)


def steps(page):
    page.goto("/arc/steps/")
    page.get_by_text("Add a small step").click()
    page.get_by_label("One small thing, in your words").fill("Ten slow breaths at the window")
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_role("heading", name="Ten slow breaths at the window")).to_be_visible()


def test_a_step_that_is_done_without_the_server_waits_on_the_phone(cast, page_for):
    """Given Today is open with a small step, when there is no network and Ada did it, then the
    page says that it waits, and it is in her record once she is back.
    """
    page = page_for(cast.ada)
    steps(page)
    page.goto("/today/")
    expect(page.get_by_role("button", name="Did it")).to_be_visible()
    page.context.set_offline(True)
    page.get_by_role("button", name="Did it").click()
    expect(
        page.get_by_text("On this phone, not sent yet. It goes to your record").first
    ).to_be_visible()
    assert not CommitmentAnswer.objects.exists()
    go_online(page)
    assert eventually(page, lambda: CommitmentAnswer.objects.count() == 1)
