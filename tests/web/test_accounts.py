"""Signing in, and what a session may do: by hand-made requests, without a browser."""

import re
import time
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.cache import caches
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from longarc.care.access import Role
from longarc.records.actions import invitations
from longarc.records.demo.links import SALT
from longarc.records.models import Client, Invitation, StaffRole, User
from tests.cast import PASSWORD, make_staff
from tests.web.hashers import CountingHasher

LOGIN = "/account/login/"
pytestmark = pytest.mark.django_db


def sign_in(browser, email, password=PASSWORD, **more):
    return browser.post(LOGIN, {"login": email, "password": password}, **more)


def is_in(browser):
    return browser.get("/account/").status_code == 200


def code(secret):
    return f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06}"


def with_code_app(user):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


@pytest.fixture(autouse=True)
def no_guesses_yet(db):
    caches["default"].clear()


# -- what is there and what is not ---------------------------------------------------------


def test_the_lock_is_neutral_and_shows_support(client):
    page = client.get(LOGIN).content.decode()
    assert "Open with your code." in page
    assert reverse("support") in page
    assert re.search("<title>Today</title>", page)
    visible = re.sub(r"<[^>]+>", " ", page)
    for word in ("therap", "practice", "Longarc", "medicine", "clinic", "Sign Up"):
        assert word.lower() not in visible.lower()


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "email/",
        "confirm-email/",
        "confirm-email/abc/",
        "password/reset/",
        "password/reset/done/",
        "password/reset/key/1-abc/",
        "login/code/confirm/",
    ],
)
def test_there_is_no_sign_up_and_nothing_by_mail(client, path):
    for method in ("get", "post"):
        assert getattr(client, method)(f"/account/{path}").status_code == 404


def test_a_client_signs_in_with_a_password(client, cast):
    assert sign_in(client, cast.ada.user.email).headers["Location"] == "/"
    assert client.get("/").headers["Location"] == "/today/"


def test_signing_in_goes_on_to_where_one_was_going_but_not_elsewhere(client, cast):
    there = client.get("/patterns/").headers["Location"]
    assert there == f"{LOGIN}?next=%2Fpatterns%2F"
    email = cast.ada.user.email
    went = client.post(LOGIN, {"login": email, "password": PASSWORD, "next": "/patterns/"})
    assert went.headers["Location"] == "/patterns/"
    away = Browser().post(
        LOGIN, {"login": email, "password": PASSWORD, "next": "https://elsewhere.example/"}
    )
    assert away.headers["Location"] == "/"


# -- staff: a second factor before anything ------------------------------------------------


def test_staff_without_a_second_factor_get_nothing_but_enrolment(client, cast):
    sign_in(client, cast.maya.user.email)
    for path in ("/clients/", f"/clients/{cast.ada.client.public_id}/", "/emergency/"):
        assert client.get(path).headers["Location"] == reverse("mfa_index")
    page = client.get(reverse("mfa_index")).content.decode()
    assert "You can see records after one of these is set up." in page


