"""A form that cannot be sent answers in its page: words and choices stay, with numbers and Leave.

Every form of a client's pages, found in the templates and not in a list of ours, is sent without
network once; a few are sent to a server that is gone while the phone feels online.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from pathlib import Path

import pytest
from django.conf import settings
from django.test.signals import template_rendered
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.door import Door
from tests.browser.test_client_pages import lived
from tests.web import concern_scene, session_story
from tests.web.arrival_story import page_published
from tests.web.client.test_private_words import forms as private_forms

import longarc.web
from longarc.care.access import Can
from longarc.care.exercise_list import EXERCISES
from longarc.records import support_page
from longarc.records.actions import support, window
from longarc.records.ids import uuid7
from longarc.records.models import Behaviour, ConcernSlot, Enquiry, Part, RiskAnswering, Thread
from longarc.web.client.formulation import PARTS
from longarc.web.routes import POLICY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
lived = lived
TEMPLATES = Path(longarc.web.__file__).parent / "templates"
FORM = re.compile(r'<form[^>]*method="post"')
#: Templates with forms that this walk does not meet, each with why.
NOT_MET = {
    "client/kept.html": "what a check-in without JavaScript answers with",
    "client/offline.html": "kept on the phone: its forms go through the outbox",
    "error.html": "what a form answers with that could not be taken",
    "account/logout.html": "made only where somebody signs out by its address",
    "client/touch_sign.html": "asks for a fresh sign-in first",
    "welcome.html": "holds one button of an invitation",
    "stop.html": "holds one button of an e-mail",
    "not_me.html": "holds one button of an e-mail",
    "welcome_waiting.html": "one code, before anybody is signed in",
    "account/by_code.html": "one code, before anybody is signed in",
    "open_words.html": "one code; nothing else is typed there",
    "client/paused.html": "holds the button that signs out",
    "stale.html": "what a form of an older page answers with",
}
#: Second factors: each asks for a sign-in that is under way. Nothing but a code is typed there.
CODES = [
    "mfa/authenticate",
    "mfa/reauthenticate",
    "mfa/recovery_codes/generate",
    "mfa/totp/activate_form",
    "mfa/totp/deactivate_form",
    "mfa/webauthn/add_form",
    "mfa/webauthn/authenticator_confirm_delete",
    "mfa/webauthn/edit_form",
    "mfa/webauthn/reauthenticate",
    "account/password_set",
    "account/password_change",
    "account/reauthenticate",
]
NOT_MET |= {f"{name}.html": "second factor, password" for name in CODES}
#: Kept on this phone and sent later: they answer by themselves (test_offline).
OUTBOX = "[data-keep], [data-exercise], #check-in, #ease, #more-form, #gap"

#: Pages that must not say what they are: without the numbers.
NEUTRAL = ("/account/login/",)

SEND_ALL = """async (outbox) => {
  const told = [];
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const named = ([name]) => name !== "begun";
  const all = (form) => JSON.stringify([...new FormData(form)].filter(named));
  const typed = ["", "text", "email", "password", "tel"];
  for (const form of document.querySelectorAll("form[method=post]")) {
    if (form.matches(outbox)) continue;
    for (const box of form.querySelectorAll("input, textarea, select")) {
      if (box.tagName === "TEXTAREA" || typed.includes(box.getAttribute("type") ?? ""))
        box.value ||= "My words";
      if (box.type === "radio" || box.type === "checkbox") box.checked = true;
      box.required = false;
      box.removeAttribute("pattern");
    }
    const before = all(form);
    form.noValidate = true;
    form.requestSubmit(form.querySelector("button:not([type=button])"));
    await wait(5);
    const stop = form.nextElementSibling;
    told.push({
      action: form.getAttribute("action") ?? location.pathname,
      says: stop?.matches(".unsent") ? stop.querySelector("h2").textContent : "",
      numbers: stop?.querySelectorAll("[href^='tel:']").length ?? 0,
      ways: Array.from(stop?.querySelectorAll(".opts > *") ?? [], (one) => one.textContent.trim()),
      same: all(form) === before,
    });
  }
  return told;
}"""


@pytest.fixture
def ada(lived, signed_in):
    """Ada with something in every page; Otto and Gale, to whom she may turn."""
    start, now = timezone.now() - timedelta(weeks=6), timezone.now()
    concern_scene.Scene(lived)
    known = session_story.known_as(lived.ada, lived.maya)
    session = window.keep_session(known, start, by=lived.maya.actor, at=now)
    browser = signed_in(lived.ada)
    for path, told in chain(private_forms(session), more_forms(now)):
        assert browser.post(path, {"uid": uuid7(), **told}).status_code == 302, path
    page_published(lived)
    return lived


def more_forms(now):
    yield "/arc/steps/", {"step": "Rest at noon"}
    yield "/arc/changes/", {"act": "feel", "mood": "2"}
    yield (
        "/arc/changes/",
        {"act": "answer", "behaviour": Behaviour.objects.get().uid, "answer": "same"},
    )
    yield "/arc/days-after/", {"words": "Quieter."}
    yield "/arc/alongside/", {"therapy": "emdr", "on": now.date().isoformat(), "words": "A door."}


def pages() -> Iterator[str]:
    """Every page of a client and of nobody in particular; ids where a page takes one."""
    own = [name for name, access in POLICY.items() if access.get("GET") is Can.BE_CLIENT]
    ids = {
        "thread": [Thread.objects.first().uid],
        "part": [Part.objects.get().part],
        "exercise": [EXERCISES[0].code],
        "formulation_part": [next(iter(PARTS))],
    }
    for name in own:
        if POLICY[name].get("GET") and name not in ("patterns_csv", "export_file", "api_check_ins"):
            yield reverse(name, args=ids.get(name))
    for name in (
        "account",
        "support",
        "concern",
        "concern_receipt",
        "enquire",
        "usersessions_list",
    ):
        yield reverse(name)


def with_forms() -> set[str]:
    """The templates for clients and for everyone that hold a form."""
    found = (one for one in TEMPLATES.rglob("*.html") if FORM.search(one.read_text()))
    names = {str(one.relative_to(TEMPLATES)) for one in found}
    return {name for name in names if not name.startswith("staff")}


@pytest.fixture
def met():
    """The names of the templates that the server made pages of."""
    names = set()

    def note(template, **_):
        names.add(template.name)

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


def test_every_form_answers_in_its_page_without_network(ada, page_for, met):
    page, sent = page_for(ada.ada, service_workers="block"), 0
    for path in [*pages(), *NEUTRAL]:
        if path in NEUTRAL:
            page.context.clear_cookies()
        page.goto(path)
        page.context.set_offline(True)
        for told in page.evaluate(SEND_ALL, OUTBOX):
            sent += 1
            assert told["says"].startswith(("You're offline.", "Nobody has seen this.")), (
                path,
                told,
            )
            assert told["numbers"] >= (0 if path in NEUTRAL else 2), (path, told)
            assert told["ways"] == ["Send again", "Support", "Leave"], (path, told)
            assert told["same"], (path, told)
        page.context.set_offline(False)
    assert sent > 70
    assert with_forms() - met <= set(NOT_MET)


@pytest.fixture
def door(live_server):
    door = Door((live_server.thread.host, live_server.thread.port))
    yield door
    door.shut()


def at(door, path):
    return f"{door.base}{path}"


def stop(page):
    return page.locator(".unsent")


def test_a_server_that_is_gone_is_found_out_before_anything_is_sent(ada, page_for, door, network):
    """The phone feels online. No word is lost, the form goes once the server is back, and once."""
    network.base = "http://localhost:"
    page = page_for(ada.ada, service_workers="block")
    page.goto(at(door, "/arc/threads/"))
    page.get_by_text("Write something down").click()
    page.get_by_label("What came up, in your words").fill("The blue door")
    door.shut()
    page.get_by_role("button", name="Keep this").click()
    expect(stop(page).get_by_role("heading")).to_have_text(
        "This could not be sent just now. Your words are still here."
    )
    expect(stop(page)).to_be_focused()
    assert page.evaluate("navigator.onLine") is True
    had = Thread.objects.count()
    door.open()
    stop(page).get_by_role("button", name="Send again").dblclick()
    expect(page.get_by_text("Kept. It opens only when you open it.")).to_be_visible()
    assert Thread.objects.count() == had + 1


def test_a_form_that_dies_on_its_way_keeps_its_page(ada, page_for, door, network):
    """The second net: the server went between the look and the sending."""
    network.base = "http://localhost:"
    page = page_for(ada.ada)
    page.goto(at(door, "/arc/threads/"))
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.get_by_text("Write something down").click()
    page.get_by_label("What came up, in your words").fill("The blue door")
    page.context.route("**/hello", lambda route: route.fulfill(json={"csrf": "there"}))
    door.shut()
    page.get_by_role("button", name="Keep this").click()
    expect(stop(page).get_by_role("heading")).to_have_text(
        "We can't tell if this arrived. Your words are still here."
    )
    expect(page.get_by_label("What came up, in your words")).to_have_value("The blue door")
    page.context.unroute("**/hello")
    door.open()
    had = Thread.objects.count()
    stop(page).get_by_role("button", name="Send again").click()
    expect(page.get_by_text("Kept. It opens only when you open it.")).to_be_visible()
    assert Thread.objects.count() == had + 1


def test_the_button_that_was_pressed_is_the_one_that_is_sent(ada, page_for):
    page = page_for(ada.ada)
    page.goto(reverse("thread", args=[Thread.objects.first().uid]))
    page.context.set_offline(True)
    page.get_by_role("button", name="Resting").click()
    expect(stop(page)).to_contain_text("Nothing was changed.")
    page.context.set_offline(False)
    stop(page).get_by_role("button", name="Send again").click()
    expect(page.get_by_role("button", name="Resting", pressed=True)).to_be_visible()


def test_a_concern_stays_in_the_page_and_nowhere_else(ada, page_for):
    page = page_for(ada.ada)
    page.goto("/reach/")
    page.get_by_label("What happened, in your words").fill("He held my hand after I said no.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Seal it and send it").click()
    expect(stop(page)).to_contain_text("nothing is kept on this phone")
    expect(stop(page).locator("[href^='tel:']").first).to_be_visible()
    kept = page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    )
    assert "hand" not in kept
    page.context.set_offline(False)
    stop(page).get_by_role("button", name="Send again").click()
    expect(page.get_by_role("heading", name="Your words are sealed")).to_be_visible()


#: The id of a page that the server made 65 minutes ago.
OLDER = """(one) => {
  const made = parseInt(one.value.slice(0, 8), 16) - 60;
  one.value = made.toString(16).padStart(8, "0") + one.value.slice(8);
}"""


def test_hard_questions_without_network_have_the_numbers_at_once(ada, page_for, axe):
    """Nobody has seen it, and the page says so; the answers stay, and arrive with two times."""
    page = page_for(ada.ada, height=568)
    page.clock.install(time=timezone.now())
    page.goto("/support/questions/")
    page.locator("main form input[name=uid]").evaluate(OLDER)
    for group in page.get_by_role("group").all():
        group.get_by_label("Yes", exact=True).check()
    page.context.set_offline(True)
    page.get_by_role("button", name="Tell my care team").click()
    expect(stop(page).get_by_role("heading")).to_have_text("Nobody has seen this. Call now.")
    number = stop(page).locator("[href^='tel:']").first
    expect(number).to_be_in_viewport(ratio=1)
    # What has the focus is not under the tabs; where it is half under them, axe minds its size
    again = stop(page).get_by_role("button", name="Send again")
    again.focus()
    box = again.bounding_box()
    assert box["y"] + box["height"] <= page.locator(".tabs").bounding_box()["y"]
    axe(page)
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "yes" not in stored
    # An hour later she sends it again
    page.clock.fast_forward("01:00:00")
    page.context.set_offline(False)
    stop(page).get_by_role("button", name="Send again").click()
    expect(page.get_by_text("It reached us on")).to_be_visible()
    row = RiskAnswering.objects.get()
    assert timedelta(minutes=58) < row.at - row.given_at < timedelta(minutes=62)


HELPLINES = [
    support_page.Number("988", "Suicide and Crisis Lifeline", "at any time"),
    support_page.Number("911", "Emergency", "at any time"),
]


def test_all_three_numbers_stand_between_the_bars_at_first_sight(ada, page_for):
    support.publish_support(
        phone="+1 555 010 0199", hours="weekdays 9 to 17", looked_by="by 9:00 the next working day",
        numbers=HELPLINES, country="", checked_on=timezone.localdate(),
        by=ada.owner.actor, at=timezone.now(),
    )  # fmt: skip
    page = page_for(ada.ada, height=568)
    page.goto("/support/questions/")
    page.locator("[name=not_wanting][value=yes]").check()
    page.context.set_offline(True)
    page.get_by_role("button", name="Tell my care team").click()
    expect(stop(page).locator("a[href^='tel:']")).to_have_count(3)
    bar, tabs = (page.locator(one).bounding_box() for one in (".bar", ".tabs"))
    assert stop(page).bounding_box()["y"] >= bar["y"] + bar["height"]
    for number in stop(page).locator("a[href^='tel:']").all():
        box = number.bounding_box()
        assert box["y"] + box["height"] <= tabs["y"], number.inner_text()


TOLD = "He held my hand after I said no."
LOST = {"/reach/": "Your words are sealed", "/enquire/": "It has reached us"}


def fills(page, path):
    page.goto(path)
    if path == "/enquire/":
        page.get_by_label("What can we call you?").fill("Robin Invented")
        page.get_by_label("How can we reach you?").fill("robin@example.org")
        page.wait_for_timeout(3500)  # sooner, it is asked to be sent once more
    page.locator("textarea[name=text]").fill(TOLD)


def loses_answers(page, path):
    """The server gets what is sent to `path`; its answers do not come back. Gives their codes."""
    lost = []

    def loses(route):
        if route.request.method != "POST":
            return route.continue_()
        lost.append(route.fetch(max_redirects=0).status)
        return route.abort()

    page.route(f"**{path}", loses)
    return lost


def told_rows():
    return ConcernSlot.objects.count(), Enquiry.objects.count()


@pytest.mark.parametrize("path", LOST)
def test_where_the_answer_is_lost_the_words_stay_and_what_came_of_it_is_shown(ada, page_for, path):
    """It reached the server and no answer came back: no worker, nobody signed in."""
    page = page_for(service_workers="block")
    fills(page, path)
    lost = loses_answers(page, path)
    page.locator("main form button").last.click()
    unsure = "We can't tell if this arrived. Your words are still here."
    expect(stop(page).get_by_role("heading")).to_have_text(unsure)
    expect(stop(page)).to_contain_text("If it did arrive, it is kept only once.")
    expect(page.locator("textarea[name=text]")).to_have_value(TOLD)
    assert lost in ([200], [302])
    rows = told_rows()
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "hand" not in stored
    # Offline now: it is not said that nothing was sent
    page.context.set_offline(True)
    stop(page).get_by_role("button", name="Send again").click()
    expect(stop(page).get_by_role("heading")).to_have_text(unsure)
    page.context.set_offline(False)
    page.unroute(f"**{path}")
    stop(page).get_by_role("button", name="Send again").click()
    expect(page.get_by_role("heading", name=LOST[path])).to_be_visible()
    assert told_rows() == rows


def is_forged(page):
    """As after signing in or out in another tab: the form's token is not the browser's any more."""
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)


def fails(page):
    answer = {"status": 500, "body": "<main id=main>Something went wrong on our side</main>"}
    page.route("**/{reach,enquire}/", lambda one: one.fulfill(**answer, content_type="text/html"))


NOT_TAKEN = {
    is_forged: ("Nothing was sent. Your words are still here.", "Copy them, load the page anew"),
    fails: ("We can't tell if this arrived. Your words are still here.", "Keep this page open."),
}


@pytest.mark.parametrize("path", LOST)
@pytest.mark.parametrize("breaks", NOT_TAKEN)
def test_an_answer_without_the_words_does_not_take_their_place(ada, page_for, axe, path, breaks):
    page = page_for(service_workers="block")
    fills(page, path)
    rows = told_rows()
    breaks(page)
    page.locator("main form button").last.click()
    title, more = NOT_TAKEN[breaks]
    expect(stop(page).get_by_role("heading")).to_have_text(title)
    expect(stop(page)).to_contain_text(more)
    expect(stop(page).get_by_role("button", name="Send again")).to_have_count(int(breaks is fails))
    expect(page.locator("textarea[name=text]")).to_have_value(TOLD)
    assert told_rows() == rows
    axe(page)


def test_an_answer_that_gives_the_words_back_is_shown(ada, page_for):
    page = page_for(service_workers="block")
    fills(page, "/enquire/")
    page.get_by_label("How can we reach you?").fill("")
    page.locator("main form button").last.click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(stop(page)).to_have_count(0)
    expect(page.locator("textarea[name=text]")).to_have_value(TOLD)


def test_hard_answers_that_the_server_gives_back_are_sent_from_its_page(ada, page_for):
    page = page_for(ada.ada, service_workers="block")
    page.goto("/support/questions/")
    page.locator("[name=not_wanting][value=yes]").check()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Tell my care team").click()
    expect(page.get_by_role("heading", name="Nobody has seen this. Call now.")).to_be_visible()
    expect(stop(page)).to_have_count(0)
    assert page.locator("main [name=not_wanting]").get_attribute("value") == "yes"


def test_after_a_yes_the_numbers_stand_first_and_an_unsent_answer_hides_them_as_old(ada, page_for):
    page = page_for(ada.ada, height=568, service_workers="block")
    page.goto("/support/questions/")
    page.locator("[name=not_wanting][value=yes]").check()
    page.get_by_role("button", name="Tell my care team").click()
    heard = page.get_by_role("heading", name="Thank you for saying it")
    number = page.locator("[data-heard] [href^='tel:']").first
    expect(number).to_be_in_viewport(ratio=1)
    words = page.get_by_text("You do not have to be alone with this.")
    assert heard.bounding_box()["y"] < number.bounding_box()["y"] < words.bounding_box()["y"]
    page.get_by_text("Answer again").click()
    page.locator("[name=not_wanting][value=yes]").check()
    page.context.set_offline(True)
    page.get_by_role("button", name="Tell my care team").click()
    expect(stop(page).get_by_role("heading")).to_have_text("Nobody has seen this. Call now.")
    expect(heard).to_be_hidden()


FEET, LOOK = "Press both feet into the floor.", "three blue things."


def test_what_made_it_worse_is_not_offered_in_fixed_words(ada, page_for, signed_in):
    for code in ("feet_down", "look_around"):
        told = {"uid": uuid7(), "exercise": code, "effect": "worse"}
        signed_in(ada.ada).post("/exercises/done/", told)
    page = page_for(ada.ada)
    page.goto("/today/")
    page.locator("#check-in [value=way_up]").click(force=True)
    card = page.locator("#hard")
    expect(card).to_contain_text("Press your palms together.")
    for words in (FEET, LOOK):
        expect(card).not_to_contain_text(words)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto("/support/")
    expect(page.get_by_text("Let the out-breath be longer.")).to_be_visible()
    assert FEET not in page.content()
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    for path in ("/support/", "/today/"):
        page.goto(path)
        expect(page.get_by_text(FEET).first).to_be_hidden()
        expect(page.get_by_text(LOOK).first).to_be_hidden()
