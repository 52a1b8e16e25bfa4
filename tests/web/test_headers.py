"""What every answer carries, whoever asks and whatever the answer is."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.urls import reverse

from longarc.web.routes import POLICY
from tests.web.test_policy_matrix import routes

# Pages that the browser may keep: nothing in them belongs to one person.
MAY_BE_KEPT = {"support to anyone"} | {
    f"{name}{who}" for name in ("service_worker", "manifest") for who in ("", " to anyone")
}
ENOUGH_PAGES = 30


def pages(cast):
    """Every address that may be asked for with GET, about Ada where it is about someone."""
    ada = cast.ada.client.public_id
    for name, route in routes().items():
        if "GET" in POLICY.get(name, {}):
            yield name, route.url(client_id=ada)


def answers(cast, signed_in, client):
    """Everyone's answers; leaving ends a session, so it comes last."""
    leaving = {"leave", "account_logout"}
    for person in (None, cast.ada, cast.maya, cast.owner, cast.coordinator):
        browser = signed_in(person) if person else client
        ordered = sorted(pages(cast), key=lambda page: page[0] in leaving)
        who = "" if person else " to anyone"
        yield from ((f"{name}{who}", browser.get(url)) for name, url in ordered)
        yield "unknown", browser.get("/no/such/page/")
        yield "refused", browser.delete("/today/")


def directives(policy):
    return {part.split()[0]: part.split()[1:] for part in policy.split(";") if part.strip()}


def test_every_answer_is_guarded(cast, signed_in, client, caplog):
    caplog.set_level("CRITICAL", "django.request")
    seen, wrong = 0, []
    for name, answer in answers(cast, signed_in, client):
        seen += answer.status_code == 200
        wrong += [f"{name} ({answer.status_code}): {what}" for what in missing(name, answer)]
    assert seen > ENOUGH_PAGES
    assert not wrong, sorted(set(wrong))


def missing(name, answer):
    policy = directives(answer.headers.get("Content-Security-Policy", ""))
    if "unsafe" in str(policy) or "*" in str(policy):
        yield f"unsafe policy {policy}"
    yield from (what for what, value in POLICED.items() if policy.get(what) != [value])
    kept = answer.headers.get("Cache-Control", "")
    if "no-store" not in kept and name not in MAY_BE_KEPT:
        yield f"Cache-Control {kept}"
    for header, value in FIXED.items():
        if answer.headers.get(header) != value and not (
            name.startswith("leave") and header == "Referrer-Policy"
        ):
            yield header


POLICED = {
    "default-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
}
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}


def test_no_page_has_inline_script_or_style_or_asks_elsewhere(cast, signed_in, client, caplog):
    caplog.set_level("CRITICAL", "django.request")
    for name, answer in answers(cast, signed_in, client):
        if "html" not in answer.headers.get("Content-Type", ""):
            continue
        html = answer.content.decode()
        for tag in re.findall(r"<script[^>]*>", html):
            assert "src=" in tag or 'type="application/json"' in tag, (name, tag)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", html), name
        loaded = re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="([^"]+)"', html)
        assert not [where for where in loaded if not where.startswith(("/", "data:image/"))], name


def test_titles_and_addresses_tell_nothing(cast, signed_in, caplog):
    caplog.set_level("CRITICAL", "django.request")
    browser = signed_in(cast.ada)
    for name, url in pages(cast):
        if name not in {"leave", "account_logout"}:
            answer = browser.get(url)
            titles = re.findall(
                r"<title>([^<]*)</title>", answer.getvalue().decode(errors="replace")
            )
            assert set(titles) <= {"Today"}, name


ASK = """
import json, django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
browser = Client(headers={"host": "care.example"})
answer = browser.get("/account/login/", secure=True)
print(json.dumps({
    "csrf": [m.OutputString() for m in answer.cookies.values()],
    "session": [settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE,
                settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE],
    "hsts": answer.headers.get("Strict-Transport-Security"),
    "status": answer.status_code,
    "other_host": Client(headers={"host": "evil.example"}).get("/", secure=True).status_code,
}))
"""


def test_behind_https_cookies_are_bound_to_the_host(tmp_path):
    """A server of its own, because settings are read once."""
    env = {
        **os.environ,
        "LONGARC_DATA_DIR": str(tmp_path),
        "LONGARC_DATABASE_URL": f"sqlite:///{tmp_path}/own.sqlite3",
        "LONGARC_ORIGIN": "https://care.example",
        "DJANGO_SETTINGS_MODULE": "longarc.config.settings",
    }
    ran = [sys.executable, "-c", ASK]
    done = subprocess.run(ran, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["status"] == 200
    assert told["session"] == ["__Host-session", True, True, "Lax"]
    (csrf,) = told["csrf"]
    assert csrf.startswith("__Host-csrf=")
    for part in ("Secure", "Path=/", "SameSite=Lax"):
        assert part in csrf
    assert "Domain" not in csrf
    assert int(told["hsts"].split("=")[1].split(";")[0]) >= 31536000
    assert told["other_host"] == 400


@pytest.mark.django_db
def test_another_site_cannot_post_or_sign_out(cast, signed_in):
    from django.test import Client as Browser

    strict = Browser(enforce_csrf_checks=True)
    strict.cookies = signed_in(cast.ada).cookies
    refused = strict.post(reverse("today_check_in"), {"state": "up"})
    assert refused.status_code == 403
    assert "What was kept before is safe." in refused.content.decode()
    strict.get("/leave/", headers={"sec-fetch-site": "cross-site"})
    assert strict.get("/today/").status_code == 200