def test_staff_set_up_a_code_app_and_are_in(client, cast):
    sign_in(client, cast.maya.user.email)
    asked = client.get(reverse("mfa_activate_totp"))
    client.post(asked.headers["Location"], {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    done = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert done.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get("/clients/").status_code == 200
    row = Authenticator.objects.get(user=cast.maya.user, type="totp")
    assert secret not in str(row.data)
    assert client.session.get("mfa.totp.secret") is None


def test_recovery_codes_are_not_kept_in_clear(cast):
    with_code_app(cast.maya.user)
    row = Authenticator.objects.get(user=cast.maya.user, type="recovery_codes")
    assert row.wrap().generate_codes()
    assert not re.fullmatch("[0-9a-f]+", row.data["seed"])


def test_the_second_factor_is_asked_for_and_opens(client, cast):
    secret = with_code_app(cast.maya.user)
    assert sign_in(client, cast.maya.user.email).headers["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "That did not open it." in wrong.content.decode()
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert client.get("/clients/").status_code == 200


def test_a_code_opens_once(cast):
    secret, first, second = with_code_app(cast.maya.user), Browser(), Browser()
    now = code(secret)
    for browser in (first, second):
        sign_in(browser, cast.maya.user.email)
        browser.post(reverse("mfa_authenticate"), {"code": now})
    assert (is_in(first), is_in(second)) == (True, False)


def test_a_session_from_before_the_second_factor_does_not_grow(cast):
    """Someone with only the password stays outside when the second factor is set up elsewhere."""
    before = Browser()
    sign_in(before, cast.maya.user.email)
    with_code_app(cast.maya.user)
    assert before.get("/clients/").headers["Location"].startswith(LOGIN)
    assert not is_in(before)


def test_without_its_last_second_factor_a_session_is_back_at_enrolment(client, cast):
    secret = with_code_app(cast.maya.user)
    sign_in(client, cast.maya.user.email)
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    ask = client.get(reverse("mfa_deactivate_totp")).headers["Location"]
    client.post(ask, {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))
    left = Authenticator.objects.filter(user=cast.maya.user).values_list("type", flat=True)
    assert list(left) == ["recovery_codes"]  # what shows later that it is her stays hers
    assert client.get("/clients/").headers["Location"] == reverse("mfa_index")


def test_a_clients_passkey_is_another_way_in_and_their_code_app_one_more_step(cast):
    Authenticator.objects.create(user=cast.ada.user, type="webauthn", data={"name": "x"})
    browser = Browser()
    sign_in(browser, cast.ada.user.email)
    assert is_in(browser)
    with_code_app(cast.ada.user)
    browser = Browser()
    assert sign_in(browser, cast.ada.user.email).headers["Location"] == reverse("mfa_authenticate")


# -- guessing ------------------------------------------------------------------------------


def test_ten_guesses_for_an_account_from_wherever_they_come(cast, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for n in range(10):
        guess = sign_in(
            Browser(), cast.ada.user.email, f"guess {n}", headers={"x-forwarded-for": f"10.0.0.{n}"}
        )
        assert "That did not open it" in guess.content.decode()
    blocked = sign_in(Browser(), cast.ada.user.email, headers={"x-forwarded-for": "10.0.1.1"})
    assert "Wait 15 minutes" in blocked.content.decode()


def test_the_count_is_one_for_all_host_names(cast, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for n in range(10):
        host = ("localhost", "127.0.0.1")[n % 2]
        sign_in(
            Browser(),
            cast.ada.user.email.upper(),
            "guess",
            headers={"x-forwarded-for": f"10.0.0.{n}", "host": host},
        )
    blocked = sign_in(Browser(), cast.ada.user.email, headers={"x-forwarded-for": "10.0.1.1"})
    assert "Wait 15 minutes" in blocked.content.decode()


def test_ten_guesses_from_an_address_whomever_they_name(cast):
    for n in range(10):
        sign_in(Browser(), f"someone{n}@example.org", "guess")
    assert "Wait 15 minutes" in sign_in(Browser(), cast.ada.user.email).content.decode()
    elsewhere = sign_in(Browser(REMOTE_ADDR="10.9.9.9"), cast.ada.user.email)
    assert elsewhere.status_code == 302


def test_without_a_trusted_proxy_nobody_chooses_their_address(cast):
    for n in range(10):
        sign_in(Browser(), f"x{n}@example.org", "guess", headers={"x-forwarded-for": f"10.1.1.{n}"})
    blocked = sign_in(Browser(), cast.ada.user.email, headers={"x-forwarded-for": "10.2.2.2"})
    assert "Wait 15 minutes" in blocked.content.decode()


def test_guesses_are_counted_in_the_data_base_that_all_processes_share(cast, settings):
    assert settings.CACHES["default"]["BACKEND"].endswith("db.DatabaseCache")
    sign_in(Browser(), cast.ada.user.email, "guess")
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM web_cache WHERE cache_key LIKE %s", ["%login_failed%"])
        assert cursor.fetchone()[0] >= 2


def test_many_other_guesses_do_not_push_out_the_count(cast):
    for n in range(10):
        sign_in(Browser(), cast.ada.user.email, f"guess {n}")
    caches["default"].set_many({f"allauth:rl:{n}": [time.time()] for n in range(400)})
    assert "Wait 15 minutes" in sign_in(Browser(), cast.ada.user.email).content.decode()


def test_success_in_between_does_not_reset_the_count(cast):
    for n in range(10):
        sign_in(Browser(), cast.ada.user.email, f"guess {n}")
        if n == 5:
            assert sign_in(Browser(), cast.cleo.user.email).status_code == 302
    assert "Wait 15 minutes" in sign_in(Browser(), cast.ada.user.email).content.decode()


def test_codes_can_be_guessed_ten_times(cast):
    secret = with_code_app(cast.maya.user)
    browser = Browser()
    sign_in(browser, cast.maya.user.email)
    for _ in range(10):
        browser.post(reverse("mfa_authenticate"), {"code": "000000"})
    told = browser.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert "Wait 15 minutes" in told.content.decode()


CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


def body(answer, email):
    return CSRF.sub(b"", answer.content).replace(email.encode(), b"EMAIL")


def test_nobody_learns_who_has_an_account(cast):
    User.objects.filter(pk=cast.bo.user.pk).update(password="!no password")
    told = set()
    for email in (cast.ada.user.email, cast.bo.user.email, "nobody@example.org"):
        answer = sign_in(Browser(), email, "a wrong guess")
        told.add((answer.status_code, body(answer, email)))
    assert len(told) == 1


def test_nobody_learns_it_from_the_time_it_takes(cast, settings):
    """A guess costs one hashing, whether there is an account, one without password, or none."""
    settings.PASSWORD_HASHERS = ["tests.web.hashers.CountingHasher"]
    settings.ACCOUNT_RATE_LIMITS = False

    def hashings(email):
        CountingHasher.made = 0
        sign_in(Browser(), email, "a wrong guess")
        return CountingHasher.made

    known = hashings(cast.ada.user.email)
    assert known == hashings("nobody@example.org") == 1


# -- sessions ------------------------------------------------------------------------------


def hours_left(browser):
    row = Session.objects.get(pk=browser.session.session_key)
    return (row.expire_date - timezone.now()) / timedelta(hours=1)


def test_staff_sessions_last_twelve_hours_and_clients_thirty_days(cast):
    browser = Browser()
    sign_in(browser, cast.ada.user.email)
    assert hours_left(browser) == pytest.approx(30 * 24, abs=1)
    browser = Browser()
    sign_in(browser, cast.owner.user.email)
    assert hours_left(browser) == pytest.approx(12, abs=0.1)
    secret, browser = with_code_app(cast.maya.user), Browser()
    sign_in(browser, cast.maya.user.email)
    browser.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert hours_left(browser) == pytest.approx(12, abs=0.1)


def test_sessions_are_seen_and_the_others_ended(cast):
    here, there = Browser(HTTP_USER_AGENT="Here"), Browser(HTTP_USER_AGENT="There")
    for browser in (here, there):
        sign_in(browser, cast.ada.user.email)
    page = here.get(reverse("usersessions_list")).content.decode()
    assert page.count("There") == 1
    assert "this one" in page
    here.post(reverse("usersessions_list"))
    assert (is_in(here), is_in(there)) == (True, False)
    assert UserSession.objects.filter(user=cast.ada.user).count() == 1


def test_a_new_password_ends_other_sessions(cast):
    here, there = Browser(), Browser()
    for browser in (here, there):
        sign_in(browser, cast.ada.user.email)
    new = {
        "oldpassword": PASSWORD,
        "password1": "four calm herons",
        "password2": "four calm herons",
    }
    assert here.post(reverse("account_change_password"), new).headers["Location"] == "/account/"
    assert (is_in(here), is_in(there)) == (True, False)
    sign_in(there, cast.ada.user.email, "four calm herons")
    assert is_in(there)


def test_access_that_ended_is_ended_at_the_next_request(cast, signed_in):
    browser, client = signed_in(cast.maya), signed_in(cast.ada)
    assert browser.get("/clients/").status_code == 200
    User.objects.filter(pk__in=[cast.maya.user.pk, cast.ada.user.pk]).update(is_active=False)
    assert browser.get("/clients/").headers["Location"].startswith(LOGIN)
    assert client.get("/today/").headers["Location"].startswith(LOGIN)
    assert client.get("/api/check-ins").status_code == 401
    assert sign_in(Browser(), cast.ada.user.email).headers["Location"] == "/account/inactive/"


def test_without_roles_a_signed_in_person_sees_nothing(cast, signed_in):
    browser = signed_in(cast.maya)
    StaffRole.objects.filter(user=cast.maya.user).update(until=timezone.now())
    for path in ("/clients/", f"/clients/{cast.ada.client.public_id}/", "/practice/", "/today/"):
        assert browser.get(path).status_code == 404


def test_a_clients_request_costs_two_queries_before_its_page(cast, signed_in, settings):
    """The session, and the account with its client record."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.web.test_policy_matrix.probe"]
    browser = signed_in(cast.ada)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get("/today/").status_code == 299
    assert len(queries) == 2
    browser = signed_in(cast.maya)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get("/clients/").status_code == 299
    assert len(queries) == 4  # and what its forms know of marks that others made


def test_leaving_ends_the_session(client, cast):
    sign_in(client, cast.ada.user.email)
    key = client.session.session_key
    client.get("/leave/")
    assert not Session.objects.filter(pk=key).exists()


# -- a link --------------------------------------------------------------------------------


@pytest.fixture
def link(cast):
    return invitations.invite_staff(
        name="Nia Invented",
        email="nia@example.org",
        roles=[Role.THERAPIST],
        by=cast.owner.actor,
        at=timezone.now(),
    )


def test_looking_at_a_link_changes_nothing(client, link):
    for _ in range(2):
        assert client.get(f"/welcome/{link}/").status_code == 200
    assert not User.objects.filter(email="nia@example.org").exists()
    assert not is_in(client)


def test_a_link_opens_an_account_and_asks_how_to_open_it_next_time(client, link):
    here = f"/welcome/{link}/"
    assert client.post(here).headers["Location"] == here
    page = client.get(here).content.decode()
    assert "How do you want to open this next time?" in page
    assert reverse("mfa_add_webauthn") in page
    chosen = {"password1": "four calm herons", "password2": "four calm herons"}
    assert client.post(reverse("account_set_password"), chosen).headers["Location"] == "/"
    assert client.get("/clients/").headers["Location"] == reverse("mfa_index")
    # The password was chosen a moment ago: it is not asked for again.
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert client.get(here).status_code == 404


def test_a_link_that_was_left_half_way_still_opens(client, link):
    client.post(f"/welcome/{link}/")
    other = Browser()
    assert other.get(f"/welcome/{link}/").status_code == 200
    other.post(f"/welcome/{link}/")
    assert is_in(other)
    assert not is_in(client)


def test_an_unknown_a_used_and_an_old_link_look_alike(client, cast, link):
    unknown = client.get("/welcome/no-such-link/")
    Invitation.objects.update(expires_at=timezone.now())
    old = client.get(f"/welcome/{link}/")
    Invitation.objects.update(expires_at=timezone.now() + timedelta(1), used_at=timezone.now())
    used = client.get(f"/welcome/{link}/")
    assert {answer.status_code for answer in (unknown, old, used)} == {404}
    assert unknown.content == old.content == used.content
    posted = client.post(f"/welcome/{link}/")
    assert (posted.status_code, posted.content) == (404, old.content)


def test_a_link_signs_out_whoever_was_here(cast, signed_in, link):
    browser = signed_in(cast.owner)
    browser.post(f"/welcome/{link}/")
    assert browser.get("/practice/").status_code != 200
    assert int(browser.session["_auth_user_id"]) == User.objects.get(email="nia@example.org").pk


def test_opening_a_new_link_ends_old_sessions(cast):
    old = Browser()
    sign_in(old, cast.bo.user.email)
    token = invitations.renew_staff(cast.bo.user, by=cast.owner.actor, at=timezone.now())
    assert is_in(old)
    Browser().get(f"/welcome/{token}/")
    assert is_in(old)
    Browser().post(f"/welcome/{token}/")
    assert is_in(old)
    Invitation.objects.update(opens_at=timezone.now())  # the wait is over
    Browser().post(f"/welcome/{token}/")
    assert not is_in(old)
    assert sign_in(Browser(), cast.bo.user.email).status_code == 200


def test_the_address_is_known_as_verified(client, link):
    client.post(f"/welcome/{link}/")
    assert EmailAddress.objects.get(email="nia@example.org").verified


# -- one's own account ---------------------------------------------------------------------


def test_the_account_page_keeps_screen_and_place(cast, signed_in):
    browser = signed_in(cast.ada)
    assert browser.post("/account/", {"theme": "dim", "zone": "Europe/Vienna"}).status_code == 302
    user = User.objects.get(pk=cast.ada.user.pk)
    assert (user.theme, user.zone) == ("dim", "Europe/Vienna")
    assert Client.objects.get(pk=cast.ada.client.pk).zone == "Europe/Vienna"
    page = browser.get("/account/").content.decode()
    assert 'data-theme="dim"' in page
    assert "<option selected>Europe/Vienna" in page


@pytest.mark.parametrize(
    "said", [{"theme": "pink", "zone": "UTC"}, {"theme": "dim", "zone": "Mars"}]
)
def test_an_unknown_choice_changes_nothing_and_says_so(cast, signed_in, said):
    answer = signed_in(cast.ada).post("/account/", said)
    assert answer.status_code == 400
    assert "Nothing was changed." in answer.content.decode()
    assert User.objects.get(pk=cast.ada.user.pk).theme == "auto"


def test_the_last_way_in_is_kept(cast, signed_in):
    User.objects.filter(pk=cast.ada.user.pk).update(password="!")
    cast.ada.user.refresh_from_db()
    key = Authenticator.objects.create(
        user=cast.ada.user, type="webauthn", data={"name": "Phone", "credential": {}}
    )
    browser = signed_in(cast.ada)
    session = browser.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(cast.ada.user.pk)
    session.save()
    told = browser.post(reverse("mfa_remove_webauthn", args=[key.pk]), follow=True)
    assert "the only thing that opens this" in told.content.decode()
    assert Authenticator.objects.filter(pk=key.pk).exists()


# -- demonstration -------------------------------------------------------------------------


def demo_path(user):
    return reverse("demo_sign_in", args=[signing.dumps(user.pk, salt=SALT)])


def test_the_demo_link_signs_in_someone_invented(client, cast, settings):
    settings.DEMO = True
    type(cast.practice).objects.filter(pk=cast.practice.pk).update(demo=True)
    assert client.get(demo_path(cast.maya.user)).headers["Location"] == "/"
    assert client.get("/clients/").status_code == 200


def test_the_demo_link_is_nothing_elsewhere(client, cast, settings):
    assert client.get(demo_path(cast.maya.user)).status_code == 404
    settings.DEMO = True
    assert client.get(demo_path(cast.maya.user)).status_code == 404
    type(cast.practice).objects.filter(pk=cast.practice.pk).update(demo=True)
    for token in ("nonsense", signing.dumps(cast.maya.user.pk), signing.dumps(10**6, salt=SALT)):
        assert client.get(f"/demo/{token}/").status_code == 404
    settings.DEMO = False
    assert client.get(demo_path(cast.maya.user)).status_code == 404
    assert not is_in(client)


def test_a_demo_session_is_worth_nothing_once_the_demonstration_is_off(client, cast, settings):
    settings.DEMO = True
    type(cast.practice).objects.filter(pk=cast.practice.pk).update(demo=True)
    client.get(demo_path(cast.maya.user))
    settings.DEMO = False
    assert client.get("/clients/").headers["Location"] == reverse("mfa_index")


def test_staff_of_two_roles_sign_in_to_their_first_page(cast, signed_in):
    tia = make_staff(cast.practice, "Tia Invented", Role.OWNER, Role.THERAPIST)
    assert signed_in(tia).get("/").headers["Location"] == "/clients/"
    assert signed_in(cast.owner).get("/").headers["Location"] == "/practice/"
