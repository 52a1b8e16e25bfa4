"""An answer that was kept on the phone is never lost and never doubled."""

import json
from contextlib import contextmanager, suppress
from uuid import UUID

import pytest
from django.conf import settings
from playwright.sync_api import expect
from tests.browser.conftest import FLAGS, Network, chromium, session_cookie
from tests.browser.door import Door, kill_browser
from tests.browser.test_today import arrives, eventually, opened, rung, said, standing

from longarc.records.models import CheckIn, CheckInMore, ContactRequest, Retraction, Words

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OFFLINE = "On this phone, not sent yet. It goes to your record when you're back online."


@pytest.fixture
def door(live_server):
    door = Door((live_server.thread.host, live_server.thread.port))
    yield door
    door.shut()


@pytest.fixture
def phone(playwright_, door, tmp_path):
    """Opens the same browser profile again and again, as a phone does."""
    contexts = []

    def open_phone():
        context = playwright_.chromium.launch_persistent_context(
            str(tmp_path / "profile"),
            executable_path=chromium(),
            args=FLAGS,
            base_url=door.base,
            viewport={"width": 360, "height": 640},
        )
        network = Network(door.base)
        network.watch(context)
        context.set_default_timeout(8000)
        contexts.append(context)
        return context

    open_phone.profile = tmp_path / "profile"
    yield open_phone
    for context in contexts:
        with suppress(Exception):  # the browser of a context may have been killed on purpose
            context.close()


def sign_in(context, signed_in, person, base):
    cookie = session_cookie(signed_in(person), base)
    cookie["expires"] = 4_000_000_000
    context.add_cookies([cookie])


def ready(page):
    """The worker has filled its cache and serves this page."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    expect(page.locator("#keep")).to_have_count(0)


def go_online(page):
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('focus'))")


def stored(page):
    """Everything that lies in the phone's own data base, as text."""
    return page.evaluate(
        """async () => {
          const db = await new Promise((done) => {
            const request = indexedDB.open("longarc");
            request.onsuccess = () => done(request.result);
          });
          const all = (name) => new Promise((done) => {
            const request = db.transaction(name).objectStore(name).getAll();
            request.onsuccess = () => done(request.result);
          });
          const plain = (value) => value instanceof ArrayBuffer
            ? new TextDecoder("latin1").decode(value) : value instanceof CryptoKey
            ? { extractable: value.extractable } : value;
          const told = {};
          for (const name of db.objectStoreNames) told[name] = await all(name);
          db.close();
          return JSON.stringify(told, (_, value) => plain(value));
        }"""
    )


def on_today(phone, signed_in, person, door):
    context = phone()
    sign_in(context, signed_in, person, door.base)
    page = context.new_page()
    page.goto("/today/")
    ready(page)
    return page


def test_an_answer_made_offline_survives_a_killed_browser_and_arrives_once(
    cast, signed_in, phone, door
):
    # given: Ada's phone has opened Today before
    page = on_today(phone, signed_in, cast.ada, door)
    # when: she answers without network, and the phone dies
    page.context.set_offline(True)
    rung(page, "way_down").click()
    said(page, OFFLINE)
    expect(page.locator("#waiting")).to_have_text("1 not sent yet")
    kill_browser(phone.profile)
    assert not CheckIn.objects.exists()
    # then: after a restart it is still there, offline
    door.shut()
    context = phone()
    page = context.new_page()
    page.goto("/today/")
    expect(page.locator("#waiting")).to_have_text("1 not sent yet")
    rung(page, "down").click()
    said(page, OFFLINE)
    expect(page.locator("#waiting")).to_have_text("2 not sent yet")
    # and with the network and a sign-in (the browser died before its cookies were on the disk)
    # both arrive, in order, once
    door.open()
    sign_in(context, signed_in, cast.ada, door.base)
    page.evaluate("dispatchEvent(new Event('focus'))")
    said(page, "Kept.")
    page.reload()
    page.wait_for_timeout(500)
    arrives(page, cast.ada, [10, 30])
    assert CheckIn.objects.count() == 2


def test_a_server_that_is_down_while_the_browser_feels_online(cast, signed_in, phone, door):
    page = on_today(phone, signed_in, cast.ada, door)
    door.shut()
    assert page.evaluate("navigator.onLine") is True
    rung(page, "up").click()
    said(page, OFFLINE)
    page.goto("/")  # the shell
    expect(page.get_by_text("You're offline. What you tap stays on this phone")).to_be_visible()
    rung(page, "within").click()
    expect(page.locator("#waiting")).to_have_text("2 not sent yet")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#waiting")).to_have_text("3 not sent yet")
    door.open()
    # nobody touches the phone: the timer alone sends
    expect(page.locator("#waiting")).to_be_hidden(timeout=30_000)
    assert standing(cast.ada) == [70]
    assert Retraction.objects.count() == 1
    expect(page.get_by_text("You're back online. Open Today")).to_be_visible()


