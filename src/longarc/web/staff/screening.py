"""Safety screening of one client for the care team and the prescriber: the list and its reasons."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from longarc.care.access import Actor, Can, Relation, Role, may
from longarc.care.conditions import CONDITIONS, Condition
from longarc.care.interactions import NOTHING_FOUND
from longarc.care.screening_facts import MEDICINES, Kind, Said, identified
from longarc.care.screening_rows import Certainty, Row, State
from longarc.care.sources import SOURCES, Level
from longarc.records import medicines
from longarc.records.actions.access import record_listing
from longarc.records.ids import uuid7
from longarc.records.queries import clients, course
from longarc.records.queries import screening as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.screening import Referred, Screening
from longarc.web.staff import screening_terms as terms
from longarc.web.staff.people import actor
from longarc.web.substance_words import SUBSTANCES


@dataclass(frozen=True)
class Line:
    """One row as the page shows it.

    Args:
        kinds: what this viewer may record about it.
        asks: someone of the care team can write what the name is.
        outside: this viewer may record what a prescriber outside the practice answered.
        together: several names stand in it.
    """

    row: Row
    level: Any
    state: Any
    certainty: Any
    sources: tuple[Any, ...]
    kinds: tuple[tuple[Kind, Any], ...]
    lapsed: bool
    mine: bool
    asks: bool
    outside: bool
    together: bool

    @property
    def slug(self) -> str:
        """For the ids of its fields: two names that differ never share one."""
        return self.row.subject.encode().hex()

    @property
    def entry(self) -> str:
        return str(self.row.entry or "")


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
    stands = _stands(client, viewer, referred)
    lines = [_line(row, client, viewer, stands) for row in found.rows]
    context = {
        "place": "caseload" if may(viewer, Can.SEE_CASELOAD) else "referrals",
        "client": client,
        "found": found,
        "asked": [line for line in lines if not unanswered(line.row)],
        "unanswered": [line for line in lines if unanswered(line.row)],
        "against": [row for row in found.rows if row.closes and not unanswered(row)],
        "barred": any(row.closes and row.level is Level.BARRED for row in found.rows),
        "locked": [row for row in found.rows if row.closes and row.level is not Level.BARRED],
        "referred": referred,
        "names_as_of": medicines.contents()["as_of"],
        "generics": medicines.generics(),
        "leads_them": stands.waits,
        **_forms(client, viewer, found),
        **more,
    }
    return render(request, "staff/screening.html", context, status=status)


def unanswered(row: Row) -> bool:
    """A question that nobody answered yet: many at first, so they are shown together."""
    return row.certainty is Certainty.NOT_KNOWN and row.entry is None and row.judgement is None


@dataclass(frozen=True, slots=True)
class _Stands:
    """How a viewer stands to the client: `waits` for the owner to record their licence."""

    decides: bool
    waits: bool
    leads: bool


def _stands(client: ClientRef, viewer: Actor, referred: tuple[Referred, ...]) -> _Stands:
    theirs = client.relation is Relation.TEAM or viewer.user in {one.user for one in referred}
    prescribes = Role.PRESCRIBER in viewer.roles and theirs
    counts = prescribes and queries.may_prescribe(client, viewer=viewer)
    leads = may(viewer, Can.WRITE_RECORD, client.relation) and course.leads(client, viewer=viewer)
    return _Stands(counts, prescribes and not counts, leads)


def _line(row: Row, client: ClientRef, viewer: Actor, stands: _Stands) -> Line:
    told, unknown = row.judgement, row.certainty is Certainty.NOT_KNOWN
    return Line(
        row=row,
        level=_level(row),
        state=terms.STATES[row.state],
        certainty=terms.CERTAINTY[row.certainty],
        sources=tuple(SOURCES[key] for key in _sources(row)),
        kinds=tuple((kind, _label(kind, row)) for kind in _kinds(row, client, viewer, stands)),
        lapsed=told is not None and row.state is State.OPEN,
        mine=told is not None and told.user == viewer.user,
        asks=row.entry is not None and row.back is None and (unknown or row.identified is not None),
        outside=stands.leads and _outside_may(row),
        together=row.subject == f"medicine:{NOTHING_FOUND}",
    )


def _label(kind: Kind, row: Row) -> Any:
    return (terms.KINDS_BACK if row.back else terms.KINDS)[kind]


def _outside_may(row: Row) -> bool:
    """Whether a prescriber outside the practice may answer it."""
    return row.level in (Level.REVIEW, Level.HARD) and not (row.unnamed or row.back)


def _level(row: Row) -> Any:
    if row.level is Level.HARD and (row.back or row.unnamed):
        return terms.AGREE if row.back else terms.WRITE_IT
    return terms.LEVELS[row.level]


def _sources(row: Row) -> tuple[str, ...]:
    """Where the row was read, and where the name's class was put together from."""
    kind, _, rest = row.subject.partition(":")
    code = rest.partition(":")[0]
    named = (medicines.source_of(code),) if kind == "medicine" and code != "?" else ()
    return (*row.sources, *named)


def _kinds(row: Row, client: ClientRef, viewer: Actor, stands: _Stands) -> tuple[Kind, ...]:
    """What the viewer may record: as `actions.screening.judge` allows it."""
    own = row.back is not None and row.back.user == viewer.user
    if row.level in (Level.BARRED, Level.NOTE) or own:
        return ()
    if stands.decides:
        return (Kind.DECLINED,) if row.unnamed else (Kind.DECIDED, Kind.DECLINED)
    waits = row.level is Level.REVIEW or row.back is not None
    answers = (
        waits
        and row.state is not State.DECLINED
        and may(viewer, Can.ANSWER_SCREENING, client.relation)
    )
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
        "told": [
            (one, terms.TAKEN[one.taken], identified(one, found.facts)) for one in found.medicines
        ],
        "back": [(one, terms.TAKEN[one.medicine.taken]) for one in found.facts.back],
        "taken": list(terms.TAKEN.items()),
        "whole": answers.get(MEDICINES) is Said.ALL,
        "conditions": [
            (one, answers.get(one.code)) for one in CONDITIONS.values() if _fits(one, found)
        ],
        "said": list(terms.SAID.items()),
        "uid": uuid7(),
    }


def _fits(one: Condition, found: Screening) -> bool:
    """Whether it is asked here: one without cells belongs to a profile that bars it."""
    return bool(one.cells) or one.code in found.profile.barred


def referrals(request: HttpRequest) -> HttpResponse:
    """The clients who are referred to a prescriber."""
    viewer = actor(request)
    found = clients.referred(viewer=viewer)
    record_listing(found, by=viewer, at=timezone.now())
    context = {"place": "referrals", "clients": found}
    return render(request, "staff/referrals.html", context)
