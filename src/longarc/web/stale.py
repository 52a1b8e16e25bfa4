"""A form of an older page never overtakes in silence what is newer: it is asked about first.

Each form that decides something says what its page knew last (`{% stands "phase" %}`). What
somebody kept since, about the same thing and saying otherwise, is shown beside what was sent; the
form goes back with all that was typed, and a second Save, after seeing both, is taken. Nothing is
changed before. Which forms decide, and about what, is declared in `web.deciding`.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from longarc.care.access import Actor
from longarc.records.db import writing
from longarc.records.keeping import next_of
from longarc.records.queries import stands
from longarc.records.queries.stands import Newer
from longarc.web import held
from longarc.web.deciding import FORMS, GUARDS, OWN_PAGES, SHOWN_ON, Guard
from longarc.web.newer import Line

#: The field in which a form says what its page knew.
FIELD = "stands"
#: So often may one form be sent again with other content and still know its own earlier words.
OWN_VERSIONS = 50
View = Callable[..., HttpResponse]


class StaleMiddleware:
    """Behind the policy: whoever comes here may use the form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        route = match.view_name if match else ""
        if request.method != "POST":
            for name in SHOWN_ON.get(route, ()):  # before the page reads what it shows
                mark_of(request, name)
            return None
        name = FORMS[route](request.POST) if route in FORMS else ""
        return _turn(request, route, name, lambda: view(request, *args, **kwargs)) if name else None


def mark_of(request: HttpRequest, name: str) -> str:
    """What the page of this request knows of one guard; asked once."""
    marks = request.__dict__.setdefault("_marks", {})
    if name not in marks:
        marks[name] = stands.mark(
            GUARDS[name].kind, _client(request, GUARDS[name]), viewer=_viewer(request)
        )
    return str(marks[name])


def _turn(
    request: HttpRequest, route: str, name: str, go_on: Callable[[], HttpResponse]
) -> HttpResponse:
    """One form at a time: nothing comes between the look and what is kept."""
    guard = GUARDS[name]
    with writing():
        stands.one_at_a_time(_client(request, guard), viewer=_viewer(request))
        mark_of(request, name)
        new = _overtaken(request, guard)
        if new and route not in OWN_PAGES:
            return _page(request, name, new)
        request.newer = lines(guard, new, mine=_is_client(request))  # type: ignore[attr-defined]
        return go_on()


def _overtaken(request: HttpRequest, guard: Guard) -> list[Newer]:
    """What this form would overtake: newer, about the same, otherwise, and not its own."""
    seen = request.POST.get(FIELD)
    if seen is None and not guard.always:
        return []
    viewer, client = _viewer(request), _client(request, guard)
    new = stands.newer(
        guard.kind, seen or "", client, viewer=viewer, **guard.within(request.resolver_match)
    )
    own = _own(request)
    about = [one for one in new if one.uid not in own and guard.concerns(one, request)]
    return about if about and not guard.agrees(about, request) else []


def _own(request: HttpRequest) -> set[UUID]:
    """The ids of what this very form kept, when somebody went back and sent it again."""
    try:
        uid = UUID(request.POST.get("uid", ""))
    except ValueError:
        return set()
    found = {uid}
    for _again in range(OWN_VERSIONS):
        found.add(uid := next_of(uid))
    return found


def _viewer(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _is_client(request: HttpRequest) -> bool:
    return _viewer(request).client is not None


def _client(request: HttpRequest, guard: Guard) -> int | None:
    if guard.of_practice:
        return None
    named = getattr(request, "client", None)
    return named.id if named else _viewer(request).client


def _page(request: HttpRequest, name: str, new: list[Newer]) -> HttpResponse:
    guard, mine = GUARDS[name], _is_client(request)
    context = {
        "layout": "client_base.html" if mine else "staff_base.html",
        "tab": guard.tab,
        "place": guard.place,
        "title": _("Something here is newer") if mine else _("This was changed meanwhile"),
        "lines": lines(guard, new, mine=mine),
        "sent": guard.sent(request),
        "held": [one for one in held.of(request) if one.name != FIELD],
        "stands": mark_of(request, name),
        "path": request.get_full_path(),
        "back": _back(request, name),
        "mine": mine,
    }
    return render(request, "stale.html", context, status=409)


def lines(guard: Guard, new: list[Newer], *, mine: bool) -> list[Line]:
    """What is newer in words, and who kept it when; a client is not told their own name."""
    return [
        (_taken_back(one, guard.say(one.told)), "" if mine and one.own else one.by, one.at)
        for one in new
    ]


def _taken_back(one: Newer, said: str) -> str:
    return _("Taken back: %(what)s") % {"what": said} if one.back else said


def _back(request: HttpRequest, name: str) -> str:
    """The page that shows what stands."""
    match = request.resolver_match
    for page in GUARDS[name].pages:
        try:
            return reverse(page, kwargs=match.kwargs if match else {})
        except NoReverseMatch:
            continue
    return "/"