def test_offline_pages(cast, page_for, axe):
    page = opened(page_for, cast.ada)
    page.goto("/today/my-words/")
    page.locator("#label-down").fill("Grey")
    with page.expect_navigation():
        page.get_by_role("button", name="Keep this").click()
    ready(page)
    page.context.set_offline(True)
    page.goto("/today/")
    expect(rung(page, "down")).to_have_text("Grey")
    axe(page)
    page.get_by_role("link", name="Support").first.click()
    expect(page.get_by_text("Let's get you some support")).to_be_visible()
    page.goto("/words/")
    expect(page.get_by_text("This page opens when you're back online.")).to_be_visible()
    axe(page)
    expect(page.get_by_role("link", name="Support").first).to_be_visible()


def test_the_worker_keeps_nothing_of_anyones(cast, page_for):
    page = opened(page_for, cast.ada)
    ready(page)
    for path in ("/words/", "/support/", "/today/"):
        page.goto(path)
    page.wait_for_timeout(500)
    pages = page.evaluate(
        """async () => {
          const told = {};
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys())
              told[new URL(request.url).pathname] = await (await cache.match(request)).text();
          }
          return told;
        }"""
    )
    html = {path for path in pages if not path.startswith(settings.STATIC_URL)}
    assert html == {"/offline/", "/exercises/offline/", "/lock/", "/support/"}
    everything = json.dumps(pages)
    assert str(cast.ada.client.public_id) not in everything
    assert "Maya" not in everything
    assert "Ada" not in everything


def test_what_lies_on_the_phone_cannot_be_read(cast, page_for):
    page = opened(page_for, cast.ada)
    page.context.set_offline(True)
    rung(page, "way_down").click()
    page.get_by_text("Add more").click()
    page.locator("#words").fill("A secret of mine")
    page.locator("#more-form").get_by_role("button", name="Keep this").click()
    expect(page.locator("#waiting")).to_have_text("2 not sent yet")
    told = stored(page)
    assert len(json.loads(told)["entries"]) == 2
    for word in ("secret", "way_down", "words", "check_in", "Way down"):
        assert word not in told
    assert json.loads(told)["keys"][0]["key"] == {"extractable": False}
    go_online(page)
    expect(page.locator("#waiting")).to_be_hidden()
    assert Words.objects.count() == 1
    assert json.loads(stored(page))["entries"] == []


def test_done_means_on_the_disk(cast, page_for):
    page = page_for(cast.ada)
    page.add_init_script(
        """window.writes = [];
        const transaction = IDBDatabase.prototype.transaction;
        IDBDatabase.prototype.transaction = function (...given) {
          const made = transaction.apply(this, given);
          if (given[0] === "entries" && made.mode === "readwrite") writes.push(made.durability);
          return made;
        };"""
    )
    page.goto("/today/")
    rung(page, "up").click()
    said(page, "Kept.")
    assert set(page.evaluate("writes")) == {"strict"}


def test_on_a_shared_phone_each_persons_answers_stay_their_own(cast, page_for, signed_in):
    # given: an answer of Ada's waits on the phone
    page = opened(page_for, cast.ada)
    page.context.set_offline(True)
    rung(page, "way_up").click()
    expect(page.locator("#waiting")).to_have_text("1 not sent yet")
    # when: Cleo signs in on it
    base = page.url.split("/today")[0]
    page.context.clear_cookies()
    page.context.add_cookies([session_cookie(signed_in(cast.cleo), base)])
    page.context.set_offline(False)
    # then: Ada's open page says that it waits for her
    page.evaluate("dispatchEvent(new Event('focus'))")
    said(page, "On this phone, not sent yet. Someone else is signed in here now. It waits for you.")
    # and Cleo sees nothing of it
    other = page.context.new_page()
    other.goto("/today/")
    rung(other, "down").click()
    said(other, "Kept.")
    expect(other.locator("#waiting")).to_be_hidden()
    assert standing(cast.cleo) == [30]
    assert standing(cast.ada) == []
    # and it arrives when Ada is back
    page.context.clear_cookies()
    page.context.add_cookies([session_cookie(signed_in(cast.ada), base)])
    page.goto("/today/")
    arrives(page, cast.ada, [90])


def test_a_session_that_ended_loses_nothing(cast, page_for, signed_in):
    page = opened(page_for, cast.ada)
    base = page.url.split("/today")[0]
    page.context.clear_cookies()
    rung(page, "up").click()
    said(page, "On this phone, not sent yet. It goes to your record when you sign in again.")
    page.context.add_cookies([session_cookie(signed_in(cast.ada), base)])
    page.reload()
    arrives(page, cast.ada, [70])


