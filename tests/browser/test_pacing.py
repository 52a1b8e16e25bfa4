"""The next step: the therapist decides otherwise, the client reads why and asks for slower."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.looks import LOOKS
from tests.browser.test_client_window import whole
from tests.cast import Cast, check_in, make_cast

from longarc.records.actions.window import keep_session
from longarc.records.queries import clients

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHY = "The new flat first. I want us to have quiet weeks before the next piece."


@pytest.fixture
def lived(db) -> Cast:
    """Ada's session was ten days ago; since then she checked in twice."""
    cast, now = make_cast(), timezone.now()
    for days in (1, 4):
        check_in(cast.ada, now - timedelta(days=days), 50)
    ada = clients.find(cast.ada.client.public_id, viewer=cast.maya.actor, at=now)
    keep_session(ada, now - timedelta(days=10), by=cast.maya.actor, at=now)
    return cast


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_the_therapist_decides_otherwise_and_the_client_reads_why(
    lived, page_for, axe, no_sideways, width, dark
):
    """Given a session ten days ago, Maya reads "integrate first" with its reasons and decides to
    slow down. She has to say why; nothing typed is lost. Ada reads her decision and her reason,
    and nothing of the program's.
    """
    maya = page_for(lived.maya, width=width, dark=dark)
    maya.goto(f"/clients/{lived.ada.client.public_id}/")
    maya.get_by_role("link", name="Readiness and pacing").click()
    expect(maya.get_by_role("heading", name="The rules suggest: integrate first")).to_be_visible()
    expect(maya.get_by_text("was 10 days ago: fewer than 28.")).to_be_visible()
    expect(maya.get_by_text("not enough reports")).to_be_visible()
    looked_at(maya, axe, no_sideways)

    maya.get_by_role("radio", name="Slow down").check()
    maya.get_by_role("button", name="Keep this decision").click()
    expect(maya.get_by_role("alert")).to_contain_text("Write the reason in your words")
    expect(maya.get_by_role("radio", name="Slow down")).to_be_checked()
    maya.get_by_label("Your reason, in your words").fill(WHY)
    maya.get_by_role("button", name="Keep this decision").click()
    expect(maya.get_by_text("Kept. The client can read it.")).to_be_visible()

    ada = page_for(lived.ada, width=width, dark=dark)
    ada.goto("/arc/")
    ada.get_by_role("link", name="What we decided, and my pace").click()
    expect(ada.get_by_text("We take it slower for now.")).to_be_visible()
    expect(ada.get_by_text(WHY)).to_be_visible()
    expect(ada.get_by_text("integrate first")).to_have_count(0)
    looked_at(ada, axe, no_sideways)


def test_asking_for_slower_reaches_the_therapist_and_is_talked_about(lived, page_for):
    """Without JavaScript: Ada asks for slower, and Maya finds it on her list. They talk, Maya
    records that, and Ada says that this pace is fine.
    """
    ada, maya = page_for(lived.ada, js=False), page_for(lived.maya, width=1280, js=False)
    ada.goto("/arc/decisions/")
    ada.get_by_role("button", name="I'd like to go slower").click()
    expect(ada.get_by_text("Your care team can see it and will talk")).to_be_visible()
    maya.goto("/clients/")
    expect(maya.get_by_text("to go slower.").first).to_be_visible()
    maya.get_by_role("link", name="Talk about it, and record that").first.click()
    maya.get_by_role("button", name="We talked about going slower").click()
    expect(maya.get_by_text("it stands until they say that this pace is fine")).to_be_visible()
    ada.reload()
    ada.get_by_role("button", name="This pace is fine").click()
    expect(ada.get_by_role("button", name="I'd like to go slower")).to_be_visible()


def looked_at(page, axe, no_sideways):
    no_sideways(page)
    whole(page)
    axe(page)
