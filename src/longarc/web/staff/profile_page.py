"""The owner's page for the jurisdiction profile, and for licences to prescribe."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care.access import Actor
from longarc.care.jurisdiction import PROFILES, Code
from longarc.care.sources import SOURCES
from longarc.records.actions.licences import record_licence
from longarc.records.actions.profile import set_profile
from longarc.records.queries import licences
from longarc.records.queries import screening as queries
from longarc.web.staff.people import actor


def practice_profile(request: HttpRequest) -> HttpResponse:
    """Choose a profile; every choice is kept with who and when."""
    viewer, wanted = actor(request), request.POST.get("profile", "")
    if "licence" in request.POST:
        return _licence(request)
    if wanted in set(Code):
        kept = set_profile(Code(wanted), by=viewer, at=timezone.now())
        messages.info(request, _("Kept.") if kept else _("Nothing was changed."))
        return redirect("practice_profile")
    history = queries.profile_history(viewer=viewer)
    context = {
        "place": "practice",
        "profiles": list(PROFILES.values()),
        "current": history[0].profile if history else PROFILES[Code.NONE],
        "history": history,
        "sources": SOURCES,
        "prescribers": _prescribers(viewer),
        "problem": _("Nothing was changed. Choose a profile.") if request.POST else "",
    }
    return render(request, "staff/profile.html", context, status=400 if request.POST else 200)


def _prescribers(viewer: Actor) -> list[tuple[UUID, str, str]]:
    """Who prescribes here, with the licence that is recorded; empty: none."""
    recorded = licences.by_person(viewer)
    return [(who, name, recorded.get(who, "")) for who, name in queries.prescribers(viewer=viewer)]


def _licence(request: HttpRequest) -> HttpResponse:
    """Record a licence, or take it back when the field is left empty."""
    post, by, at = request.POST, actor(request), timezone.now()
    try:
        staff = UUID(post.get("staff", ""))
    except ValueError:
        raise Http404 from None
    kept = record_licence(staff, post["licence"], by=by, at=at)
    messages.info(request, _("Saved.") if kept else _("Nothing was changed."))
    return redirect("practice_profile")
