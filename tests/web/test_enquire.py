"""The public page for enquiries, and its answers: nothing typed is lost, no noise is kept."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.utils import timezone

from longarc.care.enquiries import NotNow, Told
from longarc.records.actions import enquiries as actions
from longarc.records.ids import uuid7
from longarc.records.models import AuditEntry, Client, Enquiry, EnquiryStep, FirstContact
from longarc.records.queries import enquiries as queries
from tests.web.arrival_story import DEE, SETTINGS, page_published, stamp, support_published, writes
from tests.web.forms import sends

pytestmark = pytest.mark.django_db
PATH = "/enquire/"


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def kept(cast):
    return [
        (one.told.name, one.told.reach, one.told.text)
        for one in queries.all_of(viewer=cast.coordinator.actor, at=timezone.now())
    ]


def in_form(response):
    """What the boxes of the form hold now."""
    html = response.content.decode()
    boxes = dict(re.findall(r'<input id="\w+" name="(name|reach)" value="([^"]*)"', html))
    return {**boxes, "text": re.search(r"<textarea[^>]*>([^<]*)</textarea>", html)[1]}


# -- the page ------------------------------------------------------------------------------


def test_there_is_no_page_before_it_is_published_and_none_after_it_was_taken_down(
    cast, client, signed_in
):
    assert client.get(PATH).status_code == 404
    page_published(cast)
    shown = text(client.get(PATH))
    assert "Write to Invented Practice" in shown
    assert "A small invented practice." in shown
    assert "The practice aims to answer you: within three working days." in shown
    assert "30 days after we were last in touch" in shown
    assert 'href="/support/"' in client.get(PATH).content.decode()
    sends(signed_in(cast.owner), "/practice/enquiries/", take_down="1")
    assert client.get(PATH).status_code == 404
    assert client.post(PATH, {**DEE, "stamp": stamp()}).status_code == 404
    assert not Enquiry.objects.exists()


def test_somebody_writes_and_is_told_what_happens(cast, client):
    page_published(cast)
    answer = client.post(PATH, {**DEE, "stamp": stamp()}, follow=True)
    assert "It has reached us" in text(answer)
    assert "The practice aims to answer you: within three working days." in text(answer)
    assert kept(cast) == [tuple(DEE.values())]
    assert AuditEntry.objects.get(act="received_enquiry").user is None


@pytest.mark.parametrize(
    ("more", "say"),
    [
        ({"website": "https://example.org"}, "Empty the last box, then send it once more."),
        ({"stamp": ""}, "This page was open for long: send it once more."),
        ({"stamp": "not ours"}, "This page was open for long: send it once more."),
        ({"stamp": timedelta(days=3)}, "This page was open for long: send it once more."),
        ({"stamp": timedelta(0)}, "Your words are still here. Send it once more."),
        ({"name": " "}, "Write a name we can call you by."),
        ({"reach": ""}, "Write a phone number or an e-mail."),
        ({"text": "a" * 2001}, "We keep 2000 letters."),
    ],
)
def test_what_is_not_kept_comes_back_with_every_word(cast, client, more, say):
    page_published(cast)
    typed = {**DEE, "stamp": timedelta(minutes=1), **more}
    if isinstance(typed["stamp"], timedelta):  # how long ago the form was opened
        typed["stamp"] = stamp(typed["stamp"])
    answer = client.post(PATH, typed)
    assert answer.status_code == 400
    assert say in text(answer)
    assert in_form(answer) == {name: typed[name].strip() for name in DEE}
    assert not Enquiry.objects.exists()


def test_after_a_refusal_the_same_form_goes_through(cast, client):
    page_published(cast)
    answer = client.post(PATH, {**DEE, "stamp": ""})
    new = re.search(r'name="stamp" value="([^"]+)"', answer.content.decode())[1]
    assert "Send it once more" in text(client.post(PATH, {**DEE, "stamp": new}))
    older = stamp(timedelta(seconds=4))
    assert client.post(PATH, {**DEE, "stamp": older}).status_code == 302


def test_a_replayed_post_is_kept_once_and_changed_words_are_not_lost(cast, client):
    page_published(cast)
    sent = {**DEE, "stamp": stamp()}
    for _ in range(2):
        assert client.post(PATH, sent).headers["Location"] == f"{PATH}thanks/"
    assert len(kept(cast)) == 1
    answer = client.post(PATH, {**sent, "text": "One thing more."})
    assert "Your first message has reached us. This one is not sent yet." in text(answer)
    assert in_form(answer)["text"] == "One thing more."
    assert len(kept(cast)) == 1


def test_one_address_sends_six_an_hour_and_another_still_can(cast, client):
    page_published(cast)
    for _ in range(6):
        assert client.post(PATH, {**DEE, "stamp": stamp()}).status_code == 302
    answer = client.post(PATH, {**DEE, "stamp": stamp()})
    assert answer.status_code == 429
    assert "wait an hour" in text(answer)
    assert in_form(answer) == DEE
    elsewhere = Browser(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post(PATH, {**DEE, "stamp": stamp()}).status_code == 302


def test_a_megabyte_of_text_is_answered_and_nothing_is_kept(cast, client, caplog):
    caplog.set_level("CRITICAL", "django.security")
    page_published(cast)
    answer = client.post(PATH, {**DEE, "stamp": stamp(), "text": "a" * 1_100_000})
    assert answer.status_code == 400
    assert "Go back and try once more." in text(answer)
    answer = client.post(PATH, {**DEE, "stamp": stamp(), "text": "a" * 900_000})
    assert "Your words are still here." in text(answer)
    assert not Enquiry.objects.exists()


def test_signs_that_no_data_base_stores_are_left_out_and_markup_is_shown_as_typed(
    cast, client, signed_in
):
    page_published(cast)
    client.post(PATH, {**DEE, "name": "Dee\x00 <b>", "stamp": stamp()})
    assert "Dee &lt;b&gt;" in signed_in(cast.coordinator).get("/enquiries/").content.decode()


# -- who sees it, and what they answer --------------------------------------------------------


def test_the_owner_sees_how_many_and_nobody_else_but_those_who_answer_sees_more(cast, signed_in):
    page_published(cast)
    uid = writes(cast)
    actions.not_now(uid, NotNow.NO_PLACE, by=cast.maya.actor, at=timezone.now())
    for who in ("coordinator", "maya", "bo"):
        assert "Dee Invented" in text(signed_in(getattr(cast, who)).get("/enquiries/"))
    for who in ("owner", "finn", "supervisor", "prescriber", "ada", "zoe"):
        browser = signed_in(getattr(cast, who))
        for path in ("/enquiries/", f"/enquiries/{uid}/", f"/enquiries/{uid}/not-now/"):
            answer = browser.get(path)
            assert answer.status_code == 404 or "Dee" not in text(answer)
    shown = text(signed_in(cast.owner).get("/practice/"))
    assert "In the last 90 days 1 came in. With 0 a first talk was planned, 1 got" in shown
    assert "Dee" not in shown


def test_a_first_talk_is_planned_with_a_day_and_somebody(cast, signed_in):
    page_published(cast)
    uid, kim = writes(cast), signed_in(cast.coordinator)
    on = timezone.localdate() + timedelta(days=7)
    form = {"on": on.isoformat(), "at": "14:30", "with_user": str(cast.maya.user.public_id)}
    for _ in range(2):
        answer = kim.post(f"/enquiries/{uid}/talk/", form, follow=True)
    assert f"{on:%A} {on.day} {on:%B}, 14:30 with Maya Invented" in text(answer)
    assert EnquiryStep.objects.count() == 1
    wrong = kim.post(f"/enquiries/{uid}/talk/", {**form, "at": "soon"})
    assert wrong.status_code == 422
    assert 'value="soon"' in wrong.content.decode()
    foreign = {**form, "with_user": str(cast.zoe.user.public_id)}
    assert kim.post(f"/enquiries/{uid}/talk/", foreign).status_code == 422


def test_not_here_not_now_says_where_else_kindly(cast, signed_in):
    page_published(cast)
    uid, kim = writes(cast), signed_in(cast.coordinator)
    assert kim.post(f"/enquiries/{uid}/not-now/", {}).status_code == 422
    for _ in range(2):
        answer = kim.post(f"/enquiries/{uid}/not-now/", {"reason": "no_place"}, follow=True)
    letter = text(answer)
    assert "Dear Dee Invented," in letter
    assert "This is about our hours, not about you." in letter
    assert "The Invented House , a drop-in on Tuesdays: +1 503 555 0150" in letter
    assert "/support/" in letter
    assert EnquiryStep.objects.count() == 1


def test_becoming_a_client_moves_what_they_wrote_into_their_own_record(cast, signed_in):
    page_published(cast)
    uid, now = writes(cast), timezone.now()
    talk = now - timedelta(hours=1)
    actions.plan_talk(uid, talk, cast.maya.user.public_id, by=cast.maya.actor, at=now)
    kim = signed_in(cast.coordinator)
    form = kim.get(f"/clients/new/?enquiry={uid}").content.decode()
    assert 'value="Dee Invented"' in form
    assert 'value="dee@example.org"' in form
    said = {"name": "Dee Invented", "email": "dee@example.org", "enquiry": str(uid)}
    wrong = kim.post("/clients/new/", {**said, "lead": ""})
    assert f'name="enquiry" value="{uid}"' in wrong.content.decode()
    said |= {"lead": str(cast.maya.user.public_id), "invite": "1"}
    assert "A link for Dee Invented" in text(kim.post("/clients/new/", said))
    row = FirstContact.objects.get()
    assert (row.talked_at, row.talked_with) == (talk, cast.maya.user)
    path = f"/clients/{row.client.public_id}/together/"
    assert "I sleep badly." in text(signed_in(cast.maya).get(path))
    assert not Enquiry.objects.exists()
    before = Client.objects.count()
    again = kim.post("/clients/new/", said)  # a form that was sent twice
    assert again.status_code == 400
    assert "This enquiry is gone, or they are a client already." in text(again)
    assert Client.objects.count() == before
    assert queries.counts(viewer=cast.owner.actor, since=talk).became_clients == 1


def test_an_enquiry_is_gone_at_its_time_counted_from_the_last_contact(cast, signed_in):
    page_published(cast)
    now = timezone.now()
    old, talked = (writes(cast, at=now - timedelta(days=31)) for _ in range(2))
    soon = now + timedelta(days=2)
    actions.plan_talk(talked, soon, cast.maya.user.public_id, by=cast.maya.actor, at=now)
    assert queries.one(old, viewer=cast.maya.actor, at=now) is None
    assert Enquiry.objects.count() == 2
    signed_in(cast.maya).get("/enquiries/")
    assert [row.uid for row in Enquiry.objects.all()] == [talked]
    assert AuditEntry.objects.get(act="forgot_enquiry").target == old
    later = soon + timedelta(days=30)
    assert actions.forget(by=cast.maya.actor, at=later - timedelta(seconds=1)) == 0
    assert actions.forget(by=cast.maya.actor, at=later) == 1
    assert not EnquiryStep.objects.exists()


def test_a_new_enquiry_removes_what_is_past_its_time(cast, client):
    page_published(cast)
    writes(cast, at=timezone.now() - timedelta(days=31))
    client.post(PATH, {**DEE, "name": "Eve Invented", "stamp": stamp()})
    assert [name for name, _, _ in kept(cast)] == ["Eve Invented"]
    assert Enquiry.objects.count() == 1


def test_the_list_asks_the_same_for_many(cast, signed_in, django_assert_num_queries):
    page_published(cast)
    kim, now = signed_in(cast.coordinator), timezone.now()
    for more in (1, 6):
        for _ in range(more):
            uid = writes(cast)
            actions.not_now(uid, NotNow.LATER, by=cast.maya.actor, at=now)
        with django_assert_num_queries(9):
            kim.get("/enquiries/")


def test_an_enquiry_of_another_practice_is_not_there(cast):
    uid = writes(cast)
    now, zoe = timezone.now(), cast.zoe.actor
    assert queries.one(uid, viewer=zoe, at=now) is None
    assert not actions.not_now(uid, NotNow.LATER, by=zoe, at=now)
    assert not actions.plan_talk(uid, now, cast.zoe.user.public_id, by=zoe, at=now)
    with pytest.raises(actions.AlreadySent):
        actions.receive(Told("Zed", "555"), uid=uid, by=zoe, at=now)


# -- the owner's settings ---------------------------------------------------------------------


def test_the_page_is_published_after_the_support_page_and_what_was_typed_stays(cast, signed_in):
    owner = signed_in(cast.owner)
    answer = sends(owner, "/practice/enquiries/", **SETTINGS)
    assert answer.status_code == 400
    assert "Publish the Support page first" in text(answer)
    assert "The Invented House" in answer.content.decode()
    support_published(cast)
    assert sends(owner, "/practice/enquiries/", **SETTINGS).headers["Location"] == "/practice/"
    assert queries.page(viewer=None).places[0].name == "The Invented House"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("answered_by", " "),
        ("keep_days", "5"),
        ("keep_days", "9999"),
        ("keep_days", "soon"),
        ("place_1", ""),
        ("about", "a" * 2001),
    ],
)
def test_settings_that_do_not_fit_change_nothing_and_name_their_field(
    cast, signed_in, field, value
):
    page_published(cast)
    answer = sends(signed_in(cast.owner), "/practice/enquiries/", **{**SETTINGS, field: value})
    assert answer.status_code == 400
    html = answer.content.decode()
    assert re.search(rf'name="{field}"[^>]*aria-invalid="true"', html)
    assert queries.page(viewer=None).answered_by == SETTINGS["answered_by"]


def test_unknown_enquiries_are_not_there(cast, signed_in):
    kim = signed_in(cast.coordinator)
    assert kim.get(f"/enquiries/{uuid4()}/").status_code == 404
    assert kim.post(f"/enquiries/{uuid7()}/not-now/", {"reason": "later"}).status_code == 404
