"""Preparing: each capacity with a little to read, what was done, and what both sides say."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care import capacities as rule
from longarc.care.capacities import Answer, Capacity, Evidence, View
from longarc.records.actions.preparation import give_view
from longarc.records.ids import uuid7
from longarc.records.queries import clients
from longarc.records.queries import preparation as queries
from longarc.records.queries.numbers import of_practice
from longarc.web.client.forms import form_id, me
from longarc.web.words import say

ANSWERS = {
    Answer.YES: gettext_lazy("Yes"),
    Answer.PARTLY: gettext_lazy("Partly"),
    Answer.NOT_YET: gettext_lazy("Not yet"),
}
TITLES = {
    Capacity.TRACKING: gettext_lazy("Noticing what goes on inside"),
    Capacity.STATES: gettext_lazy("Knowing my states"),
    Capacity.REGULATION: gettext_lazy("Finding my way back"),
    Capacity.TRUST: gettext_lazy("Being safe with my therapist"),
    Capacity.PATTERNS: gettext_lazy("Knowing my patterns"),
}
READ = {
    Capacity.TRACKING: (
        gettext_lazy("Noticing is a small look inward: tight, warm, fast, far away."),
        gettext_lazy("A few seconds are enough. You don't have to change what you find."),
        gettext_lazy("If looking inward is too much, look around the room first."),
    ),
    Capacity.STATES: (
        gettext_lazy("Bodies have ways to stay safe. Some speed you up, some shut you down."),
        gettext_lazy("You learn how each one begins for you: cold hands, a short temper, fog."),
        gettext_lazy("Your own names for them help you both to see them early."),
    ),
    Capacity.REGULATION: (
        gettext_lazy("The aim is not to stay calm. It is to find a way back, in your own time."),
        gettext_lazy("Try a few exercises while things are easy. Keep what suits you."),
        gettext_lazy("What made it worse is good to know, too. You can leave it out."),
    ),
    Capacity.TRUST: (
        gettext_lazy("You can say no, stop, or slower at any time. No reason is needed."),
        gettext_lazy("Try it with something small first and see what happens."),
        gettext_lazy("If something felt wrong between you, saying it is part of the work."),
    ),
    Capacity.PATTERNS: (
        gettext_lazy("Some moments wake an old alarm. Then a familiar response follows."),
        gettext_lazy("It once made sense. It may have kept you safe."),
        gettext_lazy("You put it in words together: what starts it, what follows, what helps."),
    ),
}
QUESTIONS = {
    Capacity.TRACKING: gettext_lazy("I notice what is going on inside."),
    Capacity.STATES: gettext_lazy("I can tell which state I am in."),
    Capacity.REGULATION: gettext_lazy("I have something that helps."),
    Capacity.TRUST: gettext_lazy("I could say no here."),
    Capacity.PATTERNS: gettext_lazy("I know what starts it and what helps."),
}


@dataclass(frozen=True, slots=True)
class Section:
    """One capacity as the client reads it; `uid` names the form in which they say their view."""

    code: str
    title: str
    read: tuple[str, ...]
    facts: tuple[str, ...]
    question: str
    mine: str
    theirs: View | None
    theirs_said: str
    uid: UUID


def _section(found: Evidence) -> Section:
    theirs = found.therapist
    return Section(
        code=str(found.capacity),
        title=str(TITLES[found.capacity]),
        read=tuple(map(str, READ[found.capacity])),
        facts=tuple(say(part.client) for part in found.parts),
        question=str(QUESTIONS[found.capacity]),
        mine=str(found.client.answer) if found.client else "",
        theirs=theirs,
        theirs_said=str(ANSWERS[theirs.answer]) if theirs else "",
        uid=uuid7(),
    )


def preparing(request: HttpRequest) -> HttpResponse:
    """The page, and the client's own view of one capacity."""
    if request.method == "POST":
        return _keep(request)
    return _page(request)


def _page(request: HttpRequest, *, status: int = 200, problem: str = "") -> HttpResponse:
    actor, now = me(request), timezone.now()
    client = clients.own(viewer=actor)
    facts, numbers = queries.facts(client, viewer=actor, at=now), of_practice(viewer=actor)
    found = rule.evidence(facts, as_of=now, numbers=numbers)
    context = {
        "tab": "arc",
        "sections": [_section(one) for one in found],
        "answers": [(str(code), label) for code, label in ANSWERS.items()],
        "problem": problem,
    }
    return render(request, "client/preparing.html", context, status=status)


def _keep(request: HttpRequest) -> HttpResponse:
    actor, post = me(request), request.POST
    try:
        capacity, answer = Capacity(post.get("capacity", "")), Answer(post.get("answer", ""))
    except ValueError:
        return _page(request, status=400, problem=_("Nothing was changed. Choose again here."))
    client = clients.own(viewer=actor)
    give_view(client, capacity, answer, uid=form_id(request), by=actor, at=timezone.now())
    messages.info(request, _("Kept. You can change it any time."))
    return redirect("preparing")