def test_two_open_tabs_send_once(cast, page_for):
    one = opened(page_for, cast.ada)
    two = one.context.new_page()
    two.goto("/today/")
    one.context.set_offline(True)
    for page, state in ((one, "up"), (two, "down")):
        rung(page, state).click()
        said(page, OFFLINE)
    sent = []
    one.context.on("request", lambda r: sent.append(r) if "/api/entries" in r.url else None)
    one.context.set_offline(False)
    for page in (one, two):
        page.evaluate("dispatchEvent(new Event('focus'))")
    for page in (one, two):
        page.evaluate("dispatchEvent(new Event('focus'))")
        arrives(page, cast.ada, [70, 30])
    assert CheckIn.objects.count() == 2


def test_a_lost_answer_of_the_server_is_asked_for_again(cast, page_for):
    page = opened(page_for, cast.ada, service_workers="block")
    dropped = []

    def drop(route):
        route.fetch()  # the server keeps it, and its answer gets lost
        dropped.append(route.request.post_data_json["entries"][0]["uid"])
        route.abort()

    page.route("**/api/entries", drop)
    rung(page, "up").click()
    said(page, OFFLINE)
    page.unroute("**/api/entries")
    assert str(CheckIn.objects.get().uid) == dropped[0]
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#waiting")).to_be_hidden()
    said(page, "Kept.")
    assert CheckIn.objects.count() == 1


def test_what_the_server_cannot_take_is_set_aside_and_said(cast, page_for):
    page = opened(page_for, cast.ada, service_workers="block")
    change = lambda route: route.continue_(  # noqa: E731
        post_data=route.request.post_data.replace('"state":"up"', '"state":"sparkling"')
    )
    page.route("**/api/entries", change)
    rung(page, "up").click()
    said(page, "This could not go into your record. It is safe on this phone.")
    expect(page.locator("#aside")).to_contain_text("1 on this phone could not go into your record")
    expect(page.locator("#aside")).to_contain_text("We don't know that answer.")
    # it does not stand in the way of the next
    page.unroute("**/api/entries")
    page.reload()
    rung(page, "down").click()
    said(page, "Kept.")
    expect(page.locator("#aside")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#aside")).to_be_hidden()
    assert sorted(standing(cast.ada)) == [30, 70]


def test_an_expired_token_is_renewed(cast, page_for):
    page = opened(page_for, cast.ada)
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    rung(page, "up").click()
    said(page, "Kept.")
    assert standing(cast.ada) == [70]


@contextmanager
def no_store(page_for, person, **more):
    page = page_for(person, **more)
    page.add_init_script(
        "indexedDB.open = () => { throw new DOMException('no', 'SecurityError'); };"
    )
    page.goto("/today/")
    yield page


def test_a_phone_that_keeps_nothing_says_so_and_sends_directly(cast, page_for):
    with no_store(page_for, cast.ada) as page:
        expect(page.locator("#direct")).to_have_text(
            "This phone can't keep things offline right now. "
            "Answers go only when you are online; keep this page open."
        )
        rung(page, "up").click()
        said(page, "Kept.")
        assert standing(cast.ada) == [70]
        page.context.set_offline(True)
        rung(page, "down").click()
        said(page, "Your answer is still on this page. We couldn't send it yet. We'll try again.")
        go_online(page)
        said(page, "Kept.")
        assert standing(cast.ada) == [30]


def test_a_request_for_contact_waits_and_arrives_once(cast, page_for):
    page = opened(page_for, cast.ada)
    page.goto("/support/")
    page.context.set_offline(True)
    page.locator("#note").fill("Please call me")
    page.get_by_role("button", name="to contact me").click()
    expect(page.get_by_text("You're offline. This will be sent when you're back.")).to_be_visible()
    assert not ContactRequest.objects.exists()
    go_online(page)
    assert eventually(page, ContactRequest.objects.exists)
    # The open page does not go on saying that it waits
    expect(page.locator("#contact form [role=status]")).to_have_text("Kept.")
    page.reload()
    expect(page.get_by_text("Maya Invented's list now shows this.")).to_be_visible()
    assert ContactRequest.objects.count() == 1


def test_many_waiting_entries_arrive_in_order(cast, page_for):
    page = opened(page_for, cast.ada)
    page.context.set_offline(True)
    uids = page.evaluate(
        """async () => {
          const address = document.querySelector("script[src*='client']").src;
          const { keep } = await import(address.replace("client.js", "outbox.js"));
          const uids = [];
          for (let n = 0; n < 120; n += 1)
            uids.push((await keep({ kind: "check_in", state: n % 2 ? "up" : "down" })).uid);
          return uids;
        }"""
    )
    expect(page.locator("#waiting")).to_have_text("120 not sent yet")
    go_online(page)
    expect(page.locator("#waiting")).to_be_hidden(timeout=20_000)
    assert list(CheckIn.objects.order_by("seq").values_list("uid", flat=True)) == [
        UUID(uid) for uid in uids
    ]
    assert not CheckInMore.objects.exists()
