"""Each page about a client leaves its line in "Who has looked" (decision record 41).

Recorded in one place, from the declared policy, once the answer is made: a page that somebody adds
is recorded without a word of its own. What shows appointments, names and contacts alone counts as
a list.
"""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from longarc.care.access import Actor, Can, may
from longarc.records.actions.access import record_listing, record_view
from longarc.records.queries.clients import ClientRef

#: What the line is called where it is not the route's own name. A look at process notes looks like
#: any look at notes, so that it tells nobody that there are any.
NAMES = {
    "client": "page",
    "api_client_check_ins": "api",
    "client_touch_narrow": "touch",
    "client_handover": "history",
    "client_formulation_edit": "formulation",
    "client_formulation_changes": "formulation",
    "client_session_plan_edit": "session_plan",
    "client_session_records": "session_record",
    "client_note": "notes",
    "client_note_draft": "notes",
    "client_process_note": "notes",
    "client_readiness": "next_step",
}
#: Open to whoever books, and with words of the record to those who may read it.
WORDS_FOR_READERS = frozenset({"client_state"})


def record(request: HttpRequest, answer: HttpResponse) -> None:
    """Keep that the record was opened, when this answer shows it."""
    access = getattr(request, "access_to_client", None)
    if access is None or not _shows(request, answer):
        return
    client: ClientRef = request.client  # type: ignore[attr-defined]
    viewer: Actor = request.actor  # type: ignore[attr-defined]
    if access is Can.BOOK and not _has_words(request, client, viewer):
        record_listing([client], by=viewer, at=timezone.now())
    else:
        record_view(client, by=viewer, at=timezone.now(), page=_name(request))


def _has_words(request: HttpRequest, client: ClientRef, viewer: Actor) -> bool:
    return _route(request) in WORDS_FOR_READERS and may(viewer, Can.READ_RECORD, client.relation)


def _shows(request: HttpRequest, answer: HttpResponse) -> bool:
    """Not a redirect, not an error page, and not the short reply to a form that keeps itself."""
    if getattr(answer, "shows_nothing", False) or answer.status_code in _NOTHING:
        return False
    if 300 <= answer.status_code < 400 or answer.status_code >= 500:
        return False
    as_json = answer.get("Content-Type", "").startswith("application/json")
    return not as_json or (request.method != "POST" and answer.status_code < 400)


_NOTHING = frozenset({204, 401, 403, 404, 405})


def _route(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _name(request: HttpRequest) -> str:
    route = _route(request)
    return NAMES.get(route, route.removeprefix("client_"))
