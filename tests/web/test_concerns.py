"""A concern goes to the contacts and back by the receipt; what is refused says why."""

import base64
import json
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from longarc.care import written
from longarc.care.concerns import KEY_BYTES, LONGEST, RECEIPT_BYTES
from longarc.records.actions.support import publish_support
from longarc.records.models import ConcernSlot, StaffRole
from longarc.records.queries import concerns as queries
from longarc.web import pace
from longarc.web.concern import MOST_TOLD
from tests.cast import make_cast
from tests.web.concern_scene import (
    ANSWERS,
    MARK,
    RAISE,
    READ,
    REPLIED,
    REPLY,
    WORDS,
    Scene,
    data_base,
    field,
    give_key,
    open_with,
    receipt_on,
    reply,
    rows_of_tables,
    tell,
    text,
)


@pytest.fixture(autouse=True)
def unhurried():
    pace.forget()
    yield
    pace.forget()


@pytest.fixture
def scene(db) -> Scene:
    return Scene(make_cast())


# -- there and back ------------------------------------------------------------------------


def test_a_contact_reads_and_answers_and_the_receipt_shows_it(scene, signed_in):
    anyone, gale, otto = Browser(), signed_in(scene.cast.safeguarding), signed_in(scene.otto)
    receipt = receipt_on(text(tell(anyone)))
    under = text(anyone.post(ANSWERS, {"receipt": receipt}))
    assert "There is no answer yet" in under
    assert MARK not in under, "the words themselves are not shown under the receipt"

    opened = text(open_with(otto, scene.ottos_key))
    assert WORDS in opened
    assert reply(otto, opened).status_code == 302

    assert REPLIED in text(Browser().post(ANSWERS, {"receipt": receipt.lower()}))
    assert REPLIED in text(open_with(gale, scene.gales_key)), "the other contact sees it too"


def test_with_the_receipt_one_can_write_more_and_a_contact_can_close(scene, signed_in):
    anyone, gale = Browser(), signed_in(scene.cast.safeguarding)
    receipt = receipt_on(text(tell(anyone)))
    more = {"receipt": receipt, "uid": str(uuid4()), "text": "One thing more."}
    assert "Your words are sealed" in text(anyone.post(ANSWERS, more))
    anyone.post(ANSWERS, more)
    opened = text(open_with(gale, scene.gales_key))
    assert opened.count("One thing more.") == 1, "a form sent twice is kept once"
    assert opened.index(MARK) < opened.index("One thing more.")
    reply(gale, opened, "We met. This is settled.", closes="1")
    assert "Closed: told on" in text(open_with(gale, scene.gales_key))
    assert "sees this as done" in text(anyone.post(ANSWERS, {"receipt": receipt}))


def test_a_contact_who_is_not_ticked_gets_nothing(scene, signed_in):
    """A concern about Gale herself goes to Otto alone, and so do the answers."""
    gale, otto = signed_in(scene.cast.safeguarding), signed_in(scene.otto)
    ottos = next(
        one for one in queries.contacts(viewer=scene.otto.actor, at=timezone.now()) if one.outside
    )
    receipt = receipt_on(text(tell(Browser(), to=[str(ottos.key)])))
    assert "Nothing is sealed for you" in text(open_with(gale, scene.gales_key))
    opened = text(open_with(otto, scene.ottos_key))
    refused = reply(gale, opened, "Let me see.")
    assert refused.status_code == 400
    assert "Let me see." in text(refused), "what was typed stays"
    reply(otto, opened)
    assert "Nothing is sealed for you" in text(open_with(gale, scene.gales_key))
    assert REPLIED in text(Browser().post(ANSWERS, {"receipt": receipt}))


def test_the_same_form_sent_twice_is_kept_once_and_shows_the_same_receipt(scene, signed_in):
    page = text(Browser().get(RAISE))
    same = {"receipt": field(page, "receipt"), "uid": field(page, "uid")}
    receipts = {receipt_on(text(tell(Browser(), **same))) for _ in range(2)}
    assert receipts == {same["receipt"]}
    opened = text(open_with(signed_in(scene.otto), scene.ottos_key))
    assert opened.count(MARK) == 1
    changed = tell(Browser(), "Other words, after going back.", **same)
    assert receipt_on(text(changed)) == same["receipt"]
    assert "Other words" in text(open_with(signed_in(scene.otto), scene.ottos_key))


