"""The phone says "Kept" only of what the server named, whatever becomes of its own storage."""

import pytest
from playwright.sync_api import expect
from tests.browser.test_offline import OFFLINE, go_online
from tests.browser.test_today import arrives, eventually, opened, rung, said, standing

from longarc.records.models import CheckIn, Words

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STILL_HERE = "Your answer is still on this page. We couldn't send it yet. We'll try again."
QUEUE = """async () => {
  const address = document.querySelector("script[src*='client']").src;
  return await (await import(address.replace("client.js", "outbox.js"))).queue;
}"""
CLOSE = f"async () => (await ({QUEUE})()).disk.db.close()"
CLEAR = """() => new Promise((done) => {
  const request = indexedDB.deleteDatabase("longarc");
  request.onsuccess = request.onerror = () => done();
})"""
NO_READ = """() => {
  const all = IDBIndex.prototype.getAll;
  window.mend = () => { IDBIndex.prototype.getAll = all; };
  IDBIndex.prototype.getAll = () => { throw new DOMException("no", "UnknownError"); };
}"""
FULL = """() => {
  IDBObjectStore.prototype.add = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""


def offline_answer(page_for, person):
    """An answer that waits on the phone."""
    page = opened(page_for, person)
    page.context.set_offline(True)
    rung(page, "way_up").click()
    said(page, OFFLINE)
    expect(page.locator("#waiting")).to_have_text("1 not sent yet")
    return page


def looks_again(page):
    page.evaluate("dispatchEvent(new Event('focus'))")


def never_kept(page):
    looks_again(page)
    page.wait_for_timeout(300)
    expect(page.locator("#said")).not_to_contain_text("Kept")


def removes_in_another_window(page):
    other = page.context.new_page()
    other.goto("/today/")
    other.get_by_role("button", name="Remove from this phone").click()
    expect(other.locator("#aside")).to_be_hidden()
    other.close()


REMOVED = "Removed from this phone. It is not in your record."


def not_taken(page):
    """Every answer is refused by the server, as one that it does not know."""
    change = lambda route: route.continue_(  # noqa: E731
        post_data=route.request.post_data.replace('"state":"up"', '"state":"sparkling"')
    )
    page.route("**/api/entries", change)


@pytest.mark.parametrize("how", ["page", "browser"])
def test_cleared_while_the_page_is_open(cast, page_for, how):
    page = offline_answer(page_for, cast.ada)
    if how == "page":
        page.evaluate(CLEAR)
    else:
        origin = page.url.split("/today")[0]
        told = {"origin": origin, "storageTypes": "indexeddb"}
        page.context.new_cdp_session(page).send("Storage.clearDataForOrigin", told)
    looks_again(page)
    said(page, STILL_HERE)
    never_kept(page)
    assert not CheckIn.objects.exists()
    # It goes from the page's memory, once
    go_online(page)
    said(page, "Kept.")
    assert standing(cast.ada) == [90]


def test_a_connection_that_was_closed_is_opened_again(cast, page_for):
    page = offline_answer(page_for, cast.ada)
    page.evaluate(CLOSE)
    never_kept(page)
    said(page, OFFLINE)
    expect(page.locator("#waiting")).to_have_text("1 not sent yet")
    go_online(page)
    arrives(page, cast.ada, [90])


def test_a_read_that_fails_is_trouble_and_said(cast, page_for):
    page = offline_answer(page_for, cast.ada)
    page.evaluate(NO_READ)
    never_kept(page)
    said(page, STILL_HERE)
    expect(page.locator("#waiting")).to_have_text("This phone can't read what it kept")
    page.evaluate("mend()")
    go_online(page)
    assert eventually(page, CheckIn.objects.exists)
    arrives(page, cast.ada, [90])
    assert CheckIn.objects.count() == 1


def test_a_full_phone_says_that_it_is_only_on_the_page(cast, page_for):
    page = opened(page_for, cast.ada)
    page.context.set_offline(True)
    page.evaluate(FULL)
    rung(page, "up").click()
    said(page, STILL_HERE)
    never_kept(page)
    go_online(page)
    said(page, "Kept.")


def test_what_was_let_go_is_not_called_kept(cast, page_for):
    page = opened(page_for, cast.ada, service_workers="block")
    not_taken(page)
    rung(page, "up").click()
    said(page, "This could not go into your record. It is safe on this phone.")
    page.get_by_role("button", name="Remove from this phone").click()
    said(page, REMOVED)
    never_kept(page)


def test_what_was_let_go_in_another_window_is_not_sent_by_the_page_that_wrote_it(cast, page_for):
    page = opened(page_for, cast.ada, service_workers="block")
    not_taken(page)
    rung(page, "up").click()
    said(page, "This could not go into your record. It is safe on this phone.")
    removes_in_another_window(page)
    # The server would take it now
    page.unroute("**/api/entries")
    looks_again(page)
    said(page, REMOVED)
    never_kept(page)
    page.reload()
    page.wait_for_timeout(300)
    assert not CheckIn.objects.exists()
    # What she says after that goes as always
    rung(page, "down").click()
    said(page, "Kept.")
    assert standing(cast.ada) == [30]


def test_what_was_set_aside_stays_so_where_the_phone_is_cleared_under_its_page(cast, page_for):
    page = opened(page_for, cast.ada, service_workers="block")
    not_taken(page)
    rung(page, "up").click()
    said(page, "This could not go into your record. It is safe on this phone.")
    page.evaluate(CLEAR)
    page.unroute("**/api/entries")
    looks_again(page)
    never_kept(page)
    expect(page.locator("#aside")).to_contain_text("1 on this phone could not go into your record")
    assert not CheckIn.objects.exists()


def test_an_answer_that_names_nothing_keeps_nothing(cast, page_for):
    """A proxy's page with the right shape says nothing of this entry."""
    page = opened(page_for, cast.ada, service_workers="block")
    named = {"results": [{"uid": "another", "outcome": "kept"}]}
    page.route("**/api/entries", lambda route: route.fulfill(json=named))
    rung(page, "up").click()
    said(page, "On this phone, not sent yet. We'll try again.")
    page.unroute("**/api/entries")
    looks_again(page)
    arrives(page, cast.ada, [70])


