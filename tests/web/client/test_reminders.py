"""The Reminders page, the calendar behind its link, and what the care team and the owner see."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar as File
from tests.post import Browser
from tests.reminders.story import chooses, ref
from tests.web.staff import story

from longarc.care.reminder_words import TEXTS, Wording
from longarc.care.reminders import LASTS, Quiet, Way
from longarc.cli import mail
from longarc.records.actions import rest as rests
from longarc.records.actions.outgoing import Letter
from longarc.records.ids import uuid7
from longarc.records.models import (
    CalendarLink,
    MedicineSession,
    PushSubscription,
    ReminderChoice,
    ReminderSend,
    Rest,
    User,
)
from longarc.records.queries import reminders as queries
from longarc.web.client.reminder_words import BECAUSE, CAME_TO

URL = "/arc/reminders/"
FORM = {
    "way": "email",
    "time": "18:00",
    "more_1": "09:00",
    "day_0": "1",
    "day_6": "1",
    "quiet_from": "21:00",
    "quiet_to": "08:00",
    "zone": "Europe/Berlin",
    "text": "tea",
}


@pytest.fixture
def ada(cast, signed_in, settings):
    settings.MAIL_READY = True
    return signed_in(cast.ada)


def chosen(cast):
    return queries.chosen(ref(cast.ada), viewer=cast.ada.actor)


def test_what_she_chose_stands_and_is_shown_again(cast, ada):
    page = ada.post(URL, FORM, follow=True).content.decode()
    assert "A reminder comes by e-mail at 18:00: Monday, Sunday." in page
    assert (chosen(cast).way, chosen(cast).zone, chosen(cast).text) == (
        Way.EMAIL, "Europe/Berlin", Wording.TEA,
    )  # fmt: skip
    assert ReminderChoice.objects.count() == 1


def test_the_same_form_twice_is_kept_once(ada):
    form = {**FORM, "uid": "0196d7d2-0000-7000-8000-000000000001"}
    ada.post(URL, form)
    ada.post(URL, form)
    assert ReminderChoice.objects.count() == 1


def test_a_mistake_changes_nothing_and_loses_nothing(cast, ada):
    answer = ada.post(URL, {**FORM, "time": "22:30", "zone": "Asia/Tokyo"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Nothing was changed. This time lies in your quiet hours." in page
    assert 'value="22:30"' in page
    assert "<option selected>Asia/Tokyo</option>" in page
    assert chosen(cast).way is Way.NONE


def test_a_way_that_is_not_set_up_says_so_and_cannot_be_chosen(cast, ada, settings):
    settings.MAIL_READY, settings.PUSH_HOSTS = False, []
    page = ada.get(URL).content.decode()
    assert "Not set up here: there is no mail server." in page
    assert page.count("disabled") == 2
    assert ada.post(URL, FORM).status_code == 400
    assert chosen(cast).way is Way.NONE


def test_pausing_everything_is_one_tap_here_and_asks_no_reason(cast, ada):
    chooses(cast.ada, at=timezone.now() - timedelta(days=1))
    for wish, length in {"day": 1, "week": 7, "open": None}.items():
        ada.post(URL, {"rest": wish})
        until = Rest.objects.latest("seq").until
        assert (until and round((until - timezone.now()) / timedelta(days=1))) == length
    assert "Resting until you say. Nothing comes." in ada.get(URL).content.decode()
    assert queries.ahead(ref(cast.ada), viewer=cast.ada.actor, at=timezone.now()) == ()
    ada.post(URL, {"rest": "back"})
    assert "The next one:" in ada.get(URL).content.decode()


def sent(cast, state: str, why: str = "", *, days: float = 1, way: Way = Way.EMAIL) -> None:
    at = timezone.now() - timedelta(days=days)
    ReminderSend.objects.create(
        practice=cast.practice, client=cast.ada.client, key=f"check_in:{at.date()}:{days}",
        way=way, text=Wording.TEA, due_at=at, until=at + LASTS, state=state, why=why,
        next_at=at, changed_at=at,
    )  # fmt: skip


def test_the_log_says_of_each_what_is_known(cast, ada):
    sent(cast, "sent")
    sent(cast, "unknown", "no_answer", days=2)
    sent(cast, "dropped", "late", days=3)
    page = ada.get(URL).content.decode()
    assert "by e-mail: sent" in page
    assert "not known if it came; it is not sent again" in page
    assert "too late, not sent" in page


def test_the_page_promises_no_second_one_for_a_date_that_had_its_own(cast, ada):
    """Hers came an hour ago; now she wants them an hour from now."""
    now = timezone.now()
    wall = (now + timedelta(hours=1)).astimezone(UTC)
    quiet = Quiet(time(0), time(0))
    chooses(
        cast.ada, at=now - timedelta(minutes=1), first=wall.time().replace(second=0), quiet=quiet
    )
    [first, second, *_] = queries.ahead(ref(cast.ada), viewer=cast.ada.actor, at=now)
    assert ada.get(URL).context["next"] == first
    ReminderSend.objects.create(
        practice=cast.practice, client=cast.ada.client, key=first.key, way=Way.EMAIL,
        text=Wording.TEA, due_at=now, until=now + LASTS, state="sent", next_at=now, changed_at=now,
    )  # fmt: skip
    assert ada.get(URL).context["next"] == second


def test_a_way_that_was_taken_away_is_said_plainly_to_all_whom_it_concerns(
    cast, ada, signed_in, settings
):
    chooses(cast.ada, at=timezone.now() - timedelta(days=1))
    assert "E-mail does not go out here now." not in ada.get(URL).content.decode()
    settings.MAIL_READY = False
    page = ada.get(URL).content.decode()
    assert "E-mail does not go out here now. Nothing comes. Other ways work." in page
    assert "The next one:" not in page
    for name in ("client", "client_reminders"):
        maya = signed_in(cast.maya).get(story.url_of(name, cast.ada)).content.decode()
        assert "Reminders they chose do not go out" in maya
    owner = signed_in(cast.owner).get("/practice/reminders/").content.decode()
    assert "Somebody chose it before: nothing comes to them." in owner


def test_reminders_for_when_we_ask_again_are_a_choice_of_their_own(cast, ada):
    days = {name: "" for name in FORM if name.startswith("day_")}
    page = ada.post(URL, {**FORM, **days, "more_1": ""}).content.decode()
    assert "Nothing was changed. Choose a day, or choose no reminders." in page
    form = {**FORM, **days, "more_1": "", "follow_up": "1"}
    page = ada.post(URL, form, follow=True).content.decode()
    assert "A reminder comes by e-mail at 18:00, when we ask again how it is." in page
    assert chosen(cast).follow_up


# -- push -------------------------------------------------------------------------------------


def test_push_is_kept_for_one_device_and_forgotten_when_it_is_turned_off(cast, ada):
    told = Browser("https://updates.push.services.mozilla.com/wpush/v2/abc").told()
    ada.post(URL, {"push": "on", **told})
    ada.post(URL, {"push": "on", **told})
    assert PushSubscription.objects.filter(ended_at=None).count() == 1
    ada.post(URL, {"push": "off"})
    assert not PushSubscription.objects.filter(ended_at=None).exists()
    assert not [row for row in PushSubscription.objects.all() if "mozilla" in row.endpoint]


def test_a_device_that_names_another_address_is_told_so(ada):
    told = Browser("https://intranet.example.org/x").told()
    answer = ada.post(URL, {"push": "on", **told})
    assert answer.status_code == 400
    assert b"Notes do not work with this browser here." in answer.content
    assert not PushSubscription.objects.exists()


def test_the_worker_on_the_phone_is_given_the_sentences_and_no_other_text(client):
    script = client.get("/sw.js").content.decode()
    for text in TEXTS.values():
        assert text in script
    assert "practice" not in script.lower()


# -- the calendar -----------------------------------------------------------------------------


def link_from(ada) -> str:
    page = ada.post(URL, {"link": "new"}).content.decode()
    [path] = re.findall(r"http://localhost:8000(/days/[\w-]{22}\.ics)<", page)
    return path


def events(client, path: str):
    return list(File.from_ical(client.get(path).content).walk("VEVENT"))


def test_the_calendar_shows_sixty_days_of_her_times_and_one_sentence(cast, ada, client):
    chooses(cast.ada, Way.CALENDAR, at=timezone.now() - timedelta(1), zone="America/New_York",
            text=Wording.TEA)  # fmt: skip
    path = link_from(ada)
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer.headers["Cache-Control"]
    found = events(client, path)
    assert 59 <= len(found) <= 61
    planned = queries.ahead(ref(cast.ada), viewer=cast.ada.actor, at=timezone.now())
    assert [one.decoded("dtstart") for one in found] == [one.at for one in planned]
    assert {str(one["summary"]) for one in found} == {"Tea?"}
    assert len({str(one["uid"]) for one in found}) == len(found)
    said = re.sub(r"(UID|DTSTAMP|DTSTART):.*", "", answer.content.decode())
    for name in ("Ada", "Invented", "Practice", "Longarc", "check", str(cast.ada.client.public_id)):
        assert name not in said


def test_it_is_written_as_calendars_read_it(cast, ada, client):
    """RFC 5545, 3.1: lines end with CRLF and hold at most 75 octets."""
    chooses(cast.ada, Way.CALENDAR, at=timezone.now() - timedelta(1))
    content = client.get(link_from(ada)).content
    lines = content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert (lines[0], lines[-2]) == (b"BEGIN:VCALENDAR", b"END:VCALENDAR")


def test_a_later_fetch_names_the_same_reminders_alike(cast, ada, client):
    chooses(cast.ada, Way.CALENDAR, at=timezone.now() - timedelta(1))
    path = link_from(ada)
    assert client.get(path).content == client.get(path).content


def test_a_link_that_was_ended_or_made_anew_opens_nothing(cast, ada, client):
    chooses(cast.ada, Way.CALENDAR, at=timezone.now() - timedelta(1))
    first, second = link_from(ada), link_from(ada)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    ada.post(URL, {"link": "end"})
    assert client.get(second).status_code == 404
    assert client.get(reverse("calendar_feed", args=["A" * 22])).status_code == 404
    kept = CalendarLink.objects.values_list("token_hash", flat=True)
    assert not [h for h in kept if first[6:28] in h or second[6:28] in h]


def test_a_link_opens_nothing_once_the_account_is_closed(cast, ada, client):
    chooses(cast.ada, Way.CALENDAR, at=timezone.now() - timedelta(1))
    path = link_from(ada)
    assert events(client, path)
    User.objects.filter(pk=cast.ada.user.pk).update(is_active=False)
    assert client.get(path).status_code == 404


def test_the_calendar_is_empty_in_a_rest_and_for_who_chose_another_way(cast, ada, client):
    """So that nothing comes twice, and a pause is a pause."""
    chooses(cast.ada, Way.CALENDAR, at=timezone.now() - timedelta(1))
    path = link_from(ada)
    rests.rest(until=None, by=cast.ada.actor, at=timezone.now())
    assert events(client, path) == []
    rests.come_back(by=cast.ada.actor, at=timezone.now())
    assert events(client, path)
    chooses(cast.ada, Way.EMAIL, at=timezone.now())
    assert events(client, path) == []


# -- stopping mails from a mail -----------------------------------------------------------------


def test_a_mail_brings_a_way_to_stop_that_needs_no_sign_in_and_says_nothing(
    cast, ada, client, settings
):
    chooses(cast.ada, at=timezone.now() - timedelta(1))
    sent(cast, "sent")
    letter = Letter(ReminderSend.objects.get().uid, Way.EMAIL, Wording.TEA, timezone.now())
    assert mail.way_out(letter) == {}, "not without https"
    settings.HTTPS, settings.ORIGIN = True, "https://ketamine.example.org"
    assert mail.way_out(letter) == {}, "nor with a name that tells"
    settings.ORIGIN = "https://today.example.org"
    path = mail.way_out(letter)["List-Unsubscribe"].removeprefix(f"<{settings.ORIGIN}").rstrip(">")
    page = client.get(path)
    assert (page.status_code, chosen(cast).way) == (200, Way.EMAIL), "opening changes nothing"
    for name in ("Ada", "Invented", "Practice", "reminder", cast.ada.user.email):
        assert name not in page.content.decode()
    assert b"These e-mails have stopped" in client.post(path).content
    assert chosen(cast).way is Way.NONE
    chooses(cast.ada, Way.PUSH, at=timezone.now())
    client.post(path)
    assert chosen(cast).way is Way.PUSH, "it stops mails, and nothing else"


@pytest.mark.parametrize("token", ["0" * 64, "x", "0" * 32 + "é"])
def test_an_address_to_stop_that_nobody_was_sent_opens_nothing(client, db, token):
    path = reverse("stop_mails", args=[token])
    assert (client.get(path).status_code, client.post(path).status_code) == (404, 404)


# -- the care team and the owner --------------------------------------------------------------


def test_the_therapist_sees_words_and_nobody_else_that_it_does_not_reach_her(cast, ada, signed_in):
    url = story.url_of("client_reminders", cast.ada)
    maya = signed_in(cast.maya)
    assert b"Has not chosen reminders." in maya.get(url).content
    chooses(cast.ada, at=timezone.now() - timedelta(days=3))
    sent(cast, "failed", "refused")
    assert b"not reaching" not in maya.get(url).content
    sent(cast, "failed", "refused", days=2)
    page = maya.get(url).content.decode()
    assert "Is reminded by e-mail." in page
    for shown in (page, maya.get(story.url_of("client", cast.ada)).content.decode()):
        assert "Reminders are not reaching this person." in shown
    assert "18:00" not in page
    assert "not reaching" not in ada.get(URL).content.decode()
    assert "not reaching" not in maya.get(reverse("caseload")).content.decode(), "no contact is due"
    at = timezone.now() - timedelta(days=3)
    MedicineSession(
        uid=uuid7(), practice=cast.practice, client=cast.ada.client, by=cast.maya.user,
        at=at, received_at=at, starts_at=at,
    ).save()  # fmt: skip
    assert (
        "Reminders are not reaching this person. A call may"
        in maya.get(reverse("caseload")).content.decode()
    )
    chooses(cast.ada, Way.NONE, at=timezone.now())
    rests.rest(until=None, by=cast.ada.actor, at=timezone.now())
    page = maya.get(url).content.decode()
    assert "Wants no reminders. Is resting: nothing is sent." in " ".join(page.split())
    assert "not reaching" not in page
    assert "not reaching" not in maya.get(story.url_of("client", cast.ada)).content.decode()


def test_the_owner_sees_counts_and_whether_the_worker_runs_never_whose(cast, ada, signed_in):
    sent(cast, "sent")
    sent(cast, "unknown", "stopped", days=2)
    chooses(cast.ada, at=datetime(2026, 1, 1, tzinfo=UTC))
    page = signed_in(cast.owner).get("/practice/reminders/").content.decode()
    assert "does not run" in page
    assert re.search(r"<dt>sent</dt><dd>1</dd>", page)
    assert "Ada" not in page


def test_every_state_has_words():
    from longarc.care.reminder_states import Send, Why

    assert set(CAME_TO) == set(Send)
    assert set(BECAUSE) >= {Why.LATE, Why.UNWANTED, Why.REFUSED, Why.GONE, Why.NO_CONTACT}


def test_the_page_costs_the_same_however_long_the_log(cast, ada, django_assert_num_queries):
    chooses(cast.ada, at=timezone.now() - timedelta(days=90))
    ada.get(URL)
    with django_assert_num_queries(16):
        ada.get(URL)
    for days in range(1, 70):
        sent(cast, "sent", days=days)
    with django_assert_num_queries(16):
        ada.get(URL)
