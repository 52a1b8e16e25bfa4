"""Accounts through django-allauth: by invitation only, second factors sealed, one query a request.

allauth keeps in each session by which methods it was opened ("authentication records"). A staff
session counts as opened in full when a second factor was shown or set up in this very session:
that costs no query, and a session that was open before says nothing about another one.
"""

import base64
from datetime import datetime, timedelta
from secrets import token_bytes
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.app_settings import EmailVerificationMethod
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from longarc.records.queries import people
from longarc.records.queries.ways_in import words_shut
from longarc.records.small_secrets import factors, readable

DEMO_FLAG = "demo_sign_in"
#: In a session that a link opened and in which nothing was chosen yet: the link's number.
BY_LINK = "invitation"
STAFF_SESSION = timedelta(hours=12)
#: Bytes of a secret that nobody knows.
NOBODYS = 20
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
STAGES = "longarc.web.accounts.SecondFactorStage"

SAID = {
    "account/messages/password_changed.txt": _(
        "Your new password is set. Other devices were signed out."
    ),
    "account/messages/password_set.txt": _("Your password is set."),
    "mfa/messages/totp_activated.txt": _("Your code app is set up."),
    "mfa/messages/totp_deactivated.txt": _("Your code app is no longer used."),
    "mfa/messages/webauthn_added.txt": _("This device's lock is set up."),
    "mfa/messages/webauthn_removed.txt": _("That passkey no longer opens this account."),
    "mfa/messages/recovery_codes_generated.txt": _("You have new recovery codes."),
    "usersessions/messages/sessions_logged_out.txt": _("Other devices were signed out."),
}


class Backend(AuthenticationBackend):
    """Loads the account and its client record together."""

    def get_user(self, user_id: int) -> Any:
        return people.load_user(user_id)


class LoginForm(AllauthLoginForm):
    """allauth sets one lifetime for everyone after signing in; staff sessions are shorter."""

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        response: HttpResponse = super().login(request, redirect_url=redirect_url)
        if request.user.is_authenticated:
            set_lifetime(request, request.user)
        return response


class SecondFactorStage(AuthenticateStage):
    """A client's passkey is another way in, not one more step; their code app is one more step."""

    def handle(self) -> tuple[Any, bool]:
        user: Any = self.login.user
        is_client = getattr(user, "client", None) is not None
        if is_client and not is_mfa_enabled(user, [Authenticator.Type.TOTP]):
            return None, True
        answer: tuple[Any, bool] = super().handle()
        return answer


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("That did not open it. Nothing was changed. Try once more."),
        "too_many_login_attempts": _("That was tried many times. Wait 15 minutes, then try again."),
        "rate_limited": _("That was tried many times. Wait 15 minutes, then try again."),
        "enter_current_password": _("That is not your password now. Nothing was changed."),
        "incorrect_password": _("That did not open it. Nothing was changed. Try once more."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def get_login_stages(self) -> list[str]:
        return [STAGES]

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        set_lifetime(request, user)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return reverse("account")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **given: Any) -> str:  # noqa: ARG002
        """One count for an account, whichever of our host names the guess was sent to."""
        return str(given.get("email", "")).lower()

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Says little, in our words; signing in and out say nothing."""
        text = message or SAID.get(message_template or "")
        if text:
            messages.add_message(request, level, str(text), extra_tags=extra_tags)


class MFAAdapter(DefaultMFAAdapter):
    """allauth keeps TOTP secrets in clear unless these two are given (decision 17)."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That did not open it. Nothing was changed. Try once more."),
    }

    def encrypt(self, text: str) -> str:
        return factors().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What was sealed under another key is a secret that nobody has: no code is ever right."""
        try:
            return factors().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(token_bytes(NOBODYS)).decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002, ARG002
        day = formats.date_format(timezone.localdate(), "j F Y")
        return gettext("This device, added %(day)s") % {"day": day}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": settings.APP_NAME}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.email}


def unreadable_factor(user: Any) -> bool:
    """Their code app or recovery codes cannot be read here, so that no code is ever right."""
    return any(not readable(row) for row in people.coded_factors(user.pk))


def codes_of(user: int | None) -> Authenticator | None:
    """The recovery codes that an account has, where they can be read."""
    kind = Authenticator.Type.RECOVERY_CODES
    found = (row for row in people.coded_factors(user) if row.type == kind and readable(row))
    return next(found, None)


def kept_codes(user: Any) -> Authenticator | None:
    """Codes that the person has seen, from before anything of theirs was shut; one is left."""
    row = codes_of(user.pk)
    if row is None or not _has_one_left(RecoveryCodes(row)):
        return None
    return row if user.words_shut_at is None or row.created_at < user.words_shut_at else None


def _has_one_left(codes: RecoveryCodes) -> bool:
    return codes.did_view and bool(codes.get_unused_codes())


def proving_codes(user: Any, at: datetime) -> Authenticator | None:
    """Codes that show that it is them: none made after others opened the account for them."""
    row, since = codes_of(user.pk), words_shut(user, at=at)
    return row if row and (since is None or row.created_at < since) else None


def right_code(request: HttpRequest, row: Authenticator | None, key: str, code: str) -> bool:
    """Whether this is one of the codes, which then is used. Few guesses for each account.

    Raises:
        ValidationError: that was tried many times.
    """
    if not ratelimit.consume(request, action="recovery_code", key=key):
        raise AccountAdapter(request).validation_error("too_many_login_attempts")
    return bool(row and RecoveryCodes(row).validate_code("".join(code.split())))


def set_lifetime(request: HttpRequest, user: Any) -> None:
    """Staff sign in anew every 12 hours; a client's device stays open for 30 days."""
    staff = people.actor(user).is_staff
    request.session.set_expiry(
        timezone.now() + STAFF_SESSION if staff else settings.SESSION_COOKIE_AGE
    )


def sign_in(request: HttpRequest, user: Any) -> HttpResponse:
    """Open a session without password or second factor: for links made for one person."""
    adapter = get_account_adapter(request)
    adapter.login(request, user)
    response: HttpResponse = adapter.post_login(
        request,
        user,
        email_verification=EmailVerificationMethod.NONE,
        signal_kwargs=None,
        email=user.email,
        signup=False,
        redirect_url=None,
    )
    return response


def _user(request: HttpRequest) -> Any:
    return request.user


def second_factor_shown(request: HttpRequest) -> bool:
    """Whether a second factor was shown or set up in this session. No query."""
    if settings.DEMO and request.session.get(DEMO_FLAG):
        return True
    records = get_authentication_records(request, _user(request))
    return any(record.get("method") == "mfa" for record in records)


def has_second_factor(user: Any) -> bool:
    return bool(is_mfa_enabled(user, SECOND_FACTORS))


def note_second_factor(request: HttpRequest) -> None:
    """A second factor was set up in this session: it counts as shown."""
    record_authentication(request, _user(request), "mfa", reauthenticated=True)


def note_made_codes(request: HttpRequest) -> None:
    """Codes were made in this session: they can be read at once. No second factor was shown."""
    record_authentication(request, _user(request), "made_codes", reauthenticated=True)


def note_password(request: HttpRequest) -> None:
    """A password was chosen in this session: it need not be typed again at once."""
    record_authentication(request, _user(request), "password", reauthenticated=True)
