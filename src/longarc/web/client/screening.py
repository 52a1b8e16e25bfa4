"""Medicines and health, as the client tells them: everything may be skipped, or said to someone.

The client sees what they told and what people decided, with the reason; never a level or a rule.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care.screening_facts import (
    MEDICINES,
    Judgement,
    Kind,
    Medicine,
    Said,
    Taken,
    identified,
)
from longarc.care.screening_rows import UNKNOWN, Row, State
from longarc.records.actions import screening as actions
from longarc.records.ids import uuid7
from longarc.records.queries import clients
from longarc.records.queries import screening as queries
from longarc.records.queries.screening import Screening
from longarc.web import medicine_form
from longarc.web.client.forms import form_id, me
from longarc.web.words import say

TAKEN = {
    Taken.NOW: gettext_lazy("I take it now"),
    Taken.STOPPED: gettext_lazy("I have stopped"),
    Taken.NOT_KNOWN: gettext_lazy("I would rather say it to someone"),
}
ANSWERS = {
    Said.YES: gettext_lazy("Yes"),
    Said.NO: gettext_lazy("No"),
    Said.SAY: gettext_lazy("I would rather say it to someone"),
}
SETTLED = (State.DECIDED, State.DECLINED, State.ANSWERED)
#: Condition -> what the client is asked. The others are for the care team to ask.
QUESTIONS = {
    "psychosis": gettext_lazy(
        "Has someone ever told you that you had a psychosis, or treated you for one?"
    ),
    "bipolar_schizophrenia": gettext_lazy(
        "Has someone told you that you have bipolar illness or schizophrenia?"
    ),
    "family_psychosis": gettext_lazy(
        "Has a parent, brother, sister or child of yours had psychosis or bipolar illness?"
    ),
    "heart": gettext_lazy("Do you have high blood pressure, or trouble with your heart?"),
    "vessels": gettext_lazy("Have you had a weak blood vessel, or bleeding in the brain?"),
    "pregnancy": gettext_lazy("Are you pregnant, could you be, or do you breastfeed?"),
    "seizures": gettext_lazy("Have you ever had a seizure?"),
    "dissociative_identity": gettext_lazy(
        "Has someone told you that you have dissociative identity disorder?"
    ),
    "purging": gettext_lazy("Do you have an eating disorder and throw up?"),
    "substance_use": gettext_lazy("Is it hard to be in charge of drink or drugs right now?"),
    "withdrawal": gettext_lazy(
        "Has it ever made you ill to stop drinking, or to stop pills for calm or sleep?"
    ),
    "harm_others": gettext_lazy("Do thoughts of hurting someone else come up these days?"),
    "no_support": gettext_lazy("Would a safe place, a person or a ride home be hard to find?"),
    "under_21": gettext_lazy("Are you under 21?"),
    "mushroom_allergy": gettext_lazy("Do mushrooms give you an allergy?"),
}
#: A line below the question.
HINTS = {
    "withdrawal": gettext_lazy(
        "Shaking, sweating, seeing things, a seizure. Please do not stop all at once by yourself."
        " Your care team asks about it too."
    ),
    "harm_others": gettext_lazy(
        "Many people have such thoughts when it is hard. Someone of your care team talks with you"
        " about it."
    ),
}


def medicines(request: HttpRequest) -> HttpResponse:
    """What the client takes, and the forms to say so."""
    if request.method == "POST":
        return _keep_medicine(request)
    return _medicines(request)


def _load(request: HttpRequest) -> Screening:
    actor = me(request)
    return queries.load(clients.own(viewer=actor), viewer=actor, on=timezone.localdate())


def _medicines(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    found = _load(request)
    open_names = {row.entry: row for row in found.rows if row.subject.startswith(UNKNOWN)}
    context = {
        "tab": "arc",
        "told": [_told(one, open_names.get(one.id), found) for one in found.medicines],
        "back": _taken_off(found),
        "list": found.answers.get(MEDICINES),
        "taken": list(TAKEN.items()),
        "decided": _decided(found),
        "uid": uuid7(),
        "typed": {},
        **more,
    }
    return render(request, "client/medicines.html", context, status=status)


def _told(one: Medicine, unknown: Row | None, found: Screening) -> dict[str, Any]:
    """A medicine as they wrote it. `unknown`: nobody knows yet what it is."""
    return {
        "one": one,
        "named": identified(one, found.facts),
        "taken": TAKEN[one.taken],
        "unknown": unknown is not None,
        "offered": unknown.offered if unknown and not one.chosen else (),
    }


def _taken_off(found: Screening) -> list[dict[str, Any]]:
    """What the care team took off; `waits`: a second person has still to agree."""
    waiting = {row.entry for row in found.rows if row.back and row.closes}
    return [{"one": one, "waits": one.medicine.id in waiting} for one in found.facts.back]


def _decided(found: Screening) -> list[dict[str, Any]]:
    """What people decided or answered, and why; what no longer counts is not shown."""
    return [
        {
            "what": say(row.what),
            "no": row.judgement.kind is Kind.DECLINED,
            "by": _who(row.judgement),
            "at": row.judgement.at,
            "reason": row.judgement.reason,
        }
        for row in found.rows
        if row.judgement and row.state in SETTLED
    ]


def _who(one: Judgement) -> str:
    """Who decided; both names, when someone recorded what another decided."""
    if one.outside is None:
        return one.by
    facts = {"name": one.outside.name, "by": one.by}
    return _("%(name)s (written down by %(by)s)") % facts


def _keep_medicine(request: HttpRequest) -> HttpResponse:
    actor, now, post = me(request), timezone.now(), request.POST
    client = clients.own(viewer=actor)
    if "list" in post:
        word = Said.ALL if post["list"] == Said.ALL else Said.SAY
        actions.answer(client, {MEDICINES: word}, uid=form_id(request), by=actor, at=now)
        messages.info(request, _("Kept."))
        return redirect("medicines")
    try:
        written, taken, last = medicine_form.read(post, timezone.localdate())
        uid = form_id(request)
        actions.tell_medicines(client, written, taken, last, uid=uid, by=actor, at=now)
    except actions.NotKept as problem:
        return _medicines(
            request, status=400, problem=say(problem.text), typed=medicine_form.typed(post)
        )
    messages.info(request, _("Kept."))
    return redirect("medicines")


def medicine_meant(request: HttpRequest) -> HttpResponse:
    """Which of the names that were offered back the client meant."""
    actor = me(request)
    client, name = clients.own(viewer=actor), request.POST.get("name", "")
    entry = _uuid(request.POST.get("entry", ""))
    kept = entry and actions.name_meant(client, entry, name, by=actor, at=timezone.now())
    messages.info(request, _("Kept.") if kept else _("Nothing was changed. Choose again here."))
    return redirect("medicines")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def health(request: HttpRequest) -> HttpResponse:
    """Questions about health; each can be left out."""
    if request.method == "POST":
        told = {
            about: Said(word)
            for about in QUESTIONS
            if (word := request.POST.get(about, "")) in set(ANSWERS)
        }
        actor = me(request)
        client, uid = clients.own(viewer=actor), form_id(request)
        actions.answer(client, told, uid=uid, by=actor, at=timezone.now())
        messages.info(request, _("Kept."))
        return redirect("health")
    stands = _load(request).answers
    context = {
        "tab": "arc",
        "questions": [
            (about, text, HINTS.get(about, ""), stands.get(about))
            for about, text in QUESTIONS.items()
        ],
        "answers": list(ANSWERS.items()),
    }
    return render(request, "client/health.html", context)
