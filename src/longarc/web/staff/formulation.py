"""The shared formulation for the care team: to read, to write together, to compare versions."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care import plan
from longarc.care.access import Can, may
from longarc.care.formulation import Formulation, Section, TooLong
from longarc.records.actions import formulation as actions
from longarc.records.ids import uuid7
from longarc.records.queries import contact_plan
from longarc.records.queries import formulation as queries
from longarc.records.queries.clients import ClientRef
from longarc.web import formulation_form
from longarc.web.formulation_form import Words
from longarc.web.staff.course_forms import uid_in
from longarc.web.staff.people import actor
from longarc.web.words import say

WORDS: Words = {
    Section.BRINGS: (gettext_lazy("What brings them"), ""),
    Section.HISTORY: (gettext_lazy("History, in their words"), ""),
    Section.EARLIER_HELP: (
        gettext_lazy("Earlier help"),
        gettext_lazy("What it gave, and what it missed."),
    ),
    Section.CLOSENESS: (
        gettext_lazy("Closeness and distance"),
        gettext_lazy("How connection and distance are handled, here too."),
    ),
    Section.ADAPTATIONS: (
        gettext_lazy("Adaptations"),
        gettext_lazy(
            "Ways of coping that serve and cost. A life that looks stable can rest on costly ones."
        ),
    ),
    Section.TRIGGER: (gettext_lazy("A trigger"), ""),
    Section.RESPONSE: (gettext_lazy("A familiar response"), ""),
    Section.HELPS: (gettext_lazy("Something that helps"), ""),
    Section.SUPPORTS: (gettext_lazy("Supports at home"), ""),
    Section.EXPECTATIONS: (gettext_lazy("Expectations"), ""),
    Section.PRESSURE: (
        gettext_lazy("The pressure they carry"),
        gettext_lazy("What has to work, and how fast."),
    ),
}
#: Shown beside the plan rather than with the other sections.
BESIDE: Sequence[Section] = (Section.EXPECTATIONS, Section.PRESSURE)


Told = dict[str, Any]


def client_formulation(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The newest version, the plan of contacts beside what they expect, and all versions."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    viewer = actor(request)
    shared = queries.load(client, viewer=viewer)
    planned = contact_plan.of_client(client, viewer=viewer)
    stands = planned.stands
    sections = _told(shared.value, [one for one in Section if one not in BESIDE])
    context = {
        "place": "caseload",
        "client": client,
        "may_write": may(viewer, Can.WRITE_RECORD, client.relation),
        "shared": shared,
        "told": [one for one in sections if one["text"] or one["ways"]],
        "empty": [one for one in sections if not one["text"] and not one["ways"]],
        "beside": _told(shared.value, BESIDE),
        "plan": planned,
        "planned": plan.in_words(stands.contacts) if stands else (),
        "came": queries.first_contact(client, viewer=viewer),
        "lines": formulation_form.LINES,
    }
    return render(request, "staff/formulation.html", context)


def _told(value: Formulation, sections: Sequence[Section]) -> list[Told]:
    """Each section with its name and what it holds: words, or ways of coping."""
    return [
        {
            "name": WORDS[one][0],
            "text": value.words.get(one, ""),
            "ways": value.adaptations if one is Section.ADAPTATIONS else (),
        }
        for one in sections
    ]


def client_formulation_edit(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    client: ClientRef = request.client  # type: ignore[attr-defined]
    if request.method == "POST":
        return _keep(request, client)
    viewer = actor(request)
    shared = queries.load(client, viewer=viewer)
    return _form(request, client, shared.value, base=shared.now.uid if shared.now else "")


def _keep(request: HttpRequest, client: ClientRef) -> HttpResponse:
    base, typed = formulation_form.base(request.POST), _typed(request)
    try:
        mine = formulation_form.checked(typed)
        actions.keep_version(
            client,
            mine,
            form=tuple(Section),
            base=base,
            uid=uid_in(request, "uid"),
            by=actor(request),
            at=timezone.now(),
        )
    except TooLong as refused:
        problem = f"{WORDS[refused.section][0]}: {say(refused.text)}"
        return _form(request, client, typed, base=base or "", problem=problem, status=400)
    except actions.ChangedMeanwhile as other:
        return _both(request, client, other)
    return redirect("client_formulation", client.public_id)


def _typed(request: HttpRequest) -> Formulation:
    return formulation_form.typed(request.POST, tuple(Section))


def _both(request: HttpRequest, client: ClientRef, other: actions.ChangedMeanwhile) -> HttpResponse:
    who = client.name if other.now.by_client else other.now.by or _("Someone")
    problem = _(
        "Nothing was kept yet, and nothing you typed is lost. %(name)s kept version %(number)s "
        "while this page was open. What they changed is marked below. Put it together, then "
        "keep it."
    ) % {"name": who, "number": other.now.number}
    value = other.together.value
    return _form(
        request, client, value, base=other.now.uid, problem=problem, status=409, meanwhile=other
    )


def _form(
    request: HttpRequest,
    client: ClientRef,
    value: Formulation,
    *,
    base: object,
    problem: str = "",
    status: int = 200,
    meanwhile: actions.ChangedMeanwhile | None = None,
) -> HttpResponse:
    context = {
        "place": "caseload",
        "client": client,
        "boxes": formulation_form.boxes(value, tuple(Section), WORDS, meanwhile),
        "base": base,
        "uid": uuid7(),
        "problem": problem,
        "other": meanwhile.now.by if meanwhile else "",
        "lines": formulation_form.LINES,
    }
    return render(request, "staff/formulation_edit.html", context, status=status)


def client_formulation_changes(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    client: ClientRef = request.client  # type: ignore[attr-defined]
    viewer = actor(request)
    shared = queries.load(client, viewer=viewer)
    context = {
        "place": "caseload",
        "client": client,
        "found": formulation_form.difference(shared, request.GET, WORDS),
        "lines": formulation_form.LINES,
    }
    return render(request, "staff/formulation_changes.html", context)
