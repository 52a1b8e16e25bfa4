"""Parts: inner parts in the client's own words, as a list and as a map."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care.access import Actor
from longarc.care.capacities import Capacity
from longarc.care.formulation import Section
from longarc.care.parts import Part, Told
from longarc.care.threads import Empty, TooLong
from longarc.records.actions import parts as actions
from longarc.records.ids import uuid7
from longarc.records.queries import clients, course, formulation, threads
from longarc.records.queries import parts as queries
from longarc.records.queries.clients import ClientRef
from longarc.web import begun
from longarc.web.client import thread_words as words
from longarc.web.client.forms import me
from longarc.web.client.preparing import TITLES
from longarc.web.words import say


def parts(request: HttpRequest) -> HttpResponse:
    """All parts, the map, and a place to name another."""
    actor = me(request)
    client = clients.own(viewer=actor)
    if request.method == "POST":
        return _keep(request, client, words.uid(request.POST.get("part")) or uuid7(), None)
    return _list(request, client)


def _list(request: HttpRequest, client: ClientRef, **form: Any) -> HttpResponse:
    actor = me(request)
    all_threads = threads.of_client(client, viewer=actor)
    shown = words.shown(queries.of_client(client, viewer=actor), all_threads)
    shares = course.chosen(course.ChoiceKind.SHARE_WORDS, client, viewer=actor)
    status = form.pop("status", 200)
    context = {
        "tab": "arc",
        "parts": shown,
        "map": words.map_of(shown),
        "part": uuid7(),
        "told": Told(),
        "shared": shares,
        **_ties(client, actor, all_threads),
        **form,
    }
    return render(request, "client/parts.html", context, status=status)


def _ties(client: ClientRef, viewer: Actor, all_threads: Any) -> dict[str, Any]:
    """What a part can be tied to: threads, ways of coping, what sets it off, capacities."""
    value = formulation.load(client, viewer=viewer).value
    return {
        "threads": [(str(uid), name) for uid, name in words.labels(all_threads).items()],
        "ways": [one.name for one in value.adaptations if one.name],
        "trigger": Section.TRIGGER in value.words,
        "capacities": TITLES.items(),
    }


def part(request: HttpRequest, part: UUID) -> HttpResponse:
    """One part: to read, to write on, to share, to remove."""
    actor = me(request)
    client = clients.own(viewer=actor)
    found = queries.find(part, client, viewer=actor)
    if request.method == "POST" and "remove" in request.POST and found:
        return _remove(request, part)
    if request.method == "POST" and (found or "asks" in request.POST):
        return _keep(request, client, part, found)
    if found is None:
        raise Http404
    return _form(request, client, found, found.told, shared=found.shared)


def _form(
    request: HttpRequest, client: ClientRef, found: Part, told: Told, **more: Any
) -> HttpResponse:
    actor = me(request)
    all_threads = threads.of_client(client, viewer=actor)
    ties = _ties(client, actor, all_threads)
    ties["ways"] = list(dict.fromkeys((*ties["ways"], *found.told.ways)))
    ties["trigger"] = ties["trigger"] or found.told.trigger
    status = more.pop("status", 200)
    context = {"tab": "arc", "one": words.shown([found], all_threads)[0], "told": told, **ties}
    return render(request, "client/part.html", {**context, **more}, status=status)


def _keep(request: HttpRequest, client: ClientRef, uid: UUID, found: Part | None) -> HttpResponse:
    post, actor = request.POST, me(request)
    told, shared = _told(post), "shared" in post
    seen = words.uid(post.get("seen"))
    try:
        at = timezone.now()
        kept = actions.keep_part(client, uid, told, seen=seen, shared=shared, by=actor, at=at)
    except (Empty, TooLong) as problem:
        said = {"problem": say(problem.text), "status": 400, "shared": shared}
        return _again(request, client, found, told, said)
    except actions.ChangedMeanwhile as other:
        said = {"problem": _meanwhile(other.now), "status": 409, "shared": shared}
        return _again(request, client, other.now, told, said)
    begun.kept(request, _("Kept.") if kept else _("It is as it was."))
    return redirect("parts")


def _meanwhile(now: Part | None) -> str:
    if now is None:
        return _("It is not kept yet. Your words are still here. This part was removed meanwhile.")
    return _(
        "It is not kept yet. Your words are still here. "
        "This part was changed on another page. Keep this, and yours stands."
    )


def _again(
    request: HttpRequest, client: ClientRef, now: Part | None, told: Told, said: Mapping[str, Any]
) -> HttpResponse:
    """The form with what was typed; for a part that is not there (any more), as a new one."""
    if now is None:
        return _list(request, client, told=told, **said)
    return _form(request, client, now, told, **said)


def _told(post: QueryDict) -> Told:
    """What the form holds; ties that we do not know are left out."""
    threads_ = (words.uid(one) for one in post.getlist("threads"))
    return Told(
        name=words.text(post, "name").strip(),
        protects=words.text(post, "protects").strip(),
        asks=words.text(post, "asks").strip(),
        threads=tuple(one for one in threads_ if one),
        ways=tuple(one for one in post.getlist("ways") if one.strip()),
        trigger="trigger" in post,
        capacities=tuple(Capacity(c) for c in post.getlist("capacities") if c in set(Capacity)),
    )


def _remove(request: HttpRequest, part: UUID) -> HttpResponse:
    if actions.remove(part, by=me(request), at=timezone.now()):
        messages.info(request, _("Removed."))
        return redirect("parts")
    messages.info(request, _("Nothing was changed. What is shared can be made private first."))
    return redirect("part", part)