def test_a_new_key_takes_over_and_the_old_one_opens_what_was_before(scene, signed_in):
    otto = signed_in(scene.otto)
    receipt = receipt_on(text(tell(Browser())))
    new = give_key(scene.otto, outside=True)
    more = {"receipt": receipt, "uid": str(uuid4()), "text": "For the new key."}
    Browser().post(ANSWERS, more)
    old_opens, new_opens = (text(open_with(otto, key)) for key in (scene.ottos_key, new))
    assert (MARK in old_opens, "For the new key." in old_opens) == (True, False)
    assert (MARK in new_opens, "For the new key." in new_opens) == (False, True)


def test_what_somebody_changed_is_told_to_both_sides(scene, signed_in):
    anyone, otto = Browser(), signed_in(scene.otto)
    receipt = receipt_on(text(tell(anyone)))
    assert "does not open with your key" not in text(open_with(otto, scene.ottos_key))
    for slot in ConcernSlot.objects.all():
        damaged = bytearray(base64.b64decode(slot.box))
        damaged[-1] ^= 1
        ConcernSlot.objects.filter(pk=slot.pk).update(box=base64.b64encode(damaged).decode())
    assert "sealed messages do not open with your key" in text(open_with(otto, scene.ottos_key))
    assert "was changed and does not open" in text(anyone.post(ANSWERS, {"receipt": receipt}))


# -- what is refused, and says so ----------------------------------------------------------


def test_without_a_contact_nothing_is_taken_and_outside_help_is_named(cast):
    today = timezone.localdate()
    publish_support(
        phone="+43 1 555 0100", hours="weekdays", numbers=[], looked_by="by 9:00", country="US",
        checked_on=today, by=cast.owner.actor, at=timezone.now(),
    )  # fmt: skip
    page = text(Browser().get(RAISE))
    assert "Nobody here can take a concern yet" in page
    assert 'href="tel:988"' in page
    assert "<form" not in page
    sent = Browser().post(RAISE, {"text": WORDS, "to": ["1"]})
    assert sent.status_code == 400
    assert WORDS in text(sent)
    assert not ConcernSlot.objects.exists()


def test_a_contact_whose_role_ended_or_who_holds_clients_is_not_offered(scene):
    roles = StaffRole.objects.filter(user=scene.otto.user)
    roles.update(until=timezone.now())
    assert "Otto Invented" not in text(Browser().get(RAISE))
    gale = scene.cast.safeguarding
    StaffRole(
        practice=scene.cast.practice, user=gale.user, role="therapist", since=timezone.now()
    ).save()
    assert "Nobody here can take a concern yet" in text(Browser().get(RAISE))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": "  \n "}, "Write a few words first"),
        ({"text": "a" * (LONGEST + 1)}, "4000 letters"),
        ({"to": []}, "Pick someone who may open it"),
        ({"to": ["999999", "x"]}, "Pick someone who may open it"),
    ],
)
def test_errors_say_what_happened_and_keep_what_was_typed(scene, wrong, said):
    sent = tell(Browser(), **wrong)
    assert sent.status_code == 400
    assert said in text(sent)
    assert str(wrong.get("text", WORDS)).strip() in text(sent)


@pytest.mark.parametrize(
    ("receipt", "said"),
    [
        ("", "A sign is not right"),
        ("0000 0000 0000 0000 0000 0000 0000", "A sign is not right"),
        (written.written(bytes(RECEIPT_BYTES)), "Nothing is kept here under this receipt"),
    ],
)
def test_a_receipt_that_opens_nothing_says_why(scene, receipt, said):
    answer = Browser().post(ANSWERS, {"receipt": receipt})
    assert answer.status_code == 400
    assert said in text(answer)
    assert receipt in text(answer)


