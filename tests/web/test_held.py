"""A form that could not be taken gives what was typed back, to whoever typed it."""

import re

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client as Browser

from longarc.care.access import Can
from longarc.records.models import CareMember, RiskAnswering
from longarc.records.queries import clients, support
from longarc.web.routes import POLICY
from tests.cast import PASSWORD
from tests.web.arrival_story import page_published
from tests.web.staff import story
from tests.web.test_policy_matrix import routes

pytestmark = pytest.mark.django_db
WORDS = 'She said: "the blue <door>",\nand wept.'
SHOWN = "She said: &quot;the blue &lt;door&gt;&quot;,\nand wept."
PLAN, LOGIN = "/support/plan/", "/account/login/"


@pytest.fixture(autouse=True)
def no_guesses_yet(db):
    caches["default"].clear()


def token(answer):
    return re.search(r'csrfmiddlewaretoken" value="(\w+)"', answer.content.decode())[1]


def signs_in(browser, person):
    form = {"login": person.user.email, "password": PASSWORD}
    form["csrfmiddlewaretoken"] = token(browser.get(LOGIN))
    assert browser.post(LOGIN, form).status_code == 302


def page(answer):
    return answer.content.decode()


@pytest.fixture
def phone(cast):
    """A browser as it is, and a form in it that was begun while Ada was signed in."""
    browser = Browser(enforce_csrf_checks=True)
    signs_in(browser, cast.ada)
    form = {"csrfmiddlewaretoken": token(browser.get(PLAN)), "text": WORDS}
    return browser, form


def test_after_the_sign_in_ended_words_come_back_and_are_sent_again(cast, phone):
    browser, form = phone
    del browser.cookies["session"]
    answer = browser.post(PLAN, form)
    assert (answer.status_code, SHOWN in page(answer)) == (401, True)
    assert "Sign in, in a new tab" in page(answer)
    signs_in(browser, cast.ada)
    answer = browser.post(PLAN, {**form, "csrfmiddlewaretoken": token(answer)})
    assert (answer.status_code, SHOWN in page(answer)) == (403, True)
    again = {**form, "csrfmiddlewaretoken": token(answer)}
    assert browser.post(PLAN, again).status_code == 302
    own = clients.own(viewer=cast.ada.actor)
    assert support.own_plan(own, viewer=cast.ada.actor).replace("\r", "") == WORDS


def test_whoever_signs_in_after_somebodys_sign_in_ran_out_is_not_shown_their_words(cast, phone):
    browser, form = phone
    del browser.cookies["session"]
    signs_in(browser, cast.cleo)
    answer = browser.post(PLAN, form)
    assert (answer.status_code, SHOWN in page(answer)) == (403, False)
    assert browser.cookies["last"]["httponly"]


@pytest.mark.parametrize("who", ["nobody", "cleo", "ada"])
def test_after_somebody_signed_out_an_old_form_gives_nothing_back(cast, phone, who):
    browser, form = phone
    browser.post("/leave/", {"csrfmiddlewaretoken": token(browser.get(PLAN))})
    if who != "nobody":
        signs_in(browser, getattr(cast, who))
    answer = browser.post(PLAN, form)
    assert (answer.status_code, "blue" in page(answer)) == (403, False)


def test_no_form_of_anyone_loses_words_to_a_sign_in_that_ended(cast, client):
    ada, asked = cast.ada.client.public_id, 0
    for name, route in routes().items():
        if isinstance(POLICY[name].get("POST"), Can) and not name.startswith("api_"):
            url = route.url(client_id=ada)
            told = {"words": WORDS, "kind": "own", "csrfmiddlewaretoken": "x"}
            answer = client.post(url, told)
            assert (answer.status_code, SHOWN in page(answer)) == (401, True), name
            assert f'action="{url}"' in page(answer)
            assert '<input type="hidden" name="kind" value="own">' in page(answer)
            asked += 1
    assert asked > 60
    assert client.post("/clients/").status_code in {302, 405}


def test_what_no_page_takes_is_given_back_too(cast, signed_in):
    maya = signed_in(cast.maya)
    url = story.url_of("client_adverse", cast.ada)
    for change, status in ((lambda: None, 400), (leaves(cast.maya), 404)):
        change()
        answer = maya.post(url, {"words": WORDS})
        assert (answer.status_code, SHOWN in page(answer)) == (status, True)
        assert "Send it again, as Maya Invented" in page(answer)


def leaves(person):
    return lambda: CareMember.objects.filter(user=person.user).delete()


def test_a_script_is_told_plainly_and_a_key_is_never_sent_back(cast, client, signed_in):
    draft = f"{story.url_of('client_notes', cast.ada)}draft/{cast.ada.client.public_id}/"
    answer = client.post(draft, {"mattered": WORDS}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()) == (401, {"error": "sign_in"})
    assert "a key" not in page(client.post("/concerns/", {"key": "a key of words", "x": "y z"}))


HARD = "/support/questions/"
YES = {"uid": "0190a1b2-0000-7000-8000-000000000001", "version": "2", "ending": "yes"}


def first_is_who_to_call(answer):
    """Nobody has seen it; numbers that can be tapped stand before everything else; a way out."""
    body = page(answer).split("<main")[1]
    assert body.index("Nobody has seen this. Call now.") < body.index('href="tel:')
    assert body.index('href="tel:') < body.index("Nobody has seen your answers.")
    assert 'href="/support/"' in body
    assert 'href="/leave/"' in page(answer)
    return body


@pytest.fixture
def with_numbers(cast):
    page_published(cast)


def test_hard_answers_after_the_sign_in_ended_say_whom_to_call(cast, phone, with_numbers):
    browser, form = phone
    del browser.cookies["session"]
    answer = browser.post(HARD, {**YES, "csrfmiddlewaretoken": form["csrfmiddlewaretoken"]})
    assert answer.status_code == 401
    assert 'name="ending" value="yes"' in first_is_who_to_call(answer)


def test_hard_answers_without_the_cookie_say_whom_to_call_and_can_be_sent(
    cast, phone, with_numbers
):
    browser, form = phone
    del browser.cookies[settings.CSRF_COOKIE_NAME]
    answer = browser.post(HARD, {**YES, "csrfmiddlewaretoken": form["csrfmiddlewaretoken"]})
    assert answer.status_code == 403
    assert 'name="ending" value="yes"' in first_is_who_to_call(answer)
    again = {**YES, "csrfmiddlewaretoken": token(answer)}
    assert browser.post(HARD, again).status_code == 302
    assert RiskAnswering.objects.count() == 1
    # A form that is not of this sign-in gives nothing back, and still says whom to call
    del browser.cookies[settings.CSRF_COOKIE_NAME]
    answer = browser.post(HARD, {**YES, "csrfmiddlewaretoken": "x" * 64})
    assert 'name="ending"' not in first_is_who_to_call(answer)
