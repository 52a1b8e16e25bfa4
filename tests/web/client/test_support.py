"""Support: help for whoever asks, and nothing of anyone's in the copy that is kept offline."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from longarc.care.finding import Code, MarkKind
from longarc.records.actions.support import publish_support
from longarc.records.ids import uuid7
from longarc.records.models import (
    CareMember,
    ContactRequest,
    OwnPlan,
    PhaseStart,
    SignalMark,
    SupportPage,
)
from longarc.records.queries import clients
from longarc.records.queries import support as queries
from longarc.records.support_page import NotPublished, Number, Support, check, profiles, read

LOOKED_BY = "by 9:00 the next working day"


def published(person, **changed):
    at = timezone.now()
    told = {
        "phone": "+1 (555) 010-0100",
        "hours": "Monday to Friday, 9 to 18",
        "numbers": (),
        "looked_by": LOOKED_BY,
        "country": "US",
        "checked_on": at.date(),
    }
    publish_support(**{**told, **changed}, by=person.actor, at=at)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def ask(browser, uid=None, **more):
    return browser.post("/support/contact/", {"uid": uid or uuid7(), **more}, follow=True)


# The copy for everyone


def test_the_public_copy_is_the_same_bytes_whoever_asks(cast, signed_in):
    published(cast.owner)
    her = signed_in(cast.ada)
    her.post("/support/plan/", {"uid": uuid7(), "text": "call my sister"})
    ask(her, note="please")
    first = Browser().get("/support/")
    asking = [
        {"HTTP_ACCEPT_LANGUAGE": "de"},
        {"HTTP_USER_AGENT": "other"},
        {"HTTP_COOKIE": "session=made-up; csrf=made-up; messages=made-up"},
        {"HTTP_REFERER": "http://testserver/today/"},
        {"QUERY_STRING": "client=1"},
    ]
    assert {Browser().get("/support/", **headers).content for headers in asking} == {first.content}
    hers, public = her.get("/support/").content.decode(), first.content.decode()
    for private in ("Maya", "sister", "csrfmiddlewaretoken", str(cast.ada.client.public_id)):
        assert private in hers
        assert private not in public
    assert "Ada" not in public
    assert 'data-csrf=""' in public


def test_only_the_public_copy_may_be_kept(cast, signed_in):
    published(cast.owner)
    public = Browser().get("/support/")
    assert public["Cache-Control"] == "public, max-age=300"
    assert "Cookie" in public["Vary"]
    assert "Set-Cookie" not in public
    for person in (cast.ada, cast.maya, cast.owner):
        assert signed_in(person).get("/support/")["Cache-Control"] == "no-store"


def test_the_public_copy_is_light_and_asks_the_database_once(cast, django_assert_num_queries):
    published(cast.owner)
    with django_assert_num_queries(1):
        page = Browser().get("/support/")
    assert len(page.content) < 30_000


# Numbers


def test_the_practice_first_then_the_countrys_numbers(cast, client):
    published(cast.owner)
    page = client.get("/support/").content.decode()
    assert re.findall(r'href="(tel:[^"]+|sms:[^"]+)"', page) == [
        "tel:+15550100100",
        "tel:988",
        "sms:988",
        "tel:911",
    ]
    for number in ("+1 (555) 010-0100", "988", "911"):
        assert f'<b class="number">{number}</b>' in page
    assert "Monday to Friday, 9 to 18" in page


def test_there_is_no_default_number(cast, client):
    numbers = (Number("0300 999 111", "An invented line", "nights"),)
    published(cast.owner, country="", numbers=numbers, phone="")
    page = client.get("/support/").content.decode()
    assert re.findall(r"tel:([^\"]+)", page) == ["0300999111"]
    assert "988" not in page
    assert "911" not in page.replace("0300 999 111", "").replace("0300999111", "")


def test_never_more_than_three_first_actions(cast, client):
    numbers = tuple(Number(f"555 010{n}", f"Line {n}") for n in range(4))
    published(cast.owner, numbers=numbers)
    page = client.get("/support/").content.decode()
    first = page.split('<section aria-labelledby="ground">')[0]
    assert first.count('class="btn full') == 3
    assert all(f"Line {n}" in page for n in range(4))


def test_without_numbers_it_says_so_and_keeps_what_needs_none(cast, client, signed_in):
    for page in (client.get("/support/"), signed_in(cast.ada).get("/support/")):
        said = text(page)
        assert "Your practice has not set its numbers here yet." in said
        assert "call the local emergency number" in said
        assert "Press both feet into the floor." in said
        assert b"tel:" not in page.content


def test_a_page_that_was_not_published_shows_nothing_of_it(cast, client):
    published(cast.owner)
    SupportPage.objects.update(published=False)
    assert b"tel:" not in client.get("/support/").content


def test_everyone_sees_their_own_practices_numbers(cast, client, signed_in):
    published(cast.owner)
    published(cast.zoe, country="", numbers=(Number("555 0177", "Elsewhere"),), phone="")
    assert b"Elsewhere" in signed_in(cast.zoe).get("/support/").content
    assert b"Elsewhere" in signed_in(cast.zoes_client).get("/support/").content
    assert b"Elsewhere" not in signed_in(cast.ada).get("/support/").content
    assert b"Elsewhere" not in client.get("/support/").content


def test_every_profile_names_its_source_and_day():
    from longarc.records.support_page import HELPLINES

    for profile in json.loads(HELPLINES.read_text()).values():
        assert profile["source"]
        assert profile["read_on"]
    assert {n.number for n in profiles()["US"]} == {"988", "911"}


# Publishing

GOOD = Support(
    published=True,
    phone="+1 555 0100",
    looked_by=LOOKED_BY,
    country="US",
    checked_on=timezone.now().date(),
)


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("country", {"country": "XX"}),
        ("number_1", {"country": ""}),
        ("number_1", {"own_numbers": (Number("call me", "A line"),)}),
        ("number_1", {"own_numbers": (Number("5", "A line"),)}),
        ("number_2", {"own_numbers": (Number("555", "A"), Number("<b>1</b>", "B"))}),
        ("name_1", {"own_numbers": (Number("555 0100"),)}),
        ("phone", {"phone": "javascript:alert(1)"}),
        ("phone", {"phone": "٣٤٥٦"}),
        ("looked_by", {"looked_by": ""}),
        ("hours", {"hours": "x" * 201}),
        ("when_1", {"own_numbers": (Number("555", "A", "x" * 201),)}),
        ("checked_on", {"checked_on": None}),
        ("checked_on", {"checked_on": timezone.now().date() + timedelta(days=1)}),
        ("checked_on", {"checked_on": timezone.now().date() - timedelta(days=91)}),
    ],
)
def test_a_page_that_would_leave_someone_alone_is_refused(field, changed):
    told = {name: getattr(GOOD, name) for name in Support.__slots__}
    with pytest.raises(NotPublished) as refused:
        check(Support(**{**told, **changed}), on=timezone.now().date())
    assert refused.value.field == field
    assert refused.value.text.plain().startswith("Nothing was published.")


def test_a_good_page_is_not_refused():
    check(GOOD, on=timezone.now().date())


def test_a_refused_page_leaves_what_was_published(cast, client):
    published(cast.owner)
    before = client.get("/support/").content
    with pytest.raises(NotPublished):
        published(cast.owner, looked_by="")
    assert client.get("/support/").content == before


def test_the_settings_form_is_read_as_it_was_written():
    told = {
        "phone": " 555 0100 ",
        "hours": "always",
        "looked_by": LOOKED_BY,
        "country": "",
        "checked_on": "2030-05-01",
        "name_1": "",
        "number_1": "",
        "name_2": "Night line",
        "number_2": "555 0199",
        "when_2": "nights",
    }
    page = read(told)
    assert page.phone == "555 0100"
    assert page.own_numbers == (Number("555 0199", "Night line", "nights"),)
    assert str(page.checked_on) == "2030-05-01"
    with pytest.raises(NotPublished):
        read({**told, "checked_on": "tomorrow"})


# "Please contact me"


def test_when_a_person_will_see_it_stands_before_the_button(cast, signed_in):
    published(cast.owner)
    page = signed_in(cast.ada).get("/support/").content.decode()
    assert page.index(LOOKED_BY) < page.index("Ask Maya Invented to contact me")


def test_asking_is_kept_once_and_said_plainly(cast, signed_in):
    published(cast.owner)
    browser, uid = signed_in(cast.ada), uuid7()
    for _ in range(2):
        page = ask(browser, uid, note="a word")
    assert ContactRequest.objects.count() == 1
    assert "Maya Invented's list now shows this." in text(page)
    assert LOOKED_BY in text(page)


def test_who_saw_it_is_shown_when_a_person_says_so(cast, signed_in):
    published(cast.owner)
    browser = signed_in(cast.ada)
    ask(browser)
    asked = ContactRequest.objects.get()

    def mark(kind):
        SignalMark.objects.create(
            practice=cast.practice, client=cast.ada.client, by=cast.maya.user,
            at=timezone.now(), received_at=timezone.now(),
            code=Code.CONTACT, since=asked.at, level=0, kind=kind,
        )  # fmt: skip

    assert "saw this" not in text(browser.get("/support/"))
    mark(MarkKind.LOOKED)
    assert "Maya Invented saw this on" in text(browser.get("/support/"))
    assert "Ask Maya Invented to contact me" not in text(browser.get("/support/"))
    mark(MarkKind.DONE)
    assert "Ask Maya Invented to contact me" in text(browser.get("/support/"))


def test_taking_it_back(cast, signed_in):
    browser = signed_in(cast.ada)
    ask(browser)
    asked = ContactRequest.objects.get()
    page = ask(browser, target=str(asked.uid))
    assert "Taken back." in text(page)
    assert queries.request(clients.own(viewer=cast.ada.actor), viewer=cast.ada.actor) is None


def test_nobody_takes_back_anothers_request(cast, signed_in):
    ask(signed_in(cast.ada))
    asked = ContactRequest.objects.get()
    ask(signed_in(cast.cleo), target=str(asked.uid))
    assert "list now shows this" in text(signed_in(cast.ada).get("/support/"))


def test_what_others_wrote_cannot_be_taken_back_here(cast, signed_in):
    made = PhaseStart.objects.create(
        practice=cast.practice, client=cast.ada.client, by=cast.maya.user,
        at=timezone.now(), received_at=timezone.now(), phase="preparation", on=timezone.now(),
    )  # fmt: skip
    page = ask(signed_in(cast.ada), target=str(made.uid))
    assert "Nothing was changed." in text(page)
    assert "You are in Preparing." in text(signed_in(cast.ada).get("/arc/"))


def test_words_that_are_too_long_stay_on_the_page(cast, signed_in):
    note = "heavy " * 4000
    page = ask(signed_in(cast.ada), note=note)
    assert page.status_code == 400
    assert note.strip() in page.content.decode()
    assert not ContactRequest.objects.exists()


def test_without_a_lead_and_without_numbers_it_still_works(cast, signed_in):
    cast.ada.client.care_team.update(until=timezone.now())
    page = ask(signed_in(cast.ada))
    assert "Nobody is named for you here right now" in text(page)
    assert "list now shows this" not in text(page)
    cast.ada.client.care_team.update(until=None, lead=False)
    page = signed_in(cast.ada).get("/support/")
    assert "Your care team's list now shows this." in text(page)
    assert "Your practice has not said by when it looks." in text(page)


# The own plan


def test_the_plan_is_the_clients_and_the_newest_stands(cast, signed_in):
    browser = signed_in(cast.ada)
    uid = uuid7()
    for _ in range(2):
        browser.post("/support/plan/", {"uid": uid, "text": "first"})
    browser.post("/support/plan/", {"uid": uuid7(), "text": "call <b>Noa</b>"})
    assert OwnPlan.objects.count() == 2
    page = browser.get("/support/").content.decode()
    assert "call &lt;b&gt;Noa&lt;/b&gt;" in page
    assert "first" not in page.split("My own plan (I wrote this)")[1].split("</details>")[0]
    for other in (cast.cleo, cast.maya, cast.owner):
        assert b"Noa" not in signed_in(other).get("/support/").content


def test_a_plan_that_is_too_long_is_not_lost(cast, signed_in):
    long = "word " * 5000
    page = signed_in(cast.ada).post("/support/plan/", {"uid": uuid7(), "text": long})
    assert page.status_code == 400
    assert long.strip() in page.content.decode()
    assert "Your words are still here." in text(page)
    assert not OwnPlan.objects.exists()


@pytest.mark.parametrize("who", ["maya", "owner", "coordinator", "supervisor", "zoe"])
def test_the_clients_part_is_the_clients(cast, signed_in, who):
    browser = signed_in(getattr(cast, who))
    assert browser.post("/support/contact/", {"uid": uuid7()}).status_code == 404
    assert browser.get("/support/plan/").status_code == 404
    page = browser.get("/support/").content.decode()
    assert "<form" not in page.split("<main")[1]


def test_signed_out_the_clients_part_leads_to_the_lock(cast, client):
    assert "/account/login/" in client.post("/support/contact/").headers["Location"]
    assert "/account/login/?next=%2Fsupport%2Fplan%2F" in client.get("/support/plan/")["Location"]


def test_the_clients_page_needs_the_same_queries_however_much_was_said(
    cast, signed_in, django_assert_num_queries
):
    published(cast.owner)
    browser = signed_in(cast.ada)
    for round_ in range(2):
        for _ in range(1 + 5 * round_):
            ask(browser, note="a word")
            browser.post("/support/plan/", {"uid": uuid7(), "text": "a plan"})
        with django_assert_num_queries(12):
            browser.get("/support/")


# What the page promises


def test_asking_for_contact_promises_no_time_that_nobody_can_keep(cast, signed_in):
    published(cast.owner)
    her = signed_in(cast.ada)
    before = text(her.get("/support/"))
    assert f"Your practice aims to look {LOOKED_BY}." in before
    assert "No message goes out, and nobody may have seen it yet." in before
    assert "Someone sees it" not in before
    her.post("/support/contact/", {"uid": str(uuid7()), "note": ""})
    assert "nobody may have seen it yet" in text(her.get("/support/"))


def test_with_nobody_holding_her_it_says_so_and_names_no_time(cast, signed_in):
    published(cast.owner)
    CareMember.objects.filter(client=cast.ada.client).update(until=timezone.now())
    her = signed_in(cast.ada)
    her.post("/support/contact/", {"uid": str(uuid7()), "note": ""})
    said = text(her.get("/support/"))
    assert "Nobody is named for you here right now" in said
    assert LOOKED_BY not in said
    assert "list now shows this" not in said