@pytest.mark.parametrize("key", ["", "x", written.written(bytes(KEY_BYTES))])
def test_a_key_that_opens_nothing_says_why(scene, signed_in, key):
    answer = signed_in(scene.otto).post(READ, {"key": key})
    assert answer.status_code == 400
    assert "Nothing was opened" in text(answer)


def test_one_contact_cannot_use_the_other_s_key(scene, signed_in):
    tell(Browser())
    assert MARK not in text(open_with(signed_in(scene.otto), scene.gales_key))


@pytest.mark.parametrize("handle", ["", "x", f"{'0' * 64}.{'0' * 64}.999999"])
def test_an_answer_to_nothing_is_refused_and_kept_on_the_page(scene, signed_in, handle):
    answer = signed_in(scene.otto).post(REPLY, {"handle": handle, "text": REPLIED})
    assert answer.status_code == 400
    assert REPLIED in text(answer)


def test_one_address_cannot_fill_the_slots(scene):
    """And nobody is counted in the data base for it."""
    before = rows_of_tables()
    for n in range(MOST_TOLD):
        assert tell(Browser(), f"words {n}").status_code == 200
    after = tell(Browser())
    assert after.status_code == 429
    assert WORDS in text(after)
    assert rows_of_tables() == before
    assert tell(Browser(REMOTE_ADDR="192.0.2.7")).status_code == 200


# -- keys and naming -----------------------------------------------------------------------


def test_a_key_is_shown_once_and_counts_when_it_was_typed_back(cast, signed_in):
    gale = signed_in(cast.safeguarding)
    shown = receipt_on(text(gale.post("/concerns/key/")))
    assert "Nobody here can take a concern yet" in text(Browser().get(RAISE))
    slip = gale.post("/concerns/key/", {"key": shown[:-1], "where": "inside"})
    assert slip.status_code == 400
    assert gale.post("/concerns/key/", {"key": shown, "where": "outside"}).status_code == 302
    assert "Gale Invented" in text(Browser().get(RAISE))
    private = written.read(shown, KEY_BYTES)
    assert private
    dump = json.dumps(list(data_base().values()), default=str)
    for form in (shown, shown.replace(" ", ""), private.hex(), base64.b64encode(private).decode()):
        assert form not in dump, "the private part is in no table"


def test_the_owner_names_contacts_and_never_someone_who_holds_clients(cast, signed_in):
    owner, url = signed_in(cast.owner), "/practice/safeguarding/"
    named = owner.post(url, {"name": "Kim", "email": cast.coordinator.user.email})
    assert named.status_code == 302
    assert "Kim Invented" in text(owner.get(url))
    assert signed_in(cast.coordinator).get(READ).status_code == 200
    for person in (cast.maya, cast.owner):
        refused = owner.post(url, {"name": "X", "email": person.user.email})
        assert refused.status_code == 400
        assert "neither an owner nor someone who holds clients" in text(refused)
    new = owner.post(url, {"name": "Otto Invented", "email": "otto@example.org"})
    assert "/welcome/" in text(new)
    both = {"name": "N", "email": "n@example.org", "roles": ["safeguarding", "owner"]}
    assert owner.post(reverse("practice_staff"), both).status_code == 400


def test_with_the_right_key_in_hand_the_others_still_get_nothing(scene, signed_in):
    tell(Browser())
    for who in ("ada", "maya", "finn", "owner", "coordinator", "supervisor", "prescriber", "zoe"):
        browser = signed_in(getattr(scene.cast, who))
        for key in (scene.ottos_key, scene.gales_key):
            answer = open_with(browser, key)
            assert answer.status_code == 404, who
            assert MARK not in text(answer)


@pytest.mark.parametrize("concerns_there", [0, 4])
def test_pages_ask_the_same_with_and_without_concerns(
    scene, signed_in, django_assert_num_queries, concerns_there
):
    otto = signed_in(scene.otto)
    for n in range(concerns_there):
        tell(Browser(), f"words {n}")
    with django_assert_num_queries(5):  # session, account, roles; keys and their holders' roles
        otto.get(READ)
    with django_assert_num_queries(7):  # and the own key and its slots
        open_with(otto, scene.ottos_key)
    with django_assert_num_queries(4):  # practice, keys, roles, numbers
        Browser().get(RAISE)
