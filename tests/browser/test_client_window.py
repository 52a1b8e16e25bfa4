"""What counts as inside, closer check-ins, and what Patterns says of it: as clients meet them."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.cast import Cast, check_in, make_cast

from longarc.care.arc import State
from longarc.records.actions.window import count_inside, keep_session
from longarc.records.ids import uuid7
from longarc.records.models import CheckInMore
from longarc.records.queries import clients

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STEADY = ((10, 1), (30, 3), (50, 3), (70, 3), (90, 1))


@pytest.fixture
def lived(db) -> Cast:
    """Ada had a medicine session two days ago; Maya suggests what to count as inside."""
    cast, now = make_cast(), timezone.now()
    mayas = clients.find(cast.ada.client.public_id, viewer=cast.maya.actor, at=now)
    for n in range(90):
        position, ease = STEADY[n % 5]
        row = check_in(cast.ada, now - timedelta(hours=12 * n + 1), position)
        CheckInMore.objects.create(
            practice=cast.practice, client=cast.ada.client, by=cast.ada.user,
            at=row.at, received_at=row.at, check_in=row.uid, ease=ease,
        )  # fmt: skip
    keep_session(mayas, now - timedelta(days=2), by=cast.maya.actor, at=now)
    rows = (State.WITHIN, State.UP)
    count_inside(mayas, rows, uid=uuid7(), by=cast.maya.actor, at=now)
    return cast


def whole(page):
    """Make the window as tall as the page: axe takes what lies under the tabs for covered."""
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": height + 60})


@pytest.mark.parametrize("js", [True, False])
def test_agreeing_on_what_counts_as_inside(lived, page_for, js):
    """Given Maya suggests two rows, when Ada agrees, then both pages say so and by whom.

    When she then names rows that lie apart, nothing changes and her ticks are still there; when
    she names others, they wait for her care team.
    """
    page = page_for(lived.ada, js=js)
    page.goto("/arc/")
    suggestion = "Maya suggests that these count as inside: Within reach, Up."
    expect(page.get_by_text(suggestion)).to_be_visible()
    expect(page.get_by_role("button", name="Not now")).to_be_visible()
    page.get_by_role("button", name="Agree", exact=True).click()
    expect(page.get_by_text("Kept. These rows count as inside now.")).to_be_visible()
    expect(page.get_by_text("Inside, as you and Maya agreed: Within reach, Up.")).to_be_visible()
    page.get_by_role("link", name="Name the rows that count as inside for me").click()
    page.get_by_role("checkbox", name="Within reach").uncheck()
    page.get_by_role("checkbox", name="Way down").check()
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_role("alert")).to_contain_text("Your ticks are still here.")
    expect(page.get_by_role("checkbox", name="Way down")).to_be_checked()
    page.get_by_role("checkbox", name="Way down").uncheck()
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_text("Kept. It counts once your care team names")).to_be_visible()
    page.goto("/patterns/")
    expect(page.get_by_text("Inside, as you and Maya agreed: Within reach, Up.")).to_be_visible()
    expect(page.get_by_text("Estimated from your answers:")).to_contain_text("from Down to Up.")


def test_closer_check_ins_by_keyboard(lived, page_for):
    """Given two days after a session, when Ada says yes to more, then Today says until when."""
    page = page_for(lived.ada)
    page.goto("/today/")
    expect(page.locator("#plan")).to_contain_text("2 short check-ins a day")
    page.goto("/arc/")
    page.get_by_role("button", name="Yes to closer check-ins").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Closer check-ins after a session: yes")).to_be_visible()
    page.goto("/today/")
    expect(page.locator("#plan")).to_contain_text("You agreed to 3 short check-ins a day until")
    expect(page.locator("#plan")).to_contain_text("You can leave any of them out.")


def test_the_pages_are_clean_and_fit(lived, page_for, axe, no_sideways):
    page = page_for(lived.ada)
    for path in ("/today/", "/arc/", "/arc/inside/", "/patterns/"):
        page.goto(path)
        no_sideways(page)
        whole(page)
        axe(page)
