"""Fixtures that all tests share. The data base is the one that LONGARC_DATABASE_URL names."""

import gc
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("LONGARC_DATA_DIR", tempfile.mkdtemp(prefix="longarc-test-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "longarc.config.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
# A command in a process of its own starts in half the time when it need not be compiled anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

import pytest
from django.contrib.contenttypes.management import create_contenttypes
from django.db.models.signals import post_migrate
from django.test import Client as Browser

from tests.cast import Cast, Person, make_cast

DATA = Path(os.environ.get("LONGARC_TEST_DATA", Path(__file__).parents[2] / "shared" / "data"))


def pytest_collection_finish() -> None:
    """What stands now stays to the end: looking through it for garbage took a fifth of the time."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Tables that a test emptied stay empty: Django's own permissions are not in use here."""
    permissions = "django.contrib.auth.management.create_permissions"
    assert post_migrate.disconnect(create_contenttypes)
    assert post_migrate.disconnect(dispatch_uid=permissions)


@pytest.fixture(autouse=True)
def plain_settings(settings):
    """Cheap password hashing, and static files straight from the source tree."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def signed_in() -> Callable[[Person], Browser]:
    """A browser (Django's test client) in which this person is signed in, second factor shown."""

    def sign_in(person: Person) -> Browser:
        browser = Browser()
        browser.force_login(person.user, backend="longarc.web.accounts.Backend")
        if person.actor.is_staff:
            session = browser.session
            session["account_authentication_methods"] = [{"method": "mfa", "type": "totp"}]
            session["account_authentication_methods_user"] = str(person.user.pk)
            session.save()
        return browser

    return sign_in


@pytest.fixture(scope="session")
def public_data() -> Path:
    """The folder of public data sets; tests that need it are skipped, and say so, without it."""
    if not DATA.is_dir():
        pytest.skip("the public data sets are not here (set LONGARC_TEST_DATA)")
    return DATA
