"""Consent and touch over HTTP: given, changed, asked again, taken back; and odd input."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from longarc.care.consent import State
from longarc.care.consent_texts import Asked, Item
from longarc.care.decision import NotAllowed
from longarc.care.jurisdiction import Code
from longarc.care.touch import NO_TOUCH, Place, Terms
from longarc.records.actions import consent as actions
from longarc.records.actions import profile, window
from longarc.records.actions import touch as touch_actions
from longarc.records.ids import uuid7
from longarc.records.models import AuditEntry, ConsentAnswer, TouchSigned
from longarc.records.queries import clients
from longarc.records.queries import consent as queries
from longarc.records.queries import touch as touch_queries
from longarc.web.consent_words import plain
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
CONSENTS, TOUCH, SIGN = "/arc/consents/", "/arc/touch/", "/arc/touch/sign/"
SHOULDER = Terms(frozenset({Place.SHOULDER}), ask_first=True)
BOTH = Terms(frozenset({Place.SHOULDER, Place.HAND}), ask_first=False)


@pytest.fixture
def ada(cast):
    return clients.own(viewer=cast.ada.actor)


def staff_url(ada, page):
    return f"/clients/{ada.public_id}/{page}/"


def stands(ada, cast, item=Item.SESSION):
    return queries.load(ada, viewer=cast.maya.actor).of(item)


def says(browser, item, given, version=None, **more):
    told = {"item": item, "given": given, "version": version or "", "uid": uuid7(), **more}
    return browser.post(CONSENTS, told)


def yes(browser, ada, cast, item=Item.SESSION):
    return says(browser, item, "1", stands(ada, cast, item).words.version)


def publish(cast, text, item=Item.SESSION, asked=Asked.REQUIRED):
    now = queries.words(viewer=cast.owner.actor)[item]
    return actions.publish(
        item,
        text,
        asked,
        shown=plain(now),
        seen=now.version,
        by=cast.owner.actor,
        at=timezone.now(),
    )


def test_a_yes_is_to_these_words_and_new_words_ask_again(cast, ada, signed_in):
    browser = signed_in(cast.ada)
    assert yes(browser, ada, cast).status_code == 302
    assert stands(ada, cast).state is State.GIVEN
    # When the practice changes the words, the yes does not count, and she sees what changed
    words = queries.words(viewer=cast.ada.actor)[Item.SESSION]
    publish(cast, f"{words.text.plain()} I bring my own blanket.")
    assert stands(ada, cast).state is State.EARLIER
    page = browser.get(CONSENTS).content.decode()
    assert "<ins>I bring my own blanket.</ins>" in page
    # When she says yes to the words of the page from before, nothing is given silently
    answer = says(browser, Item.SESSION, "1", words.version)
    assert answer.status_code == 409
    assert "Your choice is still: no." in answer.content.decode()
    assert stands(ada, cast).state is State.EARLIER
    yes(browser, ada, cast)
    assert stands(ada, cast).state is State.GIVEN
    assert stands(ada, cast).history[0].text.endswith("blanket.")


def test_a_no_is_never_refused_and_stands_at_once(cast, ada, signed_in):
    browser = signed_in(cast.ada)
    yes(browser, ada, cast)
    # during a session, with words that are long gone, sent twice
    window.keep_session(ada, timezone.now(), by=cast.maya.actor, at=timezone.now())
    uid = uuid7()
    for _ in range(2):
        says(browser, Item.SESSION, "0", uuid4(), uid=uid)
    assert stands(ada, cast).state is State.NO
    assert ConsentAnswer.objects.filter(given=False).count() == 1
    # a clock that was set back takes nothing from it
    yes(browser, ada, cast)
    earlier = timezone.now() - timedelta(hours=1)
    actions.say_no(ada, Item.SESSION, uid=uuid7(), by=cast.maya.actor, at=earlier)
    assert stands(ada, cast).state is State.NO
    assert "kept by Maya Invented" in _page(signed_in, cast, ada)


def _page(signed_in, cast, ada):
    return signed_in(cast.maya).get(staff_url(ada, "consents")).content.decode()


def test_nobody_says_yes_or_signs_for_the_client(cast, ada):
    by, at = cast.maya.actor, timezone.now()
    version = stands(ada, cast).words.version
    with pytest.raises(NotAllowed):
        actions.give(ada, Item.SESSION, version, read="", uid=uuid7(), by=by, at=at)
    with pytest.raises(NotAllowed):
        touch_actions.sign(ada, SHOULDER, purpose="", stop="", seen="0", uid=uuid7(), by=by, at=at)


@pytest.mark.parametrize(
    "told", [{}, {"item": "moon", "given": "1"}, {"item": "video", "given": "maybe"}]
)
def test_what_cannot_be_read_changes_nothing(cast, signed_in, told):
    answer = signed_in(cast.ada).post(CONSENTS, told)
    assert answer.status_code == 400
    assert "Nothing changed." in answer.content.decode()
    assert not ConsentAnswer.objects.exists()


def test_the_owner_sees_what_new_words_do_before_publishing(cast, ada, signed_in):
    yes(signed_in(cast.ada), ada, cast)
    owner = signed_in(cast.owner)
    now = queries.words(viewer=cast.owner.actor)[Item.SESSION]
    told = {"item": "session", "asked": "required", "text": "Our own words.", "seen": now.version}
    page = owner.post("/practice/consents/", {**told, "look": "1"}).content.decode()
    assert "1 client will be asked again." in page
    assert "<ins>Our own words.</ins>" in page
    assert stands(ada, cast).state is State.GIVEN
    owner.post("/practice/consents/", told)
    assert stands(ada, cast).words.by == "Olga Invented"
    # an older page of hers, or of another owner: nothing is published, what was typed is there
    answer = owner.post("/practice/consents/", {**told, "text": "Other words."})
    assert answer.status_code == 409
    assert "Other words." in answer.content.decode()
    empty = owner.post("/practice/consents/", {**told, "text": " "})
    assert empty.status_code == 400
    assert AuditEntry.objects.filter(act="published_consent").count() == 1


def test_asking_otherwise_for_the_same_words_asks_nobody_again(cast, ada, signed_in):
    yes(signed_in(cast.ada), ada, cast, Item.VIDEO)
    words = queries.words(viewer=cast.ada.actor)[Item.VIDEO]
    publish(cast, words.text.plain(), Item.VIDEO, Asked.REQUIRED)
    assert stands(ada, cast, Item.VIDEO).state is State.GIVEN
    assert stands(ada, cast, Item.VIDEO).required
    publish(cast, words.text.plain(), Item.VIDEO, Asked.NOT_ASKED)
    assert stands(ada, cast, Item.VIDEO) is None
    answer = says(signed_in(cast.ada), Item.VIDEO, "1", words.version)
    assert answer.status_code == 409
    assert "does not ask for this any more" in answer.content.decode()


def agreement(ada, cast):
    return touch_queries.load(ada, viewer=cast.maya.actor, at=timezone.now())


def proven(browser):
    """She shows once more that it is her, as the page asks before it lets her sign."""
    asked = browser.get(SIGN)
    assert asked.status_code == 302
    assert asked.url.startswith("/account/reauthenticate/")
    assert browser.post(asked.url, {"password": PASSWORD}).url == SIGN
    return browser


def sign(browser, seen="0", **told):
    fields = {"seen": seen, "uid": uuid7(), "places": ["shoulder", "hand"], "ask": "agreed"}
    return browser.post(SIGN, fields | told)


def test_signing_asks_who_it_is_and_keeps_what_was_typed_meanwhile(cast, ada, signed_in):
    browser = signed_in(cast.ada)
    answer = sign(browser, purpose="To come back.", stop="Red")
    assert answer.status_code == 403
    assert 'value="To come back."' in answer.content.decode()
    assert "To come back." not in str(dict(browser.session))
    proven(browser)
    told = {"purpose": "To come back.", "stop": "Red", "uid": uuid7()}
    for _ in range(2):
        sign(browser, **told)
    assert TouchSigned.objects.count() == 1
    found = agreement(ada, cast)
    assert (found.terms, found.signed.purpose, found.signed.stop) == (BOTH, "To come back.", "Red")
    assert found.gate().allowed


def test_from_the_start_touch_only_becomes_less(cast, ada, signed_in):
    browser = proven(signed_in(cast.ada))
    sign(browser)
    window.keep_session(ada, timezone.now(), by=cast.maya.actor, at=timezone.now())
    # A form from before the start, with more and with less in it: what is less is kept
    sign(browser, places=["feet", "hand"])
    assert agreement(ada, cast).terms == Terms(frozenset({Place.HAND}), ask_first=False)
    # Staff keep what she shows; she says no to all of it herself
    maya = signed_in(cast.maya)
    maya.post(staff_url(ada, "touch/less"), {"less": "ask", "uid": uuid7()})
    assert agreement(ada, cast).terms == Terms(frozenset({Place.HAND}), ask_first=True)
    assert "Not this" not in maya.get(staff_url(ada, "touch/less")).content.decode()
    browser.post(TOUCH, {"less": "none", "uid": uuid7()})
    assert agreement(ada, cast).terms == NO_TOUCH
    # Taking the start back as a mistake is no way to widen, nor is asking again
    [session] = agreement(ada, cast).sessions
    assert agreement(ada, cast).under_way == session
    sign(browser)
    assert agreement(ada, cast).terms == NO_TOUCH
    assert maya.post(staff_url(ada, "touch/less"), {"less": "more"}).status_code == 400


def test_a_signature_on_a_page_that_is_out_of_date_is_not_kept(cast, ada, signed_in):
    browser = proven(signed_in(cast.ada))
    sign(browser)
    signed_in(cast.maya).post(staff_url(ada, "touch/less"), {"less": "hand", "uid": uuid7()})
    answer = sign(browser, seen="1", purpose="Again")
    assert answer.status_code == 409
    assert 'value="Again"' in answer.content.decode()
    assert agreement(ada, cast).terms == Terms(frozenset({Place.SHOULDER}), ask_first=False)


@pytest.mark.parametrize(
    ("told", "status"),
    [({"places": []}, 400), ({"places": ["moon"]}, 400), ({"stop": "x" * 201}, 400)],
)
def test_odd_forms_of_touch(cast, signed_in, told, status):
    browser = proven(signed_in(cast.ada))
    answer = sign(browser, **told)
    assert answer.status_code == status
    assert "Not signed yet." in answer.content.decode()
    assert browser.post(TOUCH, {"less": "moon"}).status_code == 400
    assert not TouchSigned.objects.exists()


def test_a_profile_leaves_only_the_places_that_its_law_names(cast, ada, signed_in):
    profile.set_profile(Code.OREGON, by=cast.owner.actor, at=timezone.now())
    browser = proven(signed_in(cast.ada))
    assert "upper back" not in browser.get(SIGN).content.decode()
    assert sign(browser, places=["upper_back"]).status_code == 400
    assert not TouchSigned.objects.exists()


def test_loading_takes_the_same_queries_however_much_there_is(
    cast, ada, signed_in, django_assert_num_queries
):
    browser = signed_in(cast.ada)
    for _ in range(3):
        yes(browser, ada, cast)
        says(browser, Item.SESSION, "0")
    with django_assert_num_queries(2):
        queries.load(ada, viewer=cast.maya.actor)
    with django_assert_num_queries(3):
        touch_queries.load(ada, viewer=cast.maya.actor)
