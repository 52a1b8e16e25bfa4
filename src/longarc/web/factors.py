"""Setting up and removing passwords and second factors: allauth's pages, with what follows here."""

from typing import Any

from allauth.account.internal.flows.login import clear_authentication_records
from allauth.account.views import PasswordSetView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext

from longarc.web import accounts
from longarc.web.welcome import use_up_invitation


class SetPassword(PasswordSetView):
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        accounts.note_password(self.request)
        use_up_invitation(self.request)
        return response

    def get_default_success_url(self) -> str:
        return reverse("home")


class AddPasskey(AddWebAuthnView):
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        accounts.note_second_factor(self.request)
        use_up_invitation(self.request)
        return response

    def get_success_url(self) -> str:
        """Recovery codes go with a password: without one they could open nothing."""
        if _has_password(self.request) and self.did_generate_recovery_codes:
            return reverse("mfa_view_recovery_codes")
        return reverse("home")


class AddCodeApp(ActivateTOTPView):
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        accounts.note_second_factor(self.request)
        return response


def _has_password(request: HttpRequest) -> bool:
    user: Any = request.user
    return bool(user.has_usable_password())


def _last(view: Any) -> bool:
    return bool(view.get_queryset().count() == 1)


def _removed(request: HttpRequest) -> None:
    """With no second factor left, this session is as open as one without."""
    if not accounts.has_second_factor(request.user):
        clear_authentication_records(request)


class RemovePasskey(RemoveWebAuthnView):
    def form_valid(self, form: Any) -> HttpResponse:
        if not _has_password(self.request) and _last(self):
            messages.info(
                self.request, gettext("It was kept: it is the only thing that opens this.")
            )
            return redirect("mfa_list_webauthn")
        response: HttpResponse = super().form_valid(form)
        _removed(self.request)
        return response


class RemoveCodeApp(DeactivateTOTPView):
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _removed(self.request)
        return response


# These stand before allauth's own lines, with the same addresses and names.
urlpatterns = [
    path("account/password/set/", SetPassword.as_view(), name="account_set_password"),
    path("account/2fa/webauthn/add/", AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "account/2fa/webauthn/keys/<int:pk>/remove/",
        RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("account/2fa/totp/activate/", AddCodeApp.as_view(), name="mfa_activate_totp"),
    path("account/2fa/totp/deactivate/", RemoveCodeApp.as_view(), name="mfa_deactivate_totp"),
]
