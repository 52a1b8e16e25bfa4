"""Safety screening of one client for the care team and the prescriber: the list and its reasons."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from longarc.care.access import Actor, Can, Relation, Role, may
from longarc.care.conditions import CONDITIONS
from longarc.care.screening import Certainty, Row, State
from longarc.care.screening_facts import MEDICINES, Kind, Said
from longarc.care.sources import SOURCES, Level
from longarc.records import medicines
from longarc.records.actions.access import record_listing
from longarc.records.ids import uuid7
from longarc.records.queries import clients
from longarc.records.queries import screening as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.screening import Referred, Screening
from longarc.web.staff import screening_terms as terms
from longarc.web.staff.people import actor
from longarc.web.substance_words import SUBSTANCES


@dataclass(frozen=True)
class Line:
    """One row as the page shows it. `kinds`: what this viewer may record about it."""

    row: Row
    level: Any
    state: Any
    certainty: Any
    sources: tuple[Any, ...]
    kinds: tuple[tuple[Kind, Any], ...]
    lapsed: bool
    mine: bool


def client_screening(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The page; every opening of it is recorded and shown to the client."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    return screening_page(request, client)


def screening_page(
    request: HttpRequest, client: ClientRef, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The page again, with what was typed and why it was not kept."""
    viewer = actor(request)
    found = queries.load(client, viewer=viewer, on=timezone.localdate())
    referred = queries.referrals(client, viewer=viewer)
    lines = [_line(row, client, viewer, referred) for row in found.rows]
    context = {
        "place": "caseload" if may(viewer, Can.SEE_CASELOAD) else "referrals",
        "client": client,
        "found": found,
        "asked": [line for line in lines if not unanswered(line.row)],
        "unanswered": [line for line in lines if unanswered(line.row)],
        "against": [row for row in found.rows if row.closes and not unanswered(row)],
        "referred": referred,
        "names_as_of": medicines.contents()["as_of"],
        **_forms(client, viewer, found),
        **more,
    }
    return render(request, "staff/screening.html", context, status=status)


def unanswered(row: Row) -> bool:
    """A question that nobody answered yet: many at first, so they are shown together."""
    return row.certainty is Certainty.NOT_KNOWN and row.entry is None and row.judgement is None


def _line(row: Row, client: ClientRef, viewer: Actor, referred: tuple[Referred, ...]) -> Line:
    told = row.judgement
    return Line(
        row=row,
        level=terms.LEVELS[row.level],
        state=terms.STATES[row.state],
        certainty=terms.CERTAINTY[row.certainty],
        sources=tuple(SOURCES[key] for key in _sources(row)),
        kinds=tuple((kind, terms.KINDS[kind]) for kind in _kinds(row, client, viewer, referred)),
        lapsed=told is not None and row.state is State.OPEN,
        mine=told is not None and told.user == viewer.user,
    )


def _sources(row: Row) -> tuple[str, ...]:
    """Where the row was read, and where the name's class was put together from."""
    kind, _, rest = row.subject.partition(":")
    code = rest.partition(":")[0]
    named = (medicines.source_of(code),) if kind == "medicine" and code != "?" else ()
    return (*row.sources, *named)


def _kinds(
    row: Row, client: ClientRef, viewer: Actor, referred: tuple[Referred, ...]
) -> tuple[Kind, ...]:
    """What the viewer may record: as `actions.screening.judge` allows it."""
    if row.level in (Level.BARRED, Level.NOTE):
        return ()
    theirs = client.relation is Relation.TEAM or viewer.user in {one.user for one in referred}
    if Role.PRESCRIBER in viewer.roles and theirs:
        return (Kind.DECIDED, Kind.DECLINED)
    answers = row.level is Level.REVIEW and may(viewer, Can.ANSWER_SCREENING, client.relation)
    return (Kind.ANSWERED,) if answers else ()


def _forms(client: ClientRef, viewer: Actor, found: Screening) -> dict[str, Any]:
    """What the viewer may fill in; empty for those who only read."""
    marks, answers = queries.papers(client, viewer=viewer), found.answers
    return {
        "may_tell": may(viewer, Can.ANSWER_SCREENING, client.relation),
        "may_refer": may(viewer, Can.WRITE_RECORD, client.relation),
        "prescribers": queries.prescribers(viewer=viewer),
        "papers": [(one, marks.get(one.code)) for one in found.profile.papers],
        "substance": SUBSTANCES.get(found.facts.substance) if found.facts.substance else None,
        "substances": list(SUBSTANCES.items()),
        "told": [(one, terms.TAKEN[one.taken]) for one in found.medicines],
        "taken": list(terms.TAKEN.items()),
        "whole": answers.get(MEDICINES) is Said.ALL,
        "conditions": [(one, answers.get(one.code)) for one in CONDITIONS.values()],
        "said": list(terms.SAID.items()),
        "uid": uuid7(),
    }


def referrals(request: HttpRequest) -> HttpResponse:
    """The clients who are referred to a prescriber."""
    viewer = actor(request)
    found = clients.referred(viewer=viewer)
    record_listing(found, by=viewer, at=timezone.now())
    context = {"place": "referrals", "clients": found}
    return render(request, "staff/referrals.html", context)
