"""What the client wants to do differently, how it goes, and mood and insight beside it.

The client sees what they said, and never what the rule makes of it.
"""

from collections.abc import Callable
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care.living import Answer, may_add
from longarc.care.reports import clean
from longarc.care.text import msg
from longarc.records.actions import living as actions
from longarc.records.actions import living_back as back
from longarc.records.actions.screening import NotKept
from longarc.records.ids import uuid7
from longarc.records.queries import clients
from longarc.records.queries import living as queries
from longarc.web import begun
from longarc.web import living_words as words
from longarc.web.client import living_parts as parts
from longarc.web.client.forms import form_id, me
from longarc.web.words import say


def changes(request: HttpRequest) -> HttpResponse:
    """The page, and every form on it."""
    if request.method == "POST":
        return _keep(request)
    return _page(request)


def _page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    actor = me(request)
    client = clients.own(viewer=actor)
    found = queries.wanted(client, viewer=actor)
    felt = queries.felt(client, viewer=actor)
    typed = more.get("typed", {})
    context = {
        "tab": "arc",
        "wanted": [(one, _said(one), uuid7()) for one in found if one.ended is None],
        "resting": [(one, _said(one), None) for one in found if one.ended],
        "answers": list(words.ANSWERS.items()),
        "may_add": may_add(sum(one.ended is None for one in found)),
        "asked": [
            (str(measure), text, words.choices(words.FELT_STEPS[measure]), typed.get(measure, ""))
            for measure, text in words.FELT.items()
        ],
        "felt": [_felt(one) for one in reversed(felt)],
        "readers": parts.readers(felt),
        "private_felt": parts.begins_private(felt, typed if typed.get("act") == "feel" else {}),
        "uid": uuid7(),
        "uid_felt": uuid7(),
        "typed": typed,
        "typed_words": typed.get(f"words-{typed.get('behaviour')}", ""),
        "typed_wording": typed.get(f"wording-{typed.get('behaviour')}", ""),
        **more,
    }
    with timezone.override(ZoneInfo(client.zone)):
        return render(request, "client/changes.html", context, status=status)


def _said(one: queries.Wanted) -> list[tuple[queries.Answered, Any]]:
    """Every answer with its words, the newest first."""
    return [(said, words.ANSWERS[said.answer]) for said in reversed(one.answers)]


def _felt(one: queries.Felt) -> tuple[queries.Felt, list[str]]:
    lines = []
    if one.mood is not None:
        lines.append(_("Mood: %(step)s") % {"step": words.MOODS[one.mood]})
    if one.insight is not None:
        lines.append(_("Understanding: %(step)s") % {"step": words.INSIGHTS[one.insight]})
    return one, lines


def _keep(request: HttpRequest) -> HttpResponse:
    """Whichever form was sent; what was typed comes back with the reason when it was not kept."""
    act = "take_back" if "take_back" in request.POST else request.POST.get("act", "")
    form = FORMS.get(act)
    try:
        done = form(request) if form else ""
    except NotKept as problem:
        return _page(request, status=400, problem=say(problem.text), typed=request.POST.dict())
    otherwise = _("Nothing was changed. Everything is as it was.")
    begun.kept(request, done, done=done, otherwise=otherwise)
    return redirect("changes")


def _add(request: HttpRequest) -> str:
    actor, text = me(request), clean(request.POST.get("text", ""))
    client, uid, at = clients.own(viewer=actor), form_id(request), timezone.now()
    private = "private" in request.POST
    actions.add_behaviour(client, text, private=private, uid=uid, by=actor, at=at)
    return _("Kept, in your words.")


def _answer(request: HttpRequest) -> str:
    actor, post = me(request), request.POST
    behaviour, told = words.uid(post.get("behaviour", "")), post.get("answer", "")
    if behaviour is None or told not in set(Answer):
        raise NotKept(msg("Nothing was kept yet. Choose one of the three."))
    client, uid, at = clients.own(viewer=actor), form_id(request), timezone.now()
    said = clean(post.get(f"words-{behaviour}", ""))
    done = actions.answer(client, behaviour, Answer(told), said, uid=uid, by=actor, at=at)
    return _("Kept. Say it again when you wish.") if done else ""


def _reword(request: HttpRequest) -> str:
    actor, behaviour = me(request), words.uid(request.POST.get("behaviour", ""))
    text = clean(request.POST.get(f"wording-{behaviour}", ""))
    client, uid, at = clients.own(viewer=actor), form_id(request), timezone.now()
    done = behaviour and actions.reword(client, behaviour, text, uid=uid, by=actor, at=at)
    return _("Kept, in your words.") if done else ""


def _readers(request: HttpRequest) -> str:
    """Of one behaviour, with all that was said of it."""
    actor, behaviour = me(request), words.uid(request.POST.get("behaviour", ""))
    shared = request.POST["act"] == "share"
    at = timezone.now()
    done = behaviour and back.share_behaviour(behaviour, shared=shared, by=actor, at=at)
    return parts.shared_words(shared=shared) if done else ""


def _rest(request: HttpRequest) -> str:
    actor, behaviour = me(request), words.uid(request.POST.get("behaviour", ""))
    client, uid, at = clients.own(viewer=actor), form_id(request), timezone.now()
    done = behaviour and actions.let_rest(client, behaviour, uid=uid, by=actor, at=at)
    return _("It rests. What you said stays.") if done else ""


def _feel(request: HttpRequest) -> str:
    actor, post = me(request), request.POST
    client, uid, at = clients.own(viewer=actor), form_id(request), timezone.now()
    mood, insight = words.step(post, "mood"), words.step(post, "insight")
    private = "private" in post
    actions.feel(client, mood, insight, private=private, uid=uid, by=actor, at=at)
    return _("Kept. Say it again when you wish.")


FORMS: dict[str, Callable[[HttpRequest], str]] = {
    "add": _add,
    "answer": _answer,
    "rest": _rest,
    "feel": _feel,
    "reword": _reword,
    "share": _readers,
    "private": _readers,
    "readers": partial(parts.choose_readers, name="felt"),
    "take_back": parts.take_back,
}
