"""A real browser against a real server: Debian's Chromium, driven by Playwright.

Every page made here refuses the network to any other origin and fails the test that asked for
it; `LEAVE` alone is answered, by an empty page, because it is where Leave goes.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright
from tests.cast import Person

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
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
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def chromium() -> str:
    """The browser's path: LONGARC_TEST_CHROMIUM, or the first that is found."""
    given = os.environ.get("LONGARC_TEST_CHROMIUM")
    found = given or next((path for place in PLACES if (path := shutil.which(place))), None)
    if not found:
        pytest.skip("no Chromium here: set LONGARC_TEST_CHROMIUM to its path")
    return found


@pytest.fixture(scope="session")
def playwright_() -> Iterator[Any]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright_: Any) -> Iterator[Browser]:
    browser = playwright_.chromium.launch(executable_path=chromium(), args=FLAGS)
    yield browser
    browser.close()


@dataclass
class Network:
    """What pages asked for outside the server."""

    base: str
    foreign: list[str] = field(default_factory=list)

    def answer(self, route: Route) -> None:
        url = route.request.url
        if url.startswith(settings.LEAVE_URL):
            route.fulfill(body="<!doctype html><title>Neutral</title>", content_type="text/html")
        else:
            self.foreign.append(url)
            route.abort()

    def watch(self, context: BrowserContext) -> None:
        outside = lambda url: not url.startswith((self.base, "data:", "blob:"))  # noqa: E731
        context.route(outside, self.answer)


@pytest.fixture
def network(live_server: Any) -> Iterator[Network]:
    network = Network(base_of(live_server))
    yield network
    assert network.foreign == [], f"third-party requests: {network.foreign}"


def base_of(live_server: Any) -> str:
    """localhost rather than an address: service workers and passkeys need a name."""
    return str(live_server.url).replace("127.0.0.1", "localhost")


@pytest.fixture
def page_for(
    browser: Browser, live_server: Any, network: Network, signed_in: Any
) -> Iterator[Callable[..., Page]]:
    """A page in a new browser profile, signed in as `person`."""
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
        page.evaluate(AT_REST)
        _clean(page, CONTRAST)
        page.emulate_media(color_scheme="dark" if dark else "light")

    return check


def _clean(page: Page, rules: dict[str, Any]) -> None:
    results = Axe().run(page, options=rules)
    assert results.violations_count == 0, results.generate_report()


@pytest.fixture
def no_sideways() -> Callable[[Page], None]:
    """Nothing scrolls sideways."""

    def check(page: Page) -> None:
        page.wait_for_load_state()
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{page.url} is {wide} px too wide"

    return check
