"""Asking the declared policy before every view: deny by default.

A signed-in person who may not is told the same as for a page that does not exist, so that a
foreign id answers like an unknown one. An anonymous person is sent to sign in.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from longarc.care.access import Actor, Can, Relation, Role, may
from longarc.records.queries import clients, people, ways_in
from longarc.web import accounts, errors, held, openings, paused
from longarc.web.routes import NEEDS_CLIENT, POLICY, Access, Door

Response = HttpResponse


def actor_of(request: HttpRequest) -> Actor | None:
    """The signed-in person, or None. Computed once a request."""
    if not hasattr(request, "_actor"):
        user: Any = request.user
        request._actor = _actor(user) if user.is_authenticated else None  # type: ignore[attr-defined]
    actor: Actor | None = request._actor  # type: ignore[attr-defined]
    return actor


def _actor(user: Any) -> Actor:
    """As the account stands now: what a link by others' word keeps shut is shut (ADR 36, 43)."""
    found, now = people.actor(user), timezone.now()
    if user.records_from and user.records_from > now:
        found = replace(found, roles=found.roles & {Role.OWNER})
    shut = ways_in.words_shut(user, at=now)
    return replace(found, shut=shut) if shut else found


class PolicyMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], Response]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Response:
        request.get_host()  # refuses (400) a host name that is not ours, on every page
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        zone = getattr(request.user, "zone", "")
        with timezone.override(ZoneInfo(zone) if zone else None):
            answer = paused.instead(request, self.get_response(request))
            openings.record(request, answer)
            return answer

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]
    ) -> Response | None:
        match = request.resolver_match
        methods = POLICY.get(match.view_name, {}) if match else {}
        access = methods.get("GET" if request.method == "HEAD" else str(request.method))
        if not methods or Door.CLOSED in methods.values():
            raise Http404
        if access is None:
            return HttpResponseNotAllowed(list(methods))
        if access is Door.PUBLIC:
            return None
        return self._signed_in(request, access, kwargs)

    def _signed_in(
        self, request: HttpRequest, access: Access, kwargs: dict[str, Any]
    ) -> Response | None:
        actor = actor_of(request)
        if actor is None:
            return _sign_in(request)
        if answer := paused.meets(request, actor, request.resolver_match.view_name):  # type: ignore[union-attr]
            return answer
        if access is Door.SIGNED_IN:
            return None
        if accounts.BY_LINK in request.session and access is not Can.OWN_ACCOUNT:
            return redirect("choose_way_in")
        if actor.is_staff and not accounts.second_factor_shown(request):
            return _second_factor_first(request)
        return self._allowed(request, actor, access, kwargs)

    def _allowed(
        self, request: HttpRequest, actor: Actor, access: Any, kwargs: dict[str, Any]
    ) -> Response | None:
        relation = Relation.NONE
        if access in NEEDS_CLIENT:
            found = clients.find(kwargs["client_id"], viewer=actor, at=timezone.now())
            if found is None:
                raise Http404
            relation = found.relation
            request.client = found  # type: ignore[attr-defined]
        if not may(actor, access, relation):
            raise Http404
        if access in NEEDS_CLIENT:
            request.access_to_client = access  # type: ignore[attr-defined]
        return None


def _second_factor_first(request: HttpRequest) -> Response:
    """To the page that sets one up. A session from before there was one has to begin anew."""
    if accounts.has_second_factor(request.user):
        logout(request)
        return _sign_in(request)
    return redirect("mfa_index")


def _sign_in(request: HttpRequest) -> Response:
    if request.path.startswith(errors.JSON_PATHS) or held.wants_json(request):
        return JsonResponse({"error": "sign_in"}, status=401)
    if held.of(request):
        return errors.signed_out(request)
    query = urlencode({"next": request.path}) if request.method == "GET" else ""
    return redirect(f"{reverse(settings.LOGIN_URL)}?{query}" if query else settings.LOGIN_URL)
