"""Opening a record outside the care team, for four hours, with a reason that others will read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.records.actions import emergency as actions
from longarc.web.staff.people import actor


def emergency(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _open(request)
    return _page(request)


def _open(request: HttpRequest) -> HttpResponse:
    who, reason = request.POST.get("who", ""), request.POST.get("reason", "")
    try:
        client = actions.open_record(who, reason, by=actor(request), at=timezone.now())
    except actions.NoReason:
        return _page(request, _("Nothing was opened. Say in a few words why it is needed."))
    if client is None:
        return _page(
            request,
            _("Nobody was opened. Check the full name as it is written here, or use the id."),
        )
    return redirect("client", client.public_id)


def _page(request: HttpRequest, problem: str = "") -> HttpResponse:
    hours = int(actions.LASTS.total_seconds() // 3600)
    context = {
        "place": "emergency",
        "typed": request.POST,
        "least": actions.LEAST_REASON,
        "hours": hours,
        "problem": problem,
    }
    return render(request, "staff/emergency.html", context, status=400 if problem else 200)