def test_words_that_could_not_go_are_not_called_kept_and_stay_in_their_box(cast, page_for):
    page = opened(page_for, cast.ada)
    page.get_by_text("Add more").click()
    box = page.locator("#words")
    box.evaluate("(one) => { one.removeAttribute('maxlength'); one.value = 'x'.repeat(30000); }")
    page.locator("#more-form").get_by_role("button", name="Keep this").click()
    expect(page.locator("#more-said")).to_have_text(
        "This could not go into your record. It is safe on this phone."
    )
    assert len(box.input_value()) == 30000
    assert not Words.objects.exists()


def test_words_written_offline_are_on_this_phone_until_they_are_sent(cast, page_for):
    page = opened(page_for, cast.ada)
    page.get_by_text("Add more").click()
    page.context.set_offline(True)
    page.locator("#words").fill("The blue door")
    page.locator("#more-form").get_by_role("button", name="Keep this").click()
    expect(page.locator("#more-said")).to_contain_text("On this phone, not sent yet.")
    go_online(page)
    expect(page.locator("#more-said")).to_have_text("Kept.")
    assert Words.objects.count() == 1


def test_the_browser_is_asked_once_to_keep_what_waits(cast, page_for):
    page = page_for(cast.ada)
    page.add_init_script(
        "window.asked = 0; navigator.storage.persist = async () => { window.asked += 1; };"
    )
    page.goto("/today/")
    rung(page, "up").click()
    said(page, "Kept.")
    page.wait_for_function("window.asked === 1")
    page.reload()
    rung(page, "down").click()
    page.wait_for_timeout(300)
    assert page.evaluate("window.asked") == 0
