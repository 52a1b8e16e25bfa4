"""Every sentence on every page goes through gettext: a pseudo-locale shows the ones that do not.

The pseudo-language wraps each translated sentence in brackets and accents its letters. What a
page shows outside brackets must be data: names, numbers, times.
"""

import re
from html.parser import HTMLParser

import pytest
from django.utils import translation
from django.utils.translation import trans_real

from longarc.web.client import today_parts

OPEN, CLOSE = "⟦", "⟧"
ACCENTS = str.maketrans("aeiouAEIOU", "áéíóúÁÉÍÓÚ")
PLACE = re.compile(r"(%\(\w+\)s|%s|%%|<[^>]+>|&\w+;)")


def pseudo(text: str) -> str:
    if not text.strip():
        return text
    parts = PLACE.split(text)
    return OPEN + "".join(p if PLACE.fullmatch(p) else p.translate(ACCENTS) for p in parts) + CLOSE


class PseudoTranslation(trans_real.DjangoTranslation):
    """English, wrapped. Formats of dates and numbers stay those of English."""

    def gettext(self, message):
        return pseudo(message.rpartition("\x04")[2])  # a context comes before the sentence

    def ngettext(self, one, many, n):
        return pseudo(one if n == 1 else many)

    def pgettext(self, context, message):
        return pseudo(message)


@pytest.fixture
def pseudo_locale(monkeypatch, settings):
    settings.LANGUAGES = [("en", "English")]
    made = PseudoTranslation("en")
    monkeypatch.setitem(trans_real._translations, "en", made)
    today_parts._body_map.cache_clear()  # made once for each language, perhaps before this test
    with translation.override("en"):
        yield
    today_parts._body_map.cache_clear()


class Shown(HTMLParser):
    """Collects what a reader sees or hears: text nodes, and attributes that are read out."""

    def __init__(self):
        super().__init__()
        self.texts: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in {"meta", "link", "input", "img", "br", "hr", "path", "rect"}:
            kept = dict(attrs).get("translate") == "no"  # names and titles of others
            self.inside.append("script" if kept else tag)
        for name, value in attrs:
            if name in {"aria-label", "placeholder", "alt", "title"} and value:
                self.texts.append(value)

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop() not in {tag, "script"}:
            pass

    def handle_data(self, data):
        if data.strip() and not {"style", "script"} & set(self.inside):
            self.texts.append(data.strip())


def untranslated(html: str) -> list[str]:
    """Words outside brackets. Text of one element may hold several wrapped sentences."""
    shown = Shown()
    shown.feed(html)
    joined = "\n".join(shown.texts)
    outside = re.sub(rf"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", " ", joined, flags=re.S)
    for _ in range(4):
        outside = re.sub(rf"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", " ", outside, flags=re.S)
    return re.findall(r"[A-Za-z]{3,}(?:[ '][A-Za-z]+)*", outside)


#: A look at these ends the session, and the pages after them would be the door.
SIGN_OUT = {"leave", "account_logout"}
NAMES = {"Ada", "Cleo", "Maya", "Finn", "Bo", "Olga", "Kim", "Sue", "Pat", "Gale", "Invented"}
LOGINS = {name.lower() for name in NAMES}
DATA = NAMES | LOGINS | {"Practice", "Today", "UTC", "CSV", "JSON", "example", "org", "localhost"}


def is_data(words: str) -> bool:
    return set(re.findall(r"[A-Za-z]{3,}", words)) <= DATA


def open_pages(browser, cast) -> list[tuple[str, str]]:
    """Every page of the declared policy that this person may open, as (route, html)."""
    from django.urls import NoReverseMatch, reverse

    from longarc.web.routes import POLICY

    pages = []
    for route in (one for one in POLICY if one not in SIGN_OUT):
        for arguments in ({}, {"client_id": cast.ada.client.public_id}):
            try:
                url = reverse(route, kwargs=arguments)
            except NoReverseMatch:
                continue
            answer = browser.get(url)
            if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
                pages.append((route, answer.content.decode()))
    return pages


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["ada", "maya", "owner", "coordinator", None])
def test_every_sentence_on_every_page_is_translatable(pseudo_locale, cast, signed_in, who, client):
    from datetime import timedelta

    from tests.cast import NOW, check_in

    for day in range(30):
        check_in(cast.ada, NOW - timedelta(days=day), (10, 50, 90, None)[day % 4])
    browser = signed_in(getattr(cast, who)) if who else client
    pages = open_pages(browser, cast)
    assert pages
    found = {
        route: words
        for route, html in pages
        if (words := [w for w in untranslated(html) if not is_data(w)])
    }
    assert not found


def test_the_pseudo_locale_notices_a_bare_sentence():
    html = f"<p>{pseudo('Kept.')}</p><p>Bare words</p><p>Maya</p>"
    assert [w for w in untranslated(html) if not is_data(w)] == ["Bare words"]
