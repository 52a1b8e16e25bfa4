"""Not me: ending a link to one's account that one did not ask for, on one's own page or by mail."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.records.actions import ways_in as actions
from longarc.records.queries import ways_in as queries
from longarc.web.policy import actor_of


def stop_own(request: HttpRequest) -> HttpResponse:
    """One press, on any page of theirs, also before a second factor was shown."""
    actor = actor_of(request)
    if actor and actions.stop_own(by=actor, at=timezone.now()):
        messages.info(request, _("It is stopped. That link opens nothing now."))
    else:
        messages.info(request, _("No link to your account waits now."))
    return redirect("home")


def stop_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing: programs open links, too. It says nothing of whose it is."""
    notice = queries.mailed(token)
    if notice is None:
        raise Http404
    done = -1
    if request.method == "POST":
        done = actions.stop_by_mail(notice, at=timezone.now())
    return render(request, "not_me.html", {"asked": done < 0, "done": done > 0})
