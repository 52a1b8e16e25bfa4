"""The front door, and leaving."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from longarc.care.access import Can, may
from longarc.web.policy import actor_of

FIRST_PAGES = (
    (Can.BE_CLIENT, "today"),
    (Can.SEE_CASELOAD, "caseload"),
    (Can.SEE_DIRECTORY, "directory"),
    (Can.RUN_PRACTICE, "practice"),
    (Can.SEE_REFERRALS, "referrals"),
    (Can.READ_CONCERNS, "concerns"),
)


def home(request: HttpRequest) -> HttpResponse:
    """Each person's own first page; the lock for everyone else."""
    actor = actor_of(request)
    if actor is None:
        return redirect("account_login")
    for can, page in FIRST_PAGES:
        if may(actor, can):
            return redirect(page)
    return redirect("account")


def leave(request: HttpRequest) -> HttpResponse:
    """End the session on the server, then go to the neutral page.

    A plain link, so that it works without JavaScript. Another site may not use it to sign
    people out: browsers say where a request came from, and those from elsewhere change nothing.
    A form (staff's "Sign out") goes to the sign-in page, and a script that says `quiet` goes
    nowhere: it has already covered the page.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}:
        logout(request)
    if request.method == "POST":
        return HttpResponse(status=204) if "quiet" in request.POST else redirect("account_login")
    response = HttpResponseRedirect(settings.LEAVE_URL)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
