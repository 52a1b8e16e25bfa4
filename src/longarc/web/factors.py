"""Setting up and removing passwords and second factors: allauth's pages, with what follows here."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import clear_authentication_records
from allauth.account.views import PasswordSetView
from allauth.mfa.recovery_codes.internal.flows import auto_generate_recovery_codes
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext

from longarc.web import accounts
from longarc.web.policy import actor_of
from longarc.web.welcome import use_up_invitation


class SetPassword(PasswordSetView):
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        accounts.note_password(self.request)
        if use_up_invitation(self.request) and _gets_codes(self.request):
            return redirect("mfa_view_recovery_codes")
        return response

    def get_default_success_url(self) -> str:
        return reverse("home")


def _gets_codes(request: HttpRequest) -> bool:
    """A client's codes come with their welcome; staff get theirs with the second factor."""
    actor = actor_of(request)
    if actor is None or actor.client is None:
        return False
    return auto_generate_recovery_codes(request) is not None


class AddPasskey(AddWebAuthnView):
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        accounts.note_second_factor(self.request)
        use_up_invitation(self.request)
        return response

    def get_success_url(self) -> str:
        if self.did_generate_recovery_codes:
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


def _keeping_codes(request: HttpRequest, remove: Callable[[], HttpResponse]) -> HttpResponse:
    """allauth lets recovery codes go with the last factor; they stay a person's own proof."""
    codes = accounts.codes_of(request.user.pk)
    response = remove()
    if codes and accounts.codes_of(request.user.pk) is None:
        codes.pk = None
        codes.save(force_insert=True)
    _removed(request)
    return response


class RemovePasskey(RemoveWebAuthnView):
    def form_valid(self, form: Any) -> HttpResponse:
        if not _has_password(self.request) and _last(self):
            messages.info(
                self.request, gettext("It was kept: it is the only thing that opens this.")
            )
            return redirect("mfa_list_webauthn")
        return _keeping_codes(self.request, lambda: super(RemovePasskey, self).form_valid(form))


class RemoveCodeApp(DeactivateTOTPView):
    def form_valid(self, form: Any) -> HttpResponse:
        return _keeping_codes(self.request, lambda: super(RemoveCodeApp, self).form_valid(form))


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
