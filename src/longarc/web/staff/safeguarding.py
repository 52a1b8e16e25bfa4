"""The owner's page of safeguarding contacts: who they are. Of concerns it knows nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care.decision import NotAllowed
from longarc.records.actions import concerns as actions
from longarc.records.queries import concerns as queries
from longarc.web.staff.course_forms import uid_in
from longarc.web.staff.invite import link_page
from longarc.web.staff.people import EMAIL, actor, refusal


def practice_safeguarding(request: HttpRequest) -> HttpResponse:
    """The contacts; with POST, one more: somebody who works here, or a link for somebody new."""
    if request.method == "GET":
        return _page(request)
    name, email = (request.POST.get(field, "").strip() for field in ("name", "email"))
    if not (name and EMAIL.fullmatch(email)):
        return _page(request, _("Nobody was named. Write a name and an e-mail address."))
    try:
        uid, by = uid_in(request, "uid"), actor(request)
        token = actions.name_contact(name=name, email=email, uid=uid, by=by, at=timezone.now())
    except NotAllowed as refused:
        return _page(request, refusal(refused))
    if token is None:
        return redirect("practice_safeguarding")
    return link_page(request, token, name, back="practice_safeguarding")


def _page(request: HttpRequest, problem: str = "") -> HttpResponse:
    viewer, now = actor(request), timezone.now()
    contacts = queries.contacts(viewer=viewer, at=now)
    context = {
        "place": "practice",
        "contacts": contacts,
        "outside": any(one.outside for one in contacts),
        "without_key": queries.without_key(viewer=viewer, at=now),
        "typed": request.POST,
        "problem": problem,
    }
    return render(request, "staff/safeguarding.html", context, status=400 if problem else 200)
