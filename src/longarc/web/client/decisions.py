"""What people decided about the next step, in plain words; and asking to go slower.

Only decisions of people and their reasons: nothing that the program worked out (decision 9).
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from longarc.care import slower
from longarc.care.decided import WORDS
from longarc.care.slower import Wish
from longarc.records.actions.pacing import say_pace
from longarc.records.ids import uuid7
from longarc.records.queries import clients, pacing
from longarc.records.queries.pacing import Decided
from longarc.web import errors
from longarc.web.client.forms import form_id, me
from longarc.web.words import say

#: What a client may say here, and what the page answers.
SAYS: dict[Wish, Promise] = {
    Wish.SLOWER: gettext_lazy("Kept. Your care team can see that you want to go slower."),
    Wish.FINE: gettext_lazy("Kept. This pace is fine for you."),
    Wish.BACK: gettext_lazy("Taken back. You can ask for slower at any time."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One decision as the client reads it; `why` may be empty."""

    words: str
    why: str
    by: str
    at: datetime


def _line(one: Decided) -> Line:
    return Line(say(WORDS[one.answer]), one.why, one.by, one.at)


def decisions(request: HttpRequest) -> HttpResponse:
    """The page, and the client's word about the pace."""
    if request.method == "POST":
        return _say(request)
    viewer, now = me(request), timezone.now()
    client = clients.own(viewer=viewer)
    made = [_line(one) for one in pacing.decisions(client, viewer=viewer)]
    context = {
        "tab": "arc",
        "now": made[0] if made else None,
        "earlier": made[1:],
        "wish": slower.standing(pacing.words(client, viewer=viewer), as_of=now),
        "uid": uuid7(),
    }
    return render(request, "client/decisions.html", context)


def _say(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("wish", "")
    if wanted not in set(SAYS):
        return errors.bad_request(request)
    viewer, wish = me(request), Wish(wanted)
    client = clients.own(viewer=viewer)
    say_pace(client, wish, uid=form_id(request), by=viewer, at=timezone.now())
    messages.info(request, str(SAYS[wish]))
    return redirect("decisions")
