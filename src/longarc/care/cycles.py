"""What opened and what landed, side by side for each medicine session.

Two lines that are never joined: what a session opened says nothing of what comes to stay. Nothing
is counted or ranked, so that no stronger session looks like a better one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from longarc.care.commitments import Commitment
from longarc.care.session_record import Kind, Line, Record
from longarc.care.threads import State, Thread
from longarc.care.window import Settling

#: The client's own words count as landed from so long after a session.
#: Source: Longarc's own starting rule, unsigned (care-model.md row 1: "weeks later").
WEEKS_LATER = timedelta(weeks=2)
UTC = ZoneInfo("UTC")
#: What of the record belongs to what opened: never how strong it was.
OPENED = (Kind.STATE, Kind.EVENT, Kind.WORDS)


@dataclass(frozen=True, slots=True)
class Words:
    """The client's own words, as the reader may see them."""

    at: datetime
    text: str


@dataclass(frozen=True)
class Known:
    """What there is of one client, each in any order. `zone`: where their days begin."""

    threads: Sequence[Thread] = ()
    commitments: Sequence[Commitment] = ()
    words: Sequence[Words] = ()
    settling: Sequence[Settling] = ()
    zone: ZoneInfo = UTC


@dataclass(frozen=True)
class Cycle:
    """One session and the time until the next; `until` None: the present one.

    Args:
        lines, threads: what opened: from its record, and what surfaced in it.
        settling: None: the model says nothing of this session.
        landed: threads of this session that have landed.
        commitments: small steps taken up since; words: the client's own, weeks later.
    """

    number: int
    record: Record
    until: datetime | None
    lines: tuple[Line, ...]
    threads: tuple[Thread, ...]
    settling: Settling | None
    landed: tuple[Thread, ...]
    commitments: tuple[Commitment, ...]
    words: tuple[Words, ...]


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
    weeks = start + WEEKS_LATER
    return Cycle(
        number=number,
        record=record,
        until=until,
        lines=tuple(one for one in record.standing if one.told.kind in OPENED),
        threads=threads,
        settling=next((one for one in known.settling if one.at == start), None),
        landed=tuple(one for one in threads if one.state is State.LANDED and not one.open),
        commitments=tuple(one for one in known.commitments if _within(one.at, start, until)),
        words=tuple(one for one in known.words if _within(one.at, weeks, until)),
    )


def _surfaced(thread: Thread, start: datetime, zone: ZoneInfo) -> bool:
    """In this session, or on its day where only a day was said."""
    came = thread.came
    if came.session is not None:
        return came.session == start
    return came.day == start.astimezone(zone).date()


def _within(at: datetime, since: datetime, until: datetime | None) -> bool:
    return since <= at and (until is None or at < until)
