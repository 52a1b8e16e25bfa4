"""Ending somebody's access, and the hand-over list that opens next: a person for each client."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from longarc.care import hand_over as rule
from longarc.care.access import Actor, Role
from longarc.care.decision import NotAllowed
from longarc.records.actions import hand_over as actions
from longarc.records.actions import staff as staff_actions
from longarc.records.actions.access import record_listing
from longarc.records.queries import clients, people, practice, unheld
from longarc.web import errors
from longarc.web.staff.course_forms import uid_in
from longarc.web.staff.needed import counted, needed_part, worked_out
from longarc.web.staff.people import actor, refusal

#: What falls away with the last of a role, for who ends it.
ONLY = frozenset({Role.COORDINATOR, Role.SAFEGUARDING, Role.PRESCRIBER, Role.SUPERVISOR})


def practice_staff_end(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    """One page that says what is held, and one button; the hand-over list opens next."""
    viewer, now = actor(request), timezone.now()
    leaves = unheld.leaves(staff_id, viewer=viewer, at=now)
    if leaves is None:
        raise Http404
    if request.method == "GET":
        return _end_page(request, leaves, now)
    try:
        staff_actions.end_access(staff_id, by=viewer, at=now)
    except NotAllowed as refused:
        return _end_page(request, leaves, now, problem=refusal(refused), status=400)
    request.session["ended"] = str(staff_id)
    return redirect("hand_over")


def _end_page(
    request: HttpRequest,
    leaves: unheld.Leaves,
    now: datetime,
    *,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    viewer = actor(request)
    user = practice.staff_user(leaves.id, viewer=viewer)
    pk = user.pk if user else 0
    context = {
        "place": "practice",
        "leaves": leaves,
        "held": unheld.held_by(pk, viewer=viewer),
        **counted(worked_out(viewer, now, leaving=pk)),
        "only": {role.value for role in leaves.only if role in ONLY},
        "problem": problem,
    }
    return render(request, "staff/end_access.html", context, status=status)


def practice_staff_back(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    """Undo: it was a mistake."""
    viewer = actor(request)
    stay = _stay(staff_id, viewer)
    if not staff_actions.give_back(staff_id, by=viewer, at=timezone.now()):
        raise Http404
    request.session.pop("ended", None)
    back = _("Their access is back, with their roles and clients.")
    if stay:
        back = _("Their access is back, with their roles, and their other clients as they were.")
    messages.info(request, " ".join((back, *stay)))
    return redirect("practice")


def _stay(staff: UUID, viewer: Actor) -> list[str]:
    """What an undo does not bring back, said before it and after it."""
    meanwhile = unheld.named_meanwhile(staff, viewer=viewer)
    shown = (client for one in meanwhile for client in one.clients)
    record_listing(shown, by=viewer, at=timezone.now())
    lines = [
        ngettext(
            "Named meanwhile: %(clients)s stays with %(lead)s.",
            "Named meanwhile: %(clients)s stay with %(lead)s.",
            len(one.clients),
        )
        % {"clients": ", ".join(client.name for client in one.clients), "lead": one.lead}
        for one in meanwhile
    ]
    words = _("What was planned for them with the person who comes back needs a new person.")
    return [*lines, words] if lines else []


def hand_over(request: HttpRequest) -> HttpResponse:
    """Every client without a lead, with a form to name one."""
    if request.method == "POST":
        return _name(request)
    return _page(request)


def _name(request: HttpRequest) -> HttpResponse:
    client, staff = uid_in(request, "client"), uid_in(request, "staff")
    if client is None:
        return errors.bad_request(request)
    if staff is None:
        return _page(request, problem=_("Nobody was named. Choose a person."), status=400)
    try:
        named = actions.name_lead(client, staff, by=actor(request), at=timezone.now())
    except NotAllowed as refused:
        return _page(request, problem=refusal(refused), status=400)
    except actions.NamedMeanwhile:
        problem = _("Nothing was changed: somebody was named for this client meanwhile.")
        return _page(request, problem=problem, status=409)
    if named is None:
        raise Http404
    row, holder = named
    told = {"who": people.name_of(holder), "client": clients.name_of(row)}
    messages.info(
        request, _("Saved. %(who)s leads for %(client)s now; the client's pages say so.") % told
    )
    return redirect("hand_over")


def _page(request: HttpRequest, *, status: int = 200, problem: str = "") -> HttpResponse:
    viewer, now = actor(request), timezone.now()
    ended = _ended(request, viewer)
    context = {
        "place": _place(viewer),
        **needed_part(viewer, now),
        "holders": _holders(viewer, now),
        "hours": rule.YOUNG // timedelta(hours=1),
        "ended": ended,
        "stay": _stay(ended.id, viewer) if ended else [],
        "problem": problem,
    }
    return render(request, "staff/hand_over.html", context, status=status)


def _place(viewer: Actor) -> str:
    if Role.OWNER in viewer.roles:
        return "practice"
    return "directory" if Role.COORDINATOR in viewer.roles else "caseload"


def _holders(viewer: Actor, now: datetime) -> list[tuple[Any, bool]]:
    """Who can be named, and whether they are so new that a second person names them."""
    found = practice.holders(viewer=viewer)
    since = unheld.since([one.id for one in found], viewer=viewer)
    return [(one, rule.young(since.get(one.id, now), now)) for one in found]


def _ended(request: HttpRequest, viewer: Actor) -> Any:
    """Whose access this person has just ended, so that it can be undone."""
    if Role.OWNER not in viewer.roles or "ended" not in request.session:
        return None
    everyone = practice.staff(viewer=viewer)
    ended = request.session["ended"]
    return next((one for one in everyone if str(one.id) == ended and not one.active), None)
