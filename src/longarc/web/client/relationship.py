"""How a meeting felt, and what is strained: said after it, left out, or kept to oneself.

The client never sees what the rule makes of a rating: only what they said and what people wrote.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care.access import Actor
from longarc.care.relationship import Kind, Question, Step, rated
from longarc.records.actions import relationship as actions
from longarc.records.actions.relationship import Felt, Named
from longarc.records.actions.relationship_later import Said, say_later, withdraw
from longarc.records.actions.screening import NotKept
from longarc.records.ids import uuid7
from longarc.records.queries import clients, course
from longarc.records.queries import relationship as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.course import ChoiceKind
from longarc.records.queries.relationship import Met
from longarc.web import begun
from longarc.web.client.forms import form_id, me
from longarc.web.words import dated, say

QUESTIONS = {
    Question.HEARD: gettext_lazy("I felt heard."),
    Question.MATTERED: gettext_lazy("We worked on what matters to me."),
    Question.FITS: gettext_lazy("How we worked suits me."),
    Question.COULD_SAY_NO: gettext_lazy("I could have said no."),
}
STEPS = (
    gettext_lazy("Not at all"),
    gettext_lazy("A little"),
    gettext_lazy("Partly"),
    gettext_lazy("Mostly"),
    gettext_lazy("Fully"),
)
NEAR = (
    gettext_lazy("Far away"),
    gettext_lazy("Rather far"),
    gettext_lazy("In between"),
    gettext_lazy("Rather near"),
    gettext_lazy("Very near"),
)
NEAR_ASKED = gettext_lazy("How near or far did it feel between you?")
KINDS = {
    Kind.WITHDRAWAL: gettext_lazy("I pulled back, or went quiet"),
    Kind.CONFRONTATION: gettext_lazy("We clashed"),
    Kind.OWN: gettext_lazy("Something else, in my words"),
}
NAMED = {
    Kind.WITHDRAWAL: gettext_lazy("Pulling back"),
    Kind.CONFRONTATION: gettext_lazy("A clash"),
    Kind.OWN: gettext_lazy("In own words"),
}
#: My arc says for so long that a meeting can be rated; after that nothing asks.
#: Source: Longarc's own starting rule, unsigned.
OFFERED = timedelta(days=7)
SHARES = ChoiceKind.SHARE_WORDS
#: So many of the latest meetings can be picked.
SHOWN = 5


def how_we_met(request: HttpRequest) -> HttpResponse:
    """The page, and every form on it."""
    if request.method == "POST":
        return _keep(request)
    return _page(request)


def _page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    actor, now = me(request), timezone.now()
    client = clients.own(viewer=actor)
    met = queries.met(client, viewer=actor, at=now)
    days = {one.uid: one.at for one in met}
    told = queries.told(client, viewer=actor)
    typed = more.pop("typed", {"shared": course.chosen(SHARES, client, viewer=actor)})
    context = {
        "tab": "arc",
        "met": [(str(one.uid), named(one)) for one in met[:SHOWN]],
        "asked": _asked(typed),
        "kinds": list(KINDS.items()),
        "private": [_strain(one, days) for one in reversed(queries.private(viewer=actor))],
        "told": [_strain(one, days) for one in reversed(told.strains)],
        "back": [_strain(one, days) for one in reversed(told.back)],
        "talks": list(reversed(told.talks)),
        "mine": _mine(client, actor, now, days),
        "typed": typed,
        "uid": uuid7(),
        "uid_strain": uuid7(),
        **more,
    }
    return render(request, "client/how_we_met.html", context, status=status)


def _asked(typed: dict[str, Any]) -> list[tuple[str, Any, list[tuple[str, Any]], str]]:
    """Each question with its choices, and what was chosen before the page came back."""
    asked = [(str(q), text, STEPS) for q, text in QUESTIONS.items()]
    asked.append(("near", NEAR_ASKED, NEAR))
    return [
        (code, text, [(str(n), label) for n, label in enumerate(steps)], typed.get(code, ""))
        for code, text, steps in asked
    ]


def _strain(one: Any, days: dict[UUID, datetime]) -> tuple[Any, Any, datetime | None, UUID]:
    """A rupture, its kind in words, the meeting's day, and an id for what is said of it."""
    return one, NAMED[one.kind], days.get(one.about), uuid7()


def named(one: Met) -> str:
    """A meeting as the page says it: by its day, and with whom."""
    day = dated(one.at, "j F")
    if not one.with_name:
        return _("%(day)s, the medicine session") % {"day": day}
    return _("%(day)s, with %(name)s") % {"day": day, "name": one.with_name}


