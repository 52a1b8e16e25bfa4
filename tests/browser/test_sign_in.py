"""The ways in, in a real browser with a real (virtual) authenticator."""

import re

import pytest
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.looks import LOOKS
from tests.cast import PASSWORD

from longarc.care.access import Role
from longarc.records import support_page
from longarc.records.actions import emergency, invitations, support
from longarc.records.models import Invitation, User
from longarc.records.queries import clients

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "four calm herons"
LOCK = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_lock(page, **more):
    """Gives the browser a device's lock that answers by itself."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {"options": {**LOCK, **more}}
    made = cdp.send("WebAuthn.addVirtualAuthenticator", options)
    return cdp, made["authenticatorId"]


def staff_link(cast, *roles):
    token = invitations.invite_staff(
        name="Nia Invented",
        email="nia@example.org",
        roles=roles or [Role.THERAPIST],
        by=cast.owner.actor,
        at=timezone.now(),
    )
    return f"/welcome/{token}/"


def client_link(cast):
    publish(cast)
    maya = cast.maya.actor
    ada = clients.find(cast.ada.client.public_id, viewer=maya, at=timezone.now())
    token = invitations.invite_client(ada, email="", by=maya, at=timezone.now())
    Invitation.objects.update(opens_at=timezone.now())  # the wait is over
    return f"/welcome/{token}/"


def past_codes(page):
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    expect(page.locator(".codes code")).to_have_count(10)
    page.get_by_role("link", name="Go on").click()


def publish(cast):
    support.publish_support(
        phone="555 0100",
        hours="weekdays",
        numbers=[support_page.Number("555 0199", "Invented line", "at any time")],
        looked_by="by noon",
        country="",
        checked_on=timezone.localdate(),
        by=cast.owner.actor,
        at=timezone.now(),
    )


def sign_out(page):
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Open with your code.")).to_be_visible()


def code(page):
    secret = page.locator("code.secret").inner_text()
    return f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06}"


def test_staff_come_in_by_link_set_the_devices_lock_and_open_with_it(cast, page_for):
    # given a link from the owner, and a phone or computer with a lock
    page = page_for(width=1280)
    with_lock(page)
    page.goto(staff_link(cast))
    # when they open it and choose the lock
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="Use this device's lock").click()
    page.get_by_role("button", name="Set it up").click()
    # then they see their recovery codes, and are in, second factor included
    past_codes(page)
    page.wait_for_url("**/clients/")
    # and the lock alone opens it next time
    sign_out(page)
    page.get_by_role("button", name="Use this device's lock").click()
    page.wait_for_url("**/clients/")


def test_staff_come_in_by_password_and_code_app(cast, page_for):
    page = page_for(width=1280)
    page.goto(staff_link(cast))
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="Choose a password").click()
    page.get_by_label("New password", exact=True).fill(NEW)
    page.get_by_label("New password, once more").fill(NEW)
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_text("You can see records after one of these is set up.")).to_be_visible()
    page.goto("/clients/")
    assert page.url.endswith(reverse("mfa_index"))
    page.get_by_role("link", name="Set up a code app").click()
    page.get_by_label("Then type the code that the app shows").fill(code(page))
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    recovery = page.locator(".codes code").first.inner_text()
    page.get_by_role("link", name="Go on").click()
    page.wait_for_url("**/clients/")
    # a day without the phone: a recovery code stands in, once
    sign_out(page)
    page.get_by_label("E-mail address").fill("nia@example.org")
    page.get_by_label("Password").fill(NEW)
    page.get_by_role("button", name="Open", exact=True).click()
    page.get_by_label("Code from your app, or a recovery code").fill(recovery)
    page.get_by_role("button", name="Open", exact=True).click()
    page.wait_for_url("**/clients/")


@pytest.mark.parametrize("js", [True, False])
def test_a_client_comes_in_by_link_and_password(cast, page_for, js):
    # given a client who is locked out, and a new link (also without JavaScript)
    page = page_for(js=js)
    page.goto(client_link(cast))
    page.get_by_role("button", name="Go on").click()
    expect(
        page.get_by_role("heading", name="How do you want to open this next time?")
    ).to_be_visible()
    # when they choose a password
    page.get_by_role("link", name="Choose a password").click()
    page.get_by_label("New password", exact=True).fill("short")
    page.get_by_label("New password, once more").fill("short")
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_label("New password", exact=True)).to_have_attribute("aria-invalid", "true")
    page.get_by_label("New password", exact=True).fill(NEW)
    page.get_by_label("New password, once more").fill(NEW)
    page.get_by_role("button", name="Keep this").click()
    # then Today is open after the codes, and opens with that password again
    past_codes(page)
    page.wait_for_url("**/today/")
    page.context.clear_cookies()
    page.goto("/today/")
    page.get_by_label("E-mail address").fill(cast.ada.user.email)
    page.get_by_label("Password").fill(NEW)
    page.get_by_role("button", name="Open", exact=True).click()
    page.wait_for_url("**/today/")


def test_a_client_comes_in_by_link_and_the_phones_lock(cast, page_for):
    page = page_for()
    with_lock(page)
    page.goto(client_link(cast))
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="Use this phone's lock").click()
    page.get_by_role("button", name="Set it up").click()
    past_codes(page)
    page.wait_for_url("**/today/")
    page.context.clear_cookies()
    page.goto("/")
    page.get_by_role("button", name="Use this device's lock").click()
    page.wait_for_url("**/today/")
    assert not User.objects.get(pk=cast.ada.user.pk).has_usable_password()


def test_a_lock_that_does_not_open_says_so(cast, page_for):
    page = page_for()
    cdp, device = with_lock(page)
    cdp.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.goto("/account/login/")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_role("button", name="Use this device's lock").click()
    expect(page.get_by_role("alert")).to_have_text(re.compile("Nothing was changed"))


def test_without_javascript_there_is_no_button_that_does_nothing(page_for, db):
    page = page_for(js=False)
    page.goto("/account/login/")
    expect(page.get_by_role("button", name="Use this device's lock")).to_have_count(0)
    page.get_by_role("link", name="Support").click()
    page.wait_for_url("**/support/")


# -- every page here: axe, no scrolling sideways, at two widths, light and dark ------------

OWN = [
    "account",
    "account_change_password",
    "mfa_index",
    "mfa_list_webauthn",
    "usersessions_list",
]
# No bar over a link: axe takes what is scrolled under the tabs for a target too small.
TALL = 1600


def look(page, url, axe, no_sideways):
    page.goto(url)
    axe(page)
    no_sideways(page)


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_the_doors_are_for_everyone(cast, page_for, axe, no_sideways, width, dark):
    page = page_for(None, width, 640, dark)
    with_lock(page)
    for url in ("/account/login/", "/account/inactive/", "/welcome/none/", staff_link(cast)):
        look(page, url, axe, no_sideways)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="How do you want")).to_be_visible()
    axe(page)
    for route in ("account_set_password", "mfa_add_webauthn", "mfa_index"):
        look(page, reverse(route), axe, no_sideways)
    page.goto(reverse("account_login"))


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_a_second_factor_is_for_everyone(cast, page_for, axe, no_sideways, width, dark):
    page = page_for(None, width, 640, dark)
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill(cast.maya.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Open", exact=True).click()
    page.wait_for_url(lambda url: "/login/" not in url)
    page.goto(reverse("mfa_activate_totp"))
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    axe(page)
    no_sideways(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Set up a code app")).to_be_visible()
    axe(page)
    no_sideways(page)
    page.get_by_label("Then type the code that the app shows").fill(code(page))
    page.get_by_role("button", name="Set it up").click()
    for route in (
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_deactivate_totp",
        "mfa_index",
        "mfa_reauthenticate",
        "account_logout",
    ):
        look(page, reverse(route), axe, no_sideways)
    sign_out_by_form(page)
    page.get_by_label("E-mail address").fill(cast.maya.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    axe(page)
    no_sideways(page)


def sign_out_by_form(page):
    page.locator("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Open with your code.")).to_be_visible()


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_ones_own_account_is_for_everyone(cast, page_for, axe, no_sideways, width, dark):
    for person in (cast.ada, cast.maya):
        page = page_for(person, width, TALL, dark)
        for route in OWN:
            look(page, reverse(route), axe, no_sideways)


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_the_practices_pages_are_for_everyone(cast, page_for, axe, no_sideways, width, dark):
    publish(cast)
    now = timezone.now()
    emergency.open_record("Ada Invented", "Nobody answers", by=cast.bo.actor, at=now)
    emergency.open_record("Cleo Invented", "Nobody answers", by=cast.maya.actor, at=now)
    staff_link(cast)
    ada = [cast.ada.client.public_id]
    places = [
        (cast.owner, "/practice/"),
        (cast.owner, "/practice/support/"),
        (cast.coordinator, "/directory/"),
        (cast.coordinator, "/clients/new/"),
        (cast.coordinator, reverse("client_team", args=ada)),
        (cast.bo, "/emergency/"),
    ]
    for person, url in places:
        look(page_for(person, width, 640, dark), url, axe, no_sideways)


def test_the_owner_gives_a_link_and_sees_it_once(cast, page_for, axe, no_sideways):
    page = page_for(cast.owner)
    page.goto("/practice/")
    page.get_by_label("Full name").fill("Nia Invented")
    page.get_by_label("E-mail address").fill("nia@example.org")
    page.get_by_label("Therapist").check()
    page.get_by_role("button", name="Make a link", exact=True).click()
    expect(page.get_by_label("The link")).to_have_value(re.compile("/welcome/"))
    axe(page)
    no_sideways(page)
    page.get_by_role("link", name="I have copied it").click()
    expect(page.get_by_text("Nia Invented, until")).to_be_visible()


def test_the_coordinator_is_told_why_there_is_no_link_yet(cast, page_for, axe):
    page = page_for(cast.coordinator)
    page.goto("/directory/")
    page.get_by_role("link", name="Ada Invented", exact=True).click()
    page.get_by_role("button", name="Make a new link").click()
    expect(page.get_by_text("The Support page is not published yet.")).to_be_visible()
    axe(page)


def test_someone_outside_the_team_opens_a_record_and_the_client_sees_it(cast, page_for):
    page = page_for(cast.bo)
    page.goto("/emergency/")
    page.get_by_label("The client's full name, or their id").fill("ada invented")
    page.get_by_label("Why it is needed").fill("Nobody of her team answers")
    page.get_by_role("button", name="Open it, and tell them").click()
    page.wait_for_url(f"**/clients/{cast.ada.client.public_id}/")
    hers = page_for(cast.ada)
    hers.goto("/looked/")
    expect(hers.get_by_text("Nobody of her team answers")).to_be_visible()
