"""What a client began to write in a form is not lost when she leaves or her session ends."""

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import session_cookie
from tests.browser.test_today import eventually
from tests.cast import make_cast

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
