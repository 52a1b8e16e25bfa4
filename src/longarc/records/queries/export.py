"""Everything a client may have of their own record, part by part; `export_keys` explains it.

Left out: what is not the client's to have (decisions, "Who sees what"): signals, flags and what
staff said about them, process notes, concerns of others.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import F, QuerySet

from longarc.care.access import Actor
from longarc.care.arc import state_at
from longarc.records import support_page
from longarc.records.codec import Sealed, Where, unseal
from longarc.records.details import reach_of
from longarc.records.models import (
    AuditEntry,
    CapacityView,
    CareMember,
    CheckIn,
    CheckInMore,
    Choice,
    Client,
    ContactRequest,
    ExerciseBack,
    ExerciseDone,
    ExerciseTogether,
    InsideRows,
    MedicineSession,
    Meeting,
    OwnPlan,
    PhaseStart,
    Rest,
    Retraction,
    StateWords,
    Words,
)
from longarc.records.queries import (
    check_ins,
    details,
    export_after,
    export_arrival,
    export_consent,
    export_living,
    export_notes,
    export_pacing,
    export_record,
    export_relationship,
    export_reminders,
    export_risk,
    export_screening,
    export_session,
    export_threads,
    looks,
    people,
    series,
)
from longarc.records.queries.clients import ClientRef, name_of
from longarc.records.scope import rows

Row = dict[str, Any]
AT_ONCE = 500


def parts(client: ClientRef, *, viewer: Actor) -> Iterator[tuple[str, Iterable[Row]]]:
    """Each part with its rows, oldest first, read while they are written. Constant queries."""
    taken = set(_all(Retraction, viewer, client).values_list("target", flat=True))
    for name, read in READ.items():
        yield name, (_without_retraction(row, taken) for row in read(client, viewer))


def _without_retraction(row: Row, taken: set[Any]) -> Row:
    """Says of an entry that can be taken back whether it was."""
    if "taken_back" in row:
        row["taken_back"] = row["taken_back"] or row["id"] in taken
    return row


def _all(model: Any, viewer: Actor, client: ClientRef) -> QuerySet[Any]:
    return rows(model, viewer).filter(client_id=client.id)


def _stream(found: QuerySet[Any]) -> Iterator[Any]:
    return found.order_by("seq").iterator(AT_ONCE)


def _open(sealed: Sealed | None, row: Any, column: str) -> str:
    where = Where(row.practice_id, row.client_id, column, row.uid)
    return unseal(sealed, where) if sealed else ""


def _me(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    row = rows(Client, viewer).select_related("user").get(pk=client.id)
    reach = reach_of(row)
    yield {
        "id": row.public_id,
        "name": name_of(row),
        "pronouns": client.pronouns,
        "contact": reach.line,
        "emergency_contact": reach.emergency,
        "email": row.user.email if row.user else "",
        "time_zone": row.zone,
        "since": row.created_at,
    }


def _details(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    return details.exported(client, viewer=viewer)


def _care_team(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row in _all(CareMember, viewer, client).select_related("user").order_by("since", "pk"):
        name = people.name_of(row.user)
        yield {"name": name, "lead": row.lead, "since": row.since, "until": row.until}


def _check_ins(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    found = _all(CheckIn, viewer, client)
    corrected = set(found.filter(corrects__isnull=False).values_list("corrects", flat=True))
    return (_check_in(row, taken_back=row.uid in corrected) for row in _stream(found))


def _check_in(row: CheckIn, *, taken_back: bool) -> Row:
    return {
        "id": row.uid,
        "at": row.at,
        "received_at": row.received_at,
        "state": state_at(row.position),
        "position": row.position,
        "resolution": row.resolution,
        "recalled_for": row.recalled_for,
        "time_zone": row.zone,
        "offset_minutes": row.offset,
        "prompted": row.prompted,
        "latency_ms": row.latency,
        "method": row.method,
        "app": row.app,
        "changed_mind": row.changed_mind,
        "corrects": row.corrects,
        "clock_seconds": row.skew,
        "taken_back": taken_back,
    }


ADDED = ("check_in", "at", "ease", "item", "answer", "body")


def _added(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    found = _all(CheckInMore, viewer, client).annotate(id=F("uid"))
    yield from _stream(found.values("id", *ADDED))


def _words(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row in _stream(_all(Words, viewer, client)):
        yield {
            "id": row.uid,
            "at": row.at,
            "check_in": row.check_in,
            "about": row.about,
            "text": _open(row.text, row, "words.text"),
            "shared_at": row.shared_at,
        }


def _state_words(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row in _stream(_all(StateWords, viewer, client)):
        told = unseal(row.labels, row.where)
        yield {"id": row.uid, "at": row.at, "labels": json.loads(told)}


def _own_plans(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row in _stream(_all(OwnPlan, viewer, client)):
        cell = support_page.plan_cell(row.practice_id, row.client_id, row.uid)
        yield {"id": row.uid, "at": row.at, "text": unseal(row.text, cell)}


def _choices(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    found = _all(Choice, viewer, client).annotate(id=F("uid"))
    yield from _stream(found.values("id", "at", "kind", "given"))


def _rests(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    found = _all(Rest, viewer, client).annotate(id=F("uid"))
    yield from _stream(found.values("id", "at", "until", "back"))


def _contact_requests(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row in _stream(_all(ContactRequest, viewer, client)):
        note = _open(row.note, row, "contactrequest.note")
        yield {"id": row.uid, "at": row.at, "note": note, "taken_back": False}


def _phases(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row in _stream(_all(PhaseStart, viewer, client)):
        why = _open(row.why, row, "phasestart.why")
        told = {"id": row.uid, "at": row.at, "phase": row.phase, "on": row.on, "why": why}
        yield {**told, "taken_back": False}


def _sessions(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row in _stream(_all(MedicineSession, viewer, client)):
        told = {"id": row.uid, "session": row.session, "at": row.at, "starts_at": row.starts_at}
        yield {**told, "taken_back": False}


def _inside(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row in _stream(_all(InsideRows, viewer, client).select_related("by")):
        name = people.name_of(row.by) if row.by else ""
        yield {"id": row.uid, "at": row.at, "by": name, "rows": row.rows}


def _meetings(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row in _stream(_all(Meeting, viewer, client).select_related("with_user")):
        yield {
            "id": row.uid,
            "at": row.at,
            "starts_at": row.starts_at,
            "minutes": row.minutes,
            "place": _open(row.place, row, "meeting.place"),
            "with": people.name_of(row.with_user),
            "taken_back": False,
        }


def _series(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for one in series.of_client(client, viewer=viewer):
        told = {"id": one.uid, "name": one.name, "polarity": one.polarity}
        yield {**told, "low": one.low, "high": one.high, "imported_at": one.imported_at}


def _series_reports(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for one in series.of_client(client, viewer=viewer):
        for report in one.reports:
            yield {"series": one.name, "at": report.at, "value": one.on_its_scale(report)}


def _looks(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    found = _all(AuditEntry, viewer, client).filter(act__in=looks.ACTS).select_related("user")
    for row in found.order_by("pk").iterator(AT_ONCE):
        name = people.name_of(row.user) if row.user else ""
        yield {"at": row.at, "by": name, "act": row.act, "page": row.detail}


def _emergencies(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for one in looks.given_reasons(client, viewer=viewer):
        yield {"by": one.name, "at": one.at, "until": one.until, "reason": one.reason}


DONE = ("exercise", "before", "after", "effect")


def _exercises(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row in _stream(_all(ExerciseDone, viewer, client)):
        told = {name: getattr(row, name) for name in DONE}
        yield {"id": row.uid, "at": row.at, **told, "taken_back": False}


def _exercises_back(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row in _stream(_all(ExerciseBack, viewer, client)):
        yield {"id": row.uid, "at": row.at, "exercise": row.exercise}


def _exercises_together(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row in _stream(_all(ExerciseTogether, viewer, client)):
        yield {"id": row.uid, "at": row.at, "exercise": row.exercise}


def _capacity_views(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for row in _stream(_all(CapacityView, viewer, client).select_related("by")):
        name = people.name_of(row.by) if row.by else ""
        told = {"by": name, "capacity": row.capacity, "answer": row.answer}
        yield {"id": row.uid, "at": row.at, **told}


READ: dict[str, Callable[[ClientRef, Actor], Iterator[Row]]] = {
    "me": _me,
    "care_team": _care_team,
    "details": _details,
    "check_ins": _check_ins,
    "added": _added,
    "words": _words,
    "state_words": _state_words,
    "own_plans": _own_plans,
    "choices": _choices,
    "rests": _rests,
    "contact_requests": _contact_requests,
    "phases": _phases,
    "sessions": _sessions,
    "inside": _inside,
    "exercises": _exercises,
    "exercises_back": _exercises_back,
    "exercises_together": _exercises_together,
    "capacity_views": _capacity_views,
    "meetings": _meetings,
    **export_notes.READ,
    **export_relationship.READ,
    **export_after.READ,
    **export_arrival.READ,
    **export_pacing.READ,
    **export_screening.READ,
    **export_risk.READ,
    **export_consent.READ,
    **export_session.READ,
    **export_record.READ,
    **export_threads.READ,
    **export_living.READ,
    **export_reminders.READ,
    "series": _series,
    "series_reports": _series_reports,
    "looks": _looks,
    "emergencies": _emergencies,
}


def standing_check_ins(client: ClientRef, *, viewer: Actor) -> list[Row]:
    """The check-ins that stand with what was added to each, newest first: for a table. Two queries.

    Of what was added, the newest answer to each question stands.
    """
    added: dict[Any, Row] = {}
    for row in _all(CheckInMore, viewer, client).order_by("seq").values(*ADDED):
        given = {key: row[key] for key in ("ease", "item", "answer", "body") if row[key]}
        added.setdefault(row["check_in"], {}).update(given)
    found = check_ins.standing(viewer, [client.id]).order_by("-at", "-seq")
    return [{**_check_in(row, taken_back=False), **added.get(row.uid, {})} for row in found]
