"""Printed pages: whose they are and of when on each of them, and how many there are."""

import re
import shutil
import subprocess

import pytest
from django.utils import timezone
from tests.cast import make_cast
from tests.web import record_story
from tests.web.staff import story

from longarc.care.session_record import Kind
from longarc.records.codec import Where, seal
from longarc.records.models import Client, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Aurelia Maximiliana Wilhelmina von und zu Invented-Hohenschwangau the Younger " * 2
NAMES = {"usual": "Ada Invented", "long": LONG.strip(), "right to left": "עדה מומצאת"}
WORDS = "She asked for the window, and then she was quiet for a long time. " * 6


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def named(cast, name):
    """Ada under another name, in her record and in her account."""
    where = Where(cast.practice.pk, None, "client.name", cast.ada.client.public_id)
    Client.objects.filter(pk=cast.ada.client.pk).update(name=seal(name, where))
    where = Where(cast.practice.pk, None, "user.name", cast.ada.user.public_id)
    User.objects.filter(pk=cast.ada.user.pk).update(name=seal(name, where))


def pages(page, tmp_path):
    """The text of each printed page."""
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("no pdftotext here (poppler-utils): the printed pages are not read")
    file = tmp_path / "printed.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    done = subprocess.run([reader, "-layout", file, "-"], capture_output=True, check=True)
    found = done.stdout.decode().split("\f")[:-1]
    return [" ".join(one.split()) for one in found]


def each_is_marked(found, name):
    year, n = f"{timezone.localdate().year}", len(found)
    first = name.split()[0]
    for number, text in enumerate(found, start=1):
        assert first in text or first[::-1] in text, (number, text[:300])
        assert f"printed from the record as of {timezone.localdate():%-d %B} {year}" in text
        assert re.search(rf"\b{number} ?/ ?{n}\b", text), (number, text[-200:])
        assert len(text) > 250, (number, text)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_session_record_of_several_pages_says_on_each_whose_it_is(cast, page_for, tmp_path, name):
    named(cast, name)
    session = record_story.yesterday(cast)
    lines = [(Kind.EVENT, number / 4, f"{number}. {WORDS}") for number in range(32)]
    record_story.happened(cast, session, *lines)
    desk = page_for(cast.maya, width=1280)
    desk.goto(f"{story.url_of('client_session_records', cast.ada)}{session}/")
    found = pages(desk, tmp_path)
    assert len(found) >= 3
    each_is_marked(found, name)
    assert "What is recorded" in found[0]
    assert "0. She asked for the window" in found[0]  # no blank first page
    together = " ".join(found)
    assert all(f"{number}. She asked" in together for number in range(32))


STAFF = ("client_handover", "client_safety_plan", "client_formulation", "client_adverse", "client")


@pytest.mark.parametrize("route", STAFF)
def test_every_page_about_a_client_prints_with_the_name(cast, page_for, tmp_path, route):
    desk = page_for(cast.maya, width=1280)
    desk.goto(story.url_of(route, cast.ada))
    found = pages(desk, tmp_path)
    for number, text in enumerate(found, start=1):
        assert "Ada Invented" in text
        assert re.search(rf"\b{number} ?/ ?{len(found)}\b", text), text[-200:]


@pytest.mark.parametrize("path", ["/arc/", "/patterns/", "/my-data/", "/support/hard-hours/"])
def test_a_clients_own_pages_print_with_their_name(cast, page_for, tmp_path, path):
    phone = page_for(cast.ada, js=False)
    assert phone.goto(path).status == 200
    found = pages(phone, tmp_path)
    assert all("Ada Invented" in text for text in found)
    assert re.search(rf"\b1 ?/ ?{len(found)}\b", found[0])
    phone.emulate_media(media="screen")
    assert not phone.locator(".paper").is_visible()
