"""A real browser against a real server: Debian's Chromium, driven by Playwright.

No page made here reaches another origin, and a test whose page asked for one fails. Only the
address that Leave goes to is answered, by an empty page, for tests that use `leave_answers`.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, sync_playwright
from tests.cast import Person

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
]
#: The same engine without windows, tabs and notes: a new profile costs a third.
SHELL = "chromium-headless-shell"
PLACES = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

#: The colours of a button pass over in a moment; before that neither scheme is there.
AT_REST = "Promise.allSettled(document.getAnimations().map((one) => one.finished))"
#: What is well is left in the page: told in full, it cost more than the looking.
VIOLATIONS = "async (options) => (await axe.run(options)).violations"
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def chromium(*, whole: bool = False) -> str:
    """The browser's path: LONGARC_TEST_CHROMIUM, or the first that is found."""
    given = os.environ.get("LONGARC_TEST_CHROMIUM")
    places = PLACES if whole else [SHELL, *PLACES]
    found = given or next((path for place in places if (path := shutil.which(place))), None)
    if not found:
        pytest.skip("no Chromium here: set LONGARC_TEST_CHROMIUM to its path")
    return found


@pytest.fixture(scope="session")
def playwright_() -> Iterator[Any]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright_: Any) -> Iterator[Browser]:
    with playwright_.chromium.launch(executable_path=chromium(), args=FLAGS) as browser:
        yield browser


@pytest.fixture(scope="session")
def whole_browser(playwright_: Any) -> Iterator[Browser]:
    with playwright_.chromium.launch(executable_path=chromium(whole=True), args=FLAGS) as browser:
        yield browser


@dataclass
class Network:
    """What pages asked for outside the server. No name is known there, so nothing arrives."""

    base: str
    leave_answers: bool = False
    foreign: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        context.on("request", self._note)
        if self.leave_answers:
            context.route(settings.LEAVE_URL, self._answer)

    def _note(self, request: Request) -> None:
        if not request.url.startswith((self.base, "data:", "blob:", settings.LEAVE_URL)):
            self.foreign.append(request.url)

    def _answer(self, route: Route) -> None:
        route.fulfill(body="<!doctype html><title>Neutral</title>", content_type="text/html")


@pytest.fixture
def network(live_server: Any) -> Iterator[Network]:
    network = Network(base_of(live_server))
    yield network
    assert network.foreign == [], f"third-party requests: {network.foreign}"


@pytest.fixture
def leave_answers(network: Network) -> None:
    """Where Leave goes is an empty page. Only for those who leave: it turns the cache off."""
    network.leave_answers = True


def base_of(live_server: Any) -> str:
    """localhost rather than an address: service workers and passkeys need a name."""
    return str(live_server.url).replace("127.0.0.1", "localhost")


@pytest.fixture
def page_for(
    request: pytest.FixtureRequest, live_server: Any, network: Network, signed_in: Any
) -> Iterator[Callable[..., Page]]:
    """A page in a new browser profile, signed in as `person`."""
    whole = request.node.get_closest_marker("whole_browser")
    browser: Browser = request.getfixturevalue("whole_browser" if whole else "browser")
    contexts: list[BrowserContext] = []

    def open_page(
        person: Person | None = None,
        width: int = 320,
        height: int = 640,
        dark: bool = False,
        js: bool = True,
        **more: Any,
    ) -> Page:
        context = browser.new_context(
            base_url=network.base,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=js,
            **more,
        )
        contexts.append(context)
        network.watch(context)
        if person:
            context.add_cookies([session_cookie(signed_in(person), network.base)])
        page = context.new_page()
        page.set_default_timeout(8000)
        return page

    yield open_page
    for context in contexts:
        context.close()


def session_cookie(signed_in_browser: Any, base: str) -> Any:
    value = signed_in_browser.cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": base}


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Zero violations of WCAG 2.2 A and AA and of axe's best practice; contrast in light and dark.

    Only colours differ between the two, so the other rules are asked once.
    """

    def check(page: Page) -> None:
        page.wait_for_load_state()  # a heading can be seen before the style sheet has arrived
        _clean(page, RULES)
        dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        page.emulate_media(color_scheme="light" if dark else "dark")
        _clean(page, CONTRAST)
        page.emulate_media(color_scheme="dark" if dark else "light")

    return check


def _clean(page: Page, rules: dict[str, Any]) -> None:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    page.evaluate(AT_REST)
    found = page.evaluate(VIOLATIONS, {**rules, "resultTypes": ["violations"]})
    assert not found, AxeResults({"violations": found}).generate_report()


@pytest.fixture
def no_sideways() -> Callable[[Page], None]:
    """Nothing scrolls sideways."""

    def check(page: Page) -> None:
        page.wait_for_load_state()
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{page.url} is {wide} px too wide"

    return check
