"""The client's own words for the six states, and how Today looks."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care.arc import State
from longarc.records.actions import state_words as actions
from longarc.records.queries import clients
from longarc.records.queries.today import Own, own_words
from longarc.web import newer
from longarc.web.client import ladder
from longarc.web.client.forms import form_id, me

LONGEST_LABEL, LONGEST_HINT = 40, 60
THEMES = {
    "auto": gettext_lazy("As my phone"),
    "light": gettext_lazy("Light"),
    "dark": gettext_lazy("Dark"),
    "dim": gettext_lazy("Extra dim"),
}


def state_words(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _keep(request)
    client = clients.own(viewer=me(request))
    return _page(request, own_words(client, viewer=me(request)), fine=client.fine)


def _page(
    request: HttpRequest, own: Own, *, fine: bool, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "tab": "today",
        "states": [(state, ladder.LABELS[state], *own.get(state, ("", ""))) for state in State],
        "fine": fine,
        "themes": list(THEMES.items()),
        "longest_label": LONGEST_LABEL,
        "longest_hint": LONGEST_HINT,
        **more,
    }
    return render(request, "client/state_words.html", context, status=status)


def _keep(request: HttpRequest) -> HttpResponse:
    actor, now, post = me(request), timezone.now(), request.POST
    own, fine = _told(post), post.get("fine") == "1"
    if found := newer.of(request):
        more = {"problem": newer.own_words(), "newer": found, "theme": post.get("theme")}
        return _page(request, own, fine=fine, status=409, **more)
    if own != own_words(clients.own(viewer=actor), viewer=actor):
        actions.name_states(own, uid=form_id(request), by=actor, at=now)
    theme = post.get("theme", "")
    if theme not in THEMES:
        theme = "auto"
    actions.set_view(fine=fine, theme=theme, by=actor, at=now)
    messages.info(request, _("Kept."))
    return redirect("today")


def _told(post: QueryDict) -> Own:
    """What was written; a state without any words of their own is left out."""
    own = {}
    for state in State:
        label = " ".join(post.get(f"label-{state}", "").replace("\x00", "").split())[:LONGEST_LABEL]
        hint = " ".join(post.get(f"hint-{state}", "").replace("\x00", "").split())[:LONGEST_HINT]
        if label or hint:
            own[state] = (label, hint)
    return own
