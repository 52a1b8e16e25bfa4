"""Recovery codes: made and printed by everyone, and what each of them opens (ADR 36)."""

from typing import Any

from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.recovery_codes.views import (
    DownloadRecoveryCodesView,
    GenerateRecoveryCodesView,
    ViewRecoveryCodesView,
)
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.records.actions import ways_in as actions
from longarc.records.queries import people, ways_in
from longarc.web import accounts
from longarc.web.policy import actor_of


class MakeCodesForm(forms.Form):
    """allauth gives codes only beside a second factor; here they are also a client's own proof."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.pop("user")
        super().__init__(*args, **kwargs)


def _kept_shut(request: HttpRequest) -> bool:
    """Codes from before are the only thing that opens shut words: they are not shown or replaced
    to whoever came in by a link."""
    user: Any = request.user
    shut = ways_in.words_shut(user, at=timezone.now())
    return bool(shut and accounts.kept_codes(user))


class _Guarded:
    """The page that says why, while words are shut and codes from before could open them."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and _kept_shut(request):
            return redirect("open_words")
        told: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return told


class ViewCodes(_Guarded, ViewRecoveryCodesView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Codes that cannot be read here, or none: to the page that makes new ones."""
        user: Any = request.user
        if user.is_authenticated and accounts.codes_of(user.pk) is None:
            return redirect("mfa_generate_recovery_codes")
        return super().dispatch(request, *args, **kwargs)


class DownloadCodes(_Guarded, DownloadRecoveryCodesView):
    pass


class MakeCodes(_Guarded, GenerateRecoveryCodesView):
    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Whoever made them reads them next; without a password nothing shows who they are."""
        made: HttpResponse = super().form_valid(form)
        accounts.note_made_codes(self.request)
        return made

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told: dict[str, Any] = super().get_context_data(**kwargs)
        return {**told, "had": accounts.codes_of(self.request.user.pk) is not None}


class OneMoreStep(AuthenticateView):
    """Says so when the code app cannot be read here: then no code is ever right."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told: dict[str, Any] = super().get_context_data(**kwargs)
        user = self.stage.login.user
        return {**told, "unreadable": accounts.unreadable_factor(user)}


def open_by_code(request: HttpRequest) -> HttpResponse:
    """E-mail address and a recovery code, for accounts that have no password.

    Where there is a password, a code is the step after it: alone it would be less than before.
    """
    if request.method == "GET":
        return render(request, "account/by_code.html", {"typed": {}})
    address = request.POST.get("email", "").strip().lower()
    user: Any = people.by_address(address)
    row = accounts.codes_of(user.pk) if user and not user.has_usable_password() else None
    try:
        right = accounts.right_code(request, row, address, request.POST.get("code", ""))
    except ValidationError as often:
        return _not_open(request, " ".join(often.messages))
    if not (right and user):
        return _not_open(request, _("That did not open it. Nothing was changed. Try once more."))
    return _come_in(request, user)


def _not_open(request: HttpRequest, problem: str) -> HttpResponse:
    context = {"problem": problem, "typed": request.POST}
    return render(request, "account/by_code.html", context, status=400)


def _come_in(request: HttpRequest, user: Any) -> HttpResponse:
    accounts.sign_in(request, user)
    accounts.note_second_factor(request)
    actions.came_by_code(by=people.actor(user), at=timezone.now())
    messages.info(request, _("You are in. Set up how you want to open it next time."))
    return redirect("mfa_add_webauthn")


def open_words(request: HttpRequest) -> HttpResponse:
    """Why unshared words are shut, and what opens them."""
    user: Any = request.user
    shut = ways_in.words_shut(user, at=timezone.now())
    if shut is None:
        return redirect("home")
    has_codes = accounts.kept_codes(user) is not None
    if not has_codes and user.words_open_at is None:
        _name_a_day(request, user)
    problem = _try_code(request, user) if request.method == "POST" else ""
    if request.method == "POST" and not problem:
        messages.info(request, _("What you kept for yourself is open again."))
        return redirect("home")
    context = {
        "place": "account",
        "shut": shut,
        "opens": user.words_open_at,
        "has_codes": has_codes,
        "problem": problem,
    }
    return render(request, "open_words.html", context, status=400 if problem else 200)


def _name_a_day(request: HttpRequest, user: Any) -> None:
    """Otherwise nothing could ever open it: all codes are used, or cannot be read."""
    actor = actor_of(request)
    if actor:
        actions.name_a_day(by=actor, at=timezone.now())
        user.refresh_from_db(fields=["words_open_at"])


def _try_code(request: HttpRequest, user: Any) -> str:
    row, code = accounts.kept_codes(user), request.POST.get("code", "")
    try:
        right = accounts.right_code(request, row, str(user.pk), code)
    except ValidationError as often:
        return " ".join(often.messages)
    actor = actor_of(request)
    if not right or actor is None:
        return _("That code is not right. Nothing was changed. Try once more.")
    actions.open_words(by=actor, at=timezone.now())
    return ""


# These stand before allauth's own lines, with the same addresses and names.
urlpatterns = [
    path("account/code/", open_by_code, name="open_by_code"),
    path("account/words/", open_words, name="open_words"),
    path("account/2fa/authenticate/", OneMoreStep.as_view(), name="mfa_authenticate"),
    path("account/2fa/recovery-codes/", ViewCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        "account/2fa/recovery-codes/generate/",
        MakeCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/2fa/recovery-codes/download/",
        DownloadCodes.as_view(),
        name="mfa_download_recovery_codes",
    ),
]
