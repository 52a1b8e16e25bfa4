"""Preparation of one client: the same facts that the client reads, in the rules' own words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from longarc.care import capacities as rule
from longarc.care import exercises
from longarc.care.access import Actor, Can, may
from longarc.care.capacities import Answer, Capacity, Evidence, Standing
from longarc.care.exercise_list import EXERCISES, Exercise
from longarc.care.exercises import Did, Effect
from longarc.records.actions.preparation import NotListed, done_together, give_view
from longarc.records.ids import uuid7
from longarc.records.queries import preparation as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.numbers import of_practice
from longarc.web import errors
from longarc.web.client import exercise_words
from longarc.web.staff import rule_words, terms
from longarc.web.staff.course_forms import uid_in
from longarc.web.staff.people import actor
from longarc.web.words import say

NEWEST = 30
TITLES = {
    Capacity.TRACKING: gettext_lazy("Tracking inner experience"),
    Capacity.STATES: gettext_lazy("Knowing one's states"),
    Capacity.REGULATION: gettext_lazy("Regulation and grounding"),
    Capacity.TRUST: gettext_lazy("Trust in the relationship"),
    Capacity.PATTERNS: gettext_lazy("Understanding one's patterns"),
}
ASKED = {
    Capacity.TRACKING: gettext_lazy("They notice what is going on inside."),
    Capacity.STATES: gettext_lazy("They name a state as it happens."),
    Capacity.REGULATION: gettext_lazy("They have something that helps, and use it."),
    Capacity.TRUST: gettext_lazy("They could say no here."),
    Capacity.PATTERNS: gettext_lazy("They know what starts it, what follows, and what helps."),
}
ANSWERS = {
    Answer.YES: gettext_lazy("yes"),
    Answer.PARTLY: gettext_lazy("partly"),
    Answer.NOT_YET: gettext_lazy("not yet"),
}
STANDINGS = {
    Standing.MET: gettext_lazy("met"),
    Standing.NOT_MET: gettext_lazy("not met"),
    Standing.NOT_KNOWN: gettext_lazy("not known"),
}
EFFECTS = {
    Effect.HELPED: gettext_lazy("helped"),
    Effect.SAME: gettext_lazy("no change"),
    Effect.WORSE: gettext_lazy("made it worse"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One capacity; `views` are (who, what they said, when), the client's first."""

    code: str
    title: str
    standing: str
    parts: tuple[tuple[str, str, datetime | None], ...]
    asked: str
    views: tuple[tuple[str, str, datetime], ...]
    uid: UUID


def _row(found: Evidence) -> Row:
    said = [view for view in (found.client, found.therapist) if view]
    return Row(
        code=str(found.capacity),
        title=str(TITLES[found.capacity]),
        standing=str(STANDINGS[found.standing]),
        parts=tuple((str(STANDINGS[p.standing]), say(p.staff), p.latest) for p in found.parts),
        asked=str(ASKED[found.capacity]),
        views=tuple((view.by, str(ANSWERS[view.answer]), view.at) for view in said),
        uid=uuid7(),
    )


@dataclass(frozen=True, slots=True)
class Tried:
    """One exercise and what the client said of it, however long ago."""

    title: str
    times: int
    helped: int
    same: int
    worse: int
    last: datetime
    left: bool


def _tried(done: Sequence[Did], hidden: frozenset[str]) -> list[Tried]:
    codes = dict.fromkeys(did.exercise for did in reversed(done))
    return [_one(code, [d for d in done if d.exercise == code], code in hidden) for code in codes]


def _one(code: str, done: list[Did], left: bool) -> Tried:
    said = [did.effect for did in done]
    helped, same, worse = (said.count(effect) for effect in Effect)
    title = exercise_words.title(code)
    return Tried(title, len(done), helped, same, worse, done[-1].at, left)


def _each(did: Did) -> tuple[datetime, str, str, str, str]:
    """When, which, from which row to which, and what they said; empty where nothing was said."""
    before, after = (str(terms.STATES[s]) if s else "" for s in (did.before, did.after))
    said = str(EFFECTS[did.effect]) if did.effect else ""
    return did.at, exercise_words.title(did.exercise), before, after, said


def client_preparing(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Evidence and views; every opening of it is recorded and shown to the client."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    viewer, now = actor(request), timezone.now()
    facts, numbers = queries.facts(client, viewer=viewer, at=now), of_practice(viewer=viewer)
    back = queries.brought_back(client, viewer=viewer)
    hidden = exercises.left_out(facts.done, back, as_of=now)
    context = {
        "place": "caseload",
        "client": client,
        "rows": [_row(one) for one in rule.evidence(facts, as_of=now, numbers=numbers)],
        "answers": [(str(code), label) for code, label in ANSWERS.items()],
        "tried": _tried(facts.done, hidden),
        "each": [_each(did) for did in reversed(facts.done[-NEWEST:])],
        "together": [
            (one.code, exercise_words.title(one.code), uuid7())
            for one in _to_do(client, viewer, now)
        ],
        "may_write": may(viewer, Can.WRITE_RECORD, client.relation),
        "numbers": rule_words.by_code(numbers),
        "version": rule_words.version(viewer=viewer),
    }
    return render(request, "staff/preparing.html", context)


def client_capacity(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Keep what someone of the care team says of one capacity."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    post, uid = request.POST, uid_in(request, "uid")
    try:
        capacity, answer = Capacity(post.get("capacity", "")), Answer(post.get("answer", ""))
    except ValueError:
        return errors.bad_request(request)
    if uid is None:
        return errors.bad_request(request)
    give_view(client, capacity, answer, uid=uid, by=actor(request), at=timezone.now())
    return redirect("client_preparing", client.public_id)


def _to_do(client: ClientRef, viewer: Actor, now: datetime) -> list[Exercise]:
    """Exercises that wait until they were done together once."""
    limits = queries.limits(client, viewer=viewer, at=now)
    first = (one for one in EXERCISES if one.together_first)
    return [one for one in first if one.code not in limits.together]


def client_exercise_together(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Keep that an exercise was done together with the client."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    uid, code = uid_in(request, "uid"), request.POST.get("exercise", "")
    if uid is None:
        return errors.bad_request(request)
    try:
        done_together(client, code, uid=uid, by=actor(request), at=timezone.now())
    except NotListed:
        return errors.bad_request(request)
    return redirect("client_preparing", client.public_id)
