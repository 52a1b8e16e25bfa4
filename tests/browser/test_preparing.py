"""Exercises and Preparing, as clients and therapists meet them."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.looks import LOOKS
from tests.browser.test_client_window import whole
from tests.browser.test_offline import go_online
from tests.browser.test_today import eventually
from tests.cast import Cast, check_in, make_cast

from longarc.records.models import CapacityView, ExerciseDone, Retraction

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lived(db) -> Cast:
    """Ada said a little while ago that she was up."""
    cast = make_cast()
    check_in(cast.ada, timezone.now(), 70)
    return cast


def answers():
    return list(ExerciseDone.objects.order_by("seq").values_list("exercise", "before", "effect"))


@pytest.mark.parametrize("js", [True, False])
def test_one_that_made_it_worse_leaves_the_list_and_reaches_the_therapist(lived, page_for, js):
    """Given Ada is up, when she tries the longer out-breath and says that it made it worse, then
    it is off her list, Maya reads it first thing, and Ada can bring it back.
    """
    page = page_for(lived.ada, js=js)
    page.goto("/exercises/")
    expect(page.get_by_role("heading", name="To try first, when it is: Up")).to_be_visible()
    page.get_by_role("link", name="A longer out-breath").first.click()
    expect(page.get_by_role("heading", name="A longer out-breath")).to_be_visible()
    page.get_by_text("How is it before?").first.click()
    page.get_by_role("radio", name="Up", exact=False).nth(1).check()
    page.get_by_role("button", name="It made it worse").click()
    expect(page.get_by_text("It is off your list.").first).to_be_visible()
    assert eventually(page, lambda: answers() == [("long_out", "up", "worse")])
    page.goto("/exercises/")
    expect(page.get_by_text("Left out: they made it worse")).to_be_visible()
    expect(page.get_by_role("link", name="A longer out-breath")).to_have_count(0)
    maya = page_for(lived.maya, width=1280, js=js)
    maya.goto("/clients/")
    expect(maya.get_by_text('the exercise "A longer out-breath" made it worse.')).to_be_visible()
    page.get_by_text("Left out: they made it worse").click()
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_text("It is back on your list. It is not suggested.")).to_be_visible()
    expect(page.get_by_role("link", name="A longer out-breath")).to_have_count(1)


def test_without_the_server_what_was_done_waits_on_the_phone(lived, page_for, axe):
    """Given the list was open once, when there is no network, then every exercise that was not
    left out is there with its timer, and what Ada keeps arrives once she is back.
    """
    page = page_for(lived.ada)
    page.goto("/exercises/hum/")
    page.get_by_role("button", name="It made it worse").click()
    expect(page.locator(".became")).to_contain_text("Kept.")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto("/exercises/")
    expect(page.get_by_role("heading", name="Exercises")).to_be_visible()
    page.context.set_offline(True)
    page.goto("/exercises/feet_down/")
    expect(page.get_by_text("You're offline. What you keep stays")).to_be_visible()
    expect(page.locator("details[data-code=hum]")).to_be_hidden()
    form = page.locator("details[data-code=feet_down]")
    form.get_by_role("button", name="Start a quiet timer").click()
    expect(form.get_by_text("About 2 minutes left.")).to_be_visible()
    whole(page)
    axe(page)
    form.get_by_role("button", name="It helped").click()
    expect(form.locator(".became")).to_contain_text("On this phone, not sent yet.")
    assert answers() == [("hum", "", "worse")]
    go_online(page)
    expect(form.locator(".became")).to_contain_text("Kept.")
    assert eventually(page, lambda: answers()[1:] == [("feet_down", "", "helped")])
    form.get_by_role("button", name="Undo").click()
    assert eventually(page, lambda: Retraction.objects.count() == 1)


def test_the_timer_speaks_in_minutes_and_stops(lived, page_for):
    page = page_for(lived.ada)
    page.clock.install()
    page.goto("/exercises/hum/")
    page.get_by_role("button", name="Start a quiet timer").click()
    said = page.locator(".timer [role=status]")
    expect(said).to_have_text("About 2 minutes left.")
    page.clock.run_for(61_000)
    expect(said).to_have_text("About a minute left.")
    page.clock.run_for(60_000)
    expect(said).to_have_text("That was the time. Stay or stop, as you like.")
    expect(page.get_by_role("button", name="Start a quiet timer")).to_be_visible()


def test_both_say_how_they_see_it(lived, page_for):
    """Given no view yet, when Ada and Maya each say theirs, then each reads the other's."""
    page, maya = page_for(lived.ada, js=False), page_for(lived.maya, width=1280)
    page.goto("/arc/")
    page.get_by_role("link", name="What grows before a session").click()
    mine = page.get_by_role("group", name="I could say no here.")
    mine.get_by_role("button", name="Partly").click()
    expect(page.get_by_text("Kept. You can change it any time.")).to_be_visible()
    maya.goto(f"/clients/{lived.ada.client.public_id}/")
    maya.get_by_role("link", name="Preparation and exercises").click()
    trust = maya.get_by_role("region", name="Trust in the relationship")
    expect(trust.get_by_text("partly").first).to_be_visible()
    trust.get_by_role("button", name="not yet").click()
    expect(trust.get_by_text("Maya")).to_be_visible()
    assert CapacityView.objects.count() == 2
    page.goto("/preparing/")
    expect(page.get_by_text("Maya said on")).to_contain_text("Not yet")


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_the_pages_are_clean_and_fit(lived, page_for, axe, no_sideways, width, dark):
    page = page_for(lived.ada, width=width, dark=dark, reduced_motion="reduce")
    for path in ("/exercises/", "/exercises/two_places/", "/preparing/"):
        page.goto(path)
        no_sideways(page)
        for closed in page.locator("main details").all():
            closed.evaluate("one => one.open = true")
        whole(page)
        axe(page)
    maya = page_for(lived.maya, width=width, dark=dark, reduced_motion="reduce")
    maya.goto(f"/clients/{lived.ada.client.public_id}/preparing/")
    no_sideways(maya)
    axe(maya)
