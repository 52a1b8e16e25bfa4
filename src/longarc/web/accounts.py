"""Accounts through django-allauth: by invitation only, second factors sealed, one query a request."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest

from longarc.records.queries import people
from longarc.web.sealing import fernet

DEMO_FLAG = "demo_sign_in"


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Loads the account and its client record together."""

    def get_user(self, user_id: int) -> Any:
        return people.load_user(user_id)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth keeps TOTP secrets in clear unless these two are given (decision 17)."""

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> Fernet:
    return fernet("second factors")


def second_factor_shown(request: HttpRequest) -> bool:
    """Whether this session was opened with a second factor, or one was set up in it.

    An account that has one was asked for it at sign-in; one that has none may only set one up.
    """
    if settings.DEMO and request.session.get(DEMO_FLAG):
        return True
    methods = {record.get("method") for record in get_authentication_records(request)}
    return "mfa" in methods or bool(is_mfa_enabled(request.user))
