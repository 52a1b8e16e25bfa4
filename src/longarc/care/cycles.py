"""What opened and what landed, side by side for each medicine session.

Two lines that are never joined: what a session opened says nothing of what comes to stay. Nothing
is counted or ranked, so that no stronger session looks like a better one.

Landed is what a person marked as landed: a thread, a small step that stayed, a shift in living.
What somebody only wrote stands in neither line, however late it was written.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from longarc.care.commitments import Commitment
from longarc.care.living import Area
from longarc.care.session_record import Kind, Line, Record
from longarc.care.threads import State, Thread
from longarc.care.window import Settling

UTC = ZoneInfo("UTC")
#: What of the record belongs to what opened: never how strong it was.
OPENED = (Kind.STATE, Kind.EVENT, Kind.WORDS)


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift in living that the client marked as landed: a step for each area they named."""

    at: datetime
    steps: Mapping[Area, int]


@dataclass(frozen=True, slots=True)
class Landed:
    """What was marked as landed: threads of this session, steps and shifts of the time since."""

    threads: tuple[Thread, ...] = ()
    steps: tuple[Commitment, ...] = ()
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True)
class Known:
    """What there is of one client, each in any order. `zone`: where their days begin.

    `shifts`: those that were marked as landed.
    """

    threads: Sequence[Thread] = ()
    commitments: Sequence[Commitment] = ()
    shifts: Sequence[Shift] = ()
    settling: Sequence[Settling] = ()
    zone: ZoneInfo = UTC


@dataclass(frozen=True)
class Cycle:
    """One session and the time until the next; `until` None: the present one.

    Args:
        lines, threads: what opened: from its record, and what surfaced in it.
        settling: None: the model says nothing of this session.
        commitments: small steps taken up since, whether they stayed or not.
    """

    number: int
    record: Record
    until: datetime | None
    lines: tuple[Line, ...]
    threads: tuple[Thread, ...]
    settling: Settling | None
    landed: Landed
    commitments: tuple[Commitment, ...]


def cycles(records: Iterable[Record], known: Known, *, as_of: datetime) -> tuple[Cycle, ...]:
    """One for each session that has begun, oldest first."""
    begun = sorted((one for one in records if one.starts_at <= as_of), key=_start)
    nexts = [later.starts_at for _, later in pairwise(begun)]
    return tuple(
        _cycle(number, record, until, known)
        for number, (record, until) in enumerate(zip(begun, [*nexts, None], strict=False), start=1)
    )


def _start(record: Record) -> datetime:
    return record.starts_at


def _cycle(number: int, record: Record, until: datetime | None, known: Known) -> Cycle:
    start = record.starts_at
    threads = tuple(one for one in known.threads if _surfaced(one, start, known.zone))
    return Cycle(
        number=number,
        record=record,
        until=until,
        lines=tuple(one for one in record.standing if one.told.kind in OPENED),
        threads=threads,
        settling=next((one for one in known.settling if one.at == start), None),
        landed=Landed(
            tuple(one for one in threads if one.state is State.LANDED and not one.open),
            tuple(one for one in known.commitments if _stayed(one, start, until)),
            tuple(one for one in known.shifts if _within(one.at, start, until)),
        ),
        commitments=tuple(one for one in known.commitments if _within(one.at, start, until)),
    )


def _stayed(step: Commitment, start: datetime, until: datetime | None) -> bool:
    """The client said, before the next session, that this small step stayed with them."""
    return step.stayed and step.ended is not None and _within(step.ended, start, until)


def _surfaced(thread: Thread, start: datetime, zone: ZoneInfo) -> bool:
    """In this session, or on its day where only a day was said."""
    came = thread.came
    if came.session is not None:
        return came.session == start
    return came.day == start.astimezone(zone).date()


def _within(at: datetime, since: datetime, until: datetime | None) -> bool:
    return since <= at and (until is None or at < until)
