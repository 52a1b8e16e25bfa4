"""While a record says that the client's life has ended: one page, and Support, and nothing more.

Whoever holds the phone reads no word of why, and nothing that was kept. What was on its way from
the phone (a queue, a page that was open) is kept all the same, and asks the care team at once.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from longarc.care.access import Actor
from longarc.care.leaving import State
from longarc.records.actions import leaving
from longarc.records.queries import support
from longarc.web import errors, held

#: Forms that carry a report or words of the client: kept when they arrive. What shares, removes,
#: agrees or chooses changes nothing while a record is paused.
KEPT = frozenset(
    {
        "api_entries",
        "today_check_in",
        "today_more",
        "today_rest",
        "state_words",
        "exercise_done",
        "preparing",
        "decisions",
        "medicines",
        "health",
        "my_session",
        "session_after",
        "formulation_part",
        "how_we_met",
        "days_after",
        "follow_up",
        "changes",
        "diary",
        "shifts",
        "therapies",
        "threads",
        "thread",
        "parts",
        "part",
        "steps",
        "step_done",
        "support_contact",
        "support_plan",
        "safety_plan",
        "risk",
    }
)


def meets(request: HttpRequest, actor: Actor, name: str) -> HttpResponse | None:
    """What somebody gets whose record is paused; None: the page as it is."""
    state = request.user.client.state if actor.client is not None else State.HERE  # type: ignore[union-attr]
    if state == State.HERE:
        return None
    sends = request.method not in {"GET", "HEAD"}
    if sends:
        leaving.wrote(by=actor, at=timezone.now())
    if state != State.ENDED:
        return None
    if sends and name in KEPT:
        request.paused = True  # type: ignore[attr-defined]
        return None
    return _page(request, actor, refused=sends)


def instead(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """A form that is kept may answer with a page, and pages show the record: this one does not."""
    as_page = answer.get("Content-Type", "").startswith("text/html") and answer.content
    moves = 300 <= answer.status_code < 400
    if not getattr(request, "paused", False) or moves or not as_page:
        return answer
    actor: Actor = request.actor  # type: ignore[attr-defined]
    refused = answer.status_code >= 400
    return _page(request, actor, refused=refused, status=answer.status_code)


def _page(request: HttpRequest, actor: Actor, *, refused: bool, status: int = 403) -> HttpResponse:
    if request.path.startswith(errors.JSON_PATHS) or held.wants_json(request):
        return JsonResponse({"error": "paused"}, status=status)
    page = support.page(viewer=actor)
    told = {"phone": page.phone if page.published else "", "refused": refused}
    return render(request, "client/paused.html", told, status=status)
