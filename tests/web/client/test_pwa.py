"""What a phone may keep: nothing of anyone's, and what it needs when the server is away."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from tests.cast import NOW, check_in

pytestmark = pytest.mark.django_db
OFFLINE = ("offline", "exercisesOffline", "lock")


def test_the_manifest_is_neutral(client, settings):
    settings.APP_NAME = "Tea"
    response = client.get("/manifest.webmanifest")
    told = response.json()
    assert response["Content-Type"] == "application/manifest+json"
    assert (told["name"], told["short_name"], told["start_url"]) == ("Tea", "Tea", "/")
    for icon in told["icons"]:
        assert finders.find(icon["src"].removeprefix(settings.STATIC_URL)), icon


def shell(client):
    response = client.get("/sw.js")
    assert response["Content-Type"].startswith("text/javascript")
    found = re.match(r"self\.SHELL = (.*);\nimportScripts\((.*)\);", response.content.decode())
    return json.loads(found[1]), json.loads(found[2])


def test_the_worker_names_files_that_exist(client, settings):
    told, script = shell(client)
    for path in [*told["files"], script]:
        assert finders.find(path.removeprefix(settings.STATIC_URL)), path
    for name in ("offline", "exercisesOffline", "lock", "support"):
        assert client.get(told[name]).status_code == 200


def test_every_import_of_a_kept_script_is_kept(client, settings):
    told, _ = shell(client)
    pages = "".join(client.get(told[name]).content.decode() for name in OFFLINE)
    kept = {*told["files"], *re.findall(r'src="([^"]+\.js)"', pages)}
    for path in kept:
        with open(finders.find(path.removeprefix(settings.STATIC_URL))) as file:  # noqa: PTH123
            for name in re.findall(r'(?:from|import) "\./([^"]+)"', file.read()):
                assert settings.STATIC_URL + name in kept, (path, name)


def test_offline_pages_hold_nothing_of_anyones(cast, signed_in, client):
    check_in(cast.ada, NOW)
    for path in ("/offline/", "/exercises/offline/", "/lock/"):
        html = client.get(path).content.decode()
        for word in ("Ada", "Maya", str(cast.ada.client.public_id), "Invented"):
            assert word not in html


class TestLeave:
    def test_the_link_ends_the_session_and_goes_somewhere_neutral(self, cast, signed_in, settings):
        browser = signed_in(cast.ada)
        response = browser.get("/leave/")
        assert response["Location"] == settings.LEAVE_URL
        assert response["Referrer-Policy"] == "no-referrer"
        assert browser.get("/today/").status_code == 302

    def test_a_script_ends_the_session_and_goes_nowhere(self, cast, signed_in):
        browser = signed_in(cast.ada)
        assert browser.post("/leave/", {"quiet": "1"}).status_code == 204
        assert browser.get("/today/").status_code == 302

    def test_a_form_goes_to_the_sign_in_page(self, cast, signed_in):
        browser = signed_in(cast.maya)
        assert browser.post("/leave/")["Location"] == "/account/login/"

    def test_another_site_signs_nobody_out(self, cast, signed_in):
        browser = signed_in(cast.ada)
        browser.get("/leave/", headers={"Sec-Fetch-Site": "cross-site"})
        assert browser.get("/today/").status_code == 200
