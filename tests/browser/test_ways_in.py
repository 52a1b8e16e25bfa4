"""A link that waits, the notice and its one press, and codes in place of a lost device."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.looks import LOOKS
from tests.browser.test_sign_in import publish, staff_link, with_lock
from tests.cast import make_staff

from longarc.care.access import Role
from longarc.records.actions import invitations
from longarc.records.link_tokens import stop_token
from longarc.records.models import Invitation, LinkNotice, StaffRole, User
from longarc.records.queries import clients

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TALL = 1600


def waiting_link(cast):
    """Kim has made a new link for Ada, who has an account."""
    caches["default"].clear()
    publish(cast)
    kim = cast.coordinator.actor
    ada = clients.find(cast.ada.client.public_id, viewer=kim, at=timezone.now())
    return f"/welcome/{invitations.invite_client(ada, email='', by=kim, at=timezone.now())}/"


def old_hands(cast):
    """Nobody here is new."""
    long_ago = cast.ada.client.created_at.replace(year=2020)
    StaffRole.objects.update(since=long_ago)
    User.objects.update(created_at=long_ago)


def test_a_link_waits_and_the_person_stops_it_with_one_press(cast, page_for):
    link = waiting_link(cast)
    stranger, hers = page_for(), page_for(cast.ada)
    stranger.goto(link)
    expect(stranger.get_by_role("heading", name="This link is waiting")).to_be_visible()
    hers.goto("/today/")
    expect(hers.get_by_text("Kim Invented made a new link to your account")).to_be_visible()
    hers.get_by_role("button", name="This was not me").click()
    expect(hers.get_by_text("It is stopped.")).to_be_visible()
    expect(hers.get_by_role("button", name="This was not me")).to_have_count(0)
    stranger.reload()
    expect(stranger.get_by_role("heading", name="This link was stopped")).to_be_visible()


@pytest.mark.parametrize("js", [True, False])
def test_her_own_code_opens_it_at_once(cast, page_for, js):
    codes = RecoveryCodes.activate(cast.ada.user)
    codes.mark_as_viewed()
    page = page_for(js=js)
    page.goto(waiting_link(cast))
    page.get_by_label("One of your recovery codes").fill("1234 5678")
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed.")
    page.get_by_label("One of your recovery codes").fill(codes.get_unused_codes()[0])
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("heading", name="How do you want to open")).to_be_visible()
    # and nothing else opens before one was chosen
    page.goto("/today/")
    expect(page.get_by_role("heading", name="How do you want to open")).to_be_visible()


def test_a_colleague_confirms_and_says_how_they_knew(cast, page_for):
    old_hands(cast)
    link = waiting_link(cast)
    page = page_for(cast.maya, width=1280)
    page.goto("/account/")
    page.get_by_role("link", name="New links to accounts: what waits").click()
    page.get_by_label("How you knew that it was them").fill("I called her and knew her voice.")
    page.get_by_role("button", name="I confirm it").click()
    expect(page.get_by_text("Maya Invented confirmed it")).to_be_visible()
    stranger = page_for()
    stranger.goto(link)
    stranger.get_by_role("button", name="Go on").click()
    expect(stranger.get_by_role("heading", name="How do you want to open")).to_be_visible()


def test_staff_with_a_lock_only_see_their_codes_and_one_opens_without_the_device(cast, page_for):
    page = page_for(width=1280)
    cdp, device = with_lock(page)
    page.goto(staff_link(cast))
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="Use this device's lock").click()
    page.get_by_role("button", name="Set it up").click()
    code = page.locator(".codes code").first.inner_text()
    page.get_by_role("link", name="Go on").click()
    page.wait_for_url("**/clients/")
    # the device is gone
    page.context.clear_cookies()
    cdp.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": device})
    page.goto("/account/login/")
    page.get_by_role("link", name="Open with a recovery code").click()
    page.get_by_label("E-mail address").fill("nia@example.org")
    page.get_by_label("Recovery code").fill(code)
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_text("You are in.")).to_be_visible()
    page.goto("/clients/")
    expect(page.get_by_role("heading", name="Who needs me today")).to_be_visible()


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_the_pages_of_a_link_are_for_everyone(cast, page_for, axe, no_sideways, width, dark):
    old_hands(cast)
    link = waiting_link(cast)
    notice = LinkNotice.objects.get()
    anyone = [link, reverse("stop_link", args=[stop_token(notice.uid)]), reverse("open_by_code")]
    nora = make_staff(cast.practice, "Nora Invented", Role.OWNER)
    User.objects.filter(pk=cast.cleo.user.pk).update(words_shut_at=timezone.now())
    for person, urls in (
        (None, anyone),
        (cast.ada, ["/today/", "/account/", "/looked/"]),
        (cast.cleo, [reverse("open_words"), "/arc/"]),
        (cast.maya, ["/links/"]),
        (nora, ["/practice/", "/links/"]),
    ):
        page = page_for(person, width, TALL, dark)
        for url in urls:
            page.goto(url)
            axe(page)
            no_sideways(page)
    assert re.fullmatch(r"/welcome/[\w-]+/", link)
    Invitation.objects.update(stopped_at=timezone.now())
    page = page_for(None, width, TALL, dark)
    page.goto(link)
    axe(page)
    no_sideways(page)
