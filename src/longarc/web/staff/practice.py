"""The owner's page: people, links, the Support page, and whether all is well. Nothing clinical."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care.access import Role
from longarc.care.decision import NotAllowed
from longarc.care.ways_in import LEAST_HOURS, MOST_HOURS
from longarc.records.actions import invitations
from longarc.records.actions import window as window_actions
from longarc.records.queries import leaving, people, session_gates, ways_in
from longarc.records.queries import practice as queries
from longarc.records.queries import support as support_queries
from longarc.web import health
from longarc.web.staff import flag_setting, practice_enquiries, prior_part
from longarc.web.staff.course_forms import uid_in
from longarc.web.staff.invite import link_page
from longarc.web.staff.needed import links_shown, needed_part
from longarc.web.staff.people import EMAIL, actor, refusal
from longarc.web.staff.terms import GONE

LOOKS_SHOWN = timedelta(days=7)
OPENINGS_SHOWN = timedelta(days=90)
ROLES = {
    Role.OWNER: gettext_lazy("Owner"),
    Role.THERAPIST: gettext_lazy("Therapist"),
    Role.CO_FACILITATOR: gettext_lazy("Co-facilitator"),
    Role.COORDINATOR: gettext_lazy("Coordinator"),
    Role.SUPERVISOR: gettext_lazy("Supervisor"),
    Role.PRESCRIBER: gettext_lazy("Prescriber"),
    Role.SAFEGUARDING: gettext_lazy("Safeguarding contact"),
}


CHECKS = {
    "database": gettext_lazy("Entries are on disk when we say so"),
    "migrations": gettext_lazy("The data base fits this version"),
    "disk": gettext_lazy("Room on the disk"),
}


def practice(request: HttpRequest) -> HttpResponse:
    return practice_page(request)


def practice_page(
    request: HttpRequest, *, problem: str = "", flag_form: flag_setting.FlagForm | None = None
) -> HttpResponse:
    viewer, now = actor(request), timezone.now()
    again = links_shown(viewer, now)
    context = {
        "place": "practice",
        "name": queries.name(viewer=viewer),
        "staff": [(one, _roles(one.roles)) for one in queries.staff(viewer=viewer)],
        "links": queries.open_links(viewer=viewer, at=now),
        "again": again,
        "link_needs": ways_in.to_see_to(again, at=now),
        "wait_hours": ways_in.wait_hours(viewer=viewer),
        "least_hours": LEAST_HOURS,
        "most_hours": MOST_HOURS,
        "now": now,
        "support": support_queries.page(viewer=viewer),
        "ungated": session_gates.ungated_entered(viewer=viewer),
        **needed_part(viewer, now),
        "gone": [(GONE[state], n) for state, n in leaving.counts(viewer=viewer).items() if n],
        "openings": queries.openings(viewer=viewer, since=now - OPENINGS_SHOWN),
        "looks": queries.looks(viewer=viewer, since=now - LOOKS_SHOWN),
        "deletions": queries.deletions(viewer=viewer),
        "backup": last_backup(),
        "checks": [(CHECKS.get(name, name), *said) for name, said in health.state().items()],
        "roles": ROLES,
        "typed": request.POST,
        "typed_roles": request.POST.getlist("roles"),
        "problem": problem,
        **flag_setting.part(viewer, now, flag_form),
        **prior_part.part(viewer),
        **practice_enquiries.part(viewer, now),
    }
    wrong = problem or flag_form
    return render(request, "staff/practice.html", context, status=400 if wrong else 200)


def _roles(roles: tuple[Role, ...]) -> list[str]:
    return [str(ROLES[role]) for role in roles]


def last_backup() -> dict[str, Any] | None:
    """What the backup command wrote down about its last run: `at` and `rows`."""
    try:
        told = json.loads((settings.DATA_DIR / "backups" / "last.json").read_text())
        return {"at": datetime.fromisoformat(told["at"]), "rows": told.get("rows")}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def practice_staff(request: HttpRequest) -> HttpResponse:
    """Invite someone, or make a new link for someone who is locked out."""
    who = request.POST.get("renew", "")
    try:
        return _renew(request, who) if who else _invite(request)
    except NotAllowed as refused:
        return practice_page(request, problem=refusal(refused))


def _invite(request: HttpRequest) -> HttpResponse:
    name, email = (request.POST.get(field, "").strip() for field in ("name", "email"))
    roles = [Role(role) for role in request.POST.getlist("roles") if role in set(Role)]
    if not (name and EMAIL.fullmatch(email) and roles):
        problem = _("Nobody was invited. Write a name and an e-mail address, and pick a role.")
        return practice_page(request, problem=problem)
    token = invitations.invite_staff(
        name=name,
        email=email,
        roles=roles,
        uid=uid_in(request, "uid"),
        by=actor(request),
        at=timezone.now(),
    )
    return link_page(request, token, name, back="practice")


def _renew(request: HttpRequest, who: str) -> HttpResponse:
    viewer = actor(request)
    user = queries.staff_user(_uuid(who), viewer=viewer)
    if user is None:
        raise Http404
    email = request.POST.get("email", "").strip()
    if email and not EMAIL.fullmatch(email):
        return practice_page(
            request, problem=_("Nothing was made. Write the address as name@example.org.")
        )
    uid = uid_in(request, "uid")
    token = invitations.renew_staff(user, by=viewer, at=timezone.now(), email=email, uid=uid)
    return link_page(request, token, people.name_of(user), back="practice")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def practice_flags(request: HttpRequest) -> HttpResponse:
    """Whether the model may raise flags, and with which budget."""
    form = flag_setting.flag_form(request.POST)
    if not form.is_valid():
        return practice_page(request, flag_form=form)
    told = form.cleaned_data
    window_actions.set_flags(
        on=told["on"], budget=told["budget"] / 100, by=actor(request), at=timezone.now()
    )
    return redirect("practice")
