"""What the window model keeps: state and trail of each client (caches), readings (for good)."""

import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import DatabaseError

from longarc.analytics import packed
from longarc.analytics.person import MODEL, Person, With
from longarc.care.access import Actor
from longarc.care.flags import Flag, Outcome
from longarc.records import audit
from longarc.records.db import writing
from longarc.records.models import Reading, WindowState, WindowTrail

log = logging.getLogger(__name__)
#: What a reading says of a flag. Stored, never renamed.
RAISED = "flag_raised"
SAID = {
    Outcome.CONFIRMED: "flag_confirmed",
    Outcome.UNANSWERED: "flag_unanswered",
    Outcome.CLOSED: "flag_closed",
}


@dataclass(frozen=True)
class Stand:
    """One client's person as worked out now."""

    client: int
    upto: str
    using: With
    person: Person


def made_with(using: With) -> str:
    """What decides, beside the entries, what a state says."""
    versions = f"{MODEL} {using.population.version} {using.table.version}"
    return f"{versions} {using.budget:g} {using.middle:g}"


def remember(stands: Sequence[Stand], *, practice: int, at: datetime) -> None:
    """Keep the states, and what they newly say of flags. A fault here never hides an answer."""
    if not stands:
        return
    try:
        with writing():
            _states(stands, practice)
            _readings(stands, practice, at)
    except DatabaseError:
        log.exception("the state of the window model could not be kept; it is worked out again")


def remember_trail(client: int, trail: str, *, practice: int) -> None:
    """Keep the way of one client. A fault here never hides an answer."""
    try:
        with writing():
            WindowTrail.objects.bulk_create(
                [WindowTrail(client_id=client, practice_id=practice, trail=trail)],
                update_conflicts=True,
                unique_fields=["client"],
                update_fields=("trail",),
            )
    except DatabaseError:
        log.exception("the trail of the window model could not be kept; it is worked out again")


def _states(stands: Sequence[Stand], practice: int) -> None:
    columns = ("made_with", "upto", "state", "flags", "asks_until")
    WindowState.objects.bulk_create(
        [
            WindowState(
                client_id=one.client,
                practice_id=practice,
                made_with=made_with(one.using),
                upto=one.upto,
                state=packed.state(one.person),
                flags=packed.flags(one.person),
                asks_until=one.person.asking.asks_until if one.person.asking else None,
            )
            for one in stands
        ],
        update_conflicts=True,
        unique_fields=["client"],
        update_fields=columns,
    )


def _readings(stands: Iterable[Stand], practice: int, at: datetime) -> None:
    said = {row.uid: row for one in stands for row in _said(one, practice, at)}
    if not said:
        return
    there = set(Reading.objects.filter(uid__in=said).values_list("uid", flat=True))
    program = Actor(None, practice)
    for uid, row in said.items():
        if uid not in there:
            row.save()
            audit.write(row.kind, by=program, at=at, client=row.client_id, target=uid)


def _said(stand: Stand, practice: int, at: datetime) -> Iterable[Reading]:
    for flag in stand.person.flags:
        outcome = flag.outcome(at)
        kinds = [RAISED] if outcome is Outcome.ASKING else [RAISED, SAID[outcome]]
        for kind in kinds:
            yield Reading(
                **_common(stand.client, practice, at),
                uid=_uid(stand.client, kind, flag),
                kind=kind,
                model=MODEL,
                prior=stand.using.population.version,
                thresholds=stand.using.table.version,
                upto=stand.upto,
                numbers=_numbers(stand, flag),
            )


def _common(client: int, practice: int, at: datetime) -> dict[str, Any]:
    return {"practice_id": practice, "client_id": client, "at": at, "received_at": at}


def _uid(client: int, kind: str, flag: Flag) -> UUID:
    """The same reading has the same id, however often it is worked out."""
    return uuid5(NAMESPACE_URL, f"{client} {kind} {flag.side} {flag.since} {flag.at}")


def _numbers(stand: Stand, flag: Flag) -> str:
    return json.dumps(
        {
            "budget": stand.using.budget,
            "middle": stand.using.middle,
            "flag": packed.plain(flag),
        },
        sort_keys=True,
        separators=(",", ":"),
    )
