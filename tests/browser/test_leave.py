"""Leave hides at once, ends the session, and leaves only the lock behind Back."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect
from tests.browser.conftest import session_cookie
from tests.browser.test_offline import OFFLINE, ready
from tests.browser.test_today import arrives, eventually, opened, rung, said

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("leave_answers"),
]
PAGES = [
    *("/today/", "/words/", "/today/my-words/", "/support/", "/offline/", "/lock/"),
    *map(reverse, ("arc", "patterns", "looked", "support_plan", "safety_plan", "risk")),
]


def gone(page):
    page.wait_for_url(settings.LEAVE_URL + "**")


def session_ended(page):
    return eventually(page, lambda: not Session.objects.exists())


def test_leave_ends_the_session_and_back_shows_only_the_lock(cast, page_for):
    page = opened(page_for, cast.ada)
    page.goto("/words/")
    page.goto("/today/")
    page.get_by_role("link", name="Leave").click()
    gone(page)
    assert session_ended(page)
    for _ in range(2):
        page.go_back()
        expect(page.get_by_text("Where are you right now?")).to_have_count(0)
        expect(page.get_by_text("What I wrote")).to_have_count(0)
        assert "/account/login/" in page.url


def test_the_page_is_empty_in_the_same_frame(cast, page_for):
    page = opened(page_for, cast.ada)
    left = page.evaluate(
        """() => {
          navigator.sendBeacon = () => true;
          document.getElementById("leave").click();
          return [document.body.childElementCount, document.title];
        }"""
    )
    assert left == [0, ""]


@pytest.mark.parametrize("js", [True, False])
def test_leave_is_there_and_free_on_every_page(cast, page_for, js):
    page = page_for(cast.ada, 320, 568, js=js)
    for path in PAGES:
        page.goto(path)
        page.mouse.wheel(0, 3000)
        page.wait_for_timeout(100)
        top = page.evaluate(
            """() => {
              const leave = document.getElementById("leave");
              const box = leave.getBoundingClientRect();
              const x = box.x + box.width / 2;
              return [box.y + 2, box.y + box.height / 2, box.y + box.height - 2]
                .every((y) => leave.contains(document.elementFromPoint(x, y))) && box.height >= 48;
            }"""
        )
        assert top, path


def test_leave_without_javascript(cast, page_for):
    page = opened(page_for, cast.ada, js=False)
    with page.expect_request(settings.LEAVE_URL):
        page.get_by_role("link", name="Leave").click()
    assert session_ended(page)
    page.go_back()
    assert "/account/login/" in page.url


def test_three_shifts_leave(cast, page_for):
    page = opened(page_for, cast.ada)
    for key in ("Shift", "Shift", "a", "Shift"):
        page.keyboard.press(key)
    assert page.url.endswith("/today/")
    for _ in range(2):
        page.keyboard.press("Shift")
    gone(page)
    assert session_ended(page)


def test_what_waits_stays_sealed_and_goes_when_ada_is_back(cast, page_for, signed_in):
    # given: an answer waits on the phone
    page = opened(page_for, cast.ada)
    base = page.url.split("/today")[0]
    ready(page)
    page.context.set_offline(True)
    rung(page, "way_up").click()
    said(page, OFFLINE)
    # when: Ada leaves, still offline
    page.get_by_role("link", name="Leave").click()
    gone(page)
    page.goto(f"{base}/today/")
    # then: the phone shows its lock, and counts nothing
    expect(page.get_by_role("heading", name="You're offline")).to_be_visible()
    expect(page.get_by_text("Where are you right now?")).to_be_hidden()
    expect(page.locator("#waiting")).to_be_hidden()
    # and with the network her sign-in has ended before any page of hers is shown
    page.context.set_offline(False)
    page.goto(f"{base}/words/")
    assert "/account/login/" in page.url
    assert session_ended(page)
    # and the answer arrives once she is back
    page.context.add_cookies([session_cookie(signed_in(cast.ada), base)])
    page.goto(f"{base}/today/")
    arrives(page, cast.ada, [90])


def test_a_page_that_the_browser_kept_aside_is_asked_for_anew(cast, page_for):
    page = opened(page_for, cast.ada)
    with page.expect_navigation():
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.get_by_text("Where are you right now?")).to_be_visible()
