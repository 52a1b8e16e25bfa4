"""The parts of a client's own file about sessions as they were recorded: see `queries.export`.

The record of a session is theirs once its lead has signed it, as on their page; until then it is a
draft. Adverse events are theirs at once, with every follow-up.
"""

from collections.abc import Callable, Iterator
from typing import Any

from longarc.care.access import Actor
from longarc.care.session_record import Record
from longarc.records.queries import adverse, session_record
from longarc.records.queries.clients import ClientRef

Row = dict[str, Any]


def _signed(client: ClientRef, viewer: Actor) -> Iterator[Record]:
    return (one for one in session_record.load(client, viewer=viewer) if one.signed)


def _lines(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for record in _signed(client, viewer):
        standing = {one.uid for one in record.standing}
        for line in record.lines:
            yield {
                "id": line.uid,
                "session": record.uid,
                "at": line.written_at,
                "by": line.by,
                "kind": line.told.kind,
                "happened_at": line.told.at,
                "text": line.told.words,
                "facts": dict(line.told.facts),
                "corrects": line.corrects,
                "written_afterwards": line.afterwards,
                "taken_back": line.uid not in standing,
            }


def _back(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for record in _signed(client, viewer):
        for one in record.taken:
            yield {"line": one.line, "at": one.at, "by": one.by, "reason": one.why}


def _signatures(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for record in _signed(client, viewer):
        for one in record.signatures:
            yield {"session": record.uid, "at": one.at, "by": one.by, "lead": one.lead}


def _adverse(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for one in adverse.of_client(client, viewer=viewer):
        told = {"id": one.uid, "at": one.at, "by": one.by, "session": one.session}
        yield {**told, "text": one.words}


def _followed(client: ClientRef, viewer: Actor) -> Iterator[Row]:
    for event in adverse.of_client(client, viewer=viewer):
        for one in event.follow_ups:
            grade = one.grade
            yield {
                "id": one.uid,
                "event": event.uid,
                "at": one.at,
                "by": one.by,
                "status": grade.status,
                "onset": grade.onset,
                "ended": grade.ended,
                "severity": grade.severity,
                "impact": grade.impact,
                "related": grade.related,
                "serious": grade.serious,
                "medical_help": grade.helped,
                "domain": grade.domain,
                "action": grade.action,
                "text": grade.words,
            }


READ: dict[str, Callable[[ClientRef, Actor], Iterator[Row]]] = {
    "session_lines": _lines,
    "session_lines_back": _back,
    "session_signatures": _signatures,
    "adverse_events": _adverse,
    "adverse_follow_ups": _followed,
}