def _mine(
    client: ClientRef, actor: Actor, now: datetime, days: dict[UUID, datetime]
) -> list[tuple[datetime, list[str], UUID | None]]:
    """What they said about meetings so far, the newest first, in the words of the form."""
    found = rated(queries.load(client, viewer=actor), now)
    at = {one.uid: days.get(one.about, one.at) if one.about else one.at for one in found}
    return [(at[one.uid], answers(one.steps, one.near), one.uid) for one in reversed(found)]


def answers(steps: Any, near: int | None) -> list[str]:
    """Each answer as a line of words."""
    given = [f"{text} {STEPS[steps[q]]}" for q, text in QUESTIONS.items() if q in steps]
    return (
        given if near is None else [*given, _("How near or far: %(near)s") % {"near": NEAR[near]}]
    )


def _keep(request: HttpRequest) -> HttpResponse:
    """Whichever form was sent; what was typed comes back with the reason when it was not kept."""
    form = FORMS.get(request.POST.get("act", ""))
    try:
        done = form(request) if form else None
    except NotKept as problem:
        typed = {**request.POST.dict(), "shared": "shared" in request.POST}
        return _page(request, status=400, problem=say(problem.text), typed=typed)
    otherwise = _("Nothing was changed. Everything is as it was.")
    begun.kept(request, done or "", done=done, otherwise=otherwise)
    return redirect("how_we_met")


def _rate(request: HttpRequest) -> str:
    steps = {q: step for q in Question if (step := _step(request, q)) is not None}
    felt = Felt(
        steps=steps,
        near=_step(request, "near"),
        about=_uid(request, "about"),
        words=request.POST.get("words", ""),
        shared="shared" in request.POST,
    )
    actor = me(request)
    uid, at = form_id(request), timezone.now()
    actions.rate(clients.own(viewer=actor), felt, uid=uid, by=actor, at=at)
    return _("Kept. Thank you for saying it.")


def _step(request: HttpRequest, field: str) -> int | None:
    """The step that was chosen, also one that does not exist; None: skipped."""
    told = request.POST.get(field, "")
    if not told:
        return None
    return int(told) if len(told) == 1 and told in "01234" else -1


def _uid(request: HttpRequest, field: str) -> UUID | None:
    try:
        return UUID(request.POST.get(field, ""))
    except ValueError:
        return None


def _named(request: HttpRequest) -> Named:
    told = request.POST.get("kind", "")
    kind = Kind(told) if told in set(Kind) else Kind.OWN
    return Named(kind, _uid(request, "about"), request.POST.get("happened", ""))


def _private(request: HttpRequest) -> str:
    actor = me(request)
    client, uid = clients.own(viewer=actor), form_id(request)
    actions.name_privately(client, _named(request), uid=uid, by=actor, at=timezone.now())
    return _("Kept. Only you see it.")


def _name(request: HttpRequest) -> str:
    actor = me(request)
    client, uid = clients.own(viewer=actor), form_id(request)
    actions.name(client, _named(request), uid=uid, by=actor, at=timezone.now())
    return _("Kept. Your care team can see it now.")


def _tell(request: HttpRequest) -> str:
    actor, uid = me(request), _uid(request, "strain")
    client, at = clients.own(viewer=actor), timezone.now()
    done = uid and actions.tell(client, uid, by=actor, at=at)
    return _("Kept. Your care team can see it now.") if done else ""


def _remove(request: HttpRequest) -> str:
    uid = _uid(request, "strain")
    done = uid and actions.remove(uid, by=me(request), at=timezone.now())
    return _("Removed.") if done else ""


def _take_back(request: HttpRequest) -> str:
    actor, uid = me(request), _uid(request, "entry")
    client, at = clients.own(viewer=actor), timezone.now()
    done = uid and withdraw(client, uid, by=actor, at=at)
    return _("Taken back. Someone may have read it before.") if done else ""


def _word(step: Step) -> Callable[[HttpRequest], str]:
    def keep(request: HttpRequest) -> str:
        actor, strain = me(request), _uid(request, "strain")
        client, uid, at = clients.own(viewer=actor), form_id(request), timezone.now()
        done = strain and say_later(client, Said(step, strain), uid=uid, by=actor, at=at)
        return _("Kept. You can change it any time.") if done else ""

    return keep


FORMS: dict[str, Callable[[HttpRequest], str]] = {
    "rate": _rate,
    "private": _private,
    "name": _name,
    "tell": _tell,
    "remove": _remove,
    "take_back": _take_back,
    "mended": _word(Step.MENDED),
    "not_yet": _word(Step.NOT_YET),
}
