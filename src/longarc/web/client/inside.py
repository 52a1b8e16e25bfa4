"""What counts as inside: the agreed rows, a proposal of either side, and the form to name them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care import own_window
from longarc.care.access import Actor
from longarc.care.arc import State
from longarc.care.window import Agreed, Named, agreed, waiting
from longarc.records.actions.window import count_inside
from longarc.records.ids import uuid7
from longarc.records.queries import clients
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.own_window import estimate
from longarc.records.queries.today import own_words
from longarc.records.queries.window import named_rows
from longarc.web.client import ladder
from longarc.web.client.forms import form_id, me
from longarc.web.words import say


@dataclass(frozen=True, slots=True)
class Inside:
    """What My arc shows of it.

    Args:
        sentence: which rows count now, and by whose word.
        agreed: the same as values.
        proposal: what one side named and the other has not answered alike, if anything.
        proposed: its rows in words.
    """

    sentence: str
    agreed: Agreed
    proposal: Named | None
    proposed: str
    agree_uid: UUID = field(default_factory=uuid7)
    not_now_uid: UUID = field(default_factory=uuid7)

    @property
    def mine(self) -> tuple[State, ...]:
        """The rows that the form begins with: what the client proposed, or what counts now."""
        return self.proposal.rows if self.proposal and self.proposal.by_client else self.agreed.rows


def load(client: ClientRef, *, viewer: Actor) -> Inside:
    """Two queries."""
    named, labels = named_rows(client, viewer=viewer), ladder.labels(client, viewer=viewer)
    now, proposal = agreed(named), waiting(named)
    return Inside(
        sentence=sentence(named, labels),
        agreed=now,
        proposal=proposal,
        proposed=own_window.listed(proposal.rows, labels) if proposal else "",
    )


def sentence(named: Sequence[Named], labels: own_window.Labels) -> str:
    """Which rows count as inside now, and by whose word."""
    now = agreed(named)
    return say(own_window.inside(now, own_window.partner(named, now), labels))


def in_words(
    client: ClientRef, labels: own_window.Labels, *, viewer: Actor, at: datetime
) -> tuple[str, ...]:
    """The agreed rows, and what is estimated from the answers: for Patterns. Four queries."""
    agreed_rows = sentence(named_rows(client, viewer=viewer), labels)
    found = estimate(client, viewer=viewer, at=at)
    return agreed_rows, *(say(text) for text in own_window.estimated(found, labels))


def inside(request: HttpRequest) -> HttpResponse:
    """The form in which the client names the rows that they count as inside."""
    if request.method == "POST":
        return _keep(request)
    actor = me(request)
    client = clients.own(viewer=actor)
    return _page(request, client, load(client, viewer=actor).mine)


def _page(
    request: HttpRequest,
    client: ClientRef,
    ticked: Sequence[str],
    *,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    rows = ladder.rows(own_words(client, viewer=me(request)))
    context = {
        "tab": "arc",
        "rows": [row for row in rows if row.state is not State.MIXED],
        "ticked": ticked,
        "uid": uuid7(),
        "problem": problem,
    }
    return render(request, "client/inside.html", context, status=status)


def _keep(request: HttpRequest) -> HttpResponse:
    actor, now = me(request), timezone.now()
    client, told = clients.own(viewer=actor), request.POST.getlist("rows")
    before = agreed(named_rows(client, viewer=actor))
    try:
        rows = [State(row) for row in told]
        count_inside(client, rows, uid=form_id(request), by=actor, at=now)
    except ValueError:  # an unknown row, or rows that do not lie side by side
        problem = _(
            "Nothing has changed. Your ticks are still here. "
            "Pick one row, or rows that lie side by side."
        )
        return _page(request, client, told, status=400, problem=problem)
    messages.info(request, _said(set(rows), before, named_rows(client, viewer=actor)))
    return redirect("arc")


def _said(rows: set[State], before: Agreed, named: Sequence[Named]) -> str:
    """What became of it, from what now stands."""
    newest = [one for one in named if one.by_client][-1]
    if set(newest.rows) != rows:  # a form sent again after that of another page
        return _("Nothing has changed. Choose again here.")
    now = agreed(named)
    if set(now.rows) != rows:
        return _("Kept. It counts once your care team names the same rows.")
    if now.rows == before.rows:
        return _("Kept. The same rows count as before.")
    return _("Kept. These rows count as inside now.")
