"""The plan of a session for the care team: to read and print, to write, to cancel."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care import session_plan
from longarc.care.access import Can, may
from longarc.care.session_plan import SessionPlan
from longarc.records.actions import session_plan as actions
from longarc.records.ids import uuid7
from longarc.records.queries import formulation, numbers, screening, support, threads
from longarc.records.queries import session_plan as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.session_plan import Plan
from longarc.web import errors, formulation_form, substance_words
from longarc.web.client import thread_words
from longarc.web.staff import session_plan_form as forms
from longarc.web.staff.course_forms import uid_in
from longarc.web.staff.formulation import BESIDE, WORDS
from longarc.web.staff.people import actor
from longarc.web.staff.session_words import theirs
from longarc.web.words import say


def client_session_plan(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The plan as it stands, what is missing, and what both sides expect of it."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    return _page(request, client)


def _page(
    request: HttpRequest, client: ClientRef, *, status: int = 200, **more: Any
) -> HttpResponse:
    viewer = actor(request)
    found = queries.plans(client, viewer=viewer)
    plan = subject(found)
    context = {
        "place": "caseload",
        "client": client,
        "may_write": may(viewer, Can.WRITE_RECORD, client.relation),
        "plan": plan,
        "earlier": [one for one in reversed(found) if one is not plan],
        **(_told(plan, client, viewer) if plan else {}),
        **more,
    }
    return render(request, "staff/session_plan.html", context, status=status)


def subject(found: tuple[Plan, ...]) -> Plan | None:
    """The plan that the pages are about: the open one, else the last."""
    return next((one for one in found if one.open), found[-1] if found else None)


def _told(plan: Plan, client: ClientRef, viewer: Any) -> dict[str, Any]:
    version = plan.stands if plan.started else plan.newest
    kept = version.value if version else session_plan.EMPTY
    gone = _gone(plan, kept)
    left = plan.left if plan.open else ()
    value = kept.without(plan.gone if gone else (), left)
    expected = queries.expectations(client, viewer=viewer)
    substance = screening.substance(client, viewer=viewer)
    profile, here = screening.profile(viewer=viewer), timezone.get_current_timezone_name()
    marks = screening.papers(client, viewer=viewer)
    return {
        "version": version,
        "value": value,
        "gone": gone,
        "lost": sorted({one.name for one in kept.room_people if one.id in left}),
        "steps": [(one.at(value.starts_at, here), one.words) for one in value.steps],
        "missing": session_plan.missing(value, numbers.of_practice(viewer=viewer)).values(),
        "expected": expected.get(plan.uid),
        "arrival": _arrival(client, viewer),
        "open_threads": [
            thread_words.label(one) for one in threads.open_ones(client, viewer=viewer)
        ],
        **substance_words.of_plan(version, substance),
        "profile": profile,
        "papers": [(one, marks.get(one.code)) for one in profile.papers],
    }


def _gone(plan: Plan, kept: SessionPlan) -> list[str]:
    """Whose cover has fallen away, by name; nobody once the plan is over: then it is history."""
    last = max((one.until for one in kept.called), default=None)
    if plan.cancelled or (last and last <= timezone.now()):
        return []
    return sorted({one.who.name for one in kept.on_call if one.who.id in plan.gone})


def _arrival(client: ClientRef, viewer: Any) -> list[tuple[Any, str]]:
    """What they expected when they came, beside what they expect now."""
    shared = formulation.load(client, viewer=viewer)
    return [(WORDS[one][0], shared.value.words.get(one, "")) for one in BESIDE]


def client_session_plan_edit(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The form: a new plan, or a new version of the open one."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    viewer = actor(request)
    if request.method == "POST":
        return _keep(request, client)
    now = queries.open_one(client, viewer=viewer)
    if now:
        value = now.newest.value.without(now.gone, now.left)
        return _form(request, client, value, base=now.newest.uid)
    phone = support.page(viewer=viewer).phone
    value = forms.first_plan(queries.team(client, viewer=viewer), phone)
    return _form(request, client, value, base="")


def _keep(request: HttpRequest, client: ClientRef) -> HttpResponse:
    viewer, draft = actor(request), "draft" in request.POST
    form = _made(client, viewer, session_plan.EMPTY, request.POST)
    base = formulation_form.base(request.POST)
    if not form.is_valid():
        return _again(request, client, form, base, status=422)
    try:
        actions.keep_version(
            client,
            form.plan(),
            base=base,
            draft=draft,
            uid=uid_in(request, "uid"),
            by=viewer,
            at=timezone.now(),
        )
    except session_plan.NotAPlan as refused:
        return _again(request, client, form, base, problem=say(refused.text), status=422)
    except actions.Closed:
        return _again(request, client, form, "", problem=_closed(), status=409)
    except actions.ChangedMeanwhile as other:
        return _both(request, client, other)
    messages.info(request, _("Kept as a draft.") if draft else _("Kept. The client can read it."))
    return redirect("client_session_plan", client.public_id)


def _closed() -> str:
    return _(
        "Nothing was kept yet, and nothing you typed is lost. That plan has begun or was "
        "cancelled meanwhile. Keep this as a new plan, or leave the page."
    )


def _made(client: ClientRef, viewer: Any, value: SessionPlan, data: Any = None) -> forms.PlanForm:
    team, staff = queries.team(client, viewer=viewer), queries.staff(viewer=viewer)
    return forms.form_of(value, team=team, staff=staff, data=data)


def _both(request: HttpRequest, client: ClientRef, other: actions.ChangedMeanwhile) -> HttpResponse:
    """Somebody kept a version meanwhile: their text and mine on one page."""
    problem = _(
        "Nothing was kept yet, and nothing you typed is lost. %(name)s kept version %(number)s "
        "while this page was open. Where both of you wrote, their words stand above. Put it "
        "together, then keep it."
    ) % {"name": other.now.by or _("Someone"), "number": other.now.number}
    both = theirs(other.now.value, other.together.both)
    value, base = other.together.value, other.now.uid
    return _form(request, client, value, base=base, problem=problem, both=both, status=409)


def _form(
    request: HttpRequest,
    client: ClientRef,
    value: SessionPlan,
    *,
    base: object,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    form = _made(client, actor(request), value)
    return _again(request, client, form, base, status=status, **more)


def _again(
    request: HttpRequest,
    client: ClientRef,
    form: forms.PlanForm,
    base: object,
    *,
    status: int,
    **more: Any,
) -> HttpResponse:
    viewer = actor(request)
    context = {
        "place": "caseload",
        "client": client,
        "form": form,
        "base": base or "",
        "uid": uuid7(),
        "times": screening.profile(viewer=viewer).times,
        **more,
    }
    return render(request, "staff/session_plan_edit.html", context, status=status)


def client_session_cancel(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The plan no longer stands; the client reads why."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    plan, why = uid_in(request, "plan"), request.POST.get("why", "").strip()
    if plan is None:
        return errors.bad_request(request)
    try:
        done = actions.cancel(client, plan, why, by=actor(request), at=timezone.now())
    except actions.NoReason:
        problem = _("The plan still stands. Write why: the client reads it.")
        return _page(request, client, problem=problem, status=422)
    messages.info(request, _("Cancelled.") if done else _("Nothing was changed."))
    return redirect("client_session_plan", client.public_id)
