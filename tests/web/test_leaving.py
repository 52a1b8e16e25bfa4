"""A life that ended, and somebody who is out of reach: what stops, what stays, what asks again."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from longarc.care.reminders import Way
from longarc.care.risk_questions import Question, Reply
from longarc.records.actions import invitations, outgoing, reminders, support
from longarc.records.codec import Where, seal
from longarc.records.ids import uuid7
from longarc.records.models import (
    CareMember,
    CheckIn,
    Client,
    ClientState,
    Meeting,
    ReminderSend,
    StaffRole,
    Words,
)
from longarc.records.queries import clients
from longarc.records.support_page import Number
from tests.cast import check_in, make_staff
from tests.post import mail_server
from tests.reminders.story import DAY, MORNING, SIX, Worker, chooses

pytestmark = pytest.mark.django_db
#: What no page of the client's may ever say.
NEVER = ("ended", "died", "dead", "death", "life has")


@pytest.fixture(autouse=True)
def published(cast):
    support.publish_support(
        phone="555 0100",
        hours="weekdays",
        numbers=[Number("555 0199", "Invented line", "at any time")],
        looked_by="by noon",
        country="",
        checked_on=timezone.localdate(),
        by=cast.owner.actor,
        at=timezone.now(),
    )


def text(answer):
    return answer.content.decode()


def url(cast):
    return reverse("client_state", args=[cast.ada.client.public_id])


def newest():
    row = ClientState.objects.order_by("-seq").first()
    return str(row.uid) if row else ""


def records(cast, signed_in, kind="ended", who=None, **more):
    on = (timezone.localdate() - timedelta(days=2)).isoformat()
    told = {"kind": kind, "on": on, "uid": uuid7(), "seen": newest(), **more}
    return signed_in(who or cast.maya).post(url(cast), told)


def state(cast):
    return Client.objects.get(pk=cast.ada.client.pk).state


def test_the_lead_records_it_and_the_lists_say_it_quietly(cast, signed_in):
    check_in(cast.ada, timezone.now() - timedelta(days=40), 50)
    assert records(cast, signed_in, words="Told by her sister.").status_code == 302
    assert state(cast) == "ended"
    shown = text(signed_in(cast.maya).get("/clients/"))
    before, after = shown.split("Not here now")
    assert "Ada Invented" not in before
    assert "their life has ended" in after
    directory = text(signed_in(cast.coordinator).get("/directory/"))
    row = directory.split("Ada Invented")[1].split("</li>")[0]
    assert "Their life has ended. Nothing is sent." in row
    assert "their life has ended: 1" in text(signed_in(cast.owner).get("/practice/"))
    assert "Told by her sister." not in text(signed_in(cast.coordinator).get(url(cast)))
    assert "Told by her sister." in text(signed_in(cast.finn).get(url(cast)))


def test_only_the_lead_records_it_and_no_day_to_come(cast, signed_in):
    assert records(cast, signed_in, who=cast.finn).status_code == 400
    later = (timezone.localdate() + timedelta(days=2)).isoformat()
    refused = records(cast, signed_in, on=later, words="still here")
    assert refused.status_code == 400
    assert "still here" in text(refused)
    assert records(cast, signed_in, kind="gone").status_code == 400
    assert state(cast) == ""
    assert records(cast, signed_in, "away", who=cast.finn).status_code == 302


def test_what_was_queued_and_what_is_to_come_is_not_sent_and_comes_back(cast, signed_in, settings):
    with mail_server() as (post, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 5
        settings.DEFAULT_FROM_EMAIL, settings.MAIL_READY = "notes@example.org", True
        chooses(cast.ada)
        worker = Worker(cast.practice.pk, MORNING)
        worker.looks()
        outgoing.plan(by=worker.by, at=SIX)
        assert ReminderSend.objects.get().state == "queued"
        records(cast, signed_in)
        worker.looks(SIX)
        assert not post.taken
        assert ReminderSend.objects.get().state == "dropped"
        worker.looks(SIX + DAY)
        assert not post.taken
        assert ReminderSend.objects.count() == 1
        records(cast, signed_in, "back")
        worker.looks(SIX + 2 * DAY)
        assert len(post.taken) == 1


@pytest.mark.parametrize("kind", ["ended", "away"])
def test_the_calendar_is_empty_at_once_and_fills_again(cast, signed_in, kind):
    at = timezone.now()
    chooses(cast.ada, Way.CALENDAR, at=at)
    own = clients.own(viewer=cast.ada.actor)
    token = reminders.make_link(own, by=cast.ada.actor, at=at)
    feed = reverse("calendar_feed", args=[token])

    def events():
        return text(signed_in(cast.bo).get(feed)).count("BEGIN:VEVENT")

    assert events() > 50
    records(cast, signed_in, kind)
    assert events() == 0
    records(cast, signed_in, "back")
    assert events() > 50


def test_links_open_nothing_and_none_is_made(cast, signed_in):
    client = clients.find(cast.ada.client.public_id, viewer=cast.maya.actor, at=timezone.now())
    told = {"email": "", "by": cast.maya.actor, "at": timezone.now()}
    token = invitations.invite_client(client, **told)
    assert invitations.opens(token, at=timezone.now())
    records(cast, signed_in)
    assert invitations.opens(token, at=timezone.now()) is None
    assert invitations.accept(token, at=timezone.now()) is None
    invite = reverse("client_invite", args=[cast.ada.client.public_id])
    assert signed_in(cast.maya).post(invite).status_code == 400
    records(cast, signed_in, "back")
    assert invitations.opens(token, at=timezone.now())


PAGES = (
    "/today/", "/arc/", "/arc/follow-up/", "/words/", "/notes/", "/my-data/", "/looked/",
    "/my-data/my-data.json", "/patterns/", "/patterns/my-data.csv", "/account/", "/my-details/",
)  # fmt: skip


def test_her_sign_in_shows_one_page_and_support_and_never_the_word(cast, signed_in):
    words = Words(practice=cast.practice, client=cast.ada.client, at=timezone.now(),
                  received_at=timezone.now(), uid=uuid7())  # fmt: skip
    words.text = seal("canary words", Where(cast.practice.pk, cast.ada.client.pk, "x", words.uid))
    words.save()
    phone = signed_in(cast.ada)
    records(cast, signed_in, words="canary reason")
    for path in (*PAGES, "/support/"):
        answer = phone.get(path)
        shown = text(answer)
        assert "canary" not in shown
        assert "555 0" in shown
        assert not [word for word in NEVER if word in shown.lower()], path
        if path != "/support/":
            assert answer.status_code == 403
            assert "Your practice has paused this" in shown
    assert phone.get("/api/check-ins").json() == {"error": "paused"}
    support_page = text(phone.get("/support/"))
    assert "Invented line" in support_page
    assert "My own plan" not in support_page
    records(cast, signed_in, "back")
    assert phone.get("/today/").status_code == 200


def test_what_came_from_her_phone_is_kept_and_asks_first(cast, signed_in):
    records(cast, signed_in)
    entry = {"kind": "check_in", "uid": str(uuid7()), "at": timezone.now().isoformat(),
             "position": 10, "resolution": 1}  # fmt: skip
    told = {"client": str(cast.ada.client.public_id), "sent_at": timezone.now().isoformat()}
    answer = signed_in(cast.ada).post(
        "/api/entries", json.dumps({**told, "entries": [entry]}), content_type="application/json"
    )
    assert answer.status_code == 200, answer.content
    assert CheckIn.objects.filter(client=cast.ada.client).count() == 1, answer.content
    shown = text(signed_in(cast.maya).get("/clients/"))
    needs = shown.split("Who needs me today")[1].split("Today's visits")[0]
    assert "Ada Invented" in needs
    assert "Something came from their sign-in" in needs
    assert "No number written down" in needs
    # She says so herself, on the page that was open
    signed_in(cast.ada).post("/support/contact/", {"uid": uuid7(), "note": "I am here"})
    page = text(signed_in(cast.maya).get(reverse("client", args=[cast.ada.client.public_id])))
    assert "I am here" in page


REFUSED = (
    "/today/check-in/", "/today/more/", "/arc/threads/", "/arc/steps/", "/arc/shifts/",
    "/arc/diary/", "/how-we-met/", "/arc/medicines/",
)  # fmt: skip


def test_a_form_that_is_not_taken_shows_nothing_of_the_record(cast, signed_in):
    phone = signed_in(cast.ada)
    told = {"kind": "memory", "words": "canary thread", "uid": uuid7()}
    assert phone.post("/arc/threads/", told).status_code == 302
    records(cast, signed_in)
    for path in REFUSED:
        answer = phone.post(path, {"act": "nothing", "uid": uuid7()})
        assert answer.status_code != 200, path
        if answer.status_code >= 400:
            assert "Your practice has paused this" in text(answer), path
            assert "Nothing was changed just now." in text(answer), path
            assert "canary" not in text(answer), path
    assert phone.post("/arc/threads/", {"uid": uuid7()}).status_code == 400


def test_risk_answers_are_kept_and_stand_before_all(cast, signed_in):
    records(cast, signed_in)
    replies = {**dict.fromkeys(Question, Reply.YES), "uid": uuid7()}
    signed_in(cast.ada).post("/support/questions/", replies)
    shown = text(signed_in(cast.maya).get("/clients/"))
    first = shown.split('class="card need"')[1].split("</li>")[0]
    assert "Answered the risk questions" in first
    assert "Something came from their sign-in" in first


def test_what_shares_or_removes_changes_nothing_and_asks_all_the_same(cast, signed_in):
    words = Words(practice=cast.practice, client=cast.ada.client, at=timezone.now(),
                  received_at=timezone.now(), uid=uuid7())  # fmt: skip
    words.text = seal(
        "private", Where(cast.practice.pk, cast.ada.client.pk, "words.text", words.uid)
    )
    words.save()
    records(cast, signed_in)
    phone = signed_in(cast.ada)
    for path in ("/words/share/", "/words/remove/"):
        assert phone.post(path, {"uid": str(words.uid)}).status_code == 403
    assert Words.objects.get().shared_at is None
    assert ClientState.objects.filter(kind="wrote").count() == 1


def test_it_stands_all_the_same_until_something_comes_again(cast, signed_in):
    records(cast, signed_in)
    phone = signed_in(cast.ada)
    phone.post("/today/rest/", {"for": "week", "uid": uuid7()})
    asks = "Something came from their sign-in"
    assert asks in text(signed_in(cast.maya).get("/clients/"))
    records(cast, signed_in, words="Her sister had her phone.")
    assert asks not in text(signed_in(cast.maya).get("/clients/"))
    assert state(cast) == "ended"
    phone.post("/today/rest/", {"for": "back", "uid": uuid7()})
    assert asks in text(signed_in(cast.maya).get("/clients/"))


def test_nothing_newer_is_overtaken(cast, signed_in):
    seen = newest()
    records(cast, signed_in, "away", who=cast.finn)
    clash = records(cast, signed_in, seen=seen, words="mine is not lost")
    assert clash.status_code == 409
    assert "Finn Invented recorded that they are out of reach" in " ".join(text(clash).split())
    assert "mine is not lost" in text(clash)
    assert state(cast) == "away"


def test_what_came_while_the_page_was_open_is_read_first(cast, signed_in):
    records(cast, signed_in)
    seen = newest()
    signed_in(cast.ada).post("/today/rest/", {"for": "week", "uid": uuid7()})
    assert records(cast, signed_in, seen=seen).status_code == 409


def test_after_thirty_days_a_second_person_confirms_that_it_was_a_mistake(cast, signed_in):
    records(cast, signed_in)
    month = timezone.now() - timedelta(days=31)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_clientstate SET at = %s", [month])
    assert records(cast, signed_in, "back").status_code == 302
    assert state(cast) == "ended"
    assert "Maya Invented asked on" in text(signed_in(cast.coordinator).get(url(cast)))
    refused = records(cast, signed_in, "back", words="me again")
    assert refused.status_code == 400
    assert records(cast, signed_in, "back", who=cast.coordinator).status_code == 302
    assert state(cast) == ""


def test_a_life_that_ended_does_not_become_out_of_reach(cast, signed_in):
    records(cast, signed_in)
    sent = records(cast, signed_in, "away", who=cast.coordinator)
    assert sent.status_code == 400
    assert "It is recorded that their life has ended" in sent.content.decode()
    assert state(cast) == "ended"


def test_where_one_person_works_alone_they_wait(cast, signed_in):
    StaffRole.objects.exclude(user=cast.maya.user).update(until=timezone.now())
    records(cast, signed_in)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE records_clientstate SET at = %s", [timezone.now() - timedelta(days=31)]
        )
    records(cast, signed_in, "back")
    assert "You work here alone: from" in text(signed_in(cast.maya).get(url(cast)))
    assert records(cast, signed_in, "back", words="too soon").status_code == 400
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE records_clientstate SET at = %s WHERE kind = 'asked_back'",
            [timezone.now() - timedelta(hours=73)],
        )
    assert records(cast, signed_in, "back", words="now").status_code == 302
    assert state(cast) == ""


def test_the_team_still_writes_notes_and_adverse_events(cast, signed_in):
    records(cast, signed_in)
    maya = signed_in(cast.maya)
    for name in ("client_notes", "client_adverse", "client_session_records", "client"):
        assert maya.get(reverse(name, args=[cast.ada.client.public_id])).status_code == 200


def test_no_visit_and_no_signal_of_somebody_who_is_not_here(cast, signed_in):
    now = timezone.now()
    Meeting(practice=cast.practice, client=cast.ada.client, at=now, received_at=now,
            starts_at=now.replace(hour=23, minute=59), with_user=cast.maya.user).save()  # fmt: skip
    visits = text(signed_in(cast.maya).get("/clients/")).split("Today's visits")[1]
    assert "Ada Invented" in visits.split("</section>")[0]
    records(cast, signed_in)
    visits = text(signed_in(cast.maya).get("/clients/")).split("Today's visits")[1]
    assert "Ada Invented" not in visits.split("</section>")[0]
    CareMember.objects.update(until=now)
    part = text(signed_in(cast.owner).get("/practice/")).split("A person is needed")[1]
    assert "Cleo Invented" in part.split("</section>")[0]
    assert "Ada Invented" not in part.split("</section>")[0]


def test_somebody_out_of_reach_keeps_their_pages_and_is_not_asked_for(cast, signed_in):
    records(cast, signed_in, "away", words="Moved abroad.")
    assert signed_in(cast.ada).get("/today/").status_code == 200
    shown = text(signed_in(cast.maya).get("/clients/")).split("Not here now")[1]
    assert "out of reach" in shown
    signed_in(cast.ada).post("/support/contact/", {"uid": uuid7(), "note": "back in town"})
    shown = text(signed_in(cast.maya).get("/clients/"))
    assert "Their record says they are out of reach." in shown
    assert "back in town" in shown or "Asked to be contacted" in shown


def test_the_client_never_reads_it_in_their_own_file(cast, signed_in):
    records(cast, signed_in, words="canary reason")
    records(cast, signed_in, "back", words="canary mistake")
    told = b"".join(signed_in(cast.ada).get("/my-data/my-data.json").streaming_content)
    assert b"Ada Invented" in told
    assert b"canary" not in told


def test_another_practice_and_a_stranger_reach_nothing(cast, signed_in):
    other = make_staff(cast.elsewhere, "Xan Invented", "therapist")
    assert signed_in(other).get(url(cast)).status_code == 404
    assert signed_in(cast.bo).get(url(cast)).status_code == 404
