"""The owner's page for the words of consent: a look at what a change does, then publishing it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care.changes import Line
from longarc.care.consent_texts import NAMES, Asked, Item, NotWritten, Words, check
from longarc.care.text import Text
from longarc.records.actions import consent as actions
from longarc.records.queries import consent as queries
from longarc.web import consent_words
from longarc.web.staff.people import actor
from longarc.web.words import say

ASKED: dict[Asked, Promise] = {
    Asked.REQUIRED: gettext_lazy("Required for a session"),
    Asked.OPTIONAL: gettext_lazy("Optional"),
    Asked.NOT_ASKED: gettext_lazy("Not asked"),
}


@dataclass(frozen=True)
class Look:
    """What publishing would do. `again`: how many clients would be asked again."""

    lines: tuple[Line, ...]
    again: int


def practice_consents(request: HttpRequest) -> HttpResponse:
    """GET: the words in force and their history. POST: look first, then publish."""
    item = request.POST.get("item", "")
    if request.method != "POST":
        return _page(request)
    if item not in set(Item) or request.POST.get("asked") not in set(Asked):
        return _page(request, problem=_("Nothing was published. Choose again here."), status=400)
    return _publish(request, Item(item))


def _typed(request: HttpRequest) -> str:
    """As the box holds it, with the line ends of a text."""
    return request.POST.get("text", "").replace("\r\n", "\n").strip()


def _publish(request: HttpRequest, item: Item) -> HttpResponse:
    by, text = actor(request), _typed(request)
    now = queries.words(viewer=by)[item]
    shown = consent_words.plain(now)
    try:
        check(text)
        if "look" in request.POST and str(now.version) == request.POST.get("seen"):
            return _page(request, item=item, look=_look(request, now, shown, text))
        kept = actions.publish(
            item,
            text,
            Asked(request.POST["asked"]),
            shown=shown,
            seen=_uuid(request.POST.get("seen", "")),
            by=by,
            at=timezone.now(),
        )
    except NotWritten as refused:
        return _page(request, item=item, problem=say(refused.text), status=400)
    except actions.OtherWords:
        problem = _(
            "Nothing was published. Somebody published other words meanwhile. "
            "They are above yours, which are still here."
        )
        return _page(request, item=item, problem=problem, status=409)
    messages.info(request, _("Published.") if kept else _("Nothing was changed."))
    return redirect("practice_consents")


def _look(request: HttpRequest, now: Words, shown: str, text: str) -> Look:
    lines = consent_words.differences(shown, text)
    viewer = actor(request)
    again = queries.said_yes(now.item, now.version, viewer=viewer) if text != shown else 0
    return Look(lines, again)


def _page(
    request: HttpRequest,
    *,
    item: Item | None = None,
    look: Look | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    viewer = actor(request)
    words, made = queries.words(viewer=viewer), queries.changes(viewer=viewer)
    context = {
        "place": "practice",
        "items": [_item(request, one, made[one.item], one.item is item) for one in words.values()],
        "asked": list(ASKED.items()),
        "look": look,
        "problem": problem,
    }
    return render(request, "staff/practice_consents.html", context, status=status)


def _item(
    request: HttpRequest, words: Words, made: tuple[queries.Kept, ...], changing: bool
) -> dict[str, Any]:
    """One item; the one that is being changed holds what was typed."""
    text = consent_words.plain(words)
    return {
        "words": words,
        "name": say(Text(NAMES[words.item])),
        "text": text,
        "asked": ASKED[words.asked],
        "changing": changing,
        "typed": _typed(request) if changing else text,
        "typed_asked": request.POST.get("asked") if changing else words.asked,
        "history": [(one, ASKED[one.words.asked], consent_words.plain(one.before)) for one in made],
    }


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
