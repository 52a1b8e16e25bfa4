"""A page never loads the compiled path: it would cost a process seconds and tens of megabytes."""

import subprocess
import sys

OPEN = """
import sys, django
from django.conf import settings
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
django.setup()
from django.test import Client as Browser
from tests.cast import NOW, check_in, make_cast
from datetime import timedelta
from longarc.records.models import CheckIn
cast = make_cast()
one = check_in(cast.ada, NOW - timedelta(days=800))
rows = []
for n in range(1, 2000):
    row = CheckIn(**{f.attname: getattr(one, f.attname) for f in one._meta.concrete_fields})
    row.pk, row.uid = None, CheckIn().uid
    row.at = row.received_at = one.at + timedelta(hours=9.5 * n)
    row.position = (30, 50, 50, 70, 50, 90, 10)[n % 7]
    rows.append(row)
CheckIn.objects.bulk_create(rows, batch_size=500)
import django.utils.timezone as clock
clock.now = lambda: NOW
browser = Browser(SERVER_NAME="localhost")
browser.force_login(cast.maya.user, backend="longarc.web.accounts.Backend")
session = browser.session
session["account_authentication_methods"] = [{"method": "mfa", "type": "totp"}]
session["account_authentication_methods_user"] = str(cast.maya.user.pk)
session.save()
from django.urls import reverse
page = browser.get(reverse("client", args=[cast.ada.client.public_id]) + "?days=all")
assert page.status_code == 200, page.status_code
print("2000 check-ins" in page.content.decode(), "numpy" in sys.modules)
print([name for name in sys.modules if name.split(".")[0] in {"numba", "llvmlite"}])
"""


def test_the_page_of_a_client_with_2000_check_ins_answers_without_the_compiled_path(migrated):
    ran = subprocess.run(
        [sys.executable, "-c", OPEN],
        env=migrated.environment(DJANGO_SETTINGS_MODULE="longarc.config.settings"),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines() == ["True True", "[]"]
