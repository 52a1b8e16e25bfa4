"""The owner's page for the jurisdiction profile: what each adds, with sources and dates."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care.jurisdiction import PROFILES, Code
from longarc.care.sources import SOURCES
from longarc.records.actions.screening import set_profile
from longarc.records.queries import screening as queries
from longarc.web.staff.people import actor


def practice_profile(request: HttpRequest) -> HttpResponse:
    """Choose a profile; every choice is kept with who and when."""
    viewer, wanted = actor(request), request.POST.get("profile", "")
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
        "problem": _("Nothing was changed. Choose a profile.") if request.POST else "",
    }
    return render(request, "staff/profile.html", context, status=400 if request.POST else 200)
