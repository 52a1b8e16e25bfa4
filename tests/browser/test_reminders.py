"""Reminders as a client meets them, on a phone, with and without JavaScript."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.looks import LOOKS
from tests.browser.test_client_window import whole
from tests.browser.test_today import eventually
from tests.cast import make_cast
from tests.reminders.story import chooses
from tests.web.staff import story

from longarc.care.reminders import Way
from longarc.records.models import ReminderSend

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
URL = "/arc/reminders/"


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def test_she_chooses_pauses_in_two_taps_and_comes_back(cast, page_for, settings):
    # Given a practice without a mail server, and a phone without JavaScript
    settings.MAIL_READY = False
    phone = page_for(cast.ada, js=False)
    phone.goto("/arc/")
    phone.get_by_role("link", name="Reminders, and a pause").click()
    expect(phone.get_by_text("No reminders come.")).to_be_visible()
    # Then each way is there, and the one that is not set up says why
    expect(phone.get_by_role("radio", name="E-mail")).to_be_disabled()
    expect(phone.get_by_text("there is no mail server")).to_be_visible()
    # When she chooses her calendar, at a time in her quiet hours, then what she typed stays
    phone.get_by_role("radio", name="My calendar").check()
    phone.get_by_label("My time").fill("22:15")
    phone.get_by_role("button", name="Keep this").click()
    expect(phone.get_by_role("alert")).to_contain_text("in your quiet hours")
    expect(phone.get_by_label("My time")).to_have_value("22:15")
    phone.get_by_label("My time").fill("17:30")
    phone.get_by_role("radio", name="Tea?").check()
    phone.get_by_role("button", name="Keep this").click()
    expect(phone.get_by_text("comes in the calendar at 17:30: every day.")).to_be_visible()
    makes_a_link(phone)
    # When it is too much, two taps from My arc pause everything
    phone.goto("/arc/")
    phone.get_by_role("link", name="Reminders, and a pause").click()
    phone.get_by_role("button", name="Until I say").click()
    expect(phone.get_by_text("Resting until you say. Nothing comes.")).to_be_visible()
    phone.get_by_role("button", name="I'm back").click()
    expect(phone.get_by_text("The next one:")).to_be_visible()


def makes_a_link(phone):
    """It is shown once, and opens without signing in."""
    phone.get_by_role("button", name="Make a link").click()
    link = phone.get_by_label("My link").input_value()
    assert "Tea?" in phone.request.get(link.replace("http://localhost:8000", "")).text()
    phone.goto(URL)
    expect(phone.get_by_label("My link")).to_have_count(0)


def test_a_phone_elsewhere_proposes_and_never_switches_by_itself(cast, page_for):
    chooses(cast.ada, Way.PUSH, at=timezone.now(), zone="America/Denver")
    phone = page_for(cast.ada, timezone_id="Europe/Lisbon")
    phone.goto(URL)
    expect(phone.get_by_text("This phone is in Europe/Lisbon now.")).to_be_visible()
    expect(phone.get_by_label("Times are for")).to_have_value("America/Denver")
    phone.get_by_role("button", name="Use this place").click()
    phone.get_by_role("button", name="Keep this").click()
    expect(phone.get_by_text("Kept.")).to_be_visible()
    expect(phone.get_by_label("Times are for")).to_have_value("Europe/Lisbon")


@pytest.mark.whole_browser
def test_a_note_shows_a_sentence_of_the_list_whatever_was_pushed(cast, page_for):
    """The worker on the phone: a known code shows its sentence, anything else the first one."""
    chooses(cast.ada, Way.PUSH, at=timezone.now())
    phone = page_for(cast.ada)
    phone.context.grant_permissions(["notifications"])
    phone.goto(URL)
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    push = phone.context.new_cdp_session(phone)
    registered: list[str] = []
    push.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: registered.extend(one["registrationId"] for one in told["registrations"]),
    )
    push.send("ServiceWorker.enable")
    phone.wait_for_function("navigator.serviceWorker.controller")
    for code, text in {"tea": "Tea?", "Your session": "A moment set aside for you."}.items():
        told = {"origin": phone.url.split("/arc")[0], "registrationId": registered[0], "data": code}
        push.send("ServiceWorker.deliverPushMessage", told)
        # One at most: the later takes the earlier's place
        shown = [{"title": "Today", "body": text, "tag": "note"}]
        assert eventually(phone, lambda shown=shown: json.loads(phone.evaluate(NOTES)) == shown)


NOTES = """navigator.serviceWorker.ready.then((one) => one.getNotifications()).then((notes) =>
  JSON.stringify(notes.map(({ title, body, tag }) => ({ title, body, tag }))))"""


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_the_pages_are_clean_and_fit(cast, page_for, axe, no_sideways, width, dark):
    at = timezone.now()
    chooses(cast.ada, Way.PUSH if dark else Way.CALENDAR, at=at)
    who = {"practice": cast.practice, "client": cast.ada.client, "way": "email", "text": "tea"}
    for n, state in enumerate(("sent", "unknown", *["sent"] * 12)):
        due = at - timedelta(days=n)
        times = {"due_at": due, "until": due, "next_at": due, "changed_at": due}
        ReminderSend.objects.create(**who, **times, key=f"check_in:{n}", state=state)
    visits = [
        (cast.ada, URL),
        (cast.maya, story.url_of("client_reminders", cast.ada)),
        (cast.owner, "/practice/reminders/"),
    ]
    for person, path in visits:
        page = page_for(person, width=width, dark=dark)
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        no_sideways(page)
        whole(page)
        axe(page)
