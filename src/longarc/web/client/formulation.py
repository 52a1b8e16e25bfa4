"""What client and care team understand so far: to read, to write in, to say that it is right."""

from collections.abc import Collection
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care import plan
from longarc.care.access import Actor
from longarc.care.formulation import Formulation, Section, TooLong
from longarc.records.actions import formulation as actions
from longarc.records.ids import uuid7
from longarc.records.queries import clients, contact_plan
from longarc.records.queries import formulation as queries
from longarc.records.queries.clients import ClientRef
from longarc.web import begun, formulation_form
from longarc.web.client.forms import form_id, me
from longarc.web.formulation_form import Words
from longarc.web.words import say

#: The client's words for each section: its name, and a question that may help.
WORDS: Words = {
    Section.BRINGS: (gettext_lazy("What brings me here"), ""),
    Section.HISTORY: (
        gettext_lazy("My story, in my words"),
        gettext_lazy("As much or as little as I want. It can wait."),
    ),
    Section.EARLIER_HELP: (
        gettext_lazy("Help I had before"),
        gettext_lazy("What was good? What did it leave out?"),
    ),
    Section.CLOSENESS: (
        gettext_lazy("Being close, and keeping my distance"),
        gettext_lazy("Who do I let near? When do I step back?"),
    ),
    Section.ADAPTATIONS: (
        gettext_lazy("Ways I cope"),
        gettext_lazy("Each of them helped me at some time. What does it give? What does it cost?"),
    ),
    Section.TRIGGER: (gettext_lazy("What sets it off"), ""),
    Section.RESPONSE: (gettext_lazy("What I then do, as I know it"), ""),
    Section.HELPS: (gettext_lazy("What helps me"), ""),
    Section.SUPPORTS: (
        gettext_lazy("Who and what holds me at home"),
        gettext_lazy("People, pets, places, work, faith, what I do."),
    ),
    Section.EXPECTATIONS: (
        gettext_lazy("What I hope for"),
        gettext_lazy("It can be small. It can change."),
    ),
    Section.PRESSURE: (
        gettext_lazy("The pressure I feel about it"),
        gettext_lazy("Does it feel as if it has to work, or has to be fast?"),
    ),
}
#: The parts that are written one at a time, each with its sections.
PARTS: dict[str, tuple[Section, ...]] = {
    "brings": (Section.BRINGS,),
    "story": (Section.HISTORY,),
    "help": (Section.EARLIER_HELP,),
    "closeness": (Section.CLOSENESS,),
    "coping": (Section.ADAPTATIONS,),
    "pattern": (Section.TRIGGER, Section.RESPONSE, Section.HELPS),
    "home": (Section.SUPPORTS,),
    "hopes": (Section.EXPECTATIONS, Section.PRESSURE),
}
NAMES = {
    **{part: WORDS[sections[0]][0] for part, sections in PARTS.items()},
    "pattern": gettext_lazy("A pattern I know"),
}


def formulation(request: HttpRequest) -> HttpResponse:
    """The newest version, the meetings that are planned, and how they came here."""
    viewer = me(request)
    client = clients.own(viewer=viewer)
    shared = queries.load(client, viewer=viewer)
    planned = contact_plan.of_client(client, viewer=viewer)
    stands = planned.stands
    context = {
        "tab": "arc",
        "shared": shared,
        "parts": [_shown(part, shared.value) for part in PARTS],
        "plan": planned,
        "planned": plan.in_words(stands.contacts) if stands else (),
        "came": queries.first_contact(client, viewer=viewer),
        "lines": formulation_form.LINES,
    }
    with timezone.override(ZoneInfo(client.zone)):
        return render(request, "client/formulation.html", context)


def _shown(part: str, value: Formulation) -> dict[str, object]:
    """One part: its name, the sections that are not empty, and the ways of coping."""
    told = [
        (WORDS[section][0], value.words[section])
        for section in PARTS[part]
        if section in value.words
    ]
    ways = value.adaptations if Section.ADAPTATIONS in PARTS[part] else ()
    return {"code": part, "name": NAMES[part], "told": told, "ways": ways}


def agree(request: HttpRequest) -> HttpResponse:
    """ "This is right for me", or no longer, for the version that the page showed."""
    viewer, now = me(request), timezone.now()
    client, version = clients.own(viewer=viewer), formulation_form.base(request.POST)
    act = actions.no_longer if "no_longer" in request.POST else actions.agree
    if version is None or not act(client, version, by=viewer, at=now):
        messages.info(request, _("Nothing has changed. Please look at the page once more."))
        return redirect("formulation")
    newest = queries.load(client, viewer=viewer).now
    if newest and newest.uid != version:
        messages.info(request, _("Kept for the version you saw. There is a newer one now."))
    else:
        messages.info(request, _("Kept. You can change your mind any time."))
    return redirect("formulation")


def part(request: HttpRequest, part: str) -> HttpResponse:
    """Write in one part. What was kept before stays, whenever the client leaves."""
    if part not in PARTS:
        raise Http404
    viewer = me(request)
    client = clients.own(viewer=viewer)
    if request.method == "POST":
        return _keep(request, client, viewer, part)
    shared = queries.load(client, viewer=viewer)
    return _form(request, part, shared.value, base=shared.now.uid if shared.now else "")


def _keep(request: HttpRequest, client: ClientRef, viewer: Actor, part: str) -> HttpResponse:
    form, base = PARTS[part], formulation_form.base(request.POST)
    typed = formulation_form.typed(request.POST, form)
    try:
        mine = formulation_form.checked(typed)
        kept = actions.keep_version(
            client,
            mine,
            form=form,
            base=base,
            uid=form_id(request),
            by=viewer,
            at=timezone.now(),
        )
    except TooLong as refused:
        return _form(request, part, typed, base=base or "", problem=say(refused.text), status=400)
    except actions.ChangedMeanwhile as other:
        return _both(request, part, other)
    begun.kept(request, _("Kept.") if kept else _("It is as it was."))
    return redirect("formulation")


def _both(request: HttpRequest, part: str, other: actions.ChangedMeanwhile) -> HttpResponse:
    problem = _(
        "It is not kept yet. Your words are still here. "
        "%(name)s wrote in this part, too, while you did."
    ) % {"name": other.now.by or _("Someone")}
    value = other.together.value
    return _form(
        request, part, value, base=other.now.uid, problem=problem, status=409, meanwhile=other
    )


def _form(
    request: HttpRequest,
    part: str,
    value: Formulation,
    *,
    base: object,
    problem: str = "",
    status: int = 200,
    meanwhile: actions.ChangedMeanwhile | None = None,
) -> HttpResponse:
    form: Collection[Section] = PARTS[part]
    context = {
        "tab": "arc",
        "name": NAMES[part],
        "boxes": formulation_form.boxes(value, form, WORDS, meanwhile),
        "base": base,
        "uid": uuid7(),
        "problem": problem,
        "other": meanwhile.now.by if meanwhile else "",
        "lines": formulation_form.LINES,
    }
    return render(request, "client/formulation_part.html", context, status=status)


def changes(request: HttpRequest) -> HttpResponse:
    """What is different between two versions."""
    viewer = me(request)
    client = clients.own(viewer=viewer)
    shared = queries.load(client, viewer=viewer)
    context = {
        "tab": "arc",
        "found": formulation_form.difference(shared, request.GET, WORDS),
        "lines": formulation_form.LINES,
    }
    with timezone.override(ZoneInfo(client.zone)):
        return render(request, "client/formulation_changes.html", context)
