"""What a client began to write in a form is not lost when she leaves or her session ends."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.conftest import session_cookie
from tests.browser.test_today import eventually
from tests.cast import make_cast

from longarc.records.actions import choices, living
from longarc.records.ids import uuid7
from longarc.records.queries import clients
from longarc.records.queries.course import ChoiceKind

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "The blue door at the end of the hall"
IN_WORDS = "What came up, in your words"
AGAIN = "What you began to write is here again."
ON_DISK = """new Promise((told) => {
  indexedDB.open("longarc").onsuccess = (event) => {
    const notes = event.target.result.transaction("notes").objectStore("notes").getAll();
    notes.onsuccess = () => told(notes.result.map((one) => one.name.split(" ")[0]));
  };
})"""


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def begins(page):
    page.goto("/arc/threads/")
    page.get_by_text("Write something down").click()
    page.get_by_label(IN_WORDS).fill(WORDS)
    assert eventually(page, lambda: "begun" in page.evaluate(ON_DISK))


def comes_back(page, person, signed_in):
    base = page.url.split("/", 3)
    page.context.add_cookies([session_cookie(signed_in(person), "/".join(base[:3]))])


def finds_it(page):
    page.goto("/arc/threads/")
    expect(page.get_by_text(AGAIN)).to_be_visible()
    page.get_by_text("Write something down").click()
    expect(page.get_by_label(IN_WORDS)).to_have_value(WORDS)


def test_it_is_there_after_leave_and_gone_once_it_is_kept(cast, page_for, signed_in, axe):
    page = page_for(cast.ada)
    begins(page)
    home = page.url
    page.get_by_role("link", name="Leave").click()
    page.wait_for_url(lambda url: url != home)
    page.goto("/today/")
    comes_back(page, cast.ada, signed_in)
    finds_it(page)
    axe(page)
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_text("Kept. It opens only when you open it.")).to_be_visible()
    assert eventually(page, lambda: "begun" not in page.evaluate(ON_DISK))


def test_what_was_chosen_comes_back_with_the_words(cast, page_for):
    """Also that they are not to be shared, where new words are shared by an earlier choice."""
    told = {"uid": uuid7(), "by": cast.ada.actor, "at": timezone.now()}
    choices.choose(ChoiceKind.SHARE_WORDS, given=True, **told)
    page = page_for(cast.ada)
    begins(page)
    page.get_by_label("A feeling").check()
    page.get_by_label("Share this with my care team").uncheck()
    page.wait_for_timeout(700)
    page.goto("/today/")
    finds_it(page)
    expect(page.get_by_label("A feeling")).to_be_checked()
    expect(page.get_by_label("Share this with my care team")).not_to_be_checked()


def test_a_form_sent_after_the_session_ended_loses_nothing(cast, page_for, signed_in):
    page = page_for(cast.ada)
    begins(page)
    page.context.clear_cookies()
    page.get_by_role("button", name="Keep this").click()
    page.wait_for_load_state()
    comes_back(page, cast.ada, signed_in)
    finds_it(page)


def test_what_the_record_says_meanwhile_is_not_written_over(cast, page_for):
    page = page_for(cast.ada)
    page.goto("/support/plan/")
    box = page.get_by_label("In my own words")
    box.fill("Call Sam")
    assert eventually(page, lambda: "begun" in page.evaluate(ON_DISK))
    other = page_for(cast.ada)
    other.goto("/support/plan/")
    other.get_by_label("In my own words").fill("Sit by the river")
    other.get_by_role("button", name="Keep this").click()
    expect(other.get_by_text("Kept.")).to_be_visible()
    page.goto("/support/plan/")
    expect(page.get_by_text("Call Sam")).to_be_visible()
    expect(box).to_have_value("Sit by the river")


def test_only_the_words_own_keeping_lets_them_go(cast, page_for):
    # Given Ada, who began to write about one of two things she wants different
    own, by, now = clients.own(viewer=cast.ada.actor), cast.ada.actor, timezone.now()
    for text in ("Rest before I am empty", "Ask for help"):
        living.add_behaviour(own, text, uid=uuid7(), by=by, at=now)
    page = page_for(cast.ada)
    page.goto("/arc/changes/")
    card = page.get_by_role("region", name="Ask for help")
    words = card.get_by_label("In my words")
    card.get_by_text("Add words").click()
    words.fill(WORDS)
    assert eventually(page, lambda: "begun" in page.evaluate(ON_DISK))
    # When another form of the page is kept, they are still there, in their own box
    page.locator("#mood").select_option(index=2)
    page.get_by_role("button", name="Keep how I am").click()
    expect(page.get_by_text("Kept. Say it again when you wish.")).to_be_visible()
    expect(page.get_by_text(AGAIN)).to_be_visible()
    expect(words).to_have_value(WORDS)
    stays_when_nothing_was_kept(page, card, words)
    # Then it is kept, and gone from the phone
    card.get_by_label("About the same").check()
    card.get_by_role("button", name="Keep this").click()
    expect(page.get_by_text("Kept. Say it again when you wish.")).to_be_visible()
    assert eventually(page, lambda: "begun" not in page.evaluate(ON_DISK))


def stays_when_nothing_was_kept(page, card, words):
    # Nor does a form that was not kept let them go
    card.get_by_label("About the same").check()
    page.locator("[name=behaviour]").evaluate_all(
        "(all, id) => all.forEach(one => one.value = id)", str(uuid7())
    )
    card.get_by_role("button", name="Keep this").click()
    expect(page.get_by_text("Nothing was changed.")).to_be_visible()
    expect(words).to_have_value(WORDS)
    # Nor one that is sent back, also when she goes on there and takes it back
    card.get_by_role("button", name="Keep this").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose one of the three")
    words.press_sequentially("!")
    words.press("Backspace")
    page.goto("/arc/changes/")
    expect(words).to_have_value(WORDS)
